/* SPDX-License-Identifier: MIT */
#include "rerun/modify.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "llm/api.h"
#include "llm/chain.h"
#include "llm/estimate.h"
#include "llm/tools.h"

struct rerun_modify {
	const struct trace_model *model;
	struct llm_chains *chains;
	uint32_t *step;  /* by call: its number among the requests of its trace; 0: it is none */
	uint32_t *steps; /* by trace */
	struct rerun_cell cell;
	struct rerun_modify_with with;
	pthread_mutex_t lock; /* of the budget */
};

struct rerun_modify *
rerun_modify_new(const struct trace_model *m, struct siphash_key key)
{
	struct rerun_modify *y = mem_zalloc(1, sizeof(*y));
	y->model = m;
	y->chains = llm_chains_new(m, key);
	y->step = mem_zalloc(m->calls + 1, sizeof(*y->step));
	y->steps = mem_zalloc(m->traces + 1, sizeof(*y->steps));
	for (size_t i = 0; i < m->traces; i++)
		for (uint32_t at = m->trace[i].first; at < m->trace[i].last; at++)
			if (llm_is_request(m, m->depth_first[at]))
				y->step[m->depth_first[at]] = ++y->steps[i];
	pthread_mutex_init(&y->lock, NULL);
	return y;
}

void
rerun_modify_free(struct rerun_modify *y)
{
	if (!y)
		return;
	llm_chains_free(y->chains);
	free(y->step);
	free(y->steps);
	pthread_mutex_destroy(&y->lock);
	free(y);
}

void
rerun_modify_use(struct rerun_modify *y, const struct rerun_modify_with *with)
{
	y->with = *with;
}

void
rerun_modify_set(struct rerun_modify *y, const struct rerun_cell *cell)
{
	y->cell = *cell;
}

/* ---- cells ---------------------------------------------------------------------------------- */

bool
rerun_cell_is_none(const struct rerun_cell *c)
{
	return llm_change_is_none(&c->change) && !c->query.p;
}

void
rerun_cell_put(const struct rerun_cell *c, struct buf *b)
{
	if (c->change.model.p)
		json_member_string(b, "model", c->change.model);
	if (c->change.temperature.p)
		json_member_raw(b, "temperature", c->change.temperature);
	if (c->change.system_prompt.p)
		json_member_string(b, "system_prompt", c->change.system_prompt);
	if (c->change.max_tokens.p)
		json_member_raw(b, "max_tokens", c->change.max_tokens);
	if (c->query.p)
		json_member_string(b, "retrieval_query", c->query);
	if (c->from_step > 1)
		json_member_u64(b, "from_step", c->from_step);
}

/* ---- changes -------------------------------------------------------------------------------- */

static struct text
keep(struct buf *b, struct arena *a)
{
	const struct text t = arena_text(a, buf_as_text(b));
	buf_free(b);
	return t;
}

static struct text
missing(const struct err *e, struct arena *a)
{
	struct buf b = { 0 };
	buf_printf(&b, "No replay data available: %s", e->text);
	return keep(&b, a);
}

static bool
is_model_alone(const struct llm_change *c)
{
	struct llm_change others = *c;
	others.model = TEXT_ABSENT;
	return c->model.p && llm_change_is_none(&others);
}

/* whole: with the messages of the chain before it; otherwise what it has itself. */
static enum llm_changed
change_call(const struct rerun_modify *y, uint32_t call, bool whole, struct arena *a,
    struct rerun_change *change, struct err *e)
{
	const struct trace_call *c = &y->model->call[call];
	struct buf input = { 0 }, details = { 0 };
	enum llm_changed changed = LLM_SAME;
	if (c->kind == TRACE_RETRIEVAL && y->cell.query.p) {
		changed = llm_change_query(
		    y->cell.query, trace_text_of(c->input), a, &input, &details, e);
	} else if (y->step[call] > 0 && y->step[call] >= y->cell.from_step &&
		   !llm_change_is_none(&y->cell.change)) {
		const struct text request =
		    whole ? llm_chain_request(y->chains, call, a, e) : trace_text_of(c->input);
		changed = !request.p ? LLM_NOT_A_REQUEST
				     : llm_change_request(&y->cell.change, request, llm_model_of(c),
					   a, &input, &details, e);
	}
	/* the model may be known although the request is not */
	if (changed == LLM_NOT_A_REQUEST && c->kind == TRACE_LLM &&
	    is_model_alone(&y->cell.change) && text_eq(y->cell.change.model, llm_model_of(c)))
		changed = LLM_SAME;
	*change = (struct rerun_change){ TEXT_ABSENT, TEXT_ABSENT, TEXT_ABSENT };
	if (changed == LLM_CHANGED) {
		change->input = arena_text(a, buf_as_text(&input));
		change->details = arena_text(a, buf_as_text(&details));
	}
	buf_free(&input);
	buf_free(&details);
	return changed;
}

