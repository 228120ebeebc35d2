/* SPDX-License-Identifier: MIT */
#ifndef JSON_AUTOMATON_RUN_H
#define JSON_AUTOMATON_RUN_H

#include <endian.h>
#include <string.h>

#include "base/ascii.h"
#include "json/automaton.h"

/*
 * The loop over the states of a line (private to the layer).  automaton_portable.c and
 * automaton_avx2.c give it functions that are inlined, as is the loop.
 *
 * `matches` compares the text of an edge.  `plain_end` finds the first quote, backslash, control
 * character or byte beyond ASCII.  `end` finds the first quote, backslash or control character, and
 * sets *high if there is a byte beyond ASCII.  `utf8` checks a string with such bytes.
 */
#define AUTOMATON_INLINE static inline __attribute__((always_inline))

typedef bool automaton_matches(const char *p, const struct automaton_edge *e);
typedef const char *automaton_plain_end(const char *p);
typedef bool automaton_utf8(const char *p, size_t n);
typedef const char *automaton_end(const char *p, bool *high);
typedef const char *automaton_string_rest(const char *start, const char *p, bool *escaped);

/* Puts a value into the slots of a state.  Returns false if the line has had a value for it
 * before. */
AUTOMATON_INLINE bool
automaton_capture(struct automaton *a, struct walk_state *s, const struct json_value *v)
{
	if (s->seen == a->serial)
		return false;
	s->seen = a->serial;
	for (size_t i = 0; i < s->slots; i++) {
		struct json_value *slot = &a->w->slot[s->slot[i]];
		/* one by one: a copy of the whole would wait for its parts, which were just
		 * written */
		slot->p = v->p;
		slot->n = v->n;
		slot->kind = v->kind;
		slot->escaped = v->escaped;
		slot->compact = v->compact;
		slot->hits += slot->hits < UINT8_MAX;
	}
	return true;
}

/* Opens and closes the containers of an edge whose text is at p. */
static bool
automaton_act(struct automaton *a, const struct automaton_action *x, const char *p, bool spaced)
{
	for (; x->what != AUTOMATON_DONE; x++) {
		if (x->what == AUTOMATON_OPEN) {
			if (x->state->seen == a->serial)
				return false;
			x->state->seen = a->serial;
			a->open[x->depth] = p + x->at;
			continue;
		}
		const char *open = a->open[x->depth];
		const struct json_value v = { .p = open,
			.n = (size_t)(p + x->at + 1 - open),
			.kind = x->object ? JSON_OBJECT : JSON_ARRAY,
			.compact = !spaced };
		x->state->seen = 0;
		automaton_capture(a, x->state, &v);
	}
	return true;
}

/* The text of the edge to a number is also the start of the texts of other edges. */
AUTOMATON_INLINE bool
automaton_is_number(char first)
{
	return ascii_is_digit(first) || first == '-';
}

/* The common numbers: up to seven digits, maybe with a fraction of up to seven. */
AUTOMATON_INLINE const char *
automaton_digits(const char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof(word));
	word = le64toh(word);
	word = ((word + UINT64_C(0x4646464646464646)) | (word - UINT64_C(0x3030303030303030))) &
	       UINT64_C(0x8080808080808080);
	return word == 0 ? p + 8 : p + (__builtin_ctzll(word) >> 3);
}

AUTOMATON_INLINE const char *
automaton_number(const char *p)
{
	const char *end = automaton_digits(p);
	const size_t n = (size_t)(end - p);
	if (n - 1 >= 7 || (*p == '0' && n > 1))
		return automaton_number_end(p);
	if (*end == '.') {
		const char *fraction = end + 1;
		end = automaton_digits(fraction);
		if ((size_t)(end - fraction) - 1 >= 7)
			return automaton_number_end(p);
	}
	return (*end | 0x20) == 'e' ? automaton_number_end(p) : end;
}

/*
 * Finds the end of the plain part of a string.  The time of a line is that of a chain: a value
 * cannot be looked at before its start is known, which is after the end of the one before.  Many
 * strings always have the same length, such as ids and times.  For these the length is predicted,
 * so that the next value does not wait for this one: the processor goes on from the length in the
 * state, while the comparison that confirms it is still under way.
 */
AUTOMATON_INLINE const char *
automaton_string(struct automaton_state *s, const char *p, automaton_plain_end *plain_end)
{
	enum { STEADY = 32 };
	const size_t n = (size_t)(plain_end(p) - p);
	const size_t predicted = s->length;
	size_t step = predicted;
	if (s->steady >= STEADY) {
		/* hides from the compiler that this is n, so that it does not wait for n */
		__asm__("" : "+r"(step));
		if (__builtin_expect(n == predicted, 1))
			return p + step;
		s->steady = 0;
		return p + n;
	}
	s->steady = n == predicted ? s->steady + 1 : 0;
	s->length = (uint32_t)n;
	return p + n;
}

/*
 * The rest of a string that began at `start`, from the first byte p that is not plain.  Returns
 * where its closing quote is, or NULL if the string is not valid.
 */
AUTOMATON_INLINE const char *
automaton_rest(
    const char *start, const char *p, bool *escaped, automaton_end *end, automaton_utf8 *utf8)
{
	bool high = false;
	while (*(p = end(p, &high)) == '\\') {
		*escaped = true;
		if (!(p = automaton_escape_end(p)))
			return NULL;
	}
	return *p == '"' && (!high || utf8(start, (size_t)(p - start))) ? p : NULL;
}

AUTOMATON_INLINE const char *
automaton_run(struct automaton *a, const char *p, bool *compact, automaton_matches *matches,
    automaton_plain_end *plain_end, automaton_string_rest *rest)
{
	struct automaton_state *s = &a->start;
	bool spaced = false;
	memset(a->w->slot, 0, a->w->slots * sizeof(*a->w->slot));
	a->serial++;
	for (;;) {
		const struct automaton_edge *e = s->edge;
		struct json_value v = { .p = NULL };
		for (;; e = e->next) {
			if (__builtin_expect(e == NULL, 0))
				return NULL;
			if (__builtin_expect(matches(p, e), 1) &&
			    (e->to->kind != AUTOMATON_NUMBER || automaton_is_number(p[e->n])))
				break;
		}
		spaced |= e->spaced;
		if (__builtin_expect(e->action != NULL, 0) &&
		    !automaton_act(a, e->action, p, spaced))
			return NULL;
		p += e->n;
		s = e->to;
		v.p = p;
		if (s->kind == AUTOMATON_STRING) {
			p = automaton_string(s, p, plain_end);
			if (__builtin_expect(*p != '"', 0) && !(p = rest(v.p, p, &v.escaped)))
				return NULL;
		} else if (s->kind == AUTOMATON_NUMBER) {
			if (!(p = automaton_number(p)))
				return NULL;
		} else if (s->kind == AUTOMATON_CONSTANT) {
			v.p -= s->n;
			v.compact = s->n == 2;
		} else {
			*compact = !spaced;
			return p;
		}
		if (s->state) {
			v.n = (size_t)(p - v.p);
			v.kind = s->json;
			if (!automaton_capture(a, s->state, &v))
				return NULL;
		}
	}
}

#endif
