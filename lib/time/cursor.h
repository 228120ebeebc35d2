/* SPDX-License-Identifier: MIT */
#ifndef TIME_CURSOR_H
#define TIME_CURSOR_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/text.h"
#include "time/civil.h"
#include "time/stamp.h"

/*
 * The parts of a time's text, private to stamp.c and format.c.  Each take_ function reads from the
 * cursor on and moves it behind what it read.  Functions that return int give 0 or a value, or -1
 * if what they want is not there.
 */
enum { FRACTION_DIGITS = 9, DATE_LEN = 10, CLOCK_LEN = 8 };

/* A text and the position in it. */
struct cursor {
	const char *p, *end;
};

static inline struct cursor
start_of(struct text t)
{
	return (struct cursor){ t.p, t.n > 0 ? t.p + t.n : t.p }; /* it may be absent */
}

static inline int
two_digits(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* Reads two digits, at most `max`.  Returns -1 if there is no such number. */
static inline int
take_two(struct cursor *c, int max)
{
	if (c->end - c->p < 2 || !ascii_is_digit(c->p[0]) || !ascii_is_digit(c->p[1]))
		return -1;
	int value = two_digits(c->p);
	c->p += 2;
	return value <= max ? value : -1;
}

static inline bool
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

static inline int
byte_of(uint64_t word, int i)
{
	return (int)(word >> (8 * i) & 0xFF);
}

static inline bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days since 1970, if there is such a date. */
static inline int
days_of(struct civil date, int64_t *days)
{
	static const char length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	if (date.month < 1 || date.month > 12 || date.day < 1)
		return -1;
	if (date.day > length[date.month - 1] + (date.month == 2 && is_leap(date.year)))
		return -1;
	*days = civil_to_days(date);
	return 0;
}

/* Reads YYYY-MM-DD as days since 1970-01-01. */
static inline int
take_date(struct cursor *c, int64_t *days)
{
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
	c->p += DATE_LEN;
	return days_of(date, days);
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

/* Digits, at least one, as a fraction of a second in nanoseconds; those past the ninth are cut. */
static inline int
take_decimals(struct cursor *c, int *ns)
{
	static const int scale[FRACTION_DIGITS + 1] = { 1000000000, 100000000, 10000000, 1000000,
		100000, 10000, 1000, 100, 10, 1 };
	int value = 0, n = 0;
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

/* A point and digits, if there is a point. */
static inline int
take_fraction(struct cursor *c, int *ns)
{
	*ns = 0;
	return take_char(c, '.') ? take_decimals(c, ns) : 0;
}

/* + or -: 1, -1, or 0 if there is none. */
static inline int
take_sign(struct cursor *c)
{
	if (take_char(c, '+'))
		return 1;
	return take_char(c, '-') ? -1 : 0;
}

/* Reads Z, or an offset, as seconds. */
static inline int
take_zone(struct cursor *c, int *offset)
{
	*offset = 0;
	if (take_char(c, 'Z') || take_char(c, 'z'))
		return 0;
	int sign = take_sign(c);
	int hours = take_two(c, 23);
	if (sign == 0 || hours < 0 || !take_char(c, ':'))
		return -1;
	int minutes = take_two(c, 59);
	if (minutes < 0)
		return -1;
	*offset = sign * (hours * 3600 + minutes * 60);
	return 0;
}

/* ±HH, ±HHMM or ±HH:MM, in seconds.  A colon belongs to the offset only if a digit follows: a
 * pattern may go on with one. */
static inline int
take_offset(struct cursor *c, int *offset)
{
	int sign = take_sign(c), hours = take_two(c, 23), minutes = 0;
	if (sign == 0 || hours < 0)
		return -1;
	const bool colon = c->end - c->p > 1 && *c->p == ':' && ascii_is_digit(c->p[1]);
	c->p += colon;
	if (colon || (c->p < c->end && ascii_is_digit(*c->p)))
		minutes = take_two(c, 59);
	*offset = sign * (hours * 3600 + minutes * 60);
	return minutes < 0 ? -1 : 0;
}

/* Sets *at_ns to second * 10^9 + ns, if that fits int64; ns is 0 to 10^9 - 1. */
static inline int
join_ns(int64_t second, int ns, int64_t *at_ns)
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

#endif
