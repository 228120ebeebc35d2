/* SPDX-License-Identifier: MIT */
#include "time/decimal.h"

#include <stdbool.h>

#include "base/ascii.h"

/* No text has this many digits, so larger exponents are clamped. */
#define EXPONENT_MAX INT64_C(1000000000000000)

static struct text
take_digits(struct text *t)
{
	struct text digits = { t->p, 0 };
	while (t->n > 0 && ascii_is_digit(*t->p)) {
		t->p++;
		t->n--;
		digits.n++;
	}
	return digits;
}

static bool
take_char(struct text *t, char a, char b)
{
	if (t->n == 0 || (*t->p != a && *t->p != b))
		return false;
	t->p++;
	t->n--;
	return true;
}

int
decimal_read(struct text t, struct decimal *d)
{
	bool negative = false;
	*d = (struct decimal){ .whole = take_digits(&t) };
	if (d->whole.n == 0)
		return -1;
	if (take_char(&t, '.', '.') && (d->fraction = take_digits(&t)).n == 0)
		return -1;
	if (!take_char(&t, 'e', 'E'))
		return t.n == 0 ? 0 : -1;
	if (t.n > 0 && (*t.p == '+' || *t.p == '-')) {
		negative = *t.p == '-';
		take_char(&t, '+', '-');
	}
	struct text exponent = take_digits(&t);
	if (exponent.n == 0 || t.n > 0)
		return -1;
	for (size_t i = 0; i < exponent.n && d->exponent < EXPONENT_MAX; i++)
		d->exponent = d->exponent * 10 + (exponent.p[i] - '0');
	if (negative)
		d->exponent = -d->exponent;
	return 0;
}

static size_t
length(const struct decimal *d)
{
	return d->whole.n + d->fraction.n;
}

static unsigned
digit(const struct decimal *d, size_t i)
{
	return (unsigned)(i < d->whole.n ? d->whole.p[i] : d->fraction.p[i - d->whole.n]) - '0';
}

int64_t
decimal_digits(const struct decimal *d)
{
	for (size_t i = 0; i < length(d); i++)
		if (digit(d, i) != 0)
			return (int64_t)d->whole.n - (int64_t)i + d->exponent;
	return INT64_MIN;
}

int
decimal_scaled(const struct decimal *d, int shift, uint64_t *out)
{
	/* the power of ten of the next digit */
	int64_t power = (int64_t)d->whole.n - 1 + d->exponent + shift;

	*out = 0;
	for (size_t i = 0; i < length(d) && power >= 0; i++, power--)
		if (__builtin_mul_overflow(*out, 10, out) ||
		    __builtin_add_overflow(*out, digit(d, i), out))
			return -1;
	for (; power >= 0 && *out > 0; power--)
		if (__builtin_mul_overflow(*out, 10, out))
			return -1;
	return 0;
}
