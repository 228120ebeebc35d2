/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_DOCUMENTS_H
#define REPLAY_DOCUMENTS_H

#include "cmd/replay/command.h"
#include "replay/replay.h"

/* What of a comparison is not the candidate's own: NULL where it is. */
struct comparands {
	struct plan *plan;
	struct rules *rules[SIDES][SIDES];
};

/* Plan and rule set, and what they are compared with. */
struct documents {
	struct plan *plan;
	struct rules *rules;
	const char *plan_from, *rules_from; /* where they are */
	struct replay_grid grid;            /* where there is a baseline */
	struct comparands own;
	struct labels *labels;
};

/* Loads all of them, of files or of the store, unless they are there.  0, or -1: what is wrong has
 * been said.  The candidate's are there before the baseline's are looked for. */
int documents_load(struct documents *d, struct command *c);
void documents_free(struct documents *d);

#endif
