/* SPDX-License-Identifier: MIT */
#ifndef VIEW_SERVICES_H
#define VIEW_SERVICES_H

#include "trace/adjust.h"
#include "view/line.h"

/*
 * The services of a trace for people: a lane for each, the calls between them, the cascade of a
 * failure, and clocks that are off.
 *
 *	trace t1: 2 services, 3 calls, 9.00s, 2 errors
 *	SERVICE  CALLS  FAILED   SELF  WHEN IT RAN
 *	gateway      1       1  1.00s  ──────────────────×
 *	orders       2       1  8.00s   ────────────────×
 *	FROM     TO      CALLS  FAILED  RETRIES  TIMED OUT    P95
 *	gateway  orders      2       1        1          1  8.00s
 *	cascade:
 *	  +8.00s  origin     orders   checkout: TimeoutError: no answer
 *	  +9.00s  passed on  gateway  GET /: 502
 *	clock: orders is 5.00ms behind; --adjust-clocks adds that
 *
 * A lane is drawn where a call of the service ran, and × is where one failed.  Tables have a
 *limited number of rows, and the cascade of lines, unless everything is to be shown.
 */

/* Appends the trace that was read.  moved and adjusted are as for trace_put_services. */
void view_services(struct buf *b, const struct view_style *style, const struct trace_services *s,
    const struct trace_moved *moved, size_t n, bool adjusted);

#endif
