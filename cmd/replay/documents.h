/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_DOCUMENTS_H
#define REPLAY_DOCUMENTS_H

#include "cmd/replay/command.h"
#include "replay/replay.h"

/* The plan and rule sets of a comparison that are not the candidate's own; NULL: they are the
 * candidate's. */
struct comparands {
	struct plan *plan;
	struct rules *rules[SIDES][SIDES];
	const char *plan_from, *rules_from; /* the baseline's files; NULL: they are the same */
};

/* The candidate's plan and rule set, and what they are compared with. */
struct documents {
	struct plan *plan;
	struct rules *rules;
	const char *plan_from, *rules_from; /* their files */
	struct replay_grid grid;            /* if there is a baseline */
	struct comparands own;
	struct labels *labels;
};

/* Loads all of them from files or from the store, unless they are loaded already.  Returns 0, or -1
 * after printing what is wrong.  The candidate's are loaded before the baseline's. */
int documents_load(struct documents *d, struct command *c);

/* Prints what the rule sets can never match.  documents_load does so, unless it is quiet. */
void documents_say(const struct documents *d, struct command *c);

void documents_free(struct documents *d);

#endif
