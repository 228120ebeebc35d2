/* SPDX-License-Identifier: MIT */
#include "export/lanes.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "trace/sort.h"

void
export_lanes_free(struct export_lanes *l)
{
	export_extent_free(&l->extent);
	free(l->lane);
	free(l->strand);
	free(l->strand_of);
	free(l->next);
	free(l->busy);
	free(l->limit);
}

/* ---- strands -------------------------------------------------------------------------------- */

/* Is the call in the lane of its caller, p? */
static bool
goes_along(const struct export_lanes *l, uint32_t call, uint32_t p, bool open, bool same_service)
{
	const struct export_extent *x = &l->extent;
	if (!same_service || x->from[call] < x->from[p] || x->from[call] < l->busy[p])
		return false;
	/* What never ends must not be in what does: readers that see beginnings and ends would end
	 * the call in place of its caller. */
	if (open && l->limit[p] != INT64_MAX)
		return false;
	return x->to[call] <= l->limit[p];
}

static void
begin_strand(struct export_lanes *l, uint32_t call, uint32_t end, bool open)
{
	const struct export_extent *x = &l->extent;
	l->limit[call] = open ? INT64_MAX : x->to[call];
	l->strand = mem_grow(l->strand, &l->strand_cap, l->strands + 1, sizeof(*l->strand));
	l->strand_of[call] = (uint32_t)l->strands;
	l->strand[l->strands++] = (struct export_strand){
		.from = x->from[call],
		.to = l->limit[call],
		.call = call,
		.last_call = call,
		.end = end,
		.next = TRACE_NONE,
	};
}

static void
go_along(struct export_lanes *l, uint32_t call, uint32_t p, bool open)
{
	const struct export_extent *x = &l->extent;
	struct export_strand *s = &l->strand[l->strand_of[p]];
	l->strand_of[call] = l->strand_of[p];
	l->limit[call] = open ? l->limit[p] : x->to[call];
	l->busy[p] = open ? INT64_MAX : x->to[call];
	l->next[s->last_call] = call;
	s->last_call = call;
}

static void
find_strands(struct export_lanes *l, const struct trace *t, bool open_ends)
{
	const struct trace_model *m = l->extent.model;
	for (uint32_t i = 0; i < t->last - t->first; i++) {
		const struct trace_call *c = trace_call_at(m, t->first + i);
		const bool open = open_ends && c->notes & TRACE_NO_EXIT;
		const struct trace_call *parent =
		    c->parent != TRACE_NONE ? &m->call[c->parent] : NULL;
		const uint32_t p = parent ? parent->at - t->first : 0;
		l->next[i] = TRACE_NONE;
		l->busy[i] = INT64_MIN;
		if (parent && goes_along(l, i, p, open, parent->service == c->service))
			go_along(l, i, p, open);
		else
			begin_strand(l, i, c->last - t->first, open);
	}
}

/* ---- lanes ---------------------------------------------------------------------------------- */

/* A heap: the entry with the least key is the first. */
struct entry {
	int64_t key;
	uint32_t lane;
};

struct heap {
	struct entry *entry;
	size_t n, cap;
};

static bool
is_less(const struct entry *a, const struct entry *b)
{
	return a->key != b->key ? a->key < b->key : a->lane < b->lane;
}

static void
push(struct heap *h, struct entry e)
{
	h->entry = mem_grow(h->entry, &h->cap, h->n + 1, sizeof(*h->entry));
	size_t i = h->n++;
	for (; i > 0 && is_less(&e, &h->entry[(i - 1) / 2]); i = (i - 1) / 2)
		h->entry[i] = h->entry[(i - 1) / 2];
	h->entry[i] = e;
}

static struct entry
pop(struct heap *h)
{
	const struct entry least = h->entry[0], e = h->entry[--h->n];
	size_t i = 0;
	for (size_t child = 1; child < h->n; child = 2 * i + 1) {
		if (child + 1 < h->n && is_less(&h->entry[child + 1], &h->entry[child]))
			child++;
		if (!is_less(&h->entry[child], &e))
			break;
		h->entry[i] = h->entry[child];
		i = child;
	}
	h->entry[i] = e;
	return least;
}

/* The lanes of a service: those that are used, by the time when they end, and the others. */
struct pool {
	const struct trace_text *service;
	struct heap used, spare;
	uint32_t lanes;
};

struct pools {
	struct pool *pool;
	size_t n, cap;
	struct table table; /* by service, which is stored once */
};

struct wanted {
	const struct pools *pools;
	const struct trace_text *service;
};

static bool
is_pool(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->pools->pool[ref - 1].service == w->service;
}