static bool
change_hook(
    void *context, const struct rerun_subject *s, struct arena *a, struct rerun_change *change)
{
	struct err e;
	switch (change_call(context, s->call, true, a, change, &e)) {
	case LLM_SAME: return false;
	case LLM_CHANGED: return true;
	case LLM_NOT_A_REQUEST: break;
	}
	change->missing = missing(&e, a);
	return true;
}

struct text
rerun_modify_prompt(
    const struct rerun_modify *y, uint32_t call, struct text request, struct arena *a)
{
	struct llm_change change = y->cell.change;
	struct buf input = { 0 }, details = { 0 };
	struct err e;
	if (!change.system_prompt.p)
		return request;
	change.system_prompt = TEXT_ABSENT;
	struct text recorded = llm_chain_request(y->chains, call, a, &e);
	if (recorded.p && llm_change_request(&change, recorded, llm_model_of(&y->model->call[call]),
			      a, &input, &details, &e) == LLM_CHANGED)
		recorded = arena_text(a, buf_as_text(&input));
	buf_free(&input);
	buf_free(&details);
	return recorded;
}

/* ---- costs ---------------------------------------------------------------------------------- */

/* The model that a request asks. */
static struct text
asked_model(const struct rerun_modify *y, const struct trace_call *c)
{
	return y->cell.change.model.p ? y->cell.change.model : llm_model_of(c);
}

/* The most that a request is going to cost: its limit of tokens counts as used.  If it has none,
 * the answer is taken to be as long as the recorded one. */
static bool
reserve(const struct rerun_modify *y, const struct rerun_subject *s, struct arena *a,
    struct trace_cost *cost)
{
	enum { BYTES_OF_TOKEN = 3 };
	const struct trace_call *c = &y->model->call[s->call];
	const struct price *price = prices_find(y->with.prices, asked_model(y, c));
	int64_t usage[TRACE_USAGES] = { -1, -1, -1, -1, -1 };
	if (!price)
		return false;
	if (c->more) {
		usage[TRACE_INPUT_TOKENS] = c->more->usage[TRACE_INPUT_TOKENS];
		usage[TRACE_OUTPUT_TOKENS] = c->more->usage[TRACE_OUTPUT_TOKENS];
	}
	if (usage[TRACE_INPUT_TOKENS] < 0 || y->cell.change.system_prompt.p)
		usage[TRACE_INPUT_TOKENS] = (int64_t)(s->input.n / BYTES_OF_TOKEN) + 1;
	const int64_t limit = llm_request_limit(s->input, a);
	if (limit >= 0)
		usage[TRACE_OUTPUT_TOKENS] = limit;
	if (usage[TRACE_OUTPUT_TOKENS] < 0)
		usage[TRACE_OUTPUT_TOKENS] = 0;
	return price_of(price, usage, cost);
}

static void
put_usd(struct buf *b, const struct trace_cost *cost)
{
	char digits[TRACE_COST_MAX];
	const size_t n = trace_cost_put(cost, digits);
	buf_char(b, '$');
	buf_put(b, digits, n);
}

static struct text
refusal(const struct rerun_budget *k, const struct trace_cost *cost, struct arena *a)
{
	struct buf b = { 0 };
	BUF_LIT(&b, "not sent: it may cost ");
	put_usd(&b, cost);
	BUF_LIT(&b, ", and of the ");
	put_usd(&b, &k->most);
	BUF_LIT(&b, " of --max-cost, ");
	put_usd(&b, &k->spent);
	BUF_LIT(&b, " is spent");
	return keep(&b, a);
}

/* Takes what a request may cost from the budget.  Returns false if that is too little. */
static bool
take_from_budget(
    struct rerun_modify *y, const struct rerun_subject *s, struct arena *a, struct rerun_outcome *o)
{
	struct rerun_budget *k = y->with.budget;
	struct trace_cost cost, sum;
	bool fits = true;
	if (!k || !k->limited || s->kind != TRACE_LLM)
		return true;
	if (!reserve(y, s, a, &cost)) {
		*o = rerun_failure(
		    TEXT("max_cost"), TEXT("not sent: the price of its model is not known"));
		return false;
	}
	pthread_mutex_lock(&y->lock);
	sum = k->spent;
	trace_cost_add(&sum, &cost);
	fits = !k->stopped && !trace_cost_is_more(&sum, &k->most);
	k->stopped |= !fits;
	if (fits)
		k->spent = sum;
	else
		*o = rerun_failure(TEXT("max_cost"), refusal(k, &cost, a));
	pthread_mutex_unlock(&y->lock);
	return fits;
}

