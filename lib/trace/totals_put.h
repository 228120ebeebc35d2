/* SPDX-License-Identifier: MIT */
#ifndef TRACE_TOTALS_PUT_H
#define TRACE_TOTALS_PUT_H

#include "base/buf.h"
#include "trace/totals.h"

/* Totals as JSON lines, in the members and the order of the contract, section 5. */

/* Appends a trace: a line of --sessions. */
void trace_put_session(struct buf *b, const struct trace_session *s, struct text title);

/* Appends a line of --by: the name of the key, its value (absent: null), and the totals.  parts:
 * they are parts of traces, of which nobody can say which tools belong to them. */
void trace_put_totals(
    struct buf *b, const char *name, struct text value, const struct trace_totals *sum, bool parts);

/* Appends the member "usage" of sums of tokens by trace_usage_names; a negative one is unknown.
 * null if all are. */
void trace_put_usage_member(struct buf *b, const number_wide *usage);

#endif
