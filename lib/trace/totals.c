/* SPDX-License-Identifier: MIT */
#include "trace/totals.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/table.h"
#include "time/stamp.h"
#include "trace/project.h"

/* ---- sums ----------------------------------------------------------------------------------- */

static void
add_known(number_wide *to, number_wide more)
{
	if (more >= 0)
		*to = (*to > 0 ? *to : 0) + more;
}

static void
add_duration(int64_t *to, int64_t ns)
{
	if (ns != TRACE_NO_TIME)
		*to = *to == TRACE_NO_TIME ? ns : stamp_add(*to, ns);
}

void
trace_totals_add(struct trace_totals *to, const struct trace_totals *more)
{
	to->traces += more->traces;
	to->calls += more->calls;
	to->errors += more->errors;
	to->tool_errors += more->tool_errors;
	to->requests += more->requests;
	to->without_cost += more->without_cost;
	add_duration(&to->duration_ns, more->duration_ns);
	for (size_t i = 0; i < TRACE_USAGES; i++)
		add_known(&to->usage[i], more->usage[i]);
	trace_cost_add(&to->cost, &more->cost);
	to->has_cost |= more->has_cost;
}

number_wide
trace_totals_tokens(const struct trace_totals *t)
{
	const number_wide in = t->usage[TRACE_INPUT_TOKENS], out = t->usage[TRACE_OUTPUT_TOKENS];
	return (in > 0 ? in : 0) + (out > 0 ? out : 0);
}

/* ---- models --------------------------------------------------------------------------------- */

/* No model, or not a single one. */
#define NO_MODEL UINT32_MAX
#define MANY_MODELS (UINT32_MAX - 1)

struct named {
	struct trace_share share;
	uint64_t turn; /* the share is of this one; of no other */
};

/* A call that has numbers, or a tool or agent below a request, while what is below it is gone
 * through. */
struct frame {
	const struct trace_call *call;
	/* 1 + the frame that contains what is right below this one, and what is below a tool or
	 * agent there; 0: none */
	uint32_t near, far;
	uint32_t model; /* of the requests below it */
	bool counts, request;
	bool has_requests; /* below it */
	bool priced;       /* by itself or a frame that contains it */
	number_wide below[TRACE_USAGES];
	struct trace_cost cost; /* of what is below it, if that is known */
	bool has_cost;
};

struct trace_totaller {
	const struct trace_model *model;
	struct siphash_key key;
	struct table table; /* of named[], whose first is the model that is not known */
	struct named *named;
	size_t n, cap;
	uint32_t *share; /* of the current trace, as places in named[] */
	size_t shares, share_cap;
	struct frame *frame;
	size_t depth, frame_cap;
	struct trace_totals *sum; /* of the current trace */
	uint64_t turn;            /* counts trace_total */
	struct arena arena;       /* of its texts */
};

struct wanted {
	const struct named *named;
	struct text model;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return text_eq(w->named[ref - 1].share.model, w->model);
}

static uint32_t
add_model(struct trace_totaller *t, struct text model)
{
	t->named = mem_grow(t->named, &t->cap, t->n + 1, sizeof(*t->named));
	t->named[t->n++] = (struct named){ .share = { model, TRACE_TOTALS_NONE } };
	return (uint32_t)t->n - 1;
}

/* The place of a model in named[]. */
static uint32_t
find_model(struct trace_totaller *t, struct text model)
{
	const struct wanted w = { t->named, model };
	if (model.n == 0)
		return 0;
	const uint32_t hash = (uint32_t)siphash(t->key, model.p, model.n);
	const uint32_t found = table_find(&t->table, hash, is_wanted, &w);
	if (found > 0)
		return found - 1;
	table_add(&t->table, hash, (uint32_t)t->n + 1);
	return add_model(t, model);
}

