/* SPDX-License-Identifier: MIT */
#include "llm/estimate.h"

#include "json/write.h"
#include "trace/totals_put.h"

bool
llm_is_request(const struct trace_model *m, uint32_t call)
{
	const struct trace_call *c = &m->call[call];
	if (c->kind != TRACE_LLM)
		return false;
	for (uint32_t at = c->at + 1; at < c->last;) {
		const struct trace_call *below = trace_call_at(m, at);
		if (below->kind == TRACE_LLM)
			return false;
		const bool apart = below->kind == TRACE_TOOL || below->kind == TRACE_AGENT;
		at = apart ? below->last : at + 1;
	}
	return true;
}

struct text
llm_model_of(const struct trace_call *c)
{
	return trace_text_of(c->more ? c->more->model : NULL);
}

void
llm_estimate_begin(struct llm_estimate *e, const struct prices *p, struct text model)
{
	*e = (struct llm_estimate){
		.model = model, .usage = { -1, -1, -1, -1, -1 }, .unknown = !prices_find(p, model)
	};
}

static bool
recorded_cost(const struct trace_call *c, struct trace_cost *cost)
{
	return c->more && c->more->cost_usd &&
	       trace_cost_read(trace_text_of(c->more->cost_usd), cost);
}

static bool
priced(
    const struct prices *p, struct text model, const struct trace_call *c, struct trace_cost *cost)
{
	const struct price *price = prices_find(p, model);
	return price && c->more && price_of(price, c->more->usage, cost);
}

bool
llm_cost_of(const struct prices *p, const struct trace_call *c, struct trace_cost *cost)
{
	return recorded_cost(c, cost) || priced(p, llm_model_of(c), c, cost);
}

void
llm_estimate_add(struct llm_estimate *e, const struct prices *p, const struct trace_call *c)
{
	struct trace_cost cost;
	e->calls++;
	for (size_t i = 0; c->more && i < TRACE_USAGES; i++)
		if (c->more->usage[i] >= 0)
			e->usage[i] = (e->usage[i] > 0 ? e->usage[i] : 0) + c->more->usage[i];
	const bool recorded = recorded_cost(c, &cost);
	if (recorded) {
		e->with_recorded++;
		trace_cost_add(&e->recorded, &cost);
	}
	if (recorded || priced(p, llm_model_of(c), c, &cost)) {
		e->with_baseline++;
		trace_cost_add(&e->baseline, &cost);
	}
	const bool same = recorded && text_eq(llm_model_of(c), e->model);
	if (same || priced(p, e->model, c, &cost))
		trace_cost_add(&e->estimated, &cost);
	else
		e->without_usage++;
}

void
llm_estimate_join(struct llm_estimate *e, const struct llm_estimate *more)
{
	e->calls += more->calls;
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (more->usage[i] >= 0)
			e->usage[i] = (e->usage[i] > 0 ? e->usage[i] : 0) + more->usage[i];
	trace_cost_add(&e->recorded, &more->recorded);
	trace_cost_add(&e->baseline, &more->baseline);
	trace_cost_add(&e->estimated, &more->estimated);
	e->with_recorded += more->with_recorded;
	e->with_baseline += more->with_baseline;
	e->without_usage += more->without_usage;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void
put_cost(struct buf *b, const char *name, bool known, const struct trace_cost *cost)
{
	char digits[TRACE_COST_MAX];
	if (known)
		json_member_raw(b, name, (struct text){ digits, trace_cost_put(cost, digits) });
	else
		json_member_null(b, name);
}

void
llm_estimate_put(const struct llm_estimate *e, struct text trace_id, struct buf *b)
{
	json_begin(b, '{');
	json_member_string_or_null(b, "trace_id", trace_id);
	json_member_string_or_null(b, "model", e->model);
	json_member_u64(b, "calls", e->calls);
	trace_put_usage_member(b, e->usage);
	put_cost(b, "recorded_cost_usd", e->with_recorded > 0, &e->recorded);
	put_cost(b, "estimated_cost_usd", e->without_usage < e->calls, &e->estimated);
	put_cost(b, "baseline_cost_usd", e->with_baseline > 0, &e->baseline);
	json_member_u64(b, "calls_without_recorded_cost", e->calls - e->with_recorded);
	json_member_u64(b, "calls_not_estimated", e->without_usage);
	json_end(b, '}');
	buf_char(b, '\n');
}
