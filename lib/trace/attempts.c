/* SPDX-License-Identifier: MIT */
#include "trace/attempts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "time/stamp.h"

bool
trace_is_same_call(const struct trace_call *a, const struct trace_call *b)
{
	return a->name && a->name == b->name && a->kind == b->kind && a->service == b->service &&
	       !a->input == !b->input &&
	       (a->input == b->input || text_eq(trace_text_of(a->input), trace_text_of(b->input)));
}

bool
trace_is_retry(const struct trace_call *last, const struct trace_call *again)
{
	if (last->status != TRACE_ERROR)
		return false;
	if (last->start_ns == TRACE_NO_TIME || again->start_ns == TRACE_NO_TIME ||
	    last->duration_ns == TRACE_NO_TIME)
		return true;
	return again->start_ns >= stamp_add(last->start_ns, last->duration_ns);
}

/* Of the calls that are the same, the last one: its number depth first, from 1, is the reference.
 */
struct attempts {
	const struct trace_model *model;
	struct siphash_key key;
	struct table table;
};

struct wanted {
	const struct trace_model *model;
	const struct trace_call *call;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct trace_call *c = trace_call_at(w->model, ref - 1);
	return c->parent == w->call->parent && trace_is_same_call(c, w->call);
}

static uint32_t
hash_of(const struct attempts *a, const struct trace_call *c)
{
	const struct text input = trace_text_of(c->input);
	const struct {
		uint64_t input;
		const void *name, *service;
		uint64_t parent, kind;
	} k = { input.p ? siphash(a->key, input.p, input.n) : 0, c->name, c->service, c->parent,
		c->kind };
	return (uint32_t)siphash(a->key, &k, sizeof(k));
}

/* Takes the next child of a call, one of whose children has failed. */
static bool
take(struct attempts *a, const struct trace_call *c)
{
	const struct wanted w = { a->model, c };
	const uint32_t hash = hash_of(a, c), last = table_find(&a->table, hash, is_wanted, &w);
	const bool retry = last > 0 && trace_is_retry(trace_call_at(a->model, last - 1), c);
	if (last > 0)
		table_remove(&a->table, hash, last);
	/* only what follows a failure can be a retry */
	if (c->status == TRACE_ERROR)
		table_add(&a->table, hash, c->at + 1);
	return retry;
}

void
trace_find_all_retries(const struct trace_model *m, size_t trace, bool *retry)
{
	const struct trace *t = &m->trace[trace];
	struct attempts a = { .model = m, .key = trace_model_key(m) };
	memset(retry, 0, t->last - t->first);
	if (t->errors == 0)
		return;
	bool *failed = mem_zalloc(t->last - t->first, sizeof(*failed)); /* a child so far */
	for (uint32_t at = t->first; at < t->last; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		if (c->parent == TRACE_NONE || !c->name)
			continue;
		bool *of_parent = &failed[m->call[c->parent].at - t->first];
		*of_parent |= c->status == TRACE_ERROR;
		if (*of_parent)
			retry[at - t->first] = take(&a, c);
	}
	table_free(&a.table);
	free(failed);
}
