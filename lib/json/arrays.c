/* SPDX-License-Identifier: MIT */
#include "json/arrays.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "json/paths.h"

struct place {
	struct text key;  /* the key of the step that leads here, if it is a key */
	unsigned keys;    /* the first place that a key leads to, or 0 */
	unsigned next;    /* the next one from the same place */
	unsigned element; /* the place that an element leads to, or 0 */
	bool ends;        /* a path ends here */
};

struct json_arrays {
	struct arena arena;
	struct place *place;
	size_t n, cap;
	bool whole, kept, flatten, normalize;
};

static unsigned
new_place(struct json_arrays *a)
{
	a->place = mem_grow(a->place, &a->cap, a->n + 1, sizeof(*a->place));
	a->place[a->n] = (struct place){ 0 };
	return (unsigned)a->n++;
}

static unsigned
add_element(struct json_arrays *a, unsigned from)
{
	if (a->place[from].element == 0) {
		const unsigned to = new_place(a);
		a->place[from].element = to;
	}
	return a->place[from].element;
}

/* Returns the place that a key leads to from a place, as it is spelled in the paths. */
static unsigned
find_key(const struct json_arrays *a, unsigned from, struct text key)
{
	for (unsigned to = a->place[from].keys; to != ARRAYS_NOWHERE; to = a->place[to].next)
		if (text_eq(a->place[to].key, key))
			return to;
	return ARRAYS_NOWHERE;
}

/* Returns the key as it is compared.  room: 2 * key.n bytes. */
static struct text
canonical(const struct json_arrays *a, struct text key, char *room)
{
	return a->normalize ? (struct text){ room, json_normalize(key, room) } : key;
}

static unsigned
add_key(struct json_arrays *a, unsigned from, struct text key)
{
	key = canonical(a, key, arena_alloc(&a->arena, 2 * key.n));
	unsigned to = find_key(a, from, key);
	if (to != ARRAYS_NOWHERE)
		return to;
	to = new_place(a);
	a->place[to].key = arena_text(&a->arena, key);
	a->place[to].next = a->place[from].keys;
	a->place[from].keys = to;
	return to;
}

static void
add_path(struct json_arrays *a, unsigned at, struct text path)
{
	for (bool more = true; more;) {
		const char *dot = memchr(path.p, '.', path.n);
		const struct text step = { path.p, dot != NULL ? (size_t)(dot - path.p) : path.n };
		at = text_eq(step, TEXT("*")) ? add_element(a, at) : add_key(a, at, step);
		more = dot != NULL;
		if (more)
			path = (struct text){ dot + 1, path.n - step.n - 1 };
	}
	add_element(a, at);
	a->place[at].ends = true;
}

static struct json_arrays *
add_paths(struct json_arrays *a, const struct text *path, size_t count)
{
	new_place(a); /* ARRAYS_NOWHERE */
	new_place(a); /* ARRAYS_TOP */
	add_element(a, ARRAYS_TOP);
	for (size_t i = 0; i < count; i++) {
		add_path(a, ARRAYS_TOP, path[i]);
		add_path(a, ARRAYS_ELEMENT, path[i]);
	}
	return a;
}

struct json_arrays *
json_arrays_new(const struct text *path, size_t count)
{
	struct json_arrays *a = mem_zalloc(1, sizeof(*a));
	a->kept = true;
	return add_paths(a, path, count);
}

struct json_arrays *
json_arrays_new_mixed(const struct text *path, size_t count)
{
	struct json_arrays *a = json_arrays_new(path, count);
	a->whole = true;
	return a;
}

struct json_arrays *
json_arrays_new_whole(const struct text *path, size_t count, bool flatten, bool normalize)
{
	struct json_arrays *a = mem_zalloc(1, sizeof(*a));
	a->whole = true;
	a->flatten = flatten;
	a->normalize = normalize;
	return add_paths(a, path, count);
}

void
json_arrays_free(struct json_arrays *a)
{
	if (a == NULL)
		return;
	arena_free(&a->arena);
	free(a->place);
	free(a);
}

/* Splits the key at its dots. */
static unsigned
follow_dotted(const struct json_arrays *a, unsigned at, struct text key)
{
	char small[256], *room = 2 * key.n <= sizeof(small) ? small : mem_alloc(2 * key.n);
	for (bool more = true; more && at != ARRAYS_NOWHERE;) {
		const char *dot = a->flatten && key.n > 0 ? memchr(key.p, '.', key.n) : NULL;
		const struct text part = { key.p, dot ? (size_t)(dot - key.p) : key.n };
		at = find_key(a, at, canonical(a, part, room));
		more = dot != NULL;
		if (more)
			key = (struct text){ dot + 1, key.n - part.n - 1 };
	}
	if (room != small)
		free(room);
	return at;
}

unsigned
json_arrays_key(const struct json_arrays *a, unsigned place, struct text key)
{
	if (!json_arrays_has_keys(a, place))
		return ARRAYS_NOWHERE;
	return a->whole ? follow_dotted(a, place, key) : find_key(a, place, key);
}

unsigned
json_arrays_element(const struct json_arrays *a, unsigned place)
{
	if (a == NULL)
		return place == ARRAYS_TOP ? ARRAYS_ELEMENT : ARRAYS_NOWHERE;
	return a->place[place].element;
}

bool
json_arrays_has_keys(const struct json_arrays *a, unsigned place)
{
	return a != NULL && a->place[place].keys != 0;
}

bool
json_arrays_ends(const struct json_arrays *a, unsigned place)
{
	return a != NULL && a->place[place].ends;
}

bool
json_arrays_is_whole(const struct json_arrays *a)
{
	return a != NULL && a->whole;
}

bool
json_arrays_is_kept(const struct json_arrays *a)
{
	return a == NULL || a->kept;
}
