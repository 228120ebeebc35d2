/* SPDX-License-Identifier: MIT */
#include "json/arrays.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

struct place {
	struct text key;  /* the key of the step that leads here, if it is a key */
	unsigned keys;    /* the first place that a key leads to, or 0 */
	unsigned next;    /* the next one from the same place */
	unsigned element; /* the place that an element leads to, or 0 */
};

struct json_arrays {
	struct arena arena;
	struct place *place;
	size_t n, cap;
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

static unsigned
add_key(struct json_arrays *a, unsigned from, struct text key)
{
	unsigned to = json_arrays_key(a, from, key);
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
}

struct json_arrays *
json_arrays_new(const struct text *path, size_t count)
{
	struct json_arrays *a = mem_zalloc(1, sizeof(*a));
	new_place(a); /* ARRAYS_NOWHERE */
	new_place(a); /* ARRAYS_TOP */
	add_element(a, ARRAYS_TOP);
	for (size_t i = 0; i < count; i++) {
		add_path(a, ARRAYS_TOP, path[i]);
		add_path(a, ARRAYS_ELEMENT, path[i]);
	}
	return a;
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

unsigned
json_arrays_key(const struct json_arrays *a, unsigned place, struct text key)
{
	if (a == NULL)
		return ARRAYS_NOWHERE;
	for (unsigned to = a->place[place].keys; to != ARRAYS_NOWHERE; to = a->place[to].next)
		if (text_eq(a->place[to].key, key))
			return to;
	return ARRAYS_NOWHERE;
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
