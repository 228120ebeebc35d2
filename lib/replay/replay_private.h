/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPLAY_PRIVATE_H
#define REPLAY_REPLAY_PRIVATE_H

#include "encode/presence.h"
#include "event/content.h"
#include "replay/compare.h"
#include "history/history.h"
#include "replay/replay.h"
#include "history/survey.h"
#include "replay/tally.h"
#include "replay/top.h"

/* What is behind struct replay, for the files of this folder. */
/* Records that are held and not decided. */
struct replay_stretch {
	const struct history_part *part;
	size_t from, to; /* of its entries */
};

struct replay {
	const struct plan *plan;
	const struct rules *rules;
	struct replay_options options;
	struct encode_options window; /* what the encoder lets through: the range and its warm-up */
	struct decider *decider;
	struct siphash_key key;
	struct contents contents; /* how they are told apart, here and in all deciders */
	struct history history;
	bool early; /* what came was in order so far, and is decided (early.h) */
	bool begun; /* the newest event that came: */
	struct history_key newest;
	struct replay_stretch *stretch;          /* what is deferred: */
	size_t stretches, stretch_cap, deferred; /* of so many records */
	struct value *ahead;                     /* by rule field, of DECIDE_AHEAD events */
	uint64_t passed;                         /* on the way to options.resume.after */
	uint64_t decided;                        /* of all events, so many, */
	struct history_key past;                 /* the last of them this one */
	struct survey survey;                    /* of inputs that can be read twice */
	bool surveying;                          /* nothing is held: they will be */
	uint64_t records_again;                  /* that came of the second reading */
	size_t *plan_field;  /* by rule field: its number in the plan, or FIELD_UNKNOWN */
	struct value *value; /* by rule field, of the event at hand */
	struct buf line;
	struct replay_counts counts;
	struct presence presence; /* of the events in the range */
	struct tally tally;
	struct top *top;         /* of the candidate's rules */
	struct compare *compare; /* NULL: there is nothing to compare with */
	size_t *match;           /* room for the rules that match an event */
};

/* What a part has of the baseline. */
struct pair_part {
	uint64_t failures[REJECT_CODES];
	uint64_t *warnings; /* by field of its plan */
	struct field_tally tally;
	uint64_t split;
};

/* An intake's scratch memory for it. */
struct pair_intake {
	struct encoder *encoder; /* the baseline's; NULL: there is one plan */
	struct json_pos pos;     /* where it stands */
	struct pair pair;
};

struct replay_intake {
	const struct replay *replay;
	struct encoder *encoder;
	struct value *value;                         /* by rule field, of the event at hand */
	struct buf fields;                           /* of the event at hand, as JSON */
	unsigned char content[SIDES][CONTENT_BYTES]; /* its digests, by each plan */
	struct buf content_fields, scratch[2];       /* what they are made of */
	struct pair_intake pair;
};

struct replay_part {
	struct history_part history; /* its lines are counted from the part's first, which is 1 */
	struct replay_counts counts;
	struct pair_part pair;
	struct presence presence; /* of the candidate's events in the range */
};

/* A new top of the replay's rules, whose events are numbered as those that it decides. */
struct top *replay_top(const struct replay *r);

/* The digest of what an event is by a plan, its fields by the plan's numbers (as JSON too, if they
 * are at hand); NULL: it can be no duplicate.  In the intake, until the next of that side. */
const unsigned char *replay_content(
    struct replay_intake *in, enum side side, const struct plan *plan, struct event ev);

/* Before the range; what is behind it the encoder does not let through. */
static inline bool
replay_is_warmup(const struct replay *r, int64_t at_ns)
{
	return at_ns < r->options.from_ns;
}

/* Was the event dealt with before, in a job that is gone on with? */
static inline bool
replay_is_past(const struct replay *r, int64_t at_ns)
{
	const struct replay_resume *resume = &r->options.resume;
	return resume->on && !resume->early && at_ns < resume->after.at_ns;
}

#endif
