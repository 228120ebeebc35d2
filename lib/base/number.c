/* SPDX-License-Identifier: MIT */
#include "base/number.h"

#include <endian.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"

/* The parts of a JSON number. */
struct number {
	bool negative;
	struct text whole, fraction; /* digits; the fraction may be empty */
	bool exponent_negative;
	struct text exponent; /* digits; may be empty */
};

static struct text
digits_at(struct text t, size_t at)
{
	size_t end = at;
	while (end < t.n && ascii_is_digit(t.p[end]))
		end++;
	return (struct text){ t.p + at, end - at };
}

/* Returns 0, or -1 unless the whole of t is a number of RFC 8259. */
static int
split(struct text t, struct number *out)
{
	size_t at = 0;
	*out = (struct number){ 0 };
	if (t.n == 0)
		return -1;
	if (t.p[0] == '-') {
		out->negative = true;
		at++;
	}
	out->whole = digits_at(t, at);
	if (out->whole.n == 0 || (out->whole.n > 1 && out->whole.p[0] == '0'))
		return -1;
	at += out->whole.n;
	if (at < t.n && t.p[at] == '.') {
		out->fraction = digits_at(t, ++at);
		if (out->fraction.n == 0)
			return -1;
		at += out->fraction.n;
	}
	if (at < t.n && (t.p[at] == 'e' || t.p[at] == 'E')) {
		at++;
		if (at < t.n && (t.p[at] == '+' || t.p[at] == '-'))
			out->exponent_negative = t.p[at++] == '-';
		out->exponent = digits_at(t, at);
		if (out->exponent.n == 0)
			return -1;
		at += out->exponent.n;
	}
	return at == t.n ? 0 : -1;
}

bool
number_is_json(struct text t)
{
	struct number number;
	return split(t, &number) == 0;
}

/* Reads eight digits at once: pairs, then groups of four, then all of them are added up side by
 * side.  Returns false unless all are digits. */
static inline bool
eight_digits(const char *p, uint64_t *out)
{
	uint64_t v;
	memcpy(&v, p, sizeof(v));
	v = le64toh(v);
	/* a digit is 0x30 to 0x39: with 6 added, its upper half is still 3 */
	const uint64_t upper = UINT64_C(0xf0f0f0f0f0f0f0f0), threes = UINT64_C(0x3030303030303030);
	if ((v & upper) != threes || ((v + UINT64_C(0x0606060606060606)) & upper) != threes)
		return false;
	v -= threes;
	v = v * 10 + (v >> 8);
	v = ((v & UINT64_C(0xff000000ff)) * (100 + (UINT64_C(1000000) << 32)) +
		(v >> 16 & UINT64_C(0xff000000ff)) * (1 + (UINT64_C(10000) << 32))) >>
	    32;
	*out = v;
	return true;
}

/* Parses -?[0-9]+ into sign and magnitude. */
static int
parse_integer(struct text t, bool *negative, uint64_t *magnitude)
{
	uint64_t v = 0;
	size_t at = 0;
	*negative = t.n > 0 && t.p[0] == '-';
	at += *negative;
	if (at == t.n)
		return -1;
	for (uint64_t eight; t.n - at >= 8; at += 8)
		if (!eight_digits(t.p + at, &eight) || __builtin_mul_overflow(v, 100000000, &v) ||
		    __builtin_add_overflow(v, eight, &v))
			return -1;
	for (; at < t.n; at++) {
		if (!ascii_is_digit(t.p[at]))
			return -1;
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(t.p[at] - '0'), &v))
			return -1;
	}
	*magnitude = v;
	return 0;
}

int
number_hex4(const char *p)
{
	int v = 0;
	for (int i = 0; i < 4; i++) {
		const int digit = ascii_hex(p[i]);
		if (digit < 0)
			return -1;
		v = v << 4 | digit;
	}
	return v;
}

int
number_u64(struct text t, uint64_t *out)
{
	bool negative;
	uint64_t v;
	if (parse_integer(t, &negative, &v) || (negative && v > 0))
		return -1;
	*out = v;
	return 0;
}

int
number_i64(struct text t, int64_t *out)
{
	bool negative;
	uint64_t v;
	if (parse_integer(t, &negative, &v) || v > (uint64_t)INT64_MAX + negative)
		return -1;
	*out = negative ? (int64_t)(0 - v) : (int64_t)v;
	return 0;
}

/* If a double holds both the mantissa and the power of ten exactly, one operation rounds only once
 * (Clinger, 1990).  Most numbers in logs are like that. */
static int
convert_exactly(const struct number *number, double *out)
{
	static const double power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
		1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
	uint64_t mantissa = 0;
	int exponent = 0;
	if (number->whole.n + number->fraction.n > 18 || number->exponent.n > 3)
		return -1;
	for (size_t i = 0; i < number->whole.n; i++)
		mantissa = mantissa * 10 + (uint64_t)(number->whole.p[i] - '0');
	for (size_t i = 0; i < number->fraction.n; i++)
		mantissa = mantissa * 10 + (uint64_t)(number->fraction.p[i] - '0');
	for (size_t i = 0; i < number->exponent.n; i++)
		exponent = exponent * 10 + (number->exponent.p[i] - '0');
	if (number->exponent_negative)
		exponent = -exponent;
	exponent -= (int)number->fraction.n;
	if (mantissa > UINT64_C(1) << DBL_MANT_DIG || exponent < -22 || exponent > 22)
		return -1;
	*out =
	    exponent < 0 ? (double)mantissa / power[-exponent] : (double)mantissa * power[exponent];
	if (number->negative)
		*out = -*out;
	return 0;
}

