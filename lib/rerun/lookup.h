/* SPDX-License-Identifier: MIT */
#ifndef RERUN_LOOKUP_H
#define RERUN_LOOKUP_H

#include "rerun/rerun.h"

/*
 * Finds the recorded calls that a question may mean: those of its kind and name, and with its input
 * if it has one.  A subtree with many calls is indexed at its first question, so that each question
 * takes logarithmic time.
 */
struct rerun_lookup {
	size_t first, last; /* the spans that are indexed; equal: none */
	struct rerun_place {
		uint64_t hash; /* of a name and an input */
		uint32_t span;
		uint32_t used; /* at the first place of a hash: so many from there on are used */
	} * place;             /* by hash, then span */
	size_t places, cap;
};

void rerun_lookup_free(struct rerun_lookup *k);
void rerun_lookup_reset(struct rerun_lookup *k);      /* another trace follows */
void rerun_lookup_reset_uses(struct rerun_lookup *k); /* uses[] was set back */

/* What is looked for, and where. */
struct rerun_looking {
	const struct rerun_result *result;
	const struct rerun_subject *question;
	size_t span;        /* whose subtree it is in, without itself; SIZE_MAX: nowhere */
	const size_t *uses; /* by span */
};

struct rerun_subject rerun_subject_at(const struct rerun_looking *l, size_t span);

/* Is the recorded call of the kind and the name that the question says?  Has it its input? */
bool rerun_is_named(const struct rerun_subject *child, const struct rerun_subject *q);
bool rerun_has_input(const struct rerun_subject *child, const struct rerun_subject *q);

/*
 * Returns the span of the first call that answered nothing yet, children before what is deeper.  If
 * all have, returns what `repeat` says: none (SIZE_MAX), the last, or the first of those that
 * answered least often.
 */
size_t rerun_look_up(
    struct rerun_lookup *k, const struct rerun_looking *l, enum rerun_repeat repeat);

#endif
