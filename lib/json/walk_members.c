/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/walk_private.h"

/*
 * Patterns of entries: characters, each with the bit that says whether it directly follows the
 * previous one.  A closing quote may or may not follow directly; all others must.
 */
#define ENTRY(place, c) ((uint64_t)((c) | JSON_ADJACENT) << 8 * (place))
#define CLOSING(place) ((uint64_t)'"' << 8 * (place))
#define ANY(place) (~((uint64_t)JSON_ADJACENT << 8 * (place)))
#define MEMBER_KEY (ENTRY(0, '"') | CLOSING(1) | ENTRY(2, ':'))
#define MEMBER_KEY_BITS (UINT64_C(0xffffff) & ANY(1))
#define MEMBER_STRING (MEMBER_KEY | ENTRY(3, '"') | CLOSING(4))
#define MEMBER_STRING_BITS (UINT64_C(0xffffffffff) & ANY(1) & ANY(4))
enum { COMMA = ',' | JSON_ADJACENT, OPEN = '{' | JSON_ADJACENT, CLOSE = '}' | JSON_ADJACENT };
enum { OPEN_ARRAY = '[' | JSON_ADJACENT, CLOSE_ARRAY = ']' | JSON_ADJACENT, SCALAR = 0x100 };

/* The container of level l ends with the bracket at entry i.  From entry `compact` on there was
 * nothing between tokens. */
static inline void
note_container(struct walk *k, const struct level *l, size_t i, size_t compact)
{
	struct json_value v = { .kind = l->object ? JSON_OBJECT : JSON_ARRAY,
		.entry = l->entry,
		.compact = l->entry >= compact };
	v.p = k->text + k->at[l->entry];
	v.n = k->at[i] + 1 - k->at[l->entry];
	walk_capture(k, l->self, &v);
}

/*
 * Returns the entry of the bracket that ends the array which begins at entry i, if the array
 * contains only strings, numbers and literals with nothing between tokens; otherwise 0.
 */
static size_t
flat_array_end(const struct walk *k, size_t i)
{
	const unsigned char *ch = (const unsigned char *)k->ch;
	if (ch[++i] == CLOSE_ARRAY)
		return i;
	for (;; i++) {
		unsigned scalar = 0;
		if (ch[i] == ENTRY(0, '"') && (ch[i + 1] & 0x7f) == '"') {
			i += 2;
		} else {
			size_t n = k->at[i] - k->at[i - 1] - 1;
			if (n == 0 || scalar_kind(k->text + k->at[i - 1] + 1, n) == JSON_NONE)
				return 0;
			scalar = JSON_ADJACENT;
		}
		if ((ch[i] | scalar) != COMMA)
			return (ch[i] | scalar) == CLOSE_ARRAY ? i : 0;
	}
}

/* Does a path go through an element of the array after the key at entry i? */
static bool
leads_to_elements(struct walk *k, struct level *l, size_t i)
{
	struct walk_memory *last = l->last;
	if (!l->state)
		return false;
	const struct walk_state *to =
	    walker_key(k->w, l->state, &last, k->text + k->at[i] + 1, k->at[i + 1] - k->at[i] - 1);
	return to && to->elements > 0;
}

/*
 * Walks members that have nothing between their tokens, and those of the objects in them.  Stops
 * before a key that it leaves to others (true), or after a value (false).  Each turn of the loop is
 * one member.  The loop is long because the time is spent here.
 */
bool
walk_members(struct walk *k)
{
	const uint32_t *at = k->at;
	const unsigned char *ch = (const unsigned char *)k->ch;
	struct level *l = k->level;
	const struct walk_state *self;
	size_t i = k->i, first = i;
	unsigned after; /* what follows the value, and what the value was */

	for (;; i++) {
		uint64_t next = json_next_entries(k->ch + i);
		if ((next & MEMBER_STRING_BITS) == MEMBER_STRING) {
			if (l->state && (self = follow_key(k, l, i)) != NULL && self->slots > 0) {
				struct json_value v = string_value(k, i + 3);
				walk_capture(k, self, &v);
			}
			i += 5;
			after = ch[i];
		} else if ((next & MEMBER_KEY_BITS) != MEMBER_KEY) {
			break;
		} else if (ch[i + 3] == OPEN) {
			/* too deep, or possibly empty except for white space */
			if (l - k->bottom == JSON_DEPTH || ch[i + 4] == '}')
				break;
			enter(k, l + 1, l->state ? follow_key(k, l, i) : NULL, i + 3, true);
			l++;
			i += 3;
			if (ch[i + 1] != CLOSE)
				continue;
			after = ch[++i];
		} else if (ch[i + 3] == OPEN_ARRAY) {
			size_t end = flat_array_end(k, i + 3);
			if (end == 0 || l - k->bottom == JSON_DEPTH || leads_to_elements(k, l, i))
				break;
			if (l->state && (self = follow_key(k, l, i)) != NULL && self->slots > 0) {
				struct json_value v = { .kind = JSON_ARRAY,
					.p = k->text + at[i + 3],
					.n = at[end] + 1 - at[i + 3],
					.entry = (uint32_t)i + 3,
					.compact = true };
				walk_capture(k, self, &v);
			}
			i = end + 1;
			after = ch[i];
		} else {
			struct json_value v = { .p = k->text + at[i + 2] + 1,
				.entry = (uint32_t)i + 3 };
			v.n = at[i + 3] - at[i + 2] - 1;
			if (v.n == 0 || (v.kind = (uint8_t)scalar_kind(v.p, v.n)) == JSON_NONE)
				break;
			if (l->state && (self = follow_key(k, l, i)) != NULL && self->slots > 0)
				walk_capture(k, self, &v);
			i += 3;
			after = ch[i] | JSON_ADJACENT | SCALAR;
		}
		while ((after & 0xff) == CLOSE && l - k->bottom > 1 && l[-1].object) {
			if (l->self && l->self->slots > 0)
				note_container(k, l, i, first);
			l--;
			after = ch[++i];
		}
		if ((after & 0xff) != COMMA) {
			k->level = l;
			k->i = i;
			k->from = after & SCALAR ? at[i] : at[i - 1] + 1;
			return false;
		}
	}
	k->level = l;
	k->i = i;
	k->from = at[i - 1] + 1;
	return true;
}
