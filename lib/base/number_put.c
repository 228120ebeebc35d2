/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/number.h"

/* The significant digits of a double > 0: 0.D1 D2 ... * 10^point.  Neither the first digit nor the
 * last one is 0.  No double needs more than 17. */
struct shortest {
	char digit[20];
	int n, point;
};

static void
put_digits(uint64_t v, int point_from_right, struct shortest *out)
{
	char reversed[20];
	int n = 0;
	for (; v > 0; v /= 10)
		reversed[n++] = (char)('0' + v % 10);
	for (int i = 0; i < n; i++)
		out->digit[i] = reversed[n - 1 - i];
	out->point = n - point_from_right;
	while (n > 0 && out->digit[n - 1] == '0')
		n--;
	out->n = n;
}

/*
 * Two different decimals of up to 15 digits are always different doubles, so the first one that
 * reads back is the shortest.  Both m and the power are exact, so m / power is the double that the
 * decimal reads as.  Returns -1 if d has no such decimal.
 */
static int
shorten_quickly(double d, struct shortest *out)
{
	double power = 1;
	if (d < 1e-5 || d >= 1e15)
		return -1;
	for (int k = 0; k <= 20; k++, power *= 10) {
		double scaled = d * power;
		uint64_t m;
		if (scaled >= 1e15)
			return -1;
		m = (uint64_t)(scaled + 0.5);
		if ((double)m / power == d) {
			put_digits(m, k, out);
			return 0;
		}
	}
	return -1;
}

/* A natural number of up to 1280 bits.  The largest one here is a little over 2^1077 * 10. */
enum { LIMBS = 40 };

struct big {
	uint32_t limb[LIMBS]; /* the lowest first */
	int n;                /* without leading zeros */
};

static struct big
big_of(uint64_t v)
{
	struct big b = { .limb = { (uint32_t)v, (uint32_t)(v >> 32) } };
	b.n = v >> 32 ? 2 : v > 0;
	return b;
}

static void
big_multiply(struct big *b, uint32_t by)
{
	uint64_t carry = 0;
	for (int i = 0; i < b->n; i++) {
		carry += (uint64_t)b->limb[i] * by;
		b->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry > 0) {
		assert(b->n < LIMBS);
		b->limb[b->n++] = (uint32_t)carry;
	}
}

static void
big_power(struct big *b, uint32_t base, int exponent)
{
	/* as many factors at a time as fit a limb */
	int step = base == 2 ? 31 : 9;
	uint32_t whole = base == 2 ? UINT32_C(1) << 31 : 1000000000, rest = 1;

	for (; exponent >= step; exponent -= step)
		big_multiply(b, whole);
	for (; exponent > 0; exponent--)
		rest *= base;
	big_multiply(b, rest);
}

static int
big_cmp(const struct big *a, const struct big *b)
{
	if (a->n != b->n)
		return a->n > b->n ? 1 : -1;
	for (int i = a->n - 1; i >= 0; i--)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] > b->limb[i] ? 1 : -1;
	return 0;
}

static struct big
big_sum(const struct big *a, const struct big *b)
{
	const struct big *more = a->n >= b->n ? a : b;
	struct big sum = { .n = more->n };
	uint64_t carry = 0;
	for (int i = 0; i < more->n; i++) {
		carry += (uint64_t)(i < a->n ? a->limb[i] : 0) + (i < b->n ? b->limb[i] : 0);
		sum.limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry > 0) {
		assert(sum.n < LIMBS);
		sum.limb[sum.n++] = (uint32_t)carry;
	}
	return sum;
}

