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
 * Points in time: int64 nanoseconds since 1970-01-01T00:00:00Z, from 1677-09-21T00:12:43.145224192Z
 * to 2262-04-11T23:47:16.854775807Z.  There are no leap seconds.  All times are UTC, in the
 * proleptic Gregorian calendar.
 */
#define STAMP_SECOND INT64_C(1000000000)

/*
 * Parses RFC 3339: a date, `T`, `t` or a space, a time with an optional fraction (digits after the
 * ninth are dropped), then `Z`, `z` or an offset of at most 23:59.  Second 60, day 31 of a shorter
 * month, 24:00 and times that do not fit int64 are invalid.  Returns 0 or -1.
 */
int stamp_rfc3339(struct text t, int64_t *at_ns);

/*
 * Parses the time of an event (section 3 of the contract): RFC 3339, or a number since the epoch,
 * -?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?  The magnitude decides the unit, however the number is
 * spelled: seconds below 1e11, ms below 1e14, us below 1e17, otherwise ns.  Fractions of a
 * nanosecond are truncated towards zero.  Some spellings of other programs are also parsed: a comma
 * for the point, an offset such as +0200 or +02, an offset after a space, and ` UTC` or ` GMT` for
 * Z.  Returns 0 or -1.
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
 * Parses a time on the command line: RFC 3339; YYYY-MM-DD[ HH:MM[:SS[.f]]] in UTC, with a space or
 * a T; @SECONDS (a number as above, always in seconds); now; -DURATION before now.  Returns 0 or
 * -1.
 */
int stamp_parse_option(struct text t, int64_t now_ns, int64_t *at_ns);

/*
 * Says, for people, why stamp_parse refused the text: "it has no offset; add Z for UTC, or one like
 * +02:00".  There is a reason for every text.
 */
const char *stamp_why(struct text t);

/* What a plan can do about it, as the end of that sentence: "; set time_zone in …"; or "". */
const char *stamp_hint(struct text t);

/* Writes RFC 3339 in UTC with Z and 0, 3, 6 or 9 digits of fraction, the fewest that are exact.
 * Returns the length. */
#define STAMP_MAX 32
size_t stamp_put(int64_t at_ns, char out[STAMP_MAX]);
void stamp_put_json(struct buf *b, int64_t at_ns); /* the same as a JSON string */

/* The text must be a time that one of the readers above accepted.  Is it the same as stamp_put
 * would write?  It usually is. */
bool stamp_is_canonical(struct text t);

/*
 * Writes the start of the bucket that at_ns is in, as YYYY-MM-DDTHH:MMZ.  Buckets are `minutes`
 * long (1 to 10^7) and are counted from the epoch, also before 1970.  The start may be earlier than
 * any time that fits int64.  Returns the length, 17.
 */
size_t stamp_put_bucket(int64_t at_ns, int64_t minutes, char out[STAMP_MAX]);

/* Rounds down to a whole millisecond, also before 1970; clamped to the range of int64. */
int64_t stamp_whole_ms(int64_t at_ns);

/* a - b and a + b, clamped to the range of int64. */
int64_t stamp_sub(int64_t a, int64_t b);
int64_t stamp_add(int64_t a, int64_t b);

#endif
