/* SPDX-License-Identifier: MIT */
#ifndef STATE_SHAPE_H
#define STATE_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "rules/rules.h"
#include "state/space.h"

/*
 * How a rule set's state is laid out: which kinds of key there are (entity, session, then a kind
 * for each list of group_by fields), and which ring of which kind is a series.
 */
struct kind {
	enum scope scope;
	const size_t *group; /* SCOPE_GROUP: field numbers */
	size_t groups;
	size_t *series; /* by ring: numbers in rules->series */
	struct space_shape shape;
};

/* The ring that is a series. */
struct series_ring {
	size_t kind, ring;
};

struct shape {
	struct kind *kind; /* [SCOPE_ENTITY], [SCOPE_SESSION], then groups */
	size_t kinds;
	struct series_ring *series; /* by series */
	struct ring_shape **ring;   /* by kind and ring: what kind[].shape.ring has */
};

/* In the arena; rules must outlive it. */
void shape_init(struct shape *s, const struct rules *rules, struct arena *a);

/* How often what lies behind is given back, where events may be so late. */
void shape_set_pass(struct space_shape *shape, uint64_t lateness_ns);

#endif
