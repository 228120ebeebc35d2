/* SPDX-License-Identifier: MIT */
#ifndef VIEW_COMPARE_H
#define VIEW_COMPARE_H

#include "base/buf.h"
#include "trace/compare.h"
#include "view/line.h"

/*
 * Appends a comparison for people: what is compared, a table of the metrics, one of the names that
 * changed most (of all, with style->full), and the winner.  label: what A and B are called.
 */
void view_comparison(struct buf *b, const struct view_style *style,
    const struct trace_comparison *c, const struct text label[2]);

/* Appends the value of a metric for people, in its unit: 12.3ms, 4.5%, 1,234.5, $0.0123.  Here and
 * below, m is NULL for the duration of calls of a name. */
void view_metric_value(struct view_line *l, const struct trace_comparison *c,
    const struct compare_metric *m, double value);

/* Appends the change from A to B, and its interval; nothing if a side has no value, or, of the
 * interval, if nothing varies. */
void view_metric_change(struct view_line *l, const struct trace_comparison *c,
    const struct compare_metric *m, const struct compare_result *r);
void view_metric_interval(struct view_line *l, const struct trace_comparison *c,
    const struct compare_metric *m, const struct compare_result *r);

/* Appends why there is no winner. */
void view_no_winner(struct view_line *l, const struct trace_comparison *c);

/* Appends a relative change for people: +12.3%. */
void view_percent(struct view_line *l, double share);

/* Appends that no difference of so few values can be significant. */
void view_few(struct view_line *l, const struct trace_comparison *c, size_t a, size_t b);

/* Appends p for people: 0.034, <0.0001. */
void view_p(struct view_line *l, double p);

#endif
