/* SPDX-License-Identifier: MIT */
#ifndef STATE_SHAPE_H
#define STATE_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "rules/rules.h"
#include "state/space.h"

/*
 * The layout of a state, derived from its rule set: which kinds of key there are (entity, session,
 * then one kind for each list of group_by fields), and which ring of which kind holds each series.
 */
struct kind {
	enum scope scope;
	const size_t *group; /* SCOPE_GROUP only: field numbers */
	size_t groups;
	size_t *series; /* by ring: numbers in rules->series */
	struct space_shape shape;
};

/* The ring that holds a series. */
struct series_ring {
	size_t kind, ring;
};

static inline bool
kind_is_kept(const struct kind *kind)
{
	return kind->shape.ttl_ns > 0 || kind->shape.rings > 0;
}

struct shape {
	struct kind *kind; /* [SCOPE_ENTITY], [SCOPE_SESSION], then groups */
	size_t kinds;
	size_t
	    *active; /* the numbers of the kinds that events are looked up in; see shape_choose */
	size_t actives;
	struct series_ring *series; /* by series */
	struct ring_shape **ring;   /* by kind and ring: the arrays of kind[].shape.ring */
};

/* Allocates in the arena; rules must outlive the shape. */
void shape_init(struct shape *s, const struct rules *rules, struct arena *a);

/* Finds the active kinds: those of which something is kept or that a rule compares.  Call again
 * when a ttl_ns was changed. */
void shape_choose(struct shape *s, const struct rules *rules);

/* Sets how often expired units are freed, given how late events may be. */
void shape_set_pass(struct space_shape *shape, uint64_t lateness_ns);

#endif
