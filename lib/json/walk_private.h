/* SPDX-License-Identifier: MIT */
#ifndef JSON_WALK_PRIVATE_H
#define JSON_WALK_PRIVATE_H

#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "json/walker.h"

/*
 * One loop over the index entries of a line.  `from` is where the last token ended.  The text
 * between it and the next entry must be white space, or a literal or number where a value is
 * expected.  walk_members handles members without white space, several entries at a time.
 * Everything else is left to the small steps, which know every error.
 */
struct level {
	struct walk_state *state; /* of the content; NULL: no path goes there */
	struct walk_state *self;  /* whose slots get the container when it ends */
	struct walk_memory *last; /* objects with a state: the previous key */
	uint64_t serial;          /* identifies the object */
	uint32_t entry;           /* of its bracket */
	uint32_t index;           /* arrays: of the current element */
	bool object;
};

struct walk {
	struct json_walker *w;
	const char *text;
	const uint32_t *at; /* entries and their characters, from the first of the index */
	const char *ch;
	size_t i; /* the next entry */
	size_t from;
	struct level *level; /* the innermost */
	struct level *bottom;
	struct json_value root;
	const uint32_t *slash, *slash_end; /* the stretches with backslashes from here on */
};

/* The character at entry i. */
static inline char
kind_at(const struct walk *k, size_t i)
{
	return (char)(k->ch[i] & 0x7f);
}

static inline size_t
skip_digits(const char *p, size_t i, size_t n)
{
	while (i < n && ascii_is_digit(p[i]))
		i++;
	return i;
}

/* Digits, or digits with a fraction, as most numbers are.  If false, it may still be a number. */
static inline bool
is_simple_number(const char *p, size_t n)
{
	size_t i = *p == '0' ? 1 : skip_digits(p, 1, n), point = i;
	if (i == n)
		return true;
	if (p[i] != '.')
		return false;
	i = skip_digits(p, i + 1, n);
	return i == n && i > point + 1;
}

/* Returns the kind of text p[0..n), n > 0, which is neither string nor container; JSON_NONE if it
 * is not a value. */
static inline enum json_kind
scalar_kind(const char *p, size_t n)
{
	if (ascii_is_digit(*p)) {
		if (is_simple_number(p, n))
			return JSON_NUMBER;
	} else if (*p == 't') {
		return n == 4 && memcmp(p, "true", 4) == 0 ? JSON_TRUE : JSON_NONE;
	} else if (*p == 'f') {
		return n == 5 && memcmp(p, "false", 5) == 0 ? JSON_FALSE : JSON_NONE;
	} else if (*p == 'n') {
		return n == 4 && memcmp(p, "null", 4) == 0 ? JSON_NULL : JSON_NONE;
	}
	return number_is_json((struct text){ p, n }) ? JSON_NUMBER : JSON_NONE;
}

static inline struct json_value
string_value(const struct walk *k, size_t i)
{
	struct json_value v = { .kind = JSON_STRING, .entry = (uint32_t)i };
	v.p = k->text + k->at[i] + 1;
	v.n = k->at[i + 1] - k->at[i] - 1;
	return v;
}

static inline void
enter(struct walk *k, struct level *l, struct walk_state *self, size_t i, bool object)
{
	l->self = self;
	l->state = self && (object ? self->keys : self->elements > 0) ? self : NULL;
	l->entry = (uint32_t)i;
	l->index = 0;
	l->object = object;
	if (l->state) {
		l->last = NULL;
		l->serial = ++k->w->serial;
	}
}

/*
 * May there be a backslash in the n bytes from offset `start`?  Offsets must ascend.  For most
 * lines this needs no look at the text.
 */
static inline bool
walk_near_slash(struct walk *k, size_t start, size_t n)
{
	while (k->slash < k->slash_end && *k->slash + UINT64_C(64) <= start)
		k->slash++;
	return k->slash < k->slash_end && *k->slash < start + n;
}

static inline bool
walk_has_escape(struct walk *k, const struct json_value *v)
{
	return v->kind == JSON_STRING && walk_near_slash(k, (size_t)(v->p - k->text), v->n) &&
	       memchr(v->p, '\\', v->n) != NULL;
}

/* Returns where the key whose opening quote is entry i leads, in an object that paths go
 * through. */
static inline struct walk_state *
follow_key(struct walk *k, struct level *l, size_t i)
{
	struct json_walker *w = k->w;
	size_t at = k->at[i] + 1, n = k->at[i + 1] - at;
	if (!(l->state->lengths >> (n < 63 ? n : 63) & 1) && !walk_near_slash(k, at, n))
		return NULL;
	struct walk_state *to = walker_key(w, l->state, &l->last, k->text + at, n);
	if (!to)
		return NULL;
	if (w->look != LOOK_ONCE && !walker_counts(w, k->at[l->entry], at, k->text + at, n))
		return NULL;
	if (to->visited == l->serial)
		w->twice = true;
	to->visited = l->serial;
	return to;
}

/* Stores the value in the slots of state s. */
static inline void
walk_capture(struct walk *k, const struct walk_state *s, const struct json_value *v)
{
	for (size_t i = 0; i < s->slots; i++) {
		struct json_value *slot = &k->w->slot[s->slot[i]];
		uint8_t hits = slot->hits;
		/* one by one: a copy of the whole would wait for its parts, which were just
		 * written */
		slot->p = v->p;
		slot->n = v->n;
		slot->entry = v->entry;
		slot->kind = v->kind;
		slot->compact = v->compact;
		slot->hits = hits < UINT8_MAX ? hits + 1 : hits;
		slot->escaped = walk_has_escape(k, v);
	}
}

/*
 * Walks members that have nothing between their tokens, and those of the objects in them.  Stops
 * before a key that it leaves to others (true), or after a value (false).
 */
bool walk_members(struct walk *k);

#endif
