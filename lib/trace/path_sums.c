/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "trace/critical_path.h"

static struct trace_path_sum *
sum_of(struct trace_path_sums *s, const struct trace_call *c)
{
	/* equal names are one pointer */
	const struct trace_text *const same[] = { c->name, c->service };
	const uint32_t number =
	    trace_number(&s->names, (struct text){ (const char *)same, sizeof(same) });
	if (number == s->n) {
		s->sum = mem_grow(s->sum, &s->cap, s->n + 1, sizeof(*s->sum));
		s->sum[s->n] = (struct trace_path_sum){ c->name, c->service, 0, s->n };
		s->n++;
	}
	return &s->sum[number];
}

void
trace_path_sums_add(
    struct trace_path_sums *s, const struct trace_model *m, const struct trace_path *p)
{
	if (p->duration_ns == TRACE_NO_TIME)
		return;
	s->paths++;
	s->duration_ns += p->duration_ns;
	for (size_t i = 0; i < p->n; i++)
		sum_of(s, &m->call[p->step[i].call])->self_ns += p->step[i].self_ns;
}

static int
by_self(const void *a, const void *b)
{
	const struct trace_path_sum *x = a, *y = b;
	if (x->self_ns != y->self_ns)
		return x->self_ns < y->self_ns ? 1 : -1;
	return (x->met > y->met) - (x->met < y->met);
}

void
trace_path_sums_sort(struct trace_path_sums *s)
{
	if (s->n > 1)
		qsort(s->sum, s->n, sizeof(*s->sum), by_self);
}

void
trace_path_sums_free(struct trace_path_sums *s)
{
	trace_numbered_free(&s->names);
	free(s->sum);
}
