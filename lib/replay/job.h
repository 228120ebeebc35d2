/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOB_H
#define REPLAY_JOB_H

#include "replay/history.h"
#include "replay/replay.h"
#include "replay/survey.h"

/* What is behind struct replay, for the files of this folder. */
struct rule_tally {
	uint64_t matched, decided;
};

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
	struct history history;
	bool early;              /* what came was in order so far, and is decided, */
	bool begun;              /* up to this: */
	struct history_key past; /* but for what is deferred: */
	struct replay_stretch *stretch;
	size_t stretches, stretch_cap, deferred; /* of so many records */
	uint64_t warmed_up;                      /* decided and skipped */
	struct survey survey;                    /* of inputs that can be read twice */
	bool surveying;                          /* nothing is held: they will be */
	uint64_t records_again;                  /* that came of the second reading */
	size_t *plan_field;  /* by rule field: its number in the plan, or FIELD_UNKNOWN */
	struct value *value; /* by rule field, of the event at hand */
	struct buf line;
	struct replay_counts counts;
	struct rule_tally *rule; /* by rule */
	uint64_t *warnings;      /* by plan field */
};

struct replay_intake {
	const struct replay *replay;
	struct encoder *encoder;
	struct value *value; /* by rule field, of the event at hand */
	struct buf fields;   /* of the event at hand, as JSON */
};

struct replay_part {
	struct history_part history; /* its lines are counted from the part's first, which is 1 */
	struct replay_counts counts;
	size_t fields;
	uint64_t warnings[]; /* by plan field */
};

/*
 * A report needs no output on the way.  So its events are decided while others are still read, in
 * the hope that no earlier ones come: where one does, all that was decided is forgotten
 * (replay_forget) and waits like others.
 */
void replay_check_order(struct replay *r, const struct history_part *part, uint64_t lines_before);

/* So many records, the last that were joined, are to be decided early: soon, or when asked for. */
void replay_defer(struct replay *r, size_t n);
void replay_decide_early(struct replay *r);

/* Before the range; what is behind it the encoder does not let through. */
static inline bool
replay_is_warmup(const struct replay *r, int64_t at_ns)
{
	return at_ns < r->options.from_ns;
}

#endif
