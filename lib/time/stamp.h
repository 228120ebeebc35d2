/* SPDX-License-Identifier: MIT */
#ifndef TIME_STAMP_H
#define TIME_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

struct stamp_format;

/*
 * Points in time: int64 nanoseconds since 1970-01-01T00:00:00Z, so 1677-09-21T00:12:43.145224192Z
 * to 2262-04-11T23:47:16.854775807Z; leap seconds do not exist.  All of UTC, proleptic Gregorian
 * calendar.
 */
#define STAMP_SECOND INT64_C(1000000000)

/*
 * RFC 3339: date, `T`, `t` or a space, time with optional fraction (digits past the ninth are cut),
 * then `Z`, `z` or an offset of at most 23:59.  Second 60, day 31 of a shorter month, 24:00 and
 * what does not fit int64 are invalid. 0, or -1.
 */
int stamp_rfc3339(struct text t, int64_t *at_ns);

/*
 * What a record may carry (section 3 of the contract).  A time is RFC 3339, or a number since the
 * epoch, -?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?.  Its magnitude tells the unit, whatever its
 * spelling: below 1e11 seconds, 1e14 ms, 1e17 us, otherwise ns.  What is less than a nanosecond is
 * cut, towards zero.  Some spellings of other programs are also read: a comma for the point, an
 * offset such as +0200 or +02, an offset behind a space, and ` UTC` or ` GMT` for Z.  Returns 0, or
 * -1.
 */
int stamp_parse(struct text t, int64_t *at_ns);

/* How a plan reads times.  All zero: as stamp_parse does. */
struct stamp_reader {
	bool zoned;   /* a time without an offset is read in the zone offset_s */
	int offset_s; /* east of UTC */
	const struct stamp_format *format;
	size_t formats;
};

/* Tries the formats in order, then stamp_parse with the zone.  Returns 0, or -1. */
int stamp_read(const struct stamp_reader *r, struct text t, int64_t *at_ns);

/* Z, z or an offset ±HH:MM of at most 23:59, in seconds.  Returns 0, or -1. */
int stamp_offset(struct text t, int *seconds);

/*
 * What the command line takes: RFC 3339; YYYY-MM-DD[ HH:MM[:SS[.f]]] in UTC, where a T may stand
 * for the space; @SECONDS (a number as above, always seconds); now; -DURATION before now.  0, or
 * -1.
 */
int stamp_parse_option(struct text t, int64_t now_ns, int64_t *at_ns);

/*
 * Why stamp_parse refused the text, for people: "it has no offset; add Z for UTC, or one like
 * +02:00".  Always says something, whatever the text.
 */
const char *stamp_why(struct text t);

/* What a plan can do about it, as the end of that sentence: "; set time_zone in …"; or "". */
const char *stamp_hint(struct text t);

/* RFC 3339 in UTC with Z and 0, 3, 6 or 9 digits of fraction, as few as hold it.  Returns the
 * length. */
#define STAMP_MAX 32
size_t stamp_put(int64_t at_ns, char out[STAMP_MAX]);
void stamp_put_json(struct buf *b, int64_t at_ns); /* the same as a JSON string */

/* Is the text of a time that one of the readers above took what stamp_put writes of it?  Most often
 * it is. */
bool stamp_is_canonical(struct text t);

/*
 * YYYY-MM-DDTHH:MMZ of the start of the bucket of `minutes` (1 to 10^7) from the epoch that at_ns
 * is in: floor, also before 1970, and also where the start is earlier than any time that int64
 * holds. Returns the length, 17.
 */
size_t stamp_put_bucket(int64_t at_ns, int64_t minutes, char out[STAMP_MAX]);

/* The start of the millisecond that at_ns is in: floor, also before 1970; held at the end of int64.
 */
int64_t stamp_whole_ms(int64_t at_ns);

/* a - b and a + b, held at the ends of int64 instead of overflowing. */
int64_t stamp_sub(int64_t a, int64_t b);
int64_t stamp_add(int64_t a, int64_t b);

#endif
