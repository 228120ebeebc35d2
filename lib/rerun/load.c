/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "rerun/traffic.h"
#include "stats/percentile.h"

static int
by_ns(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

struct rerun_latency
rerun_latency_of_times(int64_t *ns, size_t n)
{
	if (n == 0)
		return (struct rerun_latency){ 0 };
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (double)ns[i];
	qsort(ns, n, sizeof(*ns), by_ns);
	return (struct rerun_latency){ ns[percentile_rank(n, 50)], ns[percentile_rank(n, 95)],
		ns[percentile_rank(n, 99)], ns[n - 1], sum / (double)n, n };
}

struct rerun_latency
rerun_latency_of(const struct rerun_load *l)
{
	int64_t *ns = mem_alloc((l->n + 1) * sizeof(*ns));
	for (size_t i = 0; i < l->n; i++)
		ns[i] = l->sample[i].latency_ns;
	const struct rerun_latency result = rerun_latency_of_times(ns, l->n);
	free(ns);
	return result;
}

struct rerun_latency
rerun_latency_recorded(const struct rerun_units *u)
{
	const struct rerun_unit *unit = u->unit;
	int64_t *ns = mem_alloc((u->n + 1) * sizeof(*ns));
	size_t known = 0;
	for (size_t i = 0; i < u->n; i++)
		if (unit[i].duration_ns != TRACE_NO_TIME && unit[i].duration_ns >= 0)
			ns[known++] = unit[i].duration_ns;
	const struct rerun_latency result = rerun_latency_of_times(ns, known);
	free(ns);
	return result;
}

static void
put_latency(struct buf *b, const char *name, const struct rerun_latency *l)
{
	if (l->n == 0) {
		json_member_null(b, name);
		return;
	}
	json_member_begin(b, name, '{');
	json_member_u64(b, "p50_ns", (uint64_t)l->p50_ns);
	json_member_u64(b, "p95_ns", (uint64_t)l->p95_ns);
	json_member_u64(b, "p99_ns", (uint64_t)l->p99_ns);
	json_member_u64(b, "max_ns", (uint64_t)l->max_ns);
	json_end(b, '}');
}

static void
put_kinds(struct buf *b, const struct rerun_load *l)
{
	json_member_begin(b, "error_types", '[');
	for (size_t i = 0; i < l->kinds; i++) {
		json_begin(b, '{');
		json_member_string(b, "type", l->kind[i].type);
		json_member_string_or_null(b, "message", l->kind[i].message);
		json_member_u64(b, "count", l->kind[i].n);
		json_end(b, '}');
	}
	json_end(b, ']');
}

static void
put_differences(struct buf *b, const struct rerun_load *l)
{
	json_member_begin(b, "differences", '[');
	for (size_t i = 0; i < l->differences; i++) {
		const struct rerun_differing *d = &l->difference[i];
		json_begin(b, '{');
		json_member_string_or_null(b, "name", d->name);
		json_member_string(b, "path", d->path);
		json_member_u64(b, "count", d->n);
		json_member_string_or_null(b, "call_id", d->call_id);
		json_member_raw_or_null(b, "recorded", d->then);
		json_member_raw_or_null(b, "now", d->now);
		json_end(b, '}');
	}
	json_end(b, ']');
}

void
rerun_put_load(struct buf *b, const struct rerun_traffic *t, const struct rerun_load *l)
{
	const struct rerun_latency now = rerun_latency_of(l),
				   then = rerun_latency_recorded(t->units);
	json_begin(b, '{');
	json_name(b, "throughput");
	buf_printf(
	    b, "%.3f", l->elapsed_ns > 0 ? (double)l->answered * 1e9 / (double)l->elapsed_ns : 0);
	put_latency(b, "latency", &now);
	json_member_u64(b, "errors", l->failed + l->unanswered);
	json_member_begin(b, "verdicts", '{');
	for (size_t v = 1; v < RERUN_VERDICTS; v++)
		json_member_u64(b, rerun_verdict_names[v].p, l->verdicts[v]);
	json_end(b, '}');
	json_member_begin(b, "recorded", '{');
	put_latency(b, "latency", &then);
	json_end(b, '}');
	json_member_u64(b, "requests", l->n);
	json_member_u64(b, "unanswered", l->unanswered);
	json_member_u64(b, "missing", l->missing);
	json_member_u64(b, "calls", l->calls);
	json_member_u64(b, "parallel", t->workers);
	json_name(b, "pace");
	if (t->pace > 0)
		buf_printf(b, "%.15g", t->pace);
	else
		json_put_string(b, TEXT("max"));
	json_member_u64(b, "elapsed_ns", (uint64_t)l->elapsed_ns);
	json_member_u64(b, "late_ns", (uint64_t)l->late_ns);
	json_member_u64(b, "idle", t->units->idle);
	json_member_u64(b, "out_of_order", t->units->moved);
	put_kinds(b, l);
	put_differences(b, l);
	json_end(b, '}');
	buf_char(b, '\n');
}
