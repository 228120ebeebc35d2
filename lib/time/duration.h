/* SPDX-License-Identifier: MIT */
#ifndef TIME_DURATION_H
#define TIME_DURATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * Parses a duration into nanoseconds.  The text is one or more of NUMBER UNIT.  The units are d, h,
 * m, s, ms, us (or either form of µs) and ns, largest first, each at most once.  Only s may have a
 * fraction: 1.5s, 1h30m, 2d, 250ms.  ISO 8601 is also accepted, in days and below: PT1H30M, P1DT2H,
 * PT0.5S, P2W.  A leading `-` makes the duration negative.  Digits after the ninth of a fraction
 * are dropped.  Returns 0, or -1 if the text is not a duration or does not fit 64 bits.
 */
int duration_parse(struct text t, int64_t *ns);

/* Like duration_parse, but also accepts a bare number of seconds, with or without a fraction:
 * `5400`, `0.25`, `-3`, `1e3`. */
int duration_parse_seconds(struct text t, int64_t *ns);

/* Writes the duration as a number of seconds, exactly: 5400, 0.25, -1.000000001.  Returns the
 * length. */
#define DURATION_MAX 32
size_t duration_put_seconds(int64_t ns, char out[DURATION_MAX]);

#endif
