/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/words.h"

enum {
	PREFIX_MIN = 3, /* fewer characters match too many names */
	NEAR_MIN = 4,   /* in shorter names every letter counts: Gte is not Gt */
};

/* Counts in sixteen lanes at once, until a lane could overflow. */
typedef uint8_t lanes __attribute__((vector_size(16)));

size_t
text_count(struct text t, char c)
{
	const lanes none = { 0 };
	size_t count = 0;

	while (t.n >= sizeof(lanes)) {
		size_t steps = t.n / sizeof(lanes);
		lanes sum = { 0 }, v;

		steps = steps < UINT8_MAX ? steps : UINT8_MAX;
		for (size_t i = 0; i < steps; i++) {
			memcpy(&v, t.p + i * sizeof(v), sizeof(v));
			sum -= (lanes)(v == (uint8_t)c + none);
		}
		for (size_t i = 0; i < sizeof(lanes); i++)
			count += sum[i];
		t = (struct text){ t.p + steps * sizeof(v), t.n - steps * sizeof(v) };
	}
	for (size_t i = 0; i < t.n; i++)
		count += t.p[i] == c;
	return count;
}

struct text
text_trim(struct text t)
{
	while (t.n > 0 && ascii_is_space(t.p[0])) {
		t.p++;
		t.n--;
	}
	while (t.n > 0 && ascii_is_space(t.p[t.n - 1]))
		t.n--;
	return t;
}

size_t
text_among(struct text t, const struct text *names, size_t count)
{
	size_t i = 0;
	while (i < count && !text_eq(t, names[i]))
		i++;
	return i;
}

int
text_cmp(struct text a, struct text b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.p, b.p, n) : 0;
	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

bool
text_eq_nocase(struct text a, struct text b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

bool
text_contains(struct text hay, struct text needle)
{
	if (needle.n == 0)
		return true;
	return hay.n >= needle.n && memmem(hay.p, hay.n, needle.p, needle.n) != NULL;
}

static size_t
min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Damerau-Levenshtein distance in which no part is edited twice (optimal string alignment), with
 * three rows of the table: the current one and the two before it.
 */
static size_t
distance(struct text a, struct text b)
{
	size_t *rows = mem_zalloc(3 * (b.n + 1), sizeof *rows), d;
	size_t *row = rows, *above = row + b.n + 1, *above2 = above + b.n + 1, *spare;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		spare = above2;
		above2 = above;
		above = row;
		row = spare;
		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			bool same = ascii_lower(a.p[i - 1]) == ascii_lower(b.p[j - 1]);
			d = min(above[j], row[j - 1]) + 1;
			d = min(d, above[j - 1] + !same);
			if (i > 1 && j > 1 && ascii_lower(a.p[i - 1]) == ascii_lower(b.p[j - 2]) &&
			    ascii_lower(a.p[i - 2]) == ascii_lower(b.p[j - 1]))
				d = min(d, above2[j - 2] + 1);
			row[j] = d;
		}
	}
	d = row[b.n];
	free(rows);
	return d;
}

/* The only name that begins with what was typed, or absent. */
static struct text
completed(struct text typed, const struct text *names, size_t count)
{
	struct text found = TEXT_ABSENT;
	if (typed.n < PREFIX_MIN)
		return found;
	for (size_t i = 0; i < count; i++) {
		struct text start = { names[i].p, typed.n };
		if (names[i].n < typed.n || !text_eq_nocase(start, typed))
			continue;
		if (found.p)
			return TEXT_ABSENT;
		found = names[i];
	}
	return found;
}

/* For names of three letters: do they differ by a swap of two neighbours? */
static bool
swapped(struct text a, struct text b)
{
	for (size_t i = 0; i < 2; i++) {
		char other[3] = { b.p[0], b.p[1], b.p[2] };
		other[i] = b.p[i + 1];
		other[i + 1] = b.p[i];
		if (text_eq_nocase(a, (struct text){ other, 3 }))
			return true;
	}
	return false;
}

/* The first name that differs only in the case of its letters, or absent. */
static struct text
in_other_case(struct text typed, const struct text *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq_nocase(typed, names[i]))
			return names[i];
	return TEXT_ABSENT;
}

/*
 * `life_seconds` seems near idle_seconds only because both are long; FieldSet and FieldEq seem near
 * for the same reason.  A whole word too many or too few is allowed.
 */
static bool
near_in_difference(struct text a, struct text b)
{
	words_strip_common(&a, &b);
	if (a.n == 0 || b.n == 0)
		return true;
	return distance(a, b) <= (a.n > b.n ? a.n : b.n) / 3;
}

struct text
text_nearest(struct text typed, const struct text *names, size_t count)
{
	struct text best = in_other_case(typed, names, count);
	size_t best_distance = (size_t)-1;
	if (!best.p)
		best = completed(typed, names, count);
	if (best.p)
		return best;
	for (size_t i = 0; i < count; i++) {
		size_t longer = typed.n > names[i].n ? typed.n : names[i].n;
		size_t shorter = min(typed.n, names[i].n), d;
		if (shorter < NEAR_MIN - 1)
			continue;
		if (longer - shorter > longer / 3)
			continue; /* the distance is at least this much: skip */
		d = distance(typed, names[i]);
		if (d > longer / 3 || d > best_distance || words_exclude(typed, names[i]))
			continue;
		if (longer < NEAR_MIN ? !swapped(typed, names[i])
				      : !near_in_difference(typed, names[i]))
			continue;
		best = d < best_distance ? names[i] : TEXT_ABSENT; /* two are equally near: none */
		best_distance = d;
	}
	return best;
}
