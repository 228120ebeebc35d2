/* SPDX-License-Identifier: MIT */
#include "json/walker.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/write.h"

static size_t
elements_of(const struct path_node *n)
{
	size_t most = 0;
	for (size_t i = 0; i < n->edges; i++) {
		const struct path_edge *e = &n->edge[i];
		size_t index = 0, j = 0;
		if (e->how != EDGE_DOTTED || e->key.n == 0 || e->key.n > 9)
			continue;
		for (; j < e->key.n && e->key.p[j] >= '0' && e->key.p[j] <= '9'; j++)
			index = index * 10 + (size_t)(e->key.p[j] - '0');
		if (j == e->key.n && index + 1 > most)
			most = index + 1;
	}
	return most;
}

/* The lengths of the keys that lead on; any length for dotted paths, if a key can be spelled in
 * several ways. */
static uint64_t
lengths_of(const struct json_paths *p, const struct path_node *n)
{
	uint64_t lengths = 0;
	for (size_t i = 0; i < n->edges; i++) {
		const struct path_edge *e = &n->edge[i];
		if (e->how == EDGE_DOTTED && (p->flatten || p->normalize))
			return ~UINT64_C(0);
		lengths |= UINT64_C(1) << (e->key.n < 63 ? e->key.n : 63);
	}
	return lengths;
}

static struct walk_state *
new_state(struct json_walker *w, const unsigned *node, size_t nodes)
{
	struct walk_state *s = arena_zalloc(&w->arena, 1, sizeof(*s));
	unsigned *copy = arena_alloc(&w->arena, nodes * sizeof(*copy)), *slot;
	memcpy(copy, node, nodes * sizeof(*copy));
	s->node = copy;
	s->nodes = nodes;
	s->id = (unsigned)w->states;
	for (size_t i = 0; i < nodes; i++) {
		const struct path_node *n = &w->paths->node[node[i]];
		size_t elements = elements_of(n);
		s->slots += n->slots;
		s->keys |= n->edges > 0;
		s->lengths |= lengths_of(w->paths, n);
		if (elements > s->elements)
			s->elements = elements;
	}
	s->slot = slot = arena_alloc(&w->arena, s->slots * sizeof(*slot));
	for (size_t i = 0; i < nodes; i++)
		for (size_t j = 0; j < w->paths->node[node[i]].slots; j++)
			*slot++ = w->paths->node[node[i]].slot[j];
	w->state = mem_grow(w->state, &w->state_cap, w->states + 1, sizeof(*w->state));
	lookup_put(&w->number, (struct text){ (char *)copy, nodes * sizeof(*copy) }, w->states);
	w->state[w->states++] = s;
	return s;
}

static struct walk_state *
state_of(struct json_walker *w, const struct path_set *set)
{
	if (set->n == 0)
		return NULL;
	struct text nodes = { (const char *)set->node, set->n * sizeof(*set->node) };
	size_t i = lookup_find(&w->number, nodes);

	return i == LOOKUP_NONE ? new_state(w, set->node, set->n) : w->state[i];
}

struct json_walker *
json_walker_new(const struct json_paths *p)
{
	struct json_walker *w = mem_zalloc(1, sizeof(*w));
	const unsigned root = 0;
	w->paths = p;
	w->slots = p->slots;
	w->slot = mem_zalloc(w->slots + 1, sizeof(*w->slot));
	w->root = new_state(w, &root, 1);
	return w;
}

void
json_walker_free(struct json_walker *w)
{
	if (!w)
		return;
	arena_free(&w->arena);
	arena_free(&w->seen_arena);
	buf_free(&w->unescaped);
	free(w->state);
	lookup_free(&w->number);
	free(w->memory);
	free(w->set.node);
	free(w->slot);
	free(w->seen);
	free(w->dead);
	free(w);
}

static struct text
unescaped(struct buf *room, const char *key, size_t n)
{
	if (n == 0 || !memchr(key, '\\', n))
		return (struct text){ key, n };
	room->n = 0;
	buf_room(room, n);
	return (struct text){ room->p, json_unescape((struct text){ key, n }, room->p) };
}

static void
load_key(struct walk_key *k, const char *p, size_t n)
{
	k->n = n;
	k->w[1] = k->w[2] = k->w[3] = 0;
	if (n < 8) {
		k->w[0] = walker_load_short(p, n);
		return;
	}
	k->w[0] = walker_load(p);
	k->w[1] = walker_load(p + n - 8);
	if (n > 16) {
		k->w[2] = walker_load(p + 8);
		k->w[3] = walker_load(p + n - 16);
	}
}

/* Each place holds one key.  A collision costs only one slow lookup, so a keyed hash is not
 * needed. */
static size_t
place_of(const struct walk_state *from, const struct walk_key *k)
{
	uint64_t h = k->w[0] ^ k->w[1] << 1 ^ k->w[2] << 2 ^ k->w[3] << 3;
	h = (h ^ k->n << 56 ^ (uint64_t)from->id << 48) * UINT64_C(0x9e3779b97f4a7c15);
	return h >> 54;
}

static struct walk_state *
key_the_long_way(struct json_walker *w, const struct walk_state *from, const char *key, size_t n)
{
	paths_key(w->paths, from->node, from->nodes, unescaped(&w->unescaped, key, n), &w->set);
	return state_of(w, &w->set);
}

/* Returns the memory of a key of up to 32 bytes, found or made. */
static struct walk_memory *
remember(struct json_walker *w, const struct walk_state *from, const char *key, size_t n)
{
	struct walk_key k;
	if (!w->memory)
		w->memory = mem_zalloc(WALK_MEMORY, sizeof(*w->memory));
	load_key(&k, key, n);
	struct walk_memory *m = &w->memory[place_of(from, &k)];
	if (m->from == from && memcmp(&m->key, &k, sizeof(k)) == 0)
		return m;
	m->to = key_the_long_way(w, from, key, n);
	m->from = from;
	m->key = k;
	m->next = NULL;
	return m;
}

struct walk_state *
walker_look_up(struct json_walker *w, struct walk_state *from, struct walk_memory **last,
    const char *key, size_t n)
{
	if (n > 32)
		return key_the_long_way(w, from, key, n);
	struct walk_memory *m = remember(w, from, key, n);
	*(*last ? &(*last)->next : &from->first) = m;
	*last = m;
	return m->to;
}

struct walk_state *
walker_element(struct json_walker *w, const struct walk_state *from, size_t index)
{
	if (index >= from->elements)
		return NULL;
	paths_element(w->paths, from->node, from->nodes, index, &w->set);
	return state_of(w, &w->set);
}

bool
walker_counts(struct json_walker *w, size_t object, size_t at, const char *key, size_t n)
{
	if (w->look == LOOK_AGAIN) {
		while (w->next_dead < w->ndead && w->dead[w->next_dead] < at)
			w->next_dead++;
		return w->next_dead == w->ndead || w->dead[w->next_dead] != at;
	}
	w->seen = mem_grow(w->seen, &w->seen_cap, w->nseen + 1, sizeof(*w->seen));
	w->seen[w->nseen].object = object;
	w->seen[w->nseen].at = at;
	w->seen[w->nseen++].key = arena_text(&w->seen_arena, unescaped(&w->unescaped, key, n));
	return true;
}

void
walker_find_dead(struct json_walker *w)
{
	w->dead = mem_grow(w->dead, &w->dead_cap, w->nseen + 1, sizeof(*w->dead));
	w->ndead = json_keys_replaced(w->seen, w->nseen, w->dead);
	w->next_dead = 0;
	w->nseen = 0;
	arena_reset(&w->seen_arena);
}
