/* SPDX-License-Identifier: MIT */
#ifndef JSON_WALKER_H
#define JSON_WALKER_H

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lookup.h"
#include "json/keys.h"
#include "json/paths_private.h"
#include "json/walk.h"

/*
 * What a walk remembers (private to the layer).  A state is a set of path nodes, made when a key
 * first leads there.  NULL is the state of everything that no path goes through, where keys are not
 * compared.  What a key leads to is remembered by its bytes as spelled, so that normalising and
 * unescaping happen once per spelling and not once per line.
 */
struct walk_state {
	const unsigned *node;
	size_t nodes;
	const unsigned *slot;
	size_t slots;
	struct walk_memory *first; /* what was right for the first key of an object */
	bool keys;                 /* a key can lead on from here */
	uint64_t lengths; /* bit n: a key of n bytes without escapes can (bit 63: of 63 or more) */
	size_t elements;  /* only indexes below this can lead on */
	uint64_t visited; /* serial of the object in which a key last led here */
	uint64_t seen;    /* serial of the line in which an automaton last came here */
	unsigned id;
};

/* Keys of up to 32 bytes, as four words that may overlap; n and the words together identify the
 * key. */
struct walk_key {
	uint64_t w[4];
	size_t n;
};

/*
 * What a key leads to.  `next` is the entry that was right for the key after this one.  It usually
 * is right again, because records of one kind have their keys in the same order.
 */
struct walk_memory {
	struct walk_key key;
	const struct walk_state *from; /* NULL: nothing is remembered here */
	struct walk_state *to;
	struct walk_memory *next;
};

enum { WALK_MEMORY = 1024 }; /* entries; a power of two */

struct json_walker {
	const struct json_paths *paths;
	struct arena arena; /* states */
	struct walk_state **state;
	size_t states, state_cap;
	struct lookup number; /* of a state, by the bytes of its node[] */
	struct walk_state *root;
	struct walk_memory *memory;
	struct path_set set;
	struct buf unescaped;
	struct json_value *slot;
	size_t slots;
	uint64_t serial;           /* of objects, never reset */
	uint64_t automaton_serial; /* of the lines of an automaton (json/automaton.h) */
	bool twice;                /* for this line: two keys of one object led to the same state */
	/* the second look */
	enum { LOOK_ONCE, LOOK_COLLECT, LOOK_AGAIN } look;
	struct arena seen_arena;
	struct json_key *seen; /* keys that lead somewhere, of a line in which some occur twice */
	size_t nseen, seen_cap;
	size_t *dead; /* offsets of keys that a later one replaces, ascending */
	size_t ndead, dead_cap, next_dead;
};

static inline uint64_t
walker_load(const char *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof(v));
	return v;
}

static inline uint64_t
walker_load_short(const char *p, size_t n)
{
	uint32_t a, b;
	if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		return (uint64_t)b << 32 | a;
	}
	if (n == 0)
		return 0;
	return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 |
	       (uint64_t)(unsigned char)p[n - 1] << 16;
}

static inline bool
walker_is_key(const struct walk_memory *m, const struct walk_state *from, const char *key, size_t n)
{
	if (m->key.n != n || m->from != from)
		return false;
	if (n < 8)
		return walker_load_short(key, n) == m->key.w[0];
	if (((walker_load(key) ^ m->key.w[0]) | (walker_load(key + n - 8) ^ m->key.w[1])) != 0)
		return false;
	return n <= 16 || ((walker_load(key + 8) ^ m->key.w[2]) |
			      (walker_load(key + n - 16) ^ m->key.w[3])) == 0;
}

/* walker_key for a key that is not the expected one. */
struct walk_state *walker_look_up(struct json_walker *w, struct walk_state *from,
    struct walk_memory **last, const char *key, size_t n);

/*
 * Returns where a key (as spelled) leads from a state that has keys, or NULL if nowhere.  *last is
 * the memory of the previous key in the same object (NULL for the first key), and then of this one.
 */
static inline struct walk_state *
walker_key(struct json_walker *w, struct walk_state *from, struct walk_memory **last,
    const char *key, size_t n)
{
	struct walk_memory *m = *last ? (*last)->next : from->first;
	if (__builtin_expect(!m || !walker_is_key(m, from, key, n), 0))
		return walker_look_up(w, from, last, key, n);
	*last = m;
	return m->to;
}

struct walk_state *walker_element(
    struct json_walker *w, const struct walk_state *from, size_t index);

/* For LOOK_COLLECT and LOOK_AGAIN: does the key at offset `at` count? */
bool walker_counts(struct json_walker *w, size_t object, size_t at, const char *key, size_t n);
void walker_find_dead(struct json_walker *w); /* between the two looks */

#endif