/* Adds a part of the current trace to it and to the share of a model. */
static void
add_part(struct trace_totaller *t, uint32_t model, const struct trace_totals *part)
{
	struct named *k = &t->named[model];
	if (k->turn != t->turn) {
		k->turn = t->turn;
		k->share.sum = (struct trace_totals)TRACE_TOTALS_NONE;
		k->share.sum.traces = 1;
		t->share = mem_grow(t->share, &t->share_cap, t->shares + 1, sizeof(*t->share));
		t->share[t->shares++] = model;
	}
	trace_totals_add(&k->share.sum, part);
	struct trace_totals of_trace = *part; /* whose calls and durations are counted elsewhere */
	of_trace.calls = of_trace.errors = 0;
	of_trace.duration_ns = TRACE_NO_TIME;
	trace_totals_add(t->sum, &of_trace);
}

/* ---- numbers of calls ----------------------------------------------------------------------- */

static bool
is_request(const struct trace_call *c)
{
	return c->kind == TRACE_LLM || c->kind == TRACE_EMBEDDING;
}

static bool
is_apart(const struct trace_call *c)
{
	return c->kind == TRACE_TOOL || c->kind == TRACE_AGENT;
}

static bool
has_numbers(const struct trace_call *c)
{
	bool any = c->more && c->more->cost_usd;
	for (size_t i = 0; c->more && i < TRACE_USAGES; i++)
		any |= c->more->usage[i] >= 0;
	return any;
}

static bool
cost_of(const struct trace_call *c, struct trace_cost *cost)
{
	return c->more && c->more->cost_usd &&
	       trace_cost_read(trace_text_of(c->more->cost_usd), cost);
}

/* 1 + the frame that contains a call below the last frame. */
static uint32_t
container_of(const struct trace_totaller *t, const struct trace_call *c, size_t depth)
{
	if (depth == 0)
		return 0;
	return is_apart(c) ? t->frame[depth - 1].far : t->frame[depth - 1].near;
}

static void
enter(struct trace_totaller *t, const struct trace_call *c)
{
	const struct frame *top = t->depth > 0 ? &t->frame[t->depth - 1] : NULL;
	const bool counts = is_request(c) || has_numbers(c);
	if (!counts && !(is_apart(c) && top && top->near != top->far))
		return;
	const uint32_t container = container_of(t, c, t->depth), own = (uint32_t)t->depth + 1;
	struct trace_cost cost;
	struct frame f = { .call = c,
		.far = top ? top->far : 0,
		.model = NO_MODEL,
		.counts = counts,
		.request = is_request(c),
		.priced = cost_of(c, &cost),
		.below = { -1, -1, -1, -1, -1 } };
	f.priced |= container > 0 && t->frame[container - 1].priced;
	if (counts && !f.request)
		f.far = own;
	f.near = counts ? own : f.far;
	t->frame = mem_grow(t->frame, &t->frame_cap, t->depth + 1, sizeof(*t->frame));
	t->frame[t->depth++] = f;
}

/* What a call adds to the numbers below it, which become those with it.  Returns whether it adds
 * any. */
static bool
take_numbers(struct frame *f, struct trace_totals *part)
{
	struct trace_cost own = { 0, 0 };
	bool any = false;
	for (size_t i = 0; f->call->more && i < TRACE_USAGES; i++) {
		const number_wide n = f->call->more->usage[i];
		if (n <= f->below[i])
			continue;
		part->usage[i] = n - (f->below[i] > 0 ? f->below[i] : 0);
		f->below[i] = n;
		any = true;
	}
	if (!cost_of(f->call, &own) || (f->has_cost && !trace_cost_is_more(&own, &f->cost)))
		return any;
	part->cost = trace_cost_less(&own, &f->cost);
	part->has_cost = true;
	f->cost = own;
	f->has_cost = true;
	return true;
}

static void
join_model(struct frame *f, uint32_t model)
{
	if (model != NO_MODEL && f->model != model)
		f->model = f->model == NO_MODEL ? model : MANY_MODELS;
}

/* Adds a frame that ends to the one that contains it. */
static void
hand_on(struct frame *to, const struct frame *f, bool request)
{
	for (size_t i = 0; i < TRACE_USAGES; i++)
		add_known(&to->below[i], f->below[i]);
	trace_cost_add(&to->cost, &f->cost);
	to->has_cost |= f->has_cost;
	to->has_requests |= request || f->has_requests;
	join_model(to, f->model);
}

