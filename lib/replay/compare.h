/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_COMPARE_H
#define REPLAY_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "decide/decide.h"
#include "encode/encode.h"
#include "replay/field_tally.h"
#include "history/history.h"
#include "replay/pair.h"
#include "replay/replay.h"
#include "replay/side.h"

/*
 * A comparison: what it needs besides the replay.  An event that both sides can read is encoded by
 * each plan (only once if the plans are the same) and becomes one record (replay/pair.h) in the
 * history.  When it is decided, each side has a state of its own.  If both plan and rules differ,
 * two more deciders try the other two combinations, to find the cause of a change.
 *
 * If the plans read different times in a line, the line becomes two records, each at its own time.
 * These halves are decided separately.  Each is kept with its decision in a second history, where
 * the two halves meet.  Then all changes wait in that history, so that they come out in order of
 * time.
 */

/* A name that both sides know: its number on each side, or FIELD_UNKNOWN. */
struct name_pair {
	struct text name;
	size_t number[SIDES];
};

/* A rule on both sides. */
struct rule_pair {
	struct name_pair name;
	bool altered; /* its outcome, mode or `final` differs */
};

/* A decider, and how it sees an event. */
struct judge {
	const struct rules *rules;
	struct decider *decider; /* NULL: not needed */
	size_t *field;       /* by rule field: its number in a pair's values, or FIELD_UNKNOWN */
	struct value *value; /* by rule field, of the current event */
};

/* What the states of a replay must keep. */
struct compare_keep {
	bool asked;     /* only what rules ask about, as in the options */
	bool snapshots; /* states are saved, or restored from a file */
	bool explain;   /* decisions carry their evidence */
};

struct compare {
	struct replay_grid grid;
	struct compare_keep keep;
	bool plans_differ, rules_differ;
	struct name_pair
	    *field; /* of both plans; the first `wanted` are those that rules look at */
	size_t fields, wanted;
	struct rule_pair *rule; /* the candidate's, then those only the baseline has */
	size_t rules;
	size_t *rule_of[SIDES]; /* by rule of that side's rule set: its number in `rule` */
	struct judge judge[SIDES][SIDES]; /* by plan and rule set */
	uint64_t failures[REJECT_CODES];  /* the baseline's */
	uint64_t *warnings;               /* the baseline's, by field of its plan */
	struct field_tally tally;         /* by field, where the plans differ */
	uint64_t split;                   /* how many events have two different times */
	struct history halves; /* the second history; `waiting` gathers its next records */
	struct history_part waiting;
	struct pair pair[2];   /* the current pair; in the second history, each side's half */
	uint8_t *mark;         /* scratch, by rule: the sides where it matched */
	size_t *match[SIDES];  /* room for the matches of one event */
	struct buf line, half; /* scratch */
	int (*put)(void *context, struct text line); /* takes each change; NULL: not wanted */
	void *context;

	/* The view of a judge for which the current event is too late, or NULL. */
	const struct state_view *late;
};

/* o: the replay's options.  held: how the replay's own history is held. */
struct compare *compare_new(
    const struct replay_options *o, struct siphash_key key, const struct history_options *held);

struct compare_keep compare_keep(const struct replay_options *o);

/* Makes a decider with an empty state, for the replay itself or for a judge. */
struct decider *compare_decider(
    const struct rules *rules, struct compare_keep keep, struct siphash_key key);

/* Returns the states of the judges, numbered from 0; NULL after the last. */
struct state *compare_state(struct compare *c, size_t i);

void compare_free(struct compare *c);

/* Starts all deciders again with empty states. */
void compare_restart(struct compare *c, struct siphash_key key);

#endif
