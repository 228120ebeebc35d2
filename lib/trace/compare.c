/* SPDX-License-Identifier: MIT */
#include "trace/compare.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

const struct text compare_metric_names[COMPARE_METRICS] = {
	[COMPARE_DURATION_MEAN] = { "duration_mean", 13 },
	[COMPARE_DURATION_P50] = { "duration_p50", 12 },
	[COMPARE_DURATION_P95] = { "duration_p95", 12 },
	[COMPARE_ERROR_RATE] = { "error_rate", 10 },
	[COMPARE_CALLS] = { "calls", 5 },
	[COMPARE_TOKENS] = { "tokens", 6 },
	[COMPARE_COST] = { "cost", 4 },
};

static enum compare_statistic
statistic_of(size_t metric)
{
	switch (metric) {
	case COMPARE_DURATION_P50: return COMPARE_P50;
	case COMPARE_DURATION_P95: return COMPARE_P95;
	case COMPARE_DURATION_MEAN:
	case COMPARE_CALLS:
	case COMPARE_TOKENS:
	case COMPARE_COST: return COMPARE_MEAN;
	default: return COMPARE_RATE;
	}
}

/* The column that has the values of a metric. */
static const real *
column_of(const struct compare_values *v, size_t metric)
{
	const bool duration = metric == COMPARE_DURATION_P50 || metric == COMPARE_DURATION_P95;
	return v->column[duration ? COMPARE_DURATION_MEAN : metric];
}

/* Is some value neither unknown nor 0? */
static bool
says_anything(const real *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (value[i] > 0 || value[i] < 0)
			return true;
	return false;
}

/* Traces that ask no model have no tokens and no cost.  If no trace of either side has any, there
 * is nothing to compare. */
static void
forget_zeros(struct compare_values *a, size_t n, struct compare_values *b, size_t m, size_t metric)
{
	if (says_anything(a->column[metric], n) || says_anything(b->column[metric], m))
		return;
	for (size_t i = 0; i < n; i++)
		a->column[metric][i] = NAN;
	for (size_t i = 0; i < m; i++)
		b->column[metric][i] = NAN;
}

/* Values in the order of the pairs; the caller frees them. */
static real *
paired(const struct trace_comparison *c, const real *value, bool of_b)
{
	real *out = mem_alloc((c->pairs + 1) * sizeof(*out));
	for (size_t i = 0; i < c->pairs; i++)
		out[i] = value[of_b ? c->pair[i].b : c->pair[i].a];
	return out;
}

static void
test_metric(const struct trace_comparison *c, struct compare_metric *m, size_t metric,
    const real *a, const real *b)
{
	struct compare_test t = { .statistic = statistic_of(metric) };
	const struct compare_sample whole = { .value = b, .n = c->b.n };
	m->has_whole = compare_value(t.statistic, &whole, &m->whole);
	if (c->pairing == COMPARE_UNPAIRED) {
		t.a = (struct compare_sample){ .value = a, .n = c->a.n };
		t.b = whole;
		compare_test(&t, &m->is);
		compare_interval(&t, &m->is);
		return;
	}
	real *of_a = paired(c, a, false), *of_b = paired(c, b, true);
	t.paired = true;
	t.a = (struct compare_sample){ .value = of_a, .n = c->pairs };
	t.b = (struct compare_sample){ .value = of_b, .n = c->pairs };
	compare_test(&t, &m->is);
	compare_interval(&t, &m->is);
	free(of_a);
	free(of_b);
}

static void
test_metrics(struct trace_comparison *c, const struct compare_options *o)
{
	struct compare_values a = compare_values_of(&c->a, o), b = compare_values_of(&c->b, o);
	c->metrics = COMPARE_METRICS + o->rates->n;
	c->metric = mem_zalloc(c->metrics, sizeof(*c->metric));
	forget_zeros(&a, c->a.n, &b, c->b.n, COMPARE_TOKENS);
	forget_zeros(&a, c->a.n, &b, c->b.n, COMPARE_COST);
	for (size_t i = 0; i < c->metrics; i++) {
		const bool own = i >= COMPARE_METRICS;
		c->metric[i].name =
		    own ? o->rates->text[i - COMPARE_METRICS] : compare_metric_names[i];
		c->metric[i].more_is_better = own;
		test_metric(c, &c->metric[i], i, column_of(&a, i), column_of(&b, i));
	}
	for (size_t i = 0; i < c->a.n; i++)
		c->failed[0] += a.column[COMPARE_ERROR_RATE][i] > 0;
	for (size_t i = 0; i < c->b.n; i++)
		c->failed[1] += b.column[COMPARE_ERROR_RATE][i] > 0;
	c->unended[0] = a.unended;
	c->unended[1] = b.unended;
	compare_values_free(&a);
	compare_values_free(&b);
}

static void
decide_metrics(struct trace_comparison *c, const struct compare_options *o)
{
	struct compare_result **result = mem_alloc(c->metrics * sizeof(struct compare_result *));
	bool *more_is_better = mem_alloc(c->metrics);
	for (size_t i = 0; i < c->metrics; i++) {
		result[i] = &c->metric[i].is;
		more_is_better[i] = c->metric[i].more_is_better;
	}
	compare_decide(result, c->metrics, o->alpha, o->min_effect);
	c->winner = compare_winner(
	    (const struct compare_result *const *)result, more_is_better, c->metrics);
	free(result);
	free(more_is_better);
}

static int
by_p(const void *a, const void *b)
{
	const struct compare_name *const x = a, *const y = b;
	const bool has_x = x->is.has_a && x->is.has_b, has_y = y->is.has_a && y->is.has_b;
	if (has_x != has_y)
		return has_x ? -1 : 1;
	if (has_x && x->is.p != y->is.p)
		return x->is.p < y->is.p ? -1 : 1;
	const real d = fabsl(x->is.delta), e = fabsl(y->is.delta);
	if (d != e)
		return d > e ? -1 : 1;
	return text_cmp(x->name, y->name);
}

static void
decide_names(struct trace_comparison *c, const struct compare_options *o)
{
	struct compare_result **result =
	    mem_alloc((c->names + 1) * sizeof(struct compare_result *));
	for (size_t i = 0; i < c->names; i++)
		result[i] = &c->name[i].is;
	compare_decide(result, c->names, o->alpha, o->min_effect);
	free(result);
	if (c->names > 1)
		qsort(c->name, c->names, sizeof(*c->name), by_p);
}

struct trace_comparison *
trace_compare(
    const struct trace_side *a, const struct trace_side *b, const struct compare_options *o)
{
	struct trace_comparison *c = mem_zalloc(1, sizeof(*c));
	c->a = *a;
	c->b = *b;
	c->alpha = o->alpha;
	c->pairing = compare_pairs(a, b, o->key, &c->pair, &c->pairs);
	test_metrics(c, o);
	decide_metrics(c, o);
	compare_names(c, o->key);
	decide_names(c, o);
	return c;
}

void
trace_comparison_free(struct trace_comparison *c)
{
	if (!c)
		return;
	free(c->pair);
	free(c->metric);
	free(c->name);
	free(c);
}
