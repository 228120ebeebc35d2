/* SPDX-License-Identifier: MIT */
#include "trace/profile.h"

#include <stdlib.h>
#include <string.h>

#include "base/fixed.h"
#include "base/mem.h"
#include "json/write.h"
#include "trace/numbered.h"
#include "trace/put.h"
#include "trace/self_times.h"

/* ---- rows ----------------------------------------------------------------------------------- */

/* What calls of one row have in common.  Equal names are one pointer. */
struct same {
	const struct trace_text *name, *service;
	uintptr_t kind;
};

struct profiling {
	const struct trace_model *model;
	struct trace_profile *profile;
	struct trace_numbered rows;
	size_t cap;
	uint32_t *row_of; /* by the number of a call, depth first */
};

static struct trace_profile_row *
row_of(struct profiling *k, uint32_t at)
{
	const struct trace_call *c = trace_call_at(k->model, at);
	struct trace_profile *p = k->profile;
	const struct same same = { c->name, c->service, c->kind };
	const uint32_t number =
	    trace_number(&k->rows, (struct text){ (const char *)&same, sizeof(same) });
	k->row_of[at] = number;
	if (number == p->n) {
		p->row = mem_grow(p->row, &k->cap, p->n + 1, sizeof(*p->row));
		p->row[p->n++] = (struct trace_profile_row){ .name = c->name,
			.service = c->service,
			.kind = (enum trace_kind)c->kind,
			.first = at,
			.trace = UINT32_MAX,
			.p50_ns = TRACE_NO_TIME,
			.p95_ns = TRACE_NO_TIME,
			.p99_ns = TRACE_NO_TIME,
			.max_ns = TRACE_NO_TIME,
			.slowest = TRACE_NONE };
	}
	return &p->row[number];
}

static int64_t
duration_of(const struct trace_call *c)
{
	return c->duration_ns < 0 ? 0 : c->duration_ns;
}

static void
count(struct profiling *k, uint32_t at)
{
	const struct trace_call *c = trace_call_at(k->model, at);
	struct trace_profile *p = k->profile;
	struct trace_profile_row *row = row_of(k, at);
	row->calls++;
	row->errors += c->status == TRACE_ERROR;
	row->traces += row->trace != c->trace;
	row->trace = c->trace;
	p->errors += c->status == TRACE_ERROR;
	if (c->duration_ns == TRACE_NO_TIME) {
		row->open++;
		p->open++;
		return;
	}
	const int64_t duration = duration_of(c);
	const int64_t self = trace_self_time(k->model, k->model->depth_first[at]);
	row->timed++;
	row->self_ns += self;
	p->self_ns += self;
	if (duration > row->max_ns) {
		row->max_ns = duration;
		row->slowest = k->model->depth_first[at];
	}
	/* a call that is in one of its row adds nothing to the total */
	if (at < row->until)
		return;
	row->total_ns += duration;
	row->until = c->last;
}

/* ---- percentiles ---------------------------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int64_t
percentile(const int64_t *sorted, size_t n, unsigned percent)
{
	return sorted[(n * percent + 99) / 100 - 1];
}

/* The durations of each row, sorted.  Those of a row are in duration[] from start[row] on. */
static void
find_percentiles(struct profiling *k)
{
	struct trace_profile *p = k->profile;
	int64_t *duration = mem_alloc((p->calls - p->open + 1) * sizeof(*duration));
	size_t *end = mem_alloc((p->n + 1) * sizeof(*end)), sum = 0;
	for (size_t i = 0; i < p->n; i++) {
		end[i] = sum;
		sum += p->row[i].timed;
	}
	for (uint32_t at = 0; at < p->calls; at++) {
		const struct trace_call *c = trace_call_at(k->model, at);
		if (c->duration_ns != TRACE_NO_TIME)
			duration[end[k->row_of[at]]++] = duration_of(c);
	}
	for (size_t i = 0; i < p->n; i++) {
		struct trace_profile_row *row = &p->row[i];
		const size_t n = row->timed;
		int64_t *first = duration + end[i] - n;
		if (n == 0)
			continue;
		qsort(first, n, sizeof(*first), by_size);
		row->p50_ns = percentile(first, n, 50);
		row->p95_ns = percentile(first, n, 95);
		row->p99_ns = percentile(first, n, 99);
	}
	free(duration);
	free(end);
}

