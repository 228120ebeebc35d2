/* SPDX-License-Identifier: MIT */
#ifndef STEP_BREAKS_H
#define STEP_BREAKS_H

#include "step/session.h"

/* Positions, in order. */
struct step_places {
	uint64_t *position;
	size_t n, cap;
};

/*
 * Finds all places of a breakpoint, in one pass over what may have them.  Returns 0, or -1 with *e
 * filled.  The caller frees places->position in any case.
 */
int step_find_places(const struct step_index *x, const struct step_break *b,
    const struct step_interrupt *i, struct step_places *places, struct err *e);

#endif
