/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LATENESS_H
#define REPLAY_LATENESS_H

#include <stdint.h>

#include "history/key.h"
#include "state/state.h"

/*
 * Events that were too late, and jumps of the watermark (state/state.h): how many, and where the
 * first ones were.  A replay decides in order of time, so events can only be too late for a state
 * that it began with.  All members are 64 bits wide, because a tally is saved as a run of numbers.
 */
#define LATENESS_NAMED 10

struct lateness_place {
	uint64_t input, line;
	int64_t watermark_ns; /* before the event */
	int64_t at_ns;        /* of the event; for a jump, the watermark after it */
};

struct lateness {
	uint64_t too_late, jumps;
	struct lateness_place late[LATENESS_NAMED], jump[LATENESS_NAMED];
};

/* Counts the view if it is too_late or jumped. */
void lateness_note(struct lateness *l, const struct history_key *key, const struct state_view *v);

#endif
