/* SPDX-License-Identifier: MIT */
#include "json/paths.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "json/paths_private.h"

static unsigned
new_node(struct json_paths *p)
{
	p->node = mem_grow(p->node, &p->cap, p->nodes + 1, sizeof(*p->node));
	p->node[p->nodes] = (struct path_node){ 0 };
	return (unsigned)p->nodes++;
}

struct json_paths *
json_paths_new(bool flatten, bool normalize)
{
	struct json_paths *p = mem_zalloc(1, sizeof(*p));
	p->flatten = flatten;
	p->normalize = normalize;
	new_node(p);
	return p;
}

void
json_paths_free(struct json_paths *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->nodes; i++) {
		free(p->node[i].edge);
		free(p->node[i].slot);
		for (unsigned how = 0; how <= EDGE_DOTTED; how++)
			lookup_free(&p->node[i].index[how]);
	}
	free(p->node);
	arena_free(&p->arena);
	free(p);
}

size_t
json_paths_slots(const struct json_paths *p)
{
	return p->slots;
}

/* Returns the key as the index has it.  room: key.n bytes. */
static struct text
index_key(struct text key, unsigned how, char *room)
{
	if (how != JSON_NOCASE)
		return key.p ? key : TEXT("");
	for (size_t i = 0; i < key.n; i++)
		room[i] = ascii_lower(key.p[i]);
	return (struct text){ room, key.n };
}

static unsigned
follow(struct json_paths *p, unsigned from, struct text key, unsigned how)
{
	char *room = arena_alloc(&p->arena, key.n + 1);
	struct text own = arena_text(&p->arena, key.p ? key : TEXT(""));
	struct text indexed = index_key(own, how, room);
	struct path_node *n = &p->node[from];
	size_t same = lookup_find(&n->index[how], indexed);
	for (size_t i = same; i != LOOKUP_NONE; i = n->edge[i].next)
		if (text_eq(n->edge[i].key, key))
			return n->edge[i].to;
	unsigned to = new_node(p);
	n = &p->node[from];
	n->edge = mem_grow(n->edge, &n->edge_cap, n->edges + 1, sizeof(*n->edge));
	lookup_put(&n->index[how], indexed, n->edges);
	n->edge[n->edges++] = (struct path_edge){ own, how, to, same };
	return to;
}

static unsigned
add_slot(struct json_paths *p, unsigned at)
{
	struct path_node *n = &p->node[at];
	n->slot = mem_grow(n->slot, &n->slot_cap, n->slots + 1, sizeof(*n->slot));
	n->slot[n->slots++] = (unsigned)p->slots;
	return (unsigned)p->slots++;
}

unsigned
json_paths_add(struct json_paths *p, const struct json_step *steps, size_t count)
{
	unsigned at = 0;
	for (size_t i = 0; i < count; i++)
		at = follow(p, at, steps[i].key, steps[i].match);
	return add_slot(p, at);
}

/* Returns the part of *rest before its first dot.  *rest becomes the text after it, absent at the
 * end. */
static struct text
next_part(struct text *rest)
{
	const char *dot = rest->n > 0 ? memchr(rest->p, '.', rest->n) : NULL;
	struct text part = *rest;
	if (!dot) {
		*rest = TEXT_ABSENT;
		return part;
	}
	part.n = (size_t)(dot - rest->p);
	rest->n -= part.n + 1;
	rest->p = dot + 1;
	return part;
}

/* Returns the part as edges have it: normalised, if the paths are.  room: 2 * part.n bytes. */
static struct text
canonical(const struct json_paths *p, struct text part, char *room)
{
	if (!p->normalize)
		return part;
	return (struct text){ room, json_normalize(part, room) };
}

unsigned
json_paths_dotted(struct json_paths *p, struct text path)
{
	char *room = mem_alloc(2 * path.n + 1);
	struct text rest = path;
	unsigned at = 0;
	while (rest.p) {
		struct text part = next_part(&rest);
		at = follow(p, at, canonical(p, part, room), EDGE_DOTTED);
	}
	free(room);
	return add_slot(p, at);
}

static void
add_to_set(struct path_set *s, unsigned node)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->node[i] == node)
			return;
	s->node = mem_grow(s->node, &s->cap, s->n + 1, sizeof(*s->node));
	s->node[s->n++] = node;
}

static unsigned
dotted_step(const struct json_paths *p, unsigned from, struct text part)
{
	const struct path_node *n = &p->node[from];
	size_t i = lookup_find(&n->index[EDGE_DOTTED], part.p ? part : TEXT(""));
	return i == LOOKUP_NONE ? 0 : n->edge[i].to;
}

/* Node 0, the root, is never a child, so 0 means "nowhere". */
static unsigned
dotted_key(const struct json_paths *p, unsigned from, struct text key, char *room)
{
	struct text rest = key;
	if (!p->flatten)
		return dotted_step(p, from, canonical(p, key, room));
	if (!rest.p)
		rest.p = "";
	do {
		struct text part = next_part(&rest);
		from = dotted_step(p, from, canonical(p, part, room));
	} while (from != 0 && rest.p);
	return from;
}

void
paths_key(const struct json_paths *p, const unsigned *from, size_t nfrom, struct text key,
    struct path_set *out)
{
	char small[512], *room = 2 * key.n <= sizeof(small) ? small : mem_alloc(2 * key.n);
	out->n = 0;
	for (size_t i = 0; i < nfrom; i++) {
		const struct path_node *n = &p->node[from[i]];
		unsigned to;
		for (unsigned how = 0; how < EDGE_DOTTED; how++) {
			size_t j = n->index[how].n == 0
				       ? LOOKUP_NONE
				       : lookup_find(&n->index[how], index_key(key, how, room));
			for (; j != LOOKUP_NONE; j = n->edge[j].next)
				add_to_set(out, n->edge[j].to);
		}
		if (n->index[EDGE_DOTTED].n > 0 && (to = dotted_key(p, from[i], key, room)) != 0)
			add_to_set(out, to);
	}
	if (room != small)
		free(room);
}

void
paths_element(const struct json_paths *p, const unsigned *from, size_t nfrom, size_t index,
    struct path_set *out)
{
	char digits[24];
	struct text part = { digits, (size_t)snprintf(digits, sizeof(digits), "%zu", index) };
	unsigned to;
	out->n = 0;
	for (size_t i = 0; i < nfrom; i++)
		if ((to = dotted_step(p, from[i], part)) != 0)
			add_to_set(out, to);
}

static bool
is_lower_or_digit(char c)
{
	return ascii_is_lower(c) || ascii_is_digit(c);
}

/* Does a new word begin at key.p[i]? */
static bool
word_begins(struct text key, size_t i)
{
	int before = i > 0 ? key.p[i - 1] : 0;
	if (!ascii_is_upper(key.p[i]))
		return false;
	if (is_lower_or_digit(before))
		return true;
	return ascii_is_upper(before) && i + 1 < key.n && ascii_is_lower(key.p[i + 1]);
}

size_t
json_normalize(struct text key, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];
		if (word_begins(key, i))
			out[n++] = '_';
		if (ascii_is_upper(c))
			out[n++] = (char)(c + 32);
		else if (is_lower_or_digit(c))
			out[n++] = c;
		else if (n == 0 || out[n - 1] != '_')
			out[n++] = '_';
	}
	return n;
}
