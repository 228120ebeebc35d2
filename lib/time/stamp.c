/* SPDX-License-Identifier: MIT */
#include "time/stamp.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "time/civil.h"
#include "time/decimal.h"
#include "time/duration.h"

enum { FRACTION_DIGITS = 9, DATE_LEN = 10, CLOCK_LEN = 8 };

/* A text and the position in it. */
struct cursor {
	const char *p, *end;
};

static struct cursor
start_of(struct text t)
{
	return (struct cursor){ t.p, t.n > 0 ? t.p + t.n : t.p }; /* it may be absent */
}

static int
two_digits(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* Reads two digits, at most `max`.  Returns -1 if there is no such number. */
static int
take_two(struct cursor *c, int max)
{
	if (c->end - c->p < 2 || !ascii_is_digit(c->p[0]) || !ascii_is_digit(c->p[1]))
		return -1;
	int value = two_digits(c->p);
	c->p += 2;
	return value <= max ? value : -1;
}

static bool
take_char(struct cursor *c, char wanted)
{
	if (c->p == c->end || *c->p != wanted)
		return false;
	c->p++;
	return true;
}

/*
 * Reads eight characters at once.  Each must equal the character of `layout` at its place, or be a
 * digit if that is '0'.  For each character, `room` is 0x80 minus the first value that is too
 * large.  (Literals let compilers turn them into constants.)  Byte i of *pairs, lowest first,
 * becomes the number that digits i and i + 1 form.
 */
#define DIGIT "\x76"
#define FIXED "\x7F"

static inline bool
read_eight(const char *p, const char *layout, const char *room, uint64_t *pairs)
{
	uint64_t word, expected, most;
	memcpy(&word, p, sizeof word);
	memcpy(&expected, layout, sizeof expected);
	memcpy(&most, room, sizeof most);
	word = le64toh(word ^ expected); /* digits have become their values, everything else 0 */
	*pairs = word * 10 + (word >> 8);
	/* a value that is too large sets the highest bit of its byte */
	return ((word | (word + le64toh(most))) & UINT64_C(0x8080808080808080)) == 0;
}

#define DATE_LAYOUT "0000-00-", DIGIT DIGIT DIGIT DIGIT FIXED DIGIT DIGIT FIXED
#define CLOCK_LAYOUT "00:00:00", DIGIT DIGIT FIXED DIGIT DIGIT FIXED DIGIT DIGIT

static int
byte_of(uint64_t word, int i)
{
	return (int)(word >> (8 * i) & 0xFF);
}

/* Reads YYYY-MM-DD as days since 1970-01-01. */
static inline int
take_date(struct cursor *c, int64_t *days)
{
	static const char length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const char *p = c->p;
	uint64_t pairs;
	struct civil date;
	if (c->end - p < DATE_LEN || !read_eight(p, DATE_LAYOUT, &pairs))
		return -1;
	if (!ascii_is_digit(p[8]) || !ascii_is_digit(p[9]))
		return -1;
	date.year = byte_of(pairs, 0) * 100 + byte_of(pairs, 2);
	date.month = byte_of(pairs, 5);
	date.day = two_digits(p + 8);
	if (date.month < 1 || date.month > 12 || date.day < 1)
		return -1;
	bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
	if (date.day > length[date.month - 1] + (date.month == 2 && leap))
		return -1;
	c->p += DATE_LEN;
	*days = civil_to_days(date);
	return 0;
}

/* Reads HH:MM:SS as seconds. */
static inline int
take_clock(struct cursor *c, int *second)
{
	uint64_t pairs;
	if (c->end - c->p < CLOCK_LEN || !read_eight(c->p, CLOCK_LAYOUT, &pairs))
		return -1;
	int hour = byte_of(pairs, 0);
	int minute = byte_of(pairs, 3);
	*second = byte_of(pairs, 6);
	if (hour > 23 || minute > 59 || *second > 59)
		return -1;
	*second += hour * 3600 + minute * 60;
	c->p += CLOCK_LEN;
	return 0;
}

/* Reads a point and digits, if there is a point, as nanoseconds; drops digits after the ninth. */
static int
take_fraction(struct cursor *c, int *ns)
{
	static const int scale[FRACTION_DIGITS + 1] = { 1000000000, 100000000, 10000000, 1000000,
		100000, 10000, 1000, 100, 10, 1 };
	int value = 0, n = 0;
	*ns = 0;
	if (!take_char(c, '.'))
		return 0;
	if (c->p == c->end || !ascii_is_digit(*c->p))
		return -1;
	for (; c->p < c->end && ascii_is_digit(*c->p); c->p++) {
		if (n < FRACTION_DIGITS) {
			value = value * 10 + (*c->p - '0');
			n++;
		}
	}
	*ns = value * scale[n];
	return 0;
}

/* Reads Z, or an offset, as seconds. */
static int
take_zone(struct cursor *c, int *offset)
{
	int sign;
	*offset = 0;
	if (take_char(c, 'Z') || take_char(c, 'z'))
		return 0;
	if (take_char(c, '+'))
		sign = 1;
	else if (take_char(c, '-'))
		sign = -1;
	else
		return -1;
	int hours = take_two(c, 23);
	if (hours < 0 || !take_char(c, ':'))
		return -1;
	int minutes = take_two(c, 59);
	if (minutes < 0)
		return -1;
	*offset = sign * (hours * 3600 + minutes * 60);
	return 0;
}

/* Sets *at_ns to second * 10^9 + ns, if that fits int64; ns is 0 to 10^9 - 1. */
static int
join(int64_t second, int ns, int64_t *at_ns)
{
	int64_t part = ns;
	if (second < 0) { /* equal signs, or the earliest time would overflow half way */
		second++;
		part -= STAMP_SECOND;
	}
	if (__builtin_mul_overflow(second, STAMP_SECOND, &second) ||
	    __builtin_add_overflow(second, part, &second))
		return -1;
	*at_ns = second;
	return 0;
}

int
stamp_rfc3339(struct text t, int64_t *at_ns)
{
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
	return join(days * 86400 + second - offset, ns, at_ns);
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
	bool negative = t.n > 0 && t.p[0] == '-';
	struct decimal d;
	uint64_t magnitude;
	if (decimal_read((struct text){ t.p + negative, t.n - negative }, &d) < 0 ||
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

int
stamp_parse(struct text t, int64_t *at_ns)
{
	if (t.n > 4 && t.p[4] == '-' && ascii_is_digit(t.p[3])) /* 1.5e-3 is a number */
		return stamp_rfc3339(t, at_ns);
	return parse_epoch(t, -1, at_ns);
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
	return join(days * 86400 + hour * 3600 + minute * 60 + second, ns, at_ns);
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
	return stamp_rfc3339(t, at_ns) && parse_civil(t, at_ns) ? -1 : 0;
}
