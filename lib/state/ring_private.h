/* SPDX-License-Identifier: MIT */
#ifndef STATE_RING_PRIVATE_H
#define STATE_RING_PRIVATE_H

#include "state/late.h"
#include "state/ring.h"

/* The memory of a ring: a struct late, or the arrays of events in order.  Private to the ring. */
enum { FAN_BITS = 4 }; /* log2 of RING_FAN */

/* The texts in the window of one length that ends at the latest event. */
struct window {
	uint32_t from;  /* its first event, counted from the head */
	uint32_t texts; /* how many different texts it has */
};

static inline bool
is_late(const struct ring *r)
{
	return r->memory && r->room == 0;
}

static inline struct late *
late(const struct ring *r)
{
	return r->memory;
}

static inline int64_t *
times(const struct ring *r)
{
	return r->memory;
}

/* Distinct: the reference of each event's text. */
static inline uint32_t *
refs(const struct ring *r)
{
	return (uint32_t *)(void *)(times(r) + r->room);
}

/* Distinct: how many events back the same text occurred last, or NEVER. */
static inline uint32_t *
backs(const struct ring *r)
{
	return refs(r) + r->room;
}

#define NEVER UINT32_MAX

static inline struct window *
windows(const struct ring *r)
{
	return (struct window *)(void *)(backs(r) + r->room);
}

/* Rings of numbers have an even room, so that the numbers are aligned. */
static inline number_wide *
numbers(const struct ring *r)
{
	return (number_wide *)(void *)(times(r) + r->room);
}

/* Returns how many folds `level` has: of RING_FAN numbers each at level 0, of RING_FAN folds
 * above. */
static inline size_t
level_size(size_t room, unsigned level)
{
	return (room >> FAN_BITS * (level + 1)) + 1;
}

/* Returns how many levels a room has. */
static inline unsigned
levels(size_t room)
{
	unsigned n = 0;
	while (room >> FAN_BITS * (n + 1) > 0)
		n++;
	return n;
}

static inline size_t
size_of(const struct ring_shape *shape, size_t room)
{
	size_t size = room * sizeof(int64_t);
	if (shape->distinct)
		return size + 2 * room * sizeof(uint32_t) + shape->windows * sizeof(struct window);
	if (!shape->fold)
		return size;
	size += room * sizeof(number_wide);
	for (unsigned i = 0; i < levels(room); i++)
		size += level_size(room, i) * sizeof(number_wide);
	return size;
}

/* Adds the number at the last place, just filled, to the folds of all levels. */
void ring_fold_last(struct ring *r, const struct ring_shape *shape, uint32_t place);

/* Recomputes the folds of this place and all after it. */
void ring_refold(struct ring *r, const struct ring_shape *shape, uint32_t place);

/* Returns the fold of the numbers at places [i, end); i < end. */
number_wide ring_fold_places(
    const struct ring *r, const struct ring_shape *shape, uint32_t i, uint32_t end);

#endif