static void
big_subtract(struct big *a, const struct big *b) /* a >= b */
{
	int64_t carry = 0;
	for (int i = 0; i < a->n; i++) {
		carry += (int64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0);
		a->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	while (a->n > 0 && a->limb[a->n - 1] == 0)
		a->n--;
}

/*
 * Steele and White's free-format algorithm (1990), as Burger and Dybvig (1996) state it, in exact
 * integers.  The value is r/s.  Every number less than below/s under it, or less than above/s over
 * it, reads back as the same double.  These bounds do too if the mantissa is even.
 */
struct digits {
	struct big r, s, below, above;
	bool even;
};

static void
set_up(struct digits *g, uint64_t mantissa, int exponent, bool wide_above)
{
	int extra = wide_above ? 2 : 1; /* the double below is nearer than the one above */

	g->even = mantissa % 2 == 0;
	g->r = big_of(mantissa);
	g->s = big_of(1);
	g->below = big_of(1);
	big_power(&g->r, 2, extra);
	big_power(&g->s, 2, extra);
	if (exponent >= 0) {
		big_power(&g->r, 2, exponent);
		big_power(&g->below, 2, exponent);
	} else {
		big_power(&g->s, 2, -exponent);
	}
	g->above = g->below;
	if (wide_above)
		big_multiply(&g->above, 2);
}

static bool
reaches_next(const struct digits *g)
{
	struct big end = big_sum(&g->r, &g->above);
	int order = big_cmp(&end, &g->s);
	return g->even ? order >= 0 : order > 0;
}

static void
times_ten(struct digits *g)
{
	big_multiply(&g->r, 10);
	big_multiply(&g->below, 10);
	big_multiply(&g->above, 10);
}

/* Makes r/s the value divided by 10^point, in [0.1, 1) except for values that round up to 1. */
static int
scale(struct digits *g, int binary_magnitude)
{
	/* the ceiling of the logarithm, or one less, because log10(2) is rounded down */
	double logarithm = binary_magnitude * 0.30102999566398114 - 1e-10;
	int point = (int)logarithm + (logarithm > (int)logarithm);

	if (point >= 0) {
		big_power(&g->s, 10, point);
	} else {
		big_power(&g->r, 10, -point);
		big_power(&g->below, 10, -point);
		big_power(&g->above, 10, -point);
	}
	if (reaches_next(g)) {
		big_multiply(&g->s, 10);
		point++;
	}
	return point;
}

static int
next_digit(struct digits *g)
{
	int digit = 0;
	times_ten(g);
	while (big_cmp(&g->r, &g->s) >= 0) {
		big_subtract(&g->r, &g->s);
		digit++;
	}
	return digit;
}

/* If both this digit and the next larger one can be the last, the nearer one is taken, or the even
 * one if both are equally near. */
static bool
rounds_up(struct digits *g, int digit)
{
	big_multiply(&g->r, 2);
	int order = big_cmp(&g->r, &g->s);
	return order > 0 || (order == 0 && digit % 2 == 1);
}

static void
shorten_exactly(double d, struct shortest *out)
{
	struct digits g;
	int exponent, n = 0, digit;
	uint64_t mantissa = (uint64_t)ldexp(frexp(d, &exponent), DBL_MANT_DIG);
	int binary_magnitude = exponent - 1;
	bool low, high;
	exponent -= DBL_MANT_DIG;
	while (exponent < DBL_MIN_EXP - DBL_MANT_DIG) { /* subnormal */
		mantissa /= 2;
		exponent++;
	}
	set_up(&g, mantissa, exponent,
	    mantissa == UINT64_C(1) << (DBL_MANT_DIG - 1) && exponent > DBL_MIN_EXP - DBL_MANT_DIG);
	out->point = scale(&g, binary_magnitude);
	for (;;) {
		int order;
		digit = next_digit(&g);
		order = big_cmp(&g.r, &g.below);
		low = g.even ? order <= 0 : order < 0;
		high = reaches_next(&g);
		if (low || high)
			break;
		out->digit[n++] = (char)('0' + digit);
	}
	if (high && (!low || rounds_up(&g, digit)))
		digit++;
	out->digit[n++] = (char)('0' + digit);
	out->n = n;
}

/* ECMA-262, Number::toString, steps 6 to 10. */
static size_t
lay_out(const struct shortest *s, char *out)
{
	char *p = out;
	int point = s->point, exponent = point - 1, n = s->n;
	if (point > 0 && point <= 21) {
		for (int i = 0; i < n || i < point; i++) {
			if (i == point)
				*p++ = '.';
			*p++ = i < n ? s->digit[i] : '0';
		}
		return (size_t)(p - out);
	}
	if (point > -6 && point <= 0) {
		*p++ = '0';
		*p++ = '.';
		for (; point < 0; point++)
			*p++ = '0';
		memcpy(p, s->digit, (size_t)n);
		return (size_t)(p + n - out);
	}
	*p++ = s->digit[0];
	if (n > 1) {
		*p++ = '.';
		memcpy(p, s->digit + 1, (size_t)n - 1);
		p += n - 1;
	}
	*p++ = 'e';
	if (exponent < 0) {
		*p++ = '-';
		exponent = -exponent;
	}
	if (exponent >= 100)
		*p++ = (char)('0' + exponent / 100);
	if (exponent >= 10)
		*p++ = (char)('0' + exponent / 10 % 10);
	*p++ = (char)('0' + exponent % 10);
	return (size_t)(p - out);
}

size_t
number_put_f64(double d, char out[NUMBER_F64_MAX])
{
	struct shortest s;
	size_t sign = 0;
	assert(isfinite(d));
	if (d == 0) {
		out[0] = '0';
		return 1;
	}
	if (d < 0) {
		out[sign++] = '-';
		d = -d;
	}
	if (shorten_quickly(d, &s))
		shorten_exactly(d, &s);
	return sign + lay_out(&s, out + sign);
}
