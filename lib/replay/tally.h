/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_TALLY_H
#define REPLAY_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/decision.h"
#include "replay/labels.h"
#include "replay/lateness.h"
#include "replay/side.h"
#include "time/stamp.h"

/*
 * What is counted while events are decided: by rule, what a comparison finds, how decisions agree
 * with labels.  Numbers alone, and the first changes as they are written, so that a job that is
 * stopped can write all of it down and go on with it.
 */

/* A side's answer to an event.  An event of another time or tenant to one of two plans, so that it
 * is outside of that side's range, is Skipped there. */
enum answer { ANSWER_FAILED = OUTCOMES, ANSWER_SKIPPED, ANSWERS };
extern const struct text answer_names[ANSWERS];

/* Why a decision changed: the encoding alone does it, the rules alone do, either does, only both
 * together do. */
enum cause { CAUSE_ENCODING, CAUSE_RULES, CAUSE_BOTH, CAUSE_INTERACTION, CAUSES };
extern const struct text cause_names[CAUSES];

/* By rule; all members are uint64_t. */
struct rule_tally {
	uint64_t matched[SIDES];
	uint64_t decided; /* by the candidate */
	uint64_t gained, lost;
	uint64_t labelled[SIDES][LABELS]; /* of the events that it matched */
};

/* Of a side's decisions: all events, and those that were Challenge or Block; all uint64_t. */
struct label_tally {
	uint64_t seen[LABELS], stopped[LABELS];
};

struct hour_tally {
	int64_t hour; /* since 1970 */
	uint64_t events, changed;
};

/* All members are 64 bits wide: struct tally_numbers is written as a run of numbers. */
struct tally_numbers {
	uint64_t warmup;                    /* the candidate's events before the range */
	uint64_t changes[ANSWERS][ANSWERS]; /* from baseline to candidate; also what stayed */
	uint64_t causes[CAUSES];
	struct label_tally label[SIDES];
	struct lateness lateness;
};

#define TALLY_EXAMPLES 10
struct tally {
	struct tally_numbers n;
	struct rule_tally *rule; /* the candidate's rules in their order, then the baseline's own */
	size_t rules;
	struct hour_tally *hour; /* ascending */
	size_t hours, hour_cap;
	struct buf example; /* JSON objects with commas between */
	uint64_t examples;
};

void tally_new(struct tally *t, size_t rules);
void tally_end(struct tally *t); /* frees what is in it */

/* The events of the comparison that changed, and all of them. */
uint64_t tally_changed(const struct tally *t);
uint64_t tally_compared(const struct tally *t);

/* A side's decision on an event, as its label has it, and the rules that matched. */
void tally_label(struct tally *t, enum side side, enum label label, enum outcome outcome,
    const size_t *match, size_t matches);

void tally_hour(struct tally *t, int64_t at_ns, bool changed);

/* Such an hour as it is written: 2026-11-20T10:00Z.  Returns the length. */
size_t tally_put_hour(int64_t hour, char out[STAMP_MAX]);

/* All of it, behind b; and back, cut off the front of *from, into a new tally of as many rules: 0,
 * or -1 where it is none of such a tally. */
void tally_put(struct buf *b, const struct tally *t);
int tally_get(struct text *from, struct tally *t);

#endif
