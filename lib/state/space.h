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
#include "base/table.h"

enum { UNIT_SHORT = 40 };

/*
 * The keys of one kind of one tenant: entities, sessions, or what the values of some fields make of
 * events (group_by); each with what is counted of it, and a ring for each series that goes by this
 * kind of key.
 */
struct unit {
	char *key; /* NULL: free; few bytes are in `small` */
	uint32_t n, hash;
	char small[UNIT_SHORT];
	int64_t latest_ns; /* of all that is counted here */
	struct ring ring[];
};

/*
 * The rings of a unit that do not lie in it: blocks of a few, made when one of them has events.  So
 * a unit costs little where events count in few of a rule set's series.  Where there may be but one
 * block, the unit refers to it; else to this list of them, by number.
 */
enum { UNIT_BLOCK = 4 };
struct unit_blocks {
	uint32_t n, cap;
	struct unit_block {
		uint32_t ref; /* of the block in the space's pool */
		uint32_t number;
	} item[];
};

/* Where a unit has them: 0 and NULL where none of these rings has events. */
union unit_others {
	uint32_t block; /* the only one: its reference */
	struct unit_blocks *list;
};

/* What is counted of an entity or a session.  It follows the rings of the unit. */
struct unit_counts {
	uint64_t events; /* 0: there are rings only */
	uint64_t decisions;
	int64_t first_ns, last_ns;
	uint32_t of; /* the latest event's: source of an entity, entity of a session (names.h) */
};

/* What the spaces of a kind have in common, whichever the tenant. */
struct space_shape {
	uint64_t ttl_ns; /* of counts; 0: there are none */
	const struct ring_shape *ring;
	size_t rings;
	size_t inner; /* so many of them, the first ones, lie in the unit; see space_set_rings */
	uint64_t keep_ns; /* the longest of all these */
	uint64_t pass_ns; /* so far the horizon moves from pass to pass of the sweep */
};

/* The texts that units and rings refer to. */
struct texts {
	struct distinct values; /* of rings of Distinct */
	struct distinct names;  /* of units */
};

struct space {
	struct table table;
	struct pool pool;   /* units */
	struct pool blocks; /* of rings that do not lie in them */
	uint32_t swept;     /* how far this pass over the units is; 0: none is under way */
	unsigned passes;    /* so far */
	int64_t passed_ns;  /* the horizon when the last one began */
	uint64_t bytes;     /* of keys and lists of blocks that have memory of their own */
};

void space_init(struct space *s, const struct space_shape *shape);
void space_free(struct space *s, const struct space_shape *shape, struct texts *texts);

struct unit *space_find(const struct space *s, uint32_t hash, struct text key); /* or NULL */
struct unit *space_add(struct space *s, uint32_t hash, struct text key);

/* Says that a key of this hash will be looked for soon; and, some time later, that its rings will.
 */
void space_expect(const struct space *s, uint32_t hash);
void space_expect_rings(const struct space *s, const struct space_shape *shape, uint32_t hash);

/* Takes a step in giving back what nobody at or after the horizon asks for.  true: nothing is left.
 */
bool space_sweep(
    struct space *s, const struct space_shape *shape, struct texts *texts, int64_t horizon_ns);

/* Do the unit's counts still matter at the horizon? */
bool unit_counts_live(const struct unit *u, const struct space_shape *shape, int64_t horizon_ns);

uint64_t space_own_bytes(const struct space *s); /* without keys and rings' memory */
uint64_t space_bytes(const struct space *s, const struct space_shape *shape);

/* Says how many rings the shape has. */
void space_set_rings(struct space_shape *shape, size_t rings);

/* A ring of a unit by its number; NULL: it has no events.  And one that is made if need be. */
struct ring *unit_ring(
    const struct space *s, const struct unit *u, const struct space_shape *shape, size_t number);
struct ring *unit_add_ring(
    struct space *s, struct unit *u, const struct space_shape *shape, size_t number);

/* The rings that a unit has: 0 <= i < unit_rings(); each with its number. */
size_t unit_rings(const struct unit *u, const struct space_shape *shape);
struct ring *unit_ring_at(const struct space *s, const struct unit *u,
    const struct space_shape *shape, size_t i, size_t *number);

static inline struct text
unit_key(const struct unit *u)
{
	return (struct text){ u->key, u->n };
}

/* Only where the shape has rings that do not lie in units. */
static inline union unit_others *
unit_others(const struct unit *u, const struct space_shape *shape)
{
	return (union unit_others *)(uintptr_t)&u->ring[shape->inner];
}

/* Only where the shape has counts. */
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