/* ---- the profile ---------------------------------------------------------------------------- */

static int
by_self(const void *a, const void *b)
{
	const struct trace_profile_row *x = a, *y = b;
	if (x->self_ns != y->self_ns)
		return x->self_ns < y->self_ns ? 1 : -1;
	if (x->total_ns != y->total_ns)
		return x->total_ns < y->total_ns ? 1 : -1;
	return (x->first > y->first) - (x->first < y->first);
}

struct trace_profile *
trace_profile_new(const struct trace_model *m, struct siphash_key key)
{
	struct trace_profile *p = mem_zalloc(1, sizeof(*p));
	struct profiling k = { .model = m, .profile = p, .rows.key = key };
	p->calls = m->listed;
	k.row_of = mem_alloc((m->listed + 1) * sizeof(*k.row_of));
	for (uint32_t at = 0; at < m->listed; at++)
		count(&k, at);
	find_percentiles(&k);
	if (p->n > 0)
		qsort(p->row, p->n, sizeof(*p->row), by_self);
	trace_numbered_free(&k.rows);
	free(k.row_of);
	return p;
}

void
trace_profile_free(struct trace_profile *p)
{
	if (!p)
		return;
	free(p->row);
	free(p);
}

double
trace_profile_share(const struct trace_profile *p, const struct trace_profile_row *row)
{
	return p->self_ns > 0 ? (double)row->self_ns / (double)p->self_ns : 0;
}

/* ---- as JSON -------------------------------------------------------------------------------- */

static void
put_time(struct buf *b, const char *name, number_wide ns)
{
	char digits[FIXED_MAX];
	json_member_raw(b, name, (struct text){ digits, fixed_put_whole(ns, digits) });
}

static void
put_time_or_null(struct buf *b, const char *name, int64_t ns)
{
	if (ns == TRACE_NO_TIME)
		json_member_null(b, name);
	else
		put_time(b, name, ns);
}

static void
put_slowest(struct buf *b, const struct trace_model *m, uint32_t call)
{
	json_name(b, "slowest");
	if (call == TRACE_NONE) {
		json_add_null(b);
		return;
	}
	const struct trace_call *c = &m->call[call];
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[c->trace].id));
	json_member_string_or_null(b, "call_id", trace_text_of(c->id));
	json_end(b, '}');
}

void
trace_put_profile_row(struct buf *b, const struct trace_model *m, const struct trace_profile *p,
    const struct trace_profile_row *row)
{
	char share[NUMBER_F64_MAX];
	json_begin(b, '{');
	json_member_string_or_null(b, "name", trace_text_of(row->name));
	json_member_string(b, "kind", trace_kind_names[row->kind]);
	json_member_string_or_null(b, "service", trace_text_of(row->service));
	json_member_u64(b, "calls", row->calls);
	json_member_u64(b, "errors", row->errors);
	put_time(b, "total_ns", row->total_ns);
	put_time(b, "self_ns", row->self_ns);
	const size_t n = number_put_f64(trace_profile_share(p, row), share);
	json_member_raw(b, "share", (struct text){ share, n });
	put_time_or_null(b, "p50_ns", row->p50_ns);
	put_time_or_null(b, "p95_ns", row->p95_ns);
	put_time_or_null(b, "p99_ns", row->p99_ns);
	put_time_or_null(b, "max_ns", row->max_ns);
	json_member_u64(b, "open", row->open);
	json_member_u64(b, "traces", row->traces);
	put_slowest(b, m, row->slowest);
	json_end(b, '}');
	buf_char(b, '\n');
}
