/* SPDX-License-Identifier: MIT */
#include "expr/set.h"

#include <assert.h>
#include <stdint.h>

#include "base/number.h"
#include "base/siphash.h"

/*
 * The key need not be secret, because the operator chooses what is in a set.  A client only looks
 * values up, and cannot make a run of slots longer than the operator's values made it.
 */
static const struct siphash_key fixed_key = { 0x6573706572206c69, 0x73747320616e6421 };

#define SIGNIFICANT 32                   /* how many digits of a number are hashed */
#define FAR INT64_C(1000000000000000000) /* larger exponents hash as this one */

/* The exponent after e or E, limited to +-FAR. */
static int64_t
read_exponent(const char *p, const char *end)
{
	bool negative = p < end && *p == '-';
	int64_t v = 0;
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	for (; p < end; p++)
		v = v > FAR / 10 - 1 ? FAR : v * 10 + (*p - '0');
	return negative ? -v : v;
}

/*
 * Equal numbers must have equal hashes, however they are spelled.  Each number has one form
 * 0.DDD × 10^e in which DDD neither begins nor ends with 0; its sign, first digits and e are
 * hashed.  An e beyond FAR / 100 counts as FAR, because read_exponent may have cut its part of it.
 */
static uint64_t
number_hash(struct text t)
{
	struct {
		int64_t exponent;
		char negative, digit[SIGNIFICANT];
	} form = { 0 };
	const char *p = t.p, *end = t.p + t.n;
	size_t n = 0;
	int64_t scale = 0;
	bool point = false;
	char key[sizeof(form.exponent) + 1 + SIGNIFICANT];

	if (*p == '-') {
		form.negative = 1;
		p++;
	}
	for (; p < end && *p != 'e' && *p != 'E'; p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		if (n == 0 && *p == '0') {
			scale -= point;
			continue;
		}
		if (n < SIGNIFICANT)
			form.digit[n] = *p;
		n++;
		scale += !point;
	}
	if (n == 0)
		return 0;
	for (n = n < SIGNIFICANT ? n : SIGNIFICANT; form.digit[n - 1] == '0'; n--)
		;
	form.exponent = scale + (p < end ? read_exponent(p + 1, end) : 0);
	if (form.exponent > FAR / 100)
		form.exponent = FAR;
	if (form.exponent < -(FAR / 100))
		form.exponent = -FAR;
	memcpy(key, &form.exponent, sizeof(form.exponent));
	key[sizeof(form.exponent)] = form.negative;
	memcpy(key + sizeof(form.exponent) + 1, form.digit, n);
	return siphash(fixed_key, key, sizeof(form.exponent) + 1 + n);
}

struct set
set_new(struct arena *a, enum set_kind kind, size_t most)
{
	size_t size = 2;
	if (most == 0)
		return (struct set){ .kind = kind };
	while (size / 2 < most)
		size *= 2;
	return (struct set){ kind, arena_zalloc(a, size, sizeof(struct text)), size - 1 };
}

/* The slot where t is, or where it would go. */
static struct text *
find(const struct set *s, struct text t)
{
	uint64_t hash = s->kind == SET_NUMBERS ? number_hash(t) : siphash(fixed_key, t.p, t.n);
	size_t i = hash & s->mask;
	for (; s->slot[i].p != NULL; i = (i + 1) & s->mask) {
		if (s->kind == SET_NUMBERS ? number_cmp(s->slot[i], t) == 0
					   : text_eq(s->slot[i], t))
			break;
	}
	return &s->slot[i];
}

void
set_add(struct set *s, struct text t)
{
	assert(s->slot != NULL && t.p != NULL);
	*find(s, t) = t;
}

bool
set_has(const struct set *s, struct text t)
{
	return s->slot != NULL && find(s, t)->p != NULL;
}