/* The cost of an answer: what it says, else the price of its tokens. */
static bool
cost_of(const struct rerun_modify *y, struct text model, const struct rerun_outcome *o,
    struct trace_cost *cost)
{
	if (o->cost_usd.p)
		return trace_cost_read(o->cost_usd, cost);
	const struct price *price = prices_find(y->with.prices, model);
	return price && price_of(price, o->usage, cost);
}

/* Puts what was reserved back, and takes what it cost.  If that is not known, the reserve stays
 * taken. */
static void
settle_budget(struct rerun_modify *y, const struct rerun_subject *s, const struct rerun_outcome *o)
{
	struct rerun_budget *k = y->with.budget;
	struct trace_cost reserved, cost = { 0, 0 };
	struct arena a = { 0 };
	const bool known =
	    o->failed || cost_of(y, asked_model(y, &y->model->call[s->call]), o, &cost);
	if (known && reserve(y, s, &a, &reserved)) {
		pthread_mutex_lock(&y->lock);
		k->spent = trace_cost_less(&k->spent, &reserved);
		trace_cost_add(&k->spent, &cost);
		pthread_mutex_unlock(&y->lock);
	}
	arena_free(&a);
}

static void
executed_hook(void *context, const struct rerun_subject *s, const struct rerun_outcome *o)
{
	struct rerun_modify *y = context;
	if (s->kind != TRACE_LLM)
		return;
	if (y->with.answered && !o->failed)
		y->with.answered(y->with.context, s, o);
	if (y->with.budget && y->with.budget->limited)
		settle_budget(y, s, o);
}

/* ---- execution ------------------------------------------------------------------------------ */

static enum rerun_served
instead_hook(void *context, const struct rerun_subject *s, struct arena *a, struct rerun_outcome *o)
{
	struct rerun_modify *y = context;
	if (s->kind == TRACE_LLM && rerun_paid_find(y->with.paid, s, o)) {
		if (y->with.resumed)
			y->with.resumed(y->with.context, s, o);
		return RERUN_EXEC;
	}
	if (y->with.interrupted && y->with.interrupted()) {
		*o = rerun_failure(
		    TEXT("interrupted"), TEXT("not executed: the run was interrupted"));
		return RERUN_BLOCKED;
	}
	return take_from_budget(y, s, a, o) ? RERUN_NOTHING : RERUN_BLOCKED;
}

static struct llm_failure
failure_of(const struct rerun_outcome *o)
{
	return (struct llm_failure){ o->error_type, o->status, o->says_retryable, o->retryable,
		o->retry_after_ms };
}

static int64_t
retry_hook(
    void *context, const struct rerun_subject *s, const struct rerun_outcome *o, uint32_t retry)
{
	const struct rerun_modify *y = context;
	const struct llm_failure f = failure_of(o);
	(void)s;
	if (y->with.interrupted && y->with.interrupted())
		return -1;
	return llm_retry_wait(&y->with.retry, &f, retry);
}

/* ---- the result ----------------------------------------------------------------------------- */

/* The price of the model that was looked up last. */
struct last_price {
	struct text model;
	const struct price *price;
};

static const struct price *
find_price(const struct rerun_modify *y, struct last_price *last, struct text model)
{
	if (!last->model.p || !text_eq(last->model, model))
		*last = (struct last_price){ model, prices_find(y->with.prices, model) };
	return last->price;
}

/* Calls without a cost get the price of their tokens. */
static void
price_spans(const struct rerun_modify *y, struct rerun_result *r)
{
	struct last_price last = { TEXT_ABSENT, NULL };
	for (size_t i = 0; i < r->spans; i++) {
		struct rerun_span *s = &r->span[i];
		const struct trace_call *c = &y->model->call[s->call];
		struct trace_cost cost;
		char digits[TRACE_COST_MAX];
		if ((c->kind != TRACE_LLM && c->kind != TRACE_EMBEDDING) || s->outcome.cost_usd.p)
			continue;
		const struct price *price =
		    find_price(y, &last, s->was_modified ? asked_model(y, c) : llm_model_of(c));
		if (price && price_of(price, s->outcome.usage, &cost))
			s->outcome.cost_usd = arena_text(
			    &r->arena, (struct text){ digits, trace_cost_put(&cost, digits) });
	}
}