/* strtod(3) in the C locale, whatever the program's locale is.  glibc has a built-in object for the
 * C locale, so newlocale allocates nothing and does not read the environment. */
static double
convert(struct text t)
{
	char small[128], *string = small, *end;
	if (t.n < sizeof small) {
		memcpy(small, t.p, t.n);
		small[t.n] = '\0';
	} else {
		string = mem_dup(t.p, t.n);
	}
	double d = strtod_l(string, &end, newlocale(LC_ALL_MASK, "C", (locale_t)0));
	if (string != small)
		free(string);
	return d;
}

int
number_f64(struct text t, double *out)
{
	struct number number;
	double d;
	if (split(t, &number))
		return -1;
	if (convert_exactly(&number, &d))
		d = convert(t);
	if (!isfinite(d))
		return -1;
	*out = d;
	return 0;
}

/* The digits of a number without leading zeros, and their position: 0.D1 D2 ... * 10^(point +
 * exponent), where exponent is the text in the number. */
struct decimal {
	struct text part[2]; /* what remains of whole and fraction */
	int64_t point;
};

/* Returns false if the number is zero. */
static bool
normalise(const struct number *number, struct decimal *out)
{
	struct text whole = number->whole, fraction = number->fraction;
	out->point = (int64_t)whole.n;
	while (whole.n > 0 && *whole.p == '0') {
		whole.p++;
		whole.n--;
		out->point--;
	}
	while (whole.n == 0 && fraction.n > 0 && *fraction.p == '0') {
		fraction.p++;
		fraction.n--;
		out->point--;
	}
	out->part[0] = whole;
	out->part[1] = fraction;
	return whole.n + fraction.n > 0;
}

static int
digit_at(const struct decimal *d, size_t i)
{
	if (i < d->part[0].n)
		return d->part[0].p[i] - '0';
	i -= d->part[0].n;
	return i < d->part[1].n ? d->part[1].p[i] - '0' : 0;
}

/*
 * The sign of (exponent of a + point of a) - (exponent of b + point of b).  Exponents may have any
 * number of digits.  Their difference is built from the first digit on, and is decided as soon as
 * neither the remaining digits nor the points could change its sign.
 */
static int
cmp_magnitude(const struct number *a, int64_t a_point, const struct number *b, int64_t b_point)
{
	const int64_t decided = INT64_C(100000000000000000);
	size_t n = a->exponent.n > b->exponent.n ? a->exponent.n : b->exponent.n;
	int64_t difference = 0;
	for (size_t i = 0; i < n; i++) {
		size_t left = n - i; /* how many digits are left, including this one */
		int x = left <= a->exponent.n ? a->exponent.p[a->exponent.n - left] - '0' : 0;
		int y = left <= b->exponent.n ? b->exponent.p[b->exponent.n - left] - '0' : 0;
		difference = difference * 10 + (a->exponent_negative ? -x : x) -
			     (b->exponent_negative ? -y : y);
		if (difference > decided || difference < -decided)
			return difference > 0 ? 1 : -1;
	}
	difference += a_point - b_point;
	return (difference > 0) - (difference < 0);
}

static int
cmp_digits(const struct decimal *a, const struct decimal *b)
{
	size_t a_n = a->part[0].n + a->part[1].n, b_n = b->part[0].n + b->part[1].n;
	size_t n = a_n > b_n ? a_n : b_n;
	for (size_t i = 0; i < n; i++) {
		int order = digit_at(a, i) - digit_at(b, i);
		if (order != 0)
			return order;
	}
	return 0;
}

static int
sign(const struct number *number, bool there)
{
	return !there ? 0 : number->negative ? -1 : 1;
}

int
number_cmp(struct text a, struct text b)
{
	struct number x, y;
	struct decimal x_digits, y_digits;
	int64_t i, j;
	if (number_i64(a, &i) == 0 && number_i64(b, &j) == 0)
		return (i > j) - (i < j);
	split(a, &x);
	split(b, &y);
	int x_sign = sign(&x, normalise(&x, &x_digits));
	int y_sign = sign(&y, normalise(&y, &y_digits));
	if (x_sign != y_sign)
		return x_sign > y_sign ? 1 : -1;
	if (x_sign == 0)
		return 0;
	int order = cmp_magnitude(&x, x_digits.point, &y, y_digits.point);
	if (order == 0)
		order = cmp_digits(&x_digits, &y_digits);
	return x_sign * order;
}

/* The exponent, clamped to +-limit. */
static int64_t
read_exponent(const struct number *number, int64_t limit)
{
	int64_t v = 0;
	for (size_t i = 0; i < number->exponent.n && v < limit; i++)
		v = v * 10 + (number->exponent.p[i] - '0');
	if (v > limit)
		v = limit;
	return number->exponent_negative ? -v : v;
}

bool
number_floor(struct text t, unsigned places, number_wide *out)
{
	enum { DIGITS = 38 };
	struct number number;
	struct decimal d;
	number_wide v = 0;
	bool exact = true;

	split(t, &number);
	*out = 0;
	if (!normalise(&number, &d))
		return true;
	size_t n = d.part[0].n + d.part[1].n;
	/* how many digits are before the point; no text has as many as the limit */
	int64_t whole = d.point + read_exponent(&number, INT64_C(100000000000000000)) + places;

	if (whole > DIGITS) {
		*out = number.negative ? -NUMBER_FLOOR_MAX : NUMBER_FLOOR_MAX;
		return false;
	}
	for (int64_t i = 0; i < whole; i++)
		v = v * 10 + digit_at(&d, (size_t)i);
	for (size_t i = whole > 0 ? (size_t)whole : 0; i < n && exact; i++)
		exact = digit_at(&d, i) == 0;
	*out = number.negative ? -v - !exact : v;
	return exact;
}
