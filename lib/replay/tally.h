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
 * What is counted while events are decided: by rule, for a comparison, and for labels.  It consists
 * of numbers, and of the first changes as they are written.  So a stopped job can save all of it
 * and continue.
 */

/* A side's answer to an event.  The plans may read different times or tenants, so an event may be
 * outside one side's range; that side's answer is Skipped. */
enum answer { ANSWER_FAILED = OUTCOMES, ANSWER_SKIPPED, ANSWERS };
extern const struct text answer_names[ANSWERS];

/* Why a decision changed: the encoding alone causes it, the rules alone do, either one does, or
 * only both together do. */
enum cause { CAUSE_ENCODING, CAUSE_RULES, CAUSE_BOTH, CAUSE_INTERACTION, CAUSES };
extern const struct text cause_names[CAUSES];

/* By rule.  All members are uint64_t. */
struct rule_tally {
	uint64_t matched[SIDES];
	uint64_t decided; /* by the candidate */
	uint64_t gained, lost;
	uint64_t labelled[SIDES][LABELS]; /* events that it matched, by label */
};

/* A side's decisions, by label: all of them, and those that are Challenge or Block.  All members
 * are uint64_t. */
struct label_tally {
	uint64_t seen[LABELS], stopped[LABELS];
};

struct hour_tally {
	int64_t hour; /* since 1970-01-01T00:00Z */
	uint64_t events, changed;
};

/* The candidate's decisions in an hour.  All members are 64 bits wide. */
struct hour_decisions {
	int64_t hour; /* since 1970-01-01T00:00Z */
	uint64_t decided[OUTCOMES];
};

/* All members are 64 bits wide, because struct tally_numbers is saved as a run of numbers. */
struct tally_numbers {
	uint64_t warmup; /* the candidate's events before the range */
	uint64_t changes[ANSWERS]
			[ANSWERS]; /* from baseline to candidate, including unchanged ones */
	uint64_t causes[CAUSES];
	struct label_tally label[SIDES];
	struct lateness lateness;
};

#define TALLY_EXAMPLES 10
struct tally {
	struct tally_numbers n;
	struct rule_tally
	    *rule; /* the candidate's rules in order, then those only the baseline has */
	size_t rules;
	struct hour_tally *hour; /* ascending */
	size_t hours, hour_cap;
	struct hour_decisions *decided; /* ascending */
	size_t decided_hours, decided_cap;
	struct buf example; /* JSON objects, separated by commas */
	uint64_t examples;
};

void tally_new(struct tally *t, size_t rules);
void tally_end(struct tally *t); /* frees its content */

/* Return how many events changed, and how many were compared. */
uint64_t tally_changed(const struct tally *t);
uint64_t tally_compared(const struct tally *t);

/* Counts a side's decision on an event with this label, and the rules that matched. */
void tally_label(struct tally *t, enum side side, enum label label, enum outcome outcome,
    const size_t *match, size_t matches);

void tally_hour(struct tally *t, int64_t at_ns, bool changed);

void tally_decision(struct tally *t, int64_t at_ns, enum outcome outcome);

/* Writes such an hour as 2026-11-20T10:00Z.  Returns the length. */
size_t tally_put_hour(int64_t hour, char out[STAMP_MAX]);

/* tally_put appends the whole tally to b.  tally_get cuts it off the front of *from, into a new
 * tally with as many rules.  It returns 0, or -1 if the text is not such a tally. */
void tally_put(struct buf *b, const struct tally *t);
int tally_get(struct text *from, struct tally *t);

/* Adds `from`, which has as many rules and whose events all come later. */
void tally_join(struct tally *t, const struct tally *from);

#endif