/* Does an answer ask for other tools than the recorded one? */
static bool
departs(const struct rerun_modify *y, struct rerun_result *r, const struct rerun_span *s)
{
	struct llm_tools then = { 0 }, now = { 0 };
	if (!s->was_modified || s->outcome.failed || y->step[s->call] == 0)
		return false;
	llm_tools_add_recorded(&then, y->model, y->chains, s->call, &r->arena);
	llm_tools_add(&now, s->outcome.output, &r->arena);
	if (now.n == 0)
		llm_tools_add(&now, s->outcome.tool_calls, &r->arena);
	const bool same = llm_tools_are_same(&then, &now);
	llm_tools_free(&then);
	llm_tools_free(&now);
	return !same;
}

/* Says why a request that might be sent again was not. */
static void
say_wait(const struct rerun_modify *y, struct rerun_result *r, struct rerun_span *s)
{
	struct rerun_outcome *o = &s->outcome;
	const struct llm_failure f = failure_of(o);
	struct buf b = { 0 };
	if (!o->failed || o->retries >= y->with.retry.most || !llm_may_retry(&f) ||
	    o->retry_after_ms <= y->with.retry.max_ns / 1000000)
		return;
	buf_text(&b, o->message.p ? o->message : TEXT("failed"));
	buf_printf(&b,
	    "; not sent again: the server asks to wait %" PRId64
	    "ms, which is longer than --retry-max-delay",
	    o->retry_after_ms);
	o->message = keep(&b, &r->arena);
}

static void
served_hook(void *context, struct rerun_result *r)
{
	struct rerun_modify *y = context;
	price_spans(y, r);
	r->modified = !rerun_cell_is_none(&y->cell);
	r->steps = y->steps[r->trace];
	for (size_t i = 0; i < r->spans; i++) {
		struct rerun_span *s = &r->span[i];
		s->stale = r->departs > 0;
		if (s->was_modified && r->model->call[s->call].kind == TRACE_LLM)
			say_wait(y, r, s);
		if (r->departs == 0 && departs(y, r, s))
			r->departs = y->step[s->call];
	}
}

void
rerun_modify_hook(struct rerun_modify *y, struct rerun_options *o)
{
	o->modify = y;
	o->change = change_hook;
	o->instead = instead_hook;
	o->retry_ns = retry_hook;
	o->executed = executed_hook;
	o->served = served_hook;
}

static void
price_hook(void *context, struct rerun_result *r)
{
	price_spans(context, r);
}

void
rerun_modify_hook_prices(struct rerun_modify *y, struct rerun_options *o)
{
	o->modify = y;
	o->served = price_hook;
}

/* ---- forecasts ------------------------------------------------------------------------------ */

static void
forecast_call(struct rerun_modify *y, uint32_t call, struct arena *a, struct rerun_forecast *f)
{
	const struct trace_call *c = &y->model->call[call];
	struct rerun_change change;
	struct err e;
	if (c->kind != TRACE_RETRIEVAL && y->step[call] == 0)
		return;
	/* only the system prompt is elsewhere in a chain, and a chain may be long */
	const bool whole = y->cell.change.system_prompt.p || !llm_chain_has(y->chains, call);
	const enum llm_changed changed = change_call(y, call, whole, a, &change, &e);
	if (c->kind == TRACE_RETRIEVAL) {
		f->retrievals += changed == LLM_CHANGED;
		return;
	}
	f->same += changed == LLM_SAME;
	f->not_recorded += changed == LLM_NOT_A_REQUEST;
	if (changed != LLM_CHANGED)
		return;
	f->requests++;
	f->partial += llm_chain_has(y->chains, call);
	const struct text model = asked_model(y, c);
	enum llm_api api;
	if (!f->unserved.p && !llm_api_of_model(model, &api))
		f->unserved = model.p ? model : TEXT("");
	if (!f->unpriced && !prices_find(y->with.prices, model)) {
		f->unpriced = true;
		f->model = model;
	}
}

void
rerun_modify_forecast(struct rerun_modify *y, size_t trace, struct rerun_forecast *f)
{
	const struct trace *t = &y->model->trace[trace];
	struct arena a = { 0 };
	for (uint32_t at = t->first; at < t->last; at++) {
		forecast_call(y, y->model->depth_first[at], &a, f);
		arena_reset(&a);
	}
	arena_free(&a);
}
