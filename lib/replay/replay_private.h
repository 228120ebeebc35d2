/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPLAY_PRIVATE_H
#define REPLAY_REPLAY_PRIVATE_H

#include "encode/presence.h"
#include "event/content.h"
#include "replay/compare.h"
#include "history/history.h"
#include "replay/ready.h"
#include "replay/replay.h"
#include "history/survey.h"
#include "replay/tally.h"
#include "replay/top.h"

/* The inside of a replay, for the files of this folder. */
/* Records that are held and not decided yet. */
struct replay_stretch {
	const struct history_part *part;
	size_t from, to; /* entries of the part */
};

struct replay {
	const struct plan *plan;
	const struct rules *rules;
	struct replay_options options;
	struct encode_options window; /* what the encoder lets through: the range and its warm-up */
	struct decider *decider;
	struct siphash_key key;
	struct contents contents; /* how contents are compared, here and in all deciders */
	struct history history;
	bool early; /* everything came in order so far and is decided early (early.h) */
	bool begun; /* an event has come; `newest` is the newest */
	struct history_key newest;
	struct replay_stretch *stretch;          /* the records deferred */
	size_t stretches, stretch_cap, deferred; /* how many records are deferred */
	struct ready ready;                      /* decisions that were made early */
	struct value *ahead;                     /* by rule field, for DECIDE_AHEAD events */
	uint64_t passed;           /* events passed on the way to options.resume.after */
	uint64_t decided;          /* how many events were decided */
	struct history_key past;   /* the last of them */
	struct survey survey;      /* of inputs, if they can be read twice */
	bool surveying;            /* nothing is held, because the inputs will be read again */
	uint64_t records_again;    /* read the second time */
	uint64_t records_per_line; /* more than a line can have: see replay_number */
	size_t *plan_field;        /* by rule field: its number in the plan, or FIELD_UNKNOWN */
	struct value *value;       /* by rule field, of the current event */
	struct buf line;
	struct replay_counts counts;
	struct presence presence; /* of the events in the range */
	struct tally tally;
	struct top *top;         /* of the candidate's rules */
	struct compare *compare; /* NULL: there is no baseline */
	size_t *match;           /* room for the matching rules of an event */
};

/* A part's counts for the baseline. */
struct pair_part {
	uint64_t failures[REJECT_CODES];
	uint64_t *warnings; /* by field of its plan */
	struct field_tally tally;
	uint64_t split;
};

/* An intake's scratch memory for the baseline. */
struct pair_intake {
	struct encoder *encoder; /* the baseline's; NULL: both have the same plan */
	struct json_pos pos;     /* where the encoder is */
	struct pair pair;
};

struct replay_intake {
	const struct replay *replay;
	struct encoder *encoder;
	struct value *value;                         /* by rule field, of the current event */
	struct buf fields;                           /* of the current event, as JSON */
	unsigned char content[SIDES][CONTENT_BYTES]; /* its digests, one per plan */
	struct buf content_fields, scratch[2];       /* scratch for the digests */
	struct pair_intake pair;
};

struct replay_part {
	struct history_part history; /* its lines are numbered from 1, the part's first */
	struct replay_counts counts;
	struct pair_part pair;
	struct presence presence; /* of the candidate's events in the range */
	bool timed;               /* some record has a time: */
	int64_t first_ns, last_ns;
	bool untimed; /* some record was rejected before its time was known */
};

/* Adds the counts of reading in a part to those of the replay. */
void replay_count(struct replay *r, struct replay_part *part);

/* As replay_intake_new, but lets only a tenant's events in a window through. */
struct replay_intake *replay_intake_new_for(
    const struct replay *r, const struct encode_options *window);

/* Returns a new top of the candidate's rules, for events as this replay numbers their fields. */
struct top *replay_top(const struct replay *r);

/* Returns the digest of an event's content under a plan; NULL if the event cannot be a duplicate.
 * Fields are by the plan's numbers (and as JSON, if available).  It is valid until the next call
 * for that side. */
const unsigned char *replay_content(
    struct replay_intake *in, enum side side, const struct plan *plan, struct event ev);

/*
 * The number of a record in its input, which is in the `line` of its history key.  These numbers
 * are in the order of the input.  If the plan has `each`, a line can have many records; 2^30 are
 * more than fit in a block.  Otherwise each line is one record.
 */
#define REPLAY_PER_LINE (UINT64_C(1) << 30)

static inline uint64_t
replay_number(const struct replay *r, uint64_t line, uint64_t within)
{
	return line * r->records_per_line + within;
}

/* Returns the key with the number of the line instead, for messages. */
static inline struct history_key
replay_place_of(const struct replay *r, const struct history_key *key)
{
	return (struct history_key){ key->at_ns, key->line / r->records_per_line, key->input };
}

/* Is the time before the range?  Times after the range never get here. */
static inline bool
replay_is_warmup(const struct replay *r, int64_t at_ns)
{
	return at_ns < r->options.from_ns;
}

static inline bool
slice_window_has(const struct slice_window *w, int64_t at_ns)
{
	return at_ns >= w->from_ns && (at_ns < w->until_ns || w->until_ns == INT64_MAX);
}

/* Was the event decided before, in a job that is being continued?  Or is it in another slice? */
static inline bool
replay_is_past(const struct replay *r, int64_t at_ns)
{
	const struct replay_resume *resume = &r->options.resume;
	if (r->options.slice && !slice_window_has(r->options.slice, at_ns))
		return true;
	return resume->on && !resume->early && at_ns < resume->after.at_ns;
}

#endif
