/* SPDX-License-Identifier: MIT */
#include "page/sums.h"

#include <stdlib.h>

#include "base/mem.h"
#include "time/stamp.h"
#include "trace/self_times.h"

/* ---- keys ----------------------------------------------------------------------------------- */

/* Names and services are stored once, so they are found by their address. */
struct keyed {
	const struct trace_text *key;
	uint32_t at;
};

static int
by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	if (x->key != y->key)
		return (uintptr_t)x->key < (uintptr_t)y->key ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static int
by_place(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	return (x->at > y->at) - (x->at < y->at);
}

/* Numbers the keys of n calls in the order in which they are met.  Sorts the calls.  Returns how
 * many keys there are. */
static size_t
number_keys(struct keyed *k, size_t n, uint32_t *number)
{
	struct keyed *first = mem_alloc((n + 1) * sizeof(*first));
	size_t keys = 0;
	if (n > 0)
		qsort(k, n, sizeof(*k), by_key);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || k[i].key != k[i - 1].key)
			first[keys++] = k[i];
	if (keys > 0)
		qsort(first, keys, sizeof(*first), by_place);
	for (size_t i = 0; i < keys; i++)
		number[first[i].at] = (uint32_t)i;
	for (size_t i = 1; i < n; i++)
		if (k[i].key == k[i - 1].key)
			number[k[i].at] = number[k[i - 1].at];
	free(first);
	return keys;
}

static void
add_call(struct page_sum *sum, const struct trace_model *m, uint32_t at, int64_t self_ns)
{
	const struct trace_call *c = trace_call_at(m, at);
	sum->calls++;
	sum->errors += c->status == TRACE_ERROR;
	if (self_ns != TRACE_NO_TIME)
		sum->self_ns = stamp_add(sum->self_ns, self_ns);
	if (c->duration_ns != TRACE_NO_TIME && c->duration_ns > sum->max_ns) {
		sum->max_ns = c->duration_ns;
		sum->max_call = m->depth_first[at];
	}
}

/* Adds up the calls by a key, which is at this offset in a call. */
static struct page_sum *
sum_up(const struct trace_model *m, size_t offset, const int64_t *self_ns, uint32_t *number,
    size_t *keys)
{
	struct keyed *k = mem_alloc((m->listed + 1) * sizeof(*k));
	for (uint32_t at = 0; at < m->listed; at++) {
		const char *c = (const char *)trace_call_at(m, at);
		k[at].at = at;
		memcpy(&k[at].key, c + offset, sizeof(k[at].key));
	}
	*keys = number_keys(k, m->listed, number);
	struct page_sum *sum = mem_zalloc(*keys + 1, sizeof(*sum));
	for (uint32_t i = 0; i < *keys; i++) {
		sum[i].max_ns = TRACE_NO_TIME;
		sum[i].number = i;
	}
	for (size_t i = 0; i < m->listed; i++)
		sum[number[k[i].at]].key = k[i].key;
	for (uint32_t at = 0; at < m->listed; at++)
		add_call(&sum[number[at]], m, at, self_ns[at]);
	free(k);
	return sum;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void
take_time(struct page_sums *s, int64_t at_ns)
{
	if (at_ns == TRACE_NO_TIME)
		return;
	if (s->from_ns == TRACE_NO_TIME || at_ns < s->from_ns)
		s->from_ns = at_ns;
	if (s->to_ns == TRACE_NO_TIME || at_ns > s->to_ns)
		s->to_ns = at_ns;
}

static int64_t
end_of(const struct trace_call *c)
{
	if (c->start_ns == TRACE_NO_TIME || c->duration_ns == TRACE_NO_TIME)
		return TRACE_NO_TIME;
	return stamp_add(c->start_ns, c->duration_ns);
}

static void
take_times(struct page_sums *s, const struct trace_model *m, const struct trace_call *c)
{
	take_time(s, c->start_ns);
	take_time(s, end_of(c));
	for (uint32_t n = c->event; n > 0; n = m->event[n - 1].next)
		take_time(s, m->event[n - 1].at_ns);
}

struct page_sums *
page_sums_new(const struct trace_model *m)
{
	struct page_sums *s = mem_zalloc(1, sizeof(*s));
	s->name_of = mem_alloc((m->listed + 1) * sizeof(*s->name_of));
	s->service_of = mem_alloc((m->listed + 1) * sizeof(*s->service_of));
	s->self_ns = mem_alloc((m->listed + 1) * sizeof(*s->self_ns));
	s->from_ns = s->to_ns = TRACE_NO_TIME;
	for (size_t i = 0; i < m->traces; i++)
		trace_self_times(m, i, s->self_ns + m->trace[i].first);
	for (uint32_t at = 0; at < m->listed; at++) {
		if (s->self_ns[at] != TRACE_NO_TIME)
			s->all_ns = stamp_add(s->all_ns, s->self_ns[at]);
		take_times(s, m, trace_call_at(m, at));
	}
	s->name = sum_up(m, offsetof(struct trace_call, name), s->self_ns, s->name_of, &s->names);
	s->service = sum_up(
	    m, offsetof(struct trace_call, service), s->self_ns, s->service_of, &s->services);
	return s;
}

void
page_sums_free(struct page_sums *s)
{
	if (!s)
		return;
	free(s->name);
	free(s->service);
	free(s->name_of);
	free(s->service_of);
	free(s->self_ns);
	free(s);
}

static int
by_self(const void *a, const void *b)
{
	const struct page_sum *x = a, *y = b;
	if (x->self_ns != y->self_ns)
		return x->self_ns < y->self_ns ? 1 : -1;
	if (x->calls != y->calls)
		return x->calls < y->calls ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

struct page_sum *
page_sums_sorted(const struct page_sum *sum, size_t n)
{
	struct page_sum *sorted = mem_dup(sum, n * sizeof(*sum));
	if (n > 0)
		qsort(sorted, n, sizeof(*sorted), by_self);
	return sorted;
}
