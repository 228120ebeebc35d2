/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "trace/compare.h"
#include "trace/totals.h"

/* ---- yes and no ----------------------------------------------------------------------------- */

/* Takes the first value that is yes or no, in the words of the parser Bool. */
static bool
take_answer(void *context, struct text value)
{
	static const struct text yes[] = { TEXT("true"), TEXT("1"), TEXT("yes"), TEXT("on") },
				 no[] = { TEXT("false"), TEXT("0"), TEXT("no"), TEXT("off") };
	real *answer = context;
	if (number_is_json(value) && number_cmp(value, TEXT("1")) == 0)
		*answer = 1;
	else if (number_is_json(value) && number_cmp(value, TEXT("0")) == 0)
		*answer = 0;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes) && isnan(*answer); i++) {
		if (text_eq_nocase(value, yes[i]))
			*answer = 1;
		else if (text_eq_nocase(value, no[i]))
			*answer = 0;
	}
	return !isnan(*answer);
}

static real
answer_of(const struct trace_model *m, const struct trace *t, struct text name)
{
	real answer = NAN;
	for (uint32_t at = t->first; at < t->last; at++)
		if (trace_find_values(m, trace_call_at(m, at), name, take_answer, &answer))
			break;
	return answer;
}

/* ---- columns -------------------------------------------------------------------------------- */

/* A trace that asks no model uses no tokens; one that asks and does not say is not known. */
static real
tokens_of(const struct trace_totals *sum)
{
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (sum->usage[i] >= 0)
			return (real)trace_totals_tokens(sum);
	return sum->requests == 0 ? 0 : NAN;
}

static real
cost_of(const struct trace_totals *sum)
{
	if (sum->without_cost > 0 || (sum->requests > 0 && !sum->has_cost))
		return NAN;
	return (real)sum->cost.whole + (real)sum->cost.rest / 1e24L;
}

static void
take_totals(struct compare_values *v, size_t row, const struct trace_totals *sum, bool ended)
{
	v->column[COMPARE_DURATION_MEAN][row] =
	    !ended || sum->duration_ns == TRACE_NO_TIME ? NAN : (real)sum->duration_ns;
	v->column[COMPARE_CALLS][row] = (real)sum->calls;
	v->column[COMPARE_TOKENS][row] = tokens_of(sum);
	v->column[COMPARE_COST][row] = cost_of(sum);
}

struct compare_values
compare_values_of(const struct trace_side *side, const struct compare_options *o)
{
	struct compare_values v = { .columns = COMPARE_METRICS + o->rates->n };
	struct trace_totaller *totaller = trace_totaller_new(side->model, o->key);
	v.column = mem_zalloc(v.columns, sizeof(*v.column));
	for (size_t k = 0; k < v.columns; k++)
		if (k != COMPARE_DURATION_P50 && k != COMPARE_DURATION_P95)
			v.column[k] = mem_alloc((side->n + 1) * sizeof(real));
	for (size_t i = 0; i < side->n; i++) {
		const struct trace *t = &side->model->trace[side->trace[i]];
		struct trace_session session;
		trace_total(totaller, side->trace[i], &session);
		const bool ended = trace_unended_root(side->model, t) == TRACE_NONE;
		take_totals(&v, i, &session.sum, ended);
		v.unended += !ended;
		v.column[COMPARE_ERROR_RATE][i] = t->status == TRACE_ERROR;
		for (size_t k = COMPARE_METRICS; k < v.columns; k++)
			v.column[k][i] =
			    answer_of(side->model, t, o->rates->text[k - COMPARE_METRICS]);
	}
	trace_totaller_free(totaller);
	return v;
}

void
compare_values_free(struct compare_values *v)
{
	for (size_t k = 0; k < v->columns; k++)
		free(v->column[k]);
	free(v->column);
}
