/* SPDX-License-Identifier: MIT */
#include "time/stamp.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "time/cursor.h"
#include "time/decimal.h"
#include "time/duration.h"
#include "time/format.h"

/*
 * Most times are as stamp_put writes them, in a year from 1970 to 2099, and have whole seconds or
 * milliseconds.  Returns false if this one is not.
 */
static bool
read_usual(struct text t, int64_t *at_ns)
{
	static const short before[13] = { 0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304,
		334 };
	static const char length[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const char *p = t.p;
	uint64_t date, clock;
	if ((t.n != 20 && t.n != 24) || p[t.n - 1] != 'Z' || p[10] != 'T' ||
	    !read_eight(
		p + 2, "00-00-00", DIGIT DIGIT FIXED DIGIT DIGIT FIXED DIGIT DIGIT, &date) ||
	    !read_eight(p + 11, CLOCK_LAYOUT, &clock))
		return false;
	const bool new = p[0] == '2' && p[1] == '0';
	const unsigned of_century = (unsigned)byte_of(date, 0), month = (unsigned)byte_of(date, 3),
		       day = (unsigned)byte_of(date, 6);
	if (!new && (p[0] != '1' || p[1] != '9' || of_century < 70))
		return false;
	const unsigned year = of_century + (new ? 100 : 0) - 70; /* since 1970 */
	const unsigned leap = (year + 2) % 4 == 0;
	if (month - 1 > 11 || day - 1 > length[month] + (month == 2 ? leap : 0) - 1u)
		return false;
	const unsigned hour = (unsigned)byte_of(clock, 0), minute = (unsigned)byte_of(clock, 3),
		       second = (unsigned)byte_of(clock, 6);
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	unsigned ms = 0;
	if (t.n == 24) {
		const unsigned a = (unsigned char)(p[20] - '0'), b = (unsigned char)(p[21] - '0'),
			       c = (unsigned char)(p[22] - '0');
		if (p[19] != '.' || a > 9 || b > 9 || c > 9)
			return false;
		ms = a * 100 + b * 10 + c;
	}
	const unsigned days = year * 365 + (year + 1) / 4 + (unsigned)before[month] +
			      (month > 2 ? leap : 0) + day - 1;
	const int64_t at_s = (int64_t)days * 86400 + hour * 3600 + minute * 60 + second;
	*at_ns = at_s * STAMP_SECOND + (int64_t)ms * 1000000;
	return true;
}

int
stamp_rfc3339(struct text t, int64_t *at_ns)
{
	if (read_usual(t, at_ns))
		return 0;
	struct cursor c = start_of(t);
	int64_t days;
	int second, ns, offset;
	if (t.n < sizeof "1970-01-01T00:00:00Z" - 1 || take_date(&c, &days))
		return -1;
	if (*c.p != 'T' && *c.p != 't' && *c.p != ' ')
		return -1;
	c.p++;
	if (take_clock(&c, &second) || take_fraction(&c, &ns) || take_zone(&c, &offset) ||
	    c.p != c.end)
		return -1;
	return join_ns(days * 86400 + second - offset, ns, at_ns);
}

/* Z, an offset with or without colon and minutes, one behind a space, ` UTC` or ` GMT`. */
static int
take_spelled_zone(struct cursor *c, int *offset)
{
	*offset = 0;
	if (take_char(c, 'Z') || take_char(c, 'z'))
		return 0;
	if (take_char(c, ' ') && c->end - c->p == 3 &&
	    (memcmp(c->p, "UTC", 3) == 0 || memcmp(c->p, "GMT", 3) == 0)) {
		c->p += 3;
		return 0;
	}
	return take_offset(c, offset);
}

/*
 * The spellings of other programs: a comma for the point, and the zones above.  `zone`: what holds
 * for a time without one; NULL: it must have one.
 */
static int
parse_spelling(struct text t, const int *zone, int64_t *at_ns)
{
	struct cursor c = start_of(t);
	int64_t days;
	int second, ns = 0, offset;
	if (take_date(&c, &days))
		return -1;
	if (!take_char(&c, 'T') && !take_char(&c, 't') && !take_char(&c, ' '))
		return -1;
	if (take_clock(&c, &second))
		return -1;
	if ((take_char(&c, '.') || take_char(&c, ',')) && take_decimals(&c, &ns))
		return -1;
	if (c.p == c.end && zone)
		offset = *zone;
	else if (take_spelled_zone(&c, &offset) || c.p != c.end)
		return -1;
	return join_ns(days * 86400 + second - offset, ns, at_ns);
}

int
stamp_offset(struct text t, int *seconds)
{
	struct cursor c = start_of(t);
	return take_zone(&c, seconds) || c.p != c.end ? -1 : 0;
}

/* Sets *out to magnitude * unit with its sign, if that fits int64. */
static int
signed_product(bool negative, uint64_t magnitude, uint64_t unit, int64_t *out)
{
	if (__builtin_mul_overflow(magnitude, unit, &magnitude) ||
	    magnitude > (uint64_t)INT64_MAX + negative)
		return -1;
	*out = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
	return 0;
}

/* Returns the unit of a number with this many digits before its point: the exponent of a power of
 * ten, in nanoseconds. */
static int
unit_of(int64_t digits)
{
	if (digits <= 11)
		return 9;
	if (digits <= 14)
		return 6;
	return digits <= 17 ? 3 : 0;
}

/* Parses a number that is not an integer, or has too many digits for one. */
static int
parse_spelled(struct text t, int unit, int64_t *at_ns)
{
	const bool negative = text_take_minus(&t);
	struct decimal d;
	uint64_t magnitude;
	if (decimal_read(t, &d) < 0 ||
	    decimal_scaled(&d, unit < 0 ? unit_of(decimal_digits(&d)) : unit, &magnitude) < 0)
		return -1;
	return signed_product(negative, magnitude, 1, at_ns);
}

/* Parses a number in units of 10^unit ns; -1: the unit follows from its magnitude. */
static int
parse_epoch(struct text t, int unit, int64_t *at_ns)
{
	static const uint64_t scale[] = { [0] = 1, [3] = 1000, [6] = 1000000, [9] = 1000000000 };
	struct cursor c = start_of(t);
	bool negative = t.n > 0 && take_char(&c, '-');
	const char *start = c.p;
	uint64_t magnitude = 0;
	int64_t digits = 0;
	for (; c.p < c.end && ascii_is_digit(*c.p) && digits < 19; c.p++) {
		magnitude = magnitude * 10 + (uint64_t)(*c.p - '0');
		digits += magnitude > 0;
	}
	if (c.p < c.end || c.p == start)
		return parse_spelled(t, unit, at_ns);
	return signed_product(negative, magnitude, scale[unit < 0 ? unit_of(digits) : unit], at_ns);
}

static int
parse(struct text t, const int *zone, int64_t *at_ns)
{
	if (t.n <= 4 || t.p[4] != '-' || !ascii_is_digit(t.p[3])) /* 1.5e-3 is a number */
		return parse_epoch(t, -1, at_ns);
	return stamp_rfc3339(t, at_ns) && parse_spelling(t, zone, at_ns) ? -1 : 0;
}

int
stamp_parse(struct text t, int64_t *at_ns)
{
	return parse(t, NULL, at_ns);
}

int
stamp_read(const struct stamp_reader *r, struct text t, int64_t *at_ns)
{
	for (size_t i = 0; i < r->formats; i++)
		if (stamp_format_read(&r->format[i], t, r->offset_s, at_ns) == 0)
			return 0;
	return parse(t, r->zoned ? &r->offset_s : NULL, at_ns);
}

/* Parses YYYY-MM-DD, optionally followed by HH:MM[:SS[.f]] after a space or a T, in UTC. */
static int
parse_civil(struct text t, int64_t *at_ns)
{
	struct cursor c = start_of(t);
	int64_t days;
	int hour = 0, minute = 0, second = 0, ns = 0;
	if (take_date(&c, &days))
		return -1;
	if (c.p < c.end) {
		if (!take_char(&c, ' ') && !take_char(&c, 'T') && !take_char(&c, 't'))
			return -1;
		hour = take_two(&c, 23);
		if (hour < 0 || !take_char(&c, ':'))
			return -1;
		minute = take_two(&c, 59);
		if (minute < 0)
			return -1;
		if (take_char(&c, ':')) {
			second = take_two(&c, 59);
			if (second < 0 || take_fraction(&c, &ns))
				return -1;
		}
	}
	if (c.p != c.end)
		return -1;
	return join_ns(days * 86400 + hour * 3600 + minute * 60 + second, ns, at_ns);
}

int
stamp_parse_option(struct text t, int64_t now_ns, int64_t *at_ns)
{
	int64_t before;
	if (text_eq(t, TEXT("now"))) {
		*at_ns = now_ns;
		return 0;
	}
	if (t.n > 0 && t.p[0] == '@')
		return parse_epoch((struct text){ t.p + 1, t.n - 1 }, 9, at_ns);
	if (t.n > 0 && t.p[0] == '-') {
		if (duration_parse(t, &before)) /* with its sign */
			return -1;
		return __builtin_add_overflow(now_ns, before, at_ns) ? -1 : 0;
	}
	if (stamp_rfc3339(t, at_ns) == 0 || parse_spelling(t, NULL, at_ns) == 0)
		return 0;
	return parse_civil(t, at_ns);
}
