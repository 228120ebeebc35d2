/* SPDX-License-Identifier: MIT */
#ifndef TIME_FORMAT_H
#define TIME_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

/*
 * A pattern for the text of a time, in the letters of strptime(3), of which it has a part:
 *
 *	%Y		year, 4 digits;
 *	%m %d		month and day, 2 digits;
 *	%e		day, 1 or 2 digits, or a space and 1;
 *	%j		day of the year, 3 digits
 *	%b		a month's name in English, in full or its first three letters, in any case
 *	%a		a weekday's name likewise; it is not compared with the date
 *	%H %M %S	hour, minute and second, 2 digits
 *	%f		a fraction, 1 digit or more; those past the ninth are cut
 *	%z		Z, UTC, GMT, or an offset ±HH:MM, ±HHMM or ±HH
 *	%s		seconds since 1970
 *	%%		a percent sign
 *
 * All other characters stand for themselves.  No locale is looked at.  A pattern says which day it
 * is, by %s, or by %Y with %m or %b and %d or %e, or by %Y and %j.
 */
struct stamp_format {
	const struct stamp_part *part; /* in the arena */
	size_t parts;
	bool zoned; /* it needs no time zone: it has %z or %s */
};

/*
 * Compiles a pattern, which may be given up then.  Returns 0, or -1 with e->text and
 * e->offset: the byte of the pattern that is wrong, or ERR_NOWHERE.
 */
int stamp_format_compile(
    struct arena *a, struct text pattern, struct stamp_format *out, struct err *e);

/*
 * Reads a text by a pattern, which must match all of it.  `offset_s`: the zone of a pattern that is
 * not zoned.  Returns 0, or -1 if it does not match, or there is no such time, or int64 does not
 * hold it.
 */
int stamp_format_read(const struct stamp_format *f, struct text t, int offset_s, int64_t *at_ns);

#endif
