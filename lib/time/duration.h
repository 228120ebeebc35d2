/* SPDX-License-Identifier: MIT */
#ifndef TIME_DURATION_H
#define TIME_DURATION_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * Spans of time in int64 nanoseconds.  Read: one or more of NUMBER UNIT with d, h, m, s, ms, us (or
 * the two forms of µs), ns, largest first, each at most once; only s takes a fraction (1.5s, 1h30m,
 * 2d, 250ms); or ISO 8601 in days and below (PT1H30M, P1DT2H, PT0.5S, P2W).  A leading `-` makes it
 * negative.  Digits past the ninth of a fraction are cut. 0, or -1: no duration, or it does not
 * fit.
 */
int duration_parse(struct text t, int64_t *ns);

/* As duration_parse, or a bare number of seconds: an integer or with a fraction (`5400`, `0.25`,
 * `-3`, `1e3`). */
int duration_parse_seconds(struct text t, int64_t *ns);

/* The number of seconds, exactly: 5400, 0.25, -1.000000001.  Returns the length. */
#define DURATION_MAX 32
size_t duration_put_seconds(int64_t ns, char out[DURATION_MAX]);

#endif