static struct pool *
pool_of(struct pools *p, const struct trace_text *service, struct siphash_key key)
{
	const struct wanted w = { p, service };
	const uint32_t hash = (uint32_t)siphash(key, &service, sizeof(service));
	const uint32_t found = table_find(&p->table, hash, is_pool, &w);
	if (found > 0)
		return &p->pool[found - 1];
	p->pool = mem_grow(p->pool, &p->cap, p->n + 1, sizeof(*p->pool));
	p->pool[p->n] = (struct pool){ .service = service };
	table_add(&p->table, hash, (uint32_t)++p->n);
	return &p->pool[p->n - 1];
}

/*
 * Has the last strand of a lane ended when another one begins?  If one begins when the other ends,
 * their order in the output, which is depth first, must be that of the lane: the other must be
 * complete there.
 */
static bool
is_over(const struct export_lanes *l, const struct entry *used, const struct export_strand *s)
{
	if (used->key != s->from)
		return used->key < s->from;
	return used->key < INT64_MAX && l->strand[l->lane[used->lane].last].end <= s->call;
}

static uint32_t
free_lane(struct export_lanes *l, struct pool *p, const struct export_strand *s)
{
	while (p->used.n > 0 && is_over(l, &p->used.entry[0], s))
		push(&p->spare, (struct entry){ 0, pop(&p->used).lane });
	if (p->spare.n > 0)
		return pop(&p->spare).lane;
	l->lane = mem_grow(l->lane, &l->lane_cap, l->lanes + 1, sizeof(*l->lane));
	l->lane[l->lanes] = (struct export_lane){ p->service, ++p->lanes, TRACE_NONE, TRACE_NONE };
	return (uint32_t)l->lanes++;
}

static void
place(struct export_lanes *l, struct pool *p, uint32_t strand)
{
	struct export_strand *s = &l->strand[strand];
	s->lane = free_lane(l, p, s);
	struct export_lane *lane = &l->lane[s->lane];
	if (lane->last == TRACE_NONE)
		lane->first = strand;
	else
		l->strand[lane->last].next = strand;
	lane->last = strand;
	push(&p->used, (struct entry){ s->to, s->lane });
}

static void
place_strands(struct export_lanes *l, const struct trace *t)
{
	const struct trace_model *m = l->extent.model;
	int64_t *key = mem_alloc((l->strands + 1) * sizeof(*key));
	uint32_t *order = mem_alloc((l->strands + 1) * sizeof(*order));
	struct pools pools = { 0 };
	for (size_t i = 0; i < l->strands; i++)
		key[i] = l->strand[i].from;
	trace_sort(key, l->strands, order);
	for (size_t i = 0; i < l->strands; i++) {
		const uint32_t call = l->strand[order[i]].call;
		const struct trace_text *service = trace_call_at(m, t->first + call)->service;
		place(l, pool_of(&pools, service, trace_model_key(m)), order[i]);
	}
	for (size_t i = 0; i < pools.n; i++) {
		free(pools.pool[i].used.entry);
		free(pools.pool[i].spare.entry);
	}
	free(pools.pool);
	table_free(&pools.table);
	free(key);
	free(order);
}

static bool
has_no_width(const struct export_extent *x, const struct trace *t, bool open_ends)
{
	for (uint32_t i = 0; i < t->last - t->first; i++) {
		const unsigned notes = trace_call_at(x->model, t->first + i)->notes;
		if (x->from[i] == x->to[i] && !(open_ends && notes & TRACE_NO_EXIT))
			return true;
	}
	return false;
}

void
export_lanes_of(struct export_lanes *l, const struct trace_model *m, size_t trace, bool open_ends)
{
	const struct trace *t = &m->trace[trace];
	const size_t n = t->last - t->first;
	export_extent_of(&l->extent, m, trace);
	l->lanes = l->strands = 0;
	l->pairs = has_no_width(&l->extent, t, open_ends);
	l->strand_of = mem_grow(l->strand_of, &l->strand_of_cap, n, sizeof(*l->strand_of));
	l->next = mem_grow(l->next, &l->next_cap, n, sizeof(*l->next));
	l->busy = mem_grow(l->busy, &l->busy_cap, n, sizeof(*l->busy));
	l->limit = mem_grow(l->limit, &l->limit_cap, n, sizeof(*l->limit));
	find_strands(l, t, open_ends);
	place_strands(l, t);
}

void
export_put_lane_name(struct buf *b, const struct export_lane *lane)
{
	const struct text service = trace_text_of(lane->service);
	buf_text(b, service.n > 0 ? service : TEXT("calls"));
	if (lane->number > 1)
		buf_printf(b, " (%u)", lane->number);
}