/* The model of what a call adds: its own, else the one of all requests below it. */
static uint32_t
model_of(struct trace_totaller *t, const struct frame *f)
{
	const struct text own = trace_text_of(f->call->more ? f->call->more->model : NULL);
	if (own.n > 0 || f->model >= MANY_MODELS)
		return find_model(t, own);
	return f->model;
}

static void
leave(struct trace_totaller *t)
{
	struct frame *f = &t->frame[--t->depth];
	const struct trace_call *c = f->call;
	struct trace_totals part = TRACE_TOTALS_NONE;
	if (!f->counts)
		return;
	const bool any = take_numbers(f, &part), request = f->request && !f->has_requests;
	if (request) {
		part.calls = part.requests = 1;
		part.errors = c->status == TRACE_ERROR;
		part.without_cost = !f->priced;
		part.duration_ns = c->duration_ns;
	}
	if (request || any) {
		const uint32_t model = model_of(t, f);
		join_model(f, model);
		add_part(t, model, &part);
	}
	const uint32_t container = container_of(t, c, t->depth);
	if (container > 0)
		hand_on(&t->frame[container - 1], f, request);
}

static void
add_calls(struct trace_totaller *t, const struct trace *trace)
{
	for (uint32_t at = trace->first; at < trace->last; at++) {
		const struct trace_call *c = trace_call_at(t->model, at);
		while (t->depth > 0 && t->frame[t->depth - 1].call->last <= at)
			leave(t);
		t->sum->tool_errors += c->kind == TRACE_TOOL && c->status == TRACE_ERROR;
		enter(t, c);
	}
	while (t->depth > 0)
		leave(t);
}

/* ---- what a trace is about ------------------------------------------------------------------ */

static struct text
service_of(const struct trace_model *m, const struct trace *t)
{
	for (uint32_t at = t->first; at < t->last; at++)
		if (trace_call_at(m, at)->service)
			return trace_text_of(trace_call_at(m, at)->service);
	return TEXT_ABSENT;
}

static void
choose_model(const struct trace_totaller *t, struct trace_session *s)
{
	const struct trace_totals *best = NULL;
	for (size_t i = 0; i < t->shares; i++) {
		const struct trace_share *k = trace_share_at(t, i);
		if (!k->model.p)
			continue;
		s->models++;
		const number_wide more =
		    best ? trace_totals_tokens(&k->sum) - trace_totals_tokens(best) : 1;
		if (more < 0 || (more == 0 && k->sum.requests <= best->requests))
			continue;
		best = &k->sum;
		s->model = k->model;
	}
}

const struct trace_share *
trace_share_at(const struct trace_totaller *t, size_t share)
{
	return &t->named[t->share[share]].share;
}

void
trace_total(struct trace_totaller *t, size_t trace, struct trace_session *s)
{
	const struct trace *k = &t->model->trace[trace];
	*s = (struct trace_session){ .trace = k, .sum = TRACE_TOTALS_NONE };
	arena_reset(&t->arena);
	t->shares = 0;
	t->turn++;
	t->sum = &s->sum;
	add_calls(t, k);
	s->sum.traces = 1;
	s->sum.calls = k->last - k->first;
	s->sum.errors = k->errors;
	s->sum.duration_ns = trace_duration(t->model, k);
	s->service = service_of(t->model, k);
	s->project = trace_project(t->model, k, &t->arena);
	s->shares = t->shares;
	choose_model(t, s);
}

struct trace_totaller *
trace_totaller_new(const struct trace_model *m, struct siphash_key key)
{
	struct trace_totaller *t = mem_zalloc(1, sizeof(*t));
	t->model = m;
	t->key = key;
	add_model(t, TEXT_ABSENT);
	return t;
}

void
trace_totaller_free(struct trace_totaller *t)
{
	if (!t)
		return;
	table_free(&t->table);
	arena_free(&t->arena);
	free(t->named);
	free(t->share);
	free(t->frame);
	free(t);
}
