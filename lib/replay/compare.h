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
 * A comparison: what there is of it beside a replay's own.  An event that both sides can read is
 * encoded by each plan (once, where it is the same one) and is one record (replay/pair.h) in the
 * history; deciding it, each side has a state of its own.  Where both plan and rules differ, two
 * more deciders have the other two combinations, to tell the cause of a change.
 *
 * Where the plans read different times in a line, it is two records, each at its own time.  These
 * halves are decided in their turn and kept with their decisions in a second history, by which they
 * meet; what changed then waits there too, so that all of it comes out in the order of time.
 */

/* A name that means something to both sides: its number on each, or FIELD_UNKNOWN. */
struct name_pair {
	struct text name;
	size_t number[SIDES];
};

/* What is known of one rule on both sides. */
struct rule_pair {
	struct name_pair name;
	bool altered; /* its outcome, mode or `final` are not the same */
};

/* How a decider sees an event. */
struct judge {
	const struct rules *rules;
	struct decider *decider; /* NULL: nobody asks for it */
	size_t *field; /* by field of the rules: its number in a pair's values, or FIELD_UNKNOWN */
	struct value *value; /* by field of the rules, of the event at hand */
};

/* What the states of a replay are for. */
struct compare_keep {
	bool asked;     /* as in the options */
	bool snapshots; /* they are saved, or restored from a file */
	bool explain;   /* decisions carry their evidence */
};

struct compare {
	struct replay_grid grid;
	struct compare_keep keep;
	bool plans_differ, rules_differ;
	struct name_pair *field; /* of both plans; first those that rules look at: */
	size_t fields, wanted;
	struct rule_pair *rule; /* the candidate's, then the baseline's own */
	size_t rules;
	size_t *rule_of[SIDES];           /* by rule of that side's set: its number in `rule` */
	struct judge judge[SIDES][SIDES]; /* by encoding and rule set */
	uint64_t failures[REJECT_CODES];  /* the baseline's */
	uint64_t *warnings;               /* the baseline's, by field of its plan */
	struct field_tally tally;         /* by field, where the plans differ */
	uint64_t split;                   /* events whose two times are not the same */
	struct history halves;            /* what they wait in, the last ones here: */
	struct history_part waiting;
	struct pair pair[2];   /* at hand; in the second history its other half too */
	uint8_t *mark;         /* by rule, scratch: which sides matched */
	size_t *match[SIDES];  /* room for the matches of an event */
	struct buf line, half; /* scratch */
	int (*put)(void *context, struct text line); /* each change; NULL: nobody asks */
	void *context;

	/* Of the event at hand, for a judge that it is too late for; or NULL. */
	const struct state_view *late;
};

/* o: the replay's; held: how its own history is held. */
struct compare *compare_new(
    const struct replay_options *o, struct siphash_key key, const struct history_options *held);

struct compare_keep compare_keep(const struct replay_options *o);

/* A decider with an empty state, of the replay's own or one of these. */
struct decider *compare_decider(
    const struct rules *rules, struct compare_keep keep, struct siphash_key key);

/* The states of its judges, from 0; NULL: there are no more. */
struct state *compare_state(struct compare *c, size_t i);

void compare_free(struct compare *c);

/* All deciders begin anew. */
void compare_restart(struct compare *c, struct siphash_key key);

#endif
