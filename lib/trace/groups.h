/* SPDX-License-Identifier: MIT */
#ifndef TRACE_GROUPS_H
#define TRACE_GROUPS_H

#include "base/siphash.h"
#include "trace/totals.h"

/* Totals by day, model, service or project. */
enum trace_by { TRACE_BY_DAY, TRACE_BY_MODEL, TRACE_BY_SERVICE, TRACE_BY_PROJECT };
#define TRACE_BYS (TRACE_BY_PROJECT + 1)

extern const struct text trace_by_names[TRACE_BYS]; /* "day", "model", … */

struct trace_group {
	struct text key; /* absent: the traces that have none */
	struct trace_totals sum;
};

struct trace_groups;

struct trace_groups *trace_groups_new(enum trace_by by, struct siphash_key key);
void trace_groups_free(struct trace_groups *g);

/* Adds a trace to its group: the UTC day of its start (YYYY-MM-DD), its service or its project. By
 * model, each of its shares is added to the group of its model. */
void trace_groups_add(
    struct trace_groups *g, const struct trace_totaller *t, const struct trace_session *s);

/* Sorts the groups and returns them: days in order and no day last; others by their tokens, then
 * their traces, the most first, then by their keys. */
const struct trace_group *trace_groups_sorted(struct trace_groups *g, size_t *n);

#endif
