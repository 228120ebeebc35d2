/* SPDX-License-Identifier: MIT */
#include "page/both.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "trace/self_times.h"

struct adding {
	struct both *both;
	struct siphash_key key;
	size_t most, stack_cap, name_cap, service_cap;
	struct table by_name, by_stack, by_service;
	uint32_t *stack; /* by call of the trace: 1 + its stack; 0: none */
	int64_t *self;
	size_t call_cap, self_cap;
};

/* ---- finding -------------------------------------------------------------------------------- */

struct wanted {
	const struct both *both;
	struct text text;
	uint32_t parent, name;
};

static bool
is_name(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct text have = w->both->name[ref - 1];
	return !have.p == !w->text.p && text_eq(have, w->text);
}

static bool
is_service(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct text have = w->both->service[ref - 1].name;
	return !have.p == !w->text.p && text_eq(have, w->text);
}

static bool
is_stack(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct both_stack *s = &w->both->stack[ref - 1];
	return s->parent == w->parent && s->name == w->name;
}

static uint32_t
name_of(struct adding *a, struct text name)
{
	struct both *b = a->both;
	const struct wanted w = { .both = b, .text = name };
	const uint32_t hash = (uint32_t)siphash(a->key, name.p, name.n);
	const uint32_t found = table_find(&a->by_name, hash, is_name, &w);
	if (found > 0)
		return found - 1;
	b->name = mem_grow(b->name, &a->name_cap, b->names + 1, sizeof(*b->name));
	b->name[b->names++] = name.p ? arena_text(&b->arena, name) : name;
	table_add(&a->by_name, hash, (uint32_t)b->names);
	return (uint32_t)b->names - 1;
}

static struct both_service *
service_of(struct adding *a, struct text name)
{
	struct both *b = a->both;
	const struct wanted w = { .both = b, .text = name };
	const uint32_t hash = (uint32_t)siphash(a->key, name.p, name.n);
	const uint32_t found = table_find(&a->by_service, hash, is_service, &w);
	if (found > 0)
		return &b->service[found - 1];
	b->service = mem_grow(b->service, &a->service_cap, b->services + 1, sizeof(*b->service));
	b->service[b->services++] =
	    (struct both_service){ .name = name.p ? arena_text(&b->arena, name) : name };
	table_add(&a->by_service, hash, (uint32_t)b->services);
	return &b->service[b->services - 1];
}

/* Returns 1 + the number of the stack, or that of its parent if there is no room. */
static uint32_t
stack_of(struct adding *a, uint32_t parent, uint32_t name)
{
	struct both *b = a->both;
	const struct wanted w = { .both = b, .parent = parent, .name = name };
	const uint32_t key[] = { parent, name };
	const uint32_t hash = (uint32_t)siphash(a->key, key, sizeof(key));
	const uint32_t found = table_find(&a->by_stack, hash, is_stack, &w);
	if (found > 0)
		return found;
	if (b->stacks >= a->most) {
		b->cut++;
		return parent;
	}
	b->stack = mem_grow(b->stack, &a->stack_cap, b->stacks + 1, sizeof(*b->stack));
	b->stack[b->stacks++] = (struct both_stack){ .parent = parent, .name = name };
	table_add(&a->by_stack, hash, (uint32_t)b->stacks);
	return (uint32_t)b->stacks;
}

/* ---- adding up ------------------------------------------------------------------------------ */

static void
add_time(uint64_t *sum, int64_t ns)
{
	if (ns > 0 && __builtin_add_overflow(*sum, (uint64_t)ns, sum))
		*sum = UINT64_MAX;
}

static void
add_trace(struct adding *a, const struct trace_model *m, size_t trace, unsigned side)
{
	const struct trace *t = &m->trace[trace];
	const size_t n = t->last - t->first;
	a->stack = mem_grow(a->stack, &a->call_cap, n, sizeof(*a->stack));
	a->self = mem_grow(a->self, &a->self_cap, n, sizeof(*a->self));
	trace_self_times(m, trace, a->self);
	for (size_t i = 0; i < n; i++) {
		const struct trace_call *c = trace_call_at(m, (uint32_t)(t->first + i));
		const bool root = c->parent == TRACE_NONE;
		const uint32_t up = root ? 0 : a->stack[m->call[c->parent].at - t->first];
		struct both_service *service = service_of(a, trace_text_of(c->service));
		a->stack[i] = stack_of(a, up, name_of(a, trace_text_of(c->name)));
		service->calls[side]++;
		service->errors[side] += c->status == TRACE_ERROR;
		add_time(&service->self_ns[side], a->self[i]);
		if (a->stack[i] == 0)
			continue;
		a->both->stack[a->stack[i] - 1].calls[side]++;
		add_time(&a->both->stack[a->stack[i] - 1].self_ns[side], a->self[i]);
	}
}

static int
by_time(const void *a, const void *b)
{
	const struct both_service *x = a, *y = b;
	const uint64_t p = x->self_ns[0] / 2 + x->self_ns[1] / 2,
		       q = y->self_ns[0] / 2 + y->self_ns[1] / 2;
	if (p != q)
		return p < q ? 1 : -1;
	return text_cmp(x->name, y->name);
}

void
both_add_up(struct both *b, const struct trace_side side[2], size_t most, struct siphash_key key)
{
	struct adding a = { .both = b, .key = key, .most = most };
	*b = (struct both){ 0 };
	for (unsigned i = 0; i < 2; i++)
		for (size_t t = 0; t < side[i].n; t++)
			add_trace(&a, side[i].model, side[i].trace[t], i);
	if (b->services > 1)
		qsort(b->service, b->services, sizeof(*b->service), by_time);
	table_free(&a.by_name);
	table_free(&a.by_stack);
	table_free(&a.by_service);
	free(a.stack);
	free(a.self);
}

void
both_free(struct both *b)
{
	free(b->stack);
	free(b->name);
	free(b->service);
	arena_free(&b->arena);
}
