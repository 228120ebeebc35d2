/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "json/write.h"
#include "time/civil.h"
#include "time/stamp.h"

/* Rounds down, also for negative numbers. */
static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static char *
put_two(char *p, unsigned v)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
				    "25262728293031323334353637383940414243444546474849"
				    "50515253545556575859606162636465666768697071727374"
				    "75767778798081828384858687888990919293949596979899";
	memcpy(p, pairs + 2 * v, 2);
	return p + 2;
}

static char *
put_three(char *p, unsigned v)
{
	*p++ = (char)('0' + v / 100);
	return put_two(p, v % 100);
}

/* Writes YYYY-MM-DDTHH:MM; returns its end. */
static char *
put_minute(char *p, int64_t days, unsigned minute)
{
	struct civil date = civil_of_days(days);
	p = put_two(p, (unsigned)date.year / 100);
	p = put_two(p, (unsigned)date.year % 100);
	*p++ = '-';
	p = put_two(p, (unsigned)date.month);
	*p++ = '-';
	p = put_two(p, (unsigned)date.day);
	*p++ = 'T';
	p = put_two(p, minute / 60);
	*p++ = ':';
	return put_two(p, minute % 60);
}

size_t
stamp_put(int64_t at_ns, char out[STAMP_MAX])
{
	int64_t second = floor_divide(at_ns, STAMP_SECOND), days = floor_divide(second, 86400);
	/* second * 10^9 may be below the range of int64; the difference is not */
	unsigned ns = (unsigned)((uint64_t)at_ns - (uint64_t)second * (uint64_t)STAMP_SECOND);
	unsigned of_day = (unsigned)(second - days * 86400);
	char *p = put_minute(out, days, of_day / 60);
	*p++ = ':';
	p = put_two(p, of_day % 60);
	if (ns > 0) {
		*p++ = '.';
		p = put_three(p, ns / 1000000);
		if (ns % 1000000 > 0)
			p = put_three(p, ns / 1000 % 1000);
		if (ns % 1000 > 0)
			p = put_three(p, ns % 1000);
	}
	*p++ = 'Z';
	return (size_t)(p - out);
}

void
stamp_put_json(struct buf *b, int64_t at_ns)
{
	char text[STAMP_MAX];
	json_add_string(b, (struct text){ text, stamp_put(at_ns, text) });
}

bool
stamp_is_canonical(struct text t)
{
	if (t.n < 20 || t.n > 30 || t.p[10] != 'T' || t.p[t.n - 1] != 'Z')
		return false;
	return t.n == 20 || (t.p[19] == '.' && (t.n == 24 || t.n == 27 || t.n == 30) &&
				memcmp(t.p + t.n - 4, "000", 3) != 0);
}

size_t
stamp_put_bucket(int64_t at_ns, int64_t minutes, char out[STAMP_MAX])
{
	int64_t minute = floor_divide(at_ns, 60 * STAMP_SECOND);
	int64_t start = floor_divide(minute, minutes) * minutes, days = floor_divide(start, 1440);
	char *p = put_minute(out, days, (unsigned)(start - days * 1440));
	*p++ = 'Z';
	return (size_t)(p - out);
}

int64_t
stamp_whole_ms(int64_t at_ns)
{
	const int64_t ms = 1000000;
	return stamp_sub(at_ns, (at_ns % ms + ms) % ms);
}

int64_t
stamp_sub(int64_t a, int64_t b)
{
	int64_t difference;
	if (__builtin_sub_overflow(a, b, &difference))
		return b < 0 ? INT64_MAX : INT64_MIN;
	return difference;
}

int64_t
stamp_add(int64_t a, int64_t b)
{
	int64_t sum;
	if (__builtin_add_overflow(a, b, &sum))
		return b < 0 ? INT64_MIN : INT64_MAX;
	return sum;
}
