/* SPDX-License-Identifier: MIT */
#ifndef TRACE_SETS_H
#define TRACE_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/table.h"
#include "trace/record.h"

/*
 * Sets of ids that belong to each other, and what is known of each set: a union-find structure
 * (Tarjan 1975), with path halving.  An id is a 64-bit hash of the id of a trace, or of a call
 * whose trace is not named.  An id takes 16 bytes and its slot in a table; a set takes 64 bytes,
 * which are used again when sets become one.  Private to the layer.
 *
 * It also knows which sets the blocks of each input have records of.
 */
struct trace_set {
	unsigned holds;            /* bit i: condition i may hold in one of its records */
	uint32_t block;            /* 1 + the last block that has a record of it; 0: none */
	int64_t start_ns;          /* the earliest start of a call that begins, */
	int64_t latest_ns;         /* and the latest */
	int64_t first_ns, last_ns; /* the earliest and the latest time */
	int64_t long_ns;           /* the longest duration that is recorded */
	bool wanted;
};

/* What records that do not name their trace say of the id of a call, as bits. */
enum trace_told {
	TRACE_TOLD_NAMED = 1, /* they name it: an event's call, or a parent */
	TRACE_TOLD_BEGUN = 2  /* one begins or ends it */
};

struct trace_set_id {
	uint64_t id;
	uint32_t up;       /* another id of the set; itself: the set's own */
	uint32_t set : 30; /* of the set's own id: its number */
	uint32_t told : 2; /* enum trace_told */
};

/* A block of an input: it ends there, and has records of the sets before owner[owners]. */
struct trace_set_block {
	uint64_t end;
	size_t owners;
	unsigned input;
	bool whole; /* it is needed whatever the sets are */
};

struct trace_sets {
	struct table table;
	struct trace_set_id *id;
	size_t ids, id_cap;
	struct trace_set *set;
	size_t sets, set_cap;
	uint32_t *unused; /* sets that became part of others */
	size_t unuseds, unused_cap;
	struct trace_set_block *block;
	size_t blocks, block_cap;
	uint32_t *owner; /* ids of the sets that blocks have records of */
	size_t owners, owner_cap;
};

void trace_sets_free(struct trace_sets *s);

/* Returns the number of an id; it is made if there is none.  trace_sets_find: or UINT32_MAX. */
uint32_t trace_sets_id(struct trace_sets *s, uint64_t id);
uint32_t trace_sets_find(const struct trace_sets *s, uint64_t id);

/* Makes the sets of two ids one. */
void trace_sets_join(struct trace_sets *s, uint32_t a, uint32_t b);

/* The set of an id; valid until an id is made.  The block at hand has a record of it. */
struct trace_set *trace_sets_of(struct trace_sets *s, uint32_t id);
void trace_sets_note(struct trace_sets *s, uint32_t id);

/* The set of an id, while sets are not changed. */
const struct trace_set *trace_sets_look(const struct trace_sets *s, uint32_t id);

/* Calls f() for each set. */
void trace_sets_each(
    struct trace_sets *s, void (*f)(void *context, struct trace_set *set), void *context);

/* The block at hand ends there. */
void trace_sets_end_block(struct trace_sets *s, unsigned input, uint64_t end, bool whole);

/* Where the last block of an input ends that has such a record; 0: none has. */
uint64_t trace_sets_end_of(const struct trace_sets *s, unsigned input);

/* Has a block a record of a set that is wanted, in that part of the input? */
bool trace_sets_want(const struct trace_sets *s, unsigned input, uint64_t from, uint64_t to);

/* The earlier and the later of two times, of which one or both may not be known. */
static inline int64_t
trace_earlier(int64_t a, int64_t b)
{
	return a == TRACE_NO_TIME ? b : b == TRACE_NO_TIME || a < b ? a : b;
}

static inline int64_t
trace_later(int64_t a, int64_t b)
{
	return a > b ? a : b; /* no time is the least number */
}

#endif
