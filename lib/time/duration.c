/* SPDX-License-Identifier: MIT */
#include "time/duration.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "time/decimal.h"

#define SECOND UINT64_C(1000000000)
#define DAY (86400 * SECOND)

struct unit {
	struct text name;
	uint64_t ns;
};

/* A text, the position in it, and the sum so far. */
struct cursor {
	struct text t;
	size_t at;
	uint64_t ns;
};

static bool
digit_here(const struct cursor *c)
{
	return c->at < c->t.n && ascii_is_digit(c->t.p[c->at]);
}

static int
give(uint64_t magnitude, bool negative, int64_t *ns)
{
	if (magnitude > (uint64_t)INT64_MAX + negative)
		return -1;
	*ns = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
	return 0;
}

static int
take_whole(struct cursor *c, uint64_t *value)
{
	*value = 0;
	if (!digit_here(c))
		return -1;
	for (; digit_here(c); c->at++)
		if (__builtin_mul_overflow(*value, 10, value) ||
		    __builtin_add_overflow(*value, (uint64_t)(c->t.p[c->at] - '0'), value))
			return -1;
	return 0;
}

/* Reads the digits after a point, as nanoseconds of a second. */
static int
take_fraction(struct cursor *c, uint64_t *ns)
{
	uint64_t weight = SECOND / 10;
	*ns = 0;
	if (!digit_here(c))
		return -1;
	for (; digit_here(c); c->at++, weight /= 10)
		*ns += (uint64_t)(c->t.p[c->at] - '0') * weight;
	return 0;
}

/* Returns the unit whose name is all the text before the next digit, or NULL. */
static const struct unit *
take_unit(struct cursor *c, const struct unit *units, size_t count)
{
	size_t start = c->at;
	while (c->at < c->t.n && !ascii_is_digit(c->t.p[c->at]))
		c->at++;
	struct text name = (struct text){ c->t.p + start, c->at - start };
	for (size_t i = 0; i < count; i++)
		if (text_eq(units[i].name, name))
			return &units[i];
	return NULL;
}

/* Reads NUMBER UNIT up to the end; each unit must be smaller than the one before. */
static int
take_parts(struct cursor *c, const struct unit *units, size_t count)
{
	uint64_t whole, fraction, part, before = UINT64_MAX;
	do {
		const struct unit *unit;
		bool point;
		if (take_whole(c, &whole))
			return -1;
		point = c->at < c->t.n && c->t.p[c->at] == '.';
		c->at += point;
		fraction = 0;
		if (point && take_fraction(c, &fraction))
			return -1;
		unit = take_unit(c, units, count);
		if (!unit || unit->ns >= before || (point && unit->ns != SECOND))
			return -1;
		before = unit->ns;
		if (__builtin_mul_overflow(whole, unit->ns, &part) ||
		    __builtin_add_overflow(part, fraction, &part) ||
		    __builtin_add_overflow(c->ns, part, &c->ns))
			return -1;
	} while (c->at < c->t.n);
	return 0;
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static int
parse_plain(struct cursor *c)
{
	static const struct unit units[] = {
		{ { "d", 1 }, DAY },
		{ { "h", 1 }, 3600 * SECOND },
		{ { "m", 1 }, 60 * SECOND },
		{ { "s", 1 }, SECOND },
		{ { "ms", 2 }, 1000000 },
		{ { "us", 2 }, 1000 },
		{ { "\xC2\xB5s", 3 }, 1000 }, /* U+00B5, the micro sign */
		{ { "\xCE\xBCs", 3 }, 1000 }, /* U+03BC, the letter mu */
		{ { "ns", 2 }, 1 },
	};
	return take_parts(c, units, COUNT(units));
}

/* Reads what follows the P of ISO 8601: weeks alone, or days, or T and a time, or both. */
static int
parse_iso(struct cursor *c)
{
	static const struct unit week = { { "W", 1 }, 7 * DAY }, day = { { "D", 1 }, DAY };
	static const struct unit clock[] = {
		{ { "H", 1 }, 3600 * SECOND },
		{ { "M", 1 }, 60 * SECOND },
		{ { "S", 1 }, SECOND },
	};
	struct text all = c->t;
	const char *t_at = memchr(all.p, 'T', all.n);
	if (all.p[all.n - 1] == 'W')
		return take_parts(c, &week, 1);
	if (!t_at)
		return take_parts(c, &day, 1);
	c->t.n = (size_t)(t_at - all.p);
	if (c->at < c->t.n && take_parts(c, &day, 1))
		return -1;
	c->t.n = all.n;
	c->at = (size_t)(t_at - all.p) + 1;
	return take_parts(c, clock, COUNT(clock));
}

int
duration_parse(struct text t, int64_t *ns)
{
	struct cursor c = { .t = t };
	bool negative = t.n > 0 && t.p[0] == '-';
	int bad;
	c.at = negative;
	if (c.at < t.n && t.p[c.at] == 'P') {
		c.at++;
		bad = parse_iso(&c);
	} else {
		bad = parse_plain(&c);
	}
	return bad ? -1 : give(c.ns, negative, ns);
}

int
duration_parse_seconds(struct text t, int64_t *ns)
{
	struct decimal seconds;
	uint64_t magnitude;
	if (duration_parse(t, ns) == 0)
		return 0;
	const bool negative = text_take_minus(&t);
	if (decimal_read(t, &seconds) < 0 || decimal_scaled(&seconds, 9, &magnitude) < 0)
		return -1;
	return give(magnitude, negative, ns);
}

static char *
put_u64(char *p, uint64_t v)
{
	char reversed[20];
	int n = 0;
	do {
		reversed[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	while (n > 0)
		*p++ = reversed[--n];
	return p;
}

size_t
duration_put_seconds(int64_t ns, char out[DURATION_MAX])
{
	uint64_t magnitude = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns, rest = magnitude % SECOND;
	char *p = out;
	if (ns < 0)
		*p++ = '-';
	p = put_u64(p, magnitude / SECOND);
	if (rest > 0)
		*p++ = '.';
	for (; rest > 0; rest = rest * 10 % SECOND)
		*p++ = (char)('0' + rest * 10 / SECOND);
	return (size_t)(p - out);
}
