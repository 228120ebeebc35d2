/* SPDX-License-Identifier: MIT */
#ifndef STATE_SPACE_H
#define STATE_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "state/distinct.h"
#include "state/names.h"
#include "base/pool.h"
#include "state/ring.h"
#include "state/span.h"
#include "base/table.h"

enum { UNIT_SHORT = 40 };

/*
 * The keys of one kind of one tenant: entities, sessions, or combinations of the values of group_by
 * fields.  Each key is a unit, which holds its counts and a ring for each series of this kind.
 */
struct unit {
	char *key; /* NULL: the unit is free; a short key is in `small` */
	uint32_t n, hash;
	char small[UNIT_SHORT];
	int64_t latest_ns; /* the latest of the events counted here */
	struct ring ring[];
};

/*
 * Rings outside their unit lie in blocks of a few.  A block is made when one of its rings gets an
 * event, so a unit costs little if its events count in few of the rule set's series.  If the shape
 * needs only one block, the unit refers to it directly; otherwise to this list of blocks, by
 * number.
 */
enum { UNIT_BLOCK = 4 };
struct unit_blocks {
	uint32_t n, cap;
	struct unit_block {
		uint32_t ref; /* of the block, in the space's pool */
		uint32_t number;
	} item[];
};

/* A unit's rings outside it; 0 or NULL while none of them has events. */
union unit_others {
	uint32_t block; /* reference of the only block */
	struct unit_blocks *list;
};

/* The counts of an entity or a session.  They follow the rings of the unit. */
struct unit_counts {
	uint64_t events; /* 0: the unit has only rings */
	uint64_t decisions;
	int64_t first_ns, last_ns;
	uint32_t of; /* from the latest event: source of an entity, entity of a session (names.h) */
};

/* What the spaces of one kind share, for all tenants. */
struct space_shape {
	uint64_t ttl_ns; /* how long counts are kept; 0: there are none */
	const struct ring_shape *ring;
	size_t rings;
	size_t inner; /* how many rings, the first ones, lie inside the unit; see space_set_rings */
	uint64_t keep_ns; /* the longest time that anything of the unit is kept */
	uint64_t pass_ns; /* how far the horizon moves between passes of the sweep */
};

/* The texts that units and rings refer to. */
struct texts {
	struct distinct values; /* for Distinct rings */
	struct distinct names;  /* for units */
};

struct space {
	struct table table;
	struct pool pool;   /* the units */
	struct pool blocks; /* of rings outside their units */
	uint32_t swept;     /* how far this pass over the units has come; 0: no pass is running */
	unsigned passes;    /* finished or begun so far */
	int64_t passed_ns;  /* the horizon when the last pass began */
	uint64_t bytes;     /* of keys and block lists allocated on their own */
};

/* Tables and units lie in `pages`. */
void space_init(struct space *s, const struct space_shape *shape, struct pages *pages);
void space_free(struct space *s, const struct space_shape *shape, struct texts *texts);

struct unit *space_find(const struct space *s, uint32_t hash, struct text key); /* or NULL */
struct unit *space_add(struct space *s, uint32_t hash, struct text key);

/* Prefetches: space_expect for a key of this hash that will be looked up soon, and, some time
 * later, space_expect_rings for its rings. */
void space_expect(const struct space *s, uint32_t hash);
void space_expect_rings(const struct space *s, const struct space_shape *shape, uint32_t hash);

/* Is there anything for space_sweep to do?  A pass begins if enough time has passed for units of
 * the last pass to expire. */
static inline bool
space_is_due(const struct space *s, const struct space_shape *shape, int64_t horizon_ns)
{
	return s->swept > 0 ||
	       (s->pool.top > 0 && span_over(s->passed_ns, horizon_ns, shape->pass_ns));
}

/* Does one step of freeing what no event at or after the horizon needs.  Returns true if nothing is
 * left. */
bool space_sweep(
    struct space *s, const struct space_shape *shape, struct texts *texts, int64_t horizon_ns);

/* Returns whether the unit's counts still matter at the horizon. */
bool unit_counts_live(const struct unit *u, const struct space_shape *shape, int64_t horizon_ns);

uint64_t space_own_bytes(const struct space *s); /* without keys and the memory of rings */
uint64_t space_bytes(const struct space *s, const struct space_shape *shape);

/* Sets the number of rings of the shape. */
void space_set_rings(struct space_shape *shape, size_t rings);

/* unit_ring returns a ring of the unit by number, or NULL if it has no events.  unit_add_ring makes
 * it if needed. */
struct ring *unit_ring(
    const struct space *s, const struct unit *u, const struct space_shape *shape, size_t number);
struct ring *unit_add_ring(
    struct space *s, struct unit *u, const struct space_shape *shape, size_t number);

/* Iterates over a unit's rings: 0 <= i < unit_rings(), each with its number. */
size_t unit_rings(const struct unit *u, const struct space_shape *shape);
struct ring *unit_ring_at(const struct space *s, const struct unit *u,
    const struct space_shape *shape, size_t i, size_t *number);

static inline struct text
unit_key(const struct unit *u)
{
	return (struct text){ u->key, u->n };
}

/* Only valid if the shape has rings outside units. */
static inline union unit_others *
unit_others(const struct unit *u, const struct space_shape *shape)
{
	return (union unit_others *)(uintptr_t)&u->ring[shape->inner];
}

/* Only valid if the shape has counts. */
static inline struct unit_counts *
unit_counts(const struct unit *u, const struct space_shape *shape)
{
	return (
	    struct unit_counts *)(void *)(unit_others(u, shape) + (shape->rings > shape->inner));
}

static inline struct unit *
space_at(const struct space *s, uint32_t ref)
{
	return pool_at(&s->pool, ref);
}

#endif
