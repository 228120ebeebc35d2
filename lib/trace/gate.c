/* SPDX-License-Identifier: MIT */
#include "trace/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "base/words.h"
#include "time/duration.h"

/* ---- names ---------------------------------------------------------------------------------- */

/* The short names come first, because messages suggest them. */
static const struct {
	struct text name;
	enum compare_metric_number metric;
} names[] = {
	{ { "mean", 4 }, COMPARE_DURATION_MEAN },
	{ { "p50", 3 }, COMPARE_DURATION_P50 },
	{ { "p95", 3 }, COMPARE_DURATION_P95 },
	{ { "errors", 6 }, COMPARE_ERROR_RATE },
	{ { "calls", 5 }, COMPARE_CALLS },
	{ { "tokens", 6 }, COMPARE_TOKENS },
	{ { "cost", 4 }, COMPARE_COST },
	{ { "duration_mean", 13 }, COMPARE_DURATION_MEAN },
	{ { "duration_p50", 12 }, COMPARE_DURATION_P50 },
	{ { "duration_p95", 12 }, COMPARE_DURATION_P95 },
	{ { "error_rate", 10 }, COMPARE_ERROR_RATE },
};
enum { NAMES = sizeof(names) / sizeof(*names) };

static int
complain_of_name(struct text name, const struct trace_texts *rates, struct err *e)
{
	struct text *all = mem_alloc((NAMES + rates->n) * sizeof(*all));
	for (size_t i = 0; i < NAMES; i++)
		all[i] = names[i].name;
	for (size_t i = 0; i < rates->n; i++)
		all[NAMES + i] = rates->text[i];
	const struct text near = words_meant(name, all, NAMES + rates->n).name;
	free(all);
	if (text_eq(name, TEXT("similarity")))
		return err_set(e, "similarity is a gate of a replay that changes llm calls");
	if (near.p)
		return err_set(e, "no metric is named '%.*s'; did you mean '%.*s'?", (int)name.n,
		    name.p, (int)near.n, near.p);
	return err_set(e,
	    "no metric is named '%.*s'; there are mean, p50, p95, errors, calls, tokens, cost, and "
	    "those of --metric",
	    (int)name.n, name.p);
}

bool
trace_gate_is_built_in(struct text name)
{
	for (size_t i = 0; i < NAMES; i++)
		if (text_eq(name, names[i].name))
			return true;
	return false;
}

static int
find_metric(struct text name, const struct trace_texts *rates, size_t *metric, struct err *e)
{
	for (size_t i = 0; i < NAMES; i++)
		if (text_eq(name, names[i].name)) {
			*metric = names[i].metric;
			return 0;
		}
	const size_t rate = text_among(name, rates->text, rates->n);
	*metric = COMPARE_METRICS + rate;
	return rate < rates->n ? 0 : complain_of_name(name, rates, e);
}

/* ---- bounds --------------------------------------------------------------------------------- */

static bool
is_duration(size_t metric)
{
	return metric <= COMPARE_DURATION_P95;
}

static bool
is_share(size_t metric)
{
	return metric == COMPARE_ERROR_RATE || metric >= COMPARE_METRICS;
}

/* Takes a sign off a text. */
static bool
take_sign(struct text *t, double *sign)
{
	*sign = t->n > 0 && t->p[0] == '-' ? -1 : 1;
	if (t->n == 0 || (t->p[0] != '+' && t->p[0] != '-'))
		return false;
	*t = (struct text){ t->p + 1, t->n - 1 };
	return true;
}

static bool
take_percent(struct text *t)
{
	if (t->n == 0 || t->p[t->n - 1] != '%')
		return false;
	*t = text_trim((struct text){ t->p, t->n - 1 });
	return true;
}

static int
complain_of_bound(const struct trace_gate *g, struct text name, struct text bound, struct err *e)
{
	const char *examples = is_duration(g->metric) ? "+10% (relative to A) or 250ms (of B)"
			       : is_share(g->metric)  ? "+10% (relative to A) or 0.05 (of B)"
						      : "+10% (relative to A) or 100 (of B)";
	if (bound.n == 0)
		return err_set(
		    e, "%.*s has no bound; write one such as %s", (int)name.n, name.p, examples);
	return err_set(e, "not a bound of %.*s: '%.*s'; write one such as %s", (int)name.n, name.p,
	    (int)bound.n, bound.p, examples);
}

/* Reads the bound of a gate on B alone. */
static int
read_absolute(struct trace_gate *g, struct text number, bool percent)
{
	int64_t ns;
	if (number_f64(number, &g->bound) == 0) {
		g->bound /= percent ? 100 : 1;
		g->count = g->metric == COMPARE_ERROR_RATE && !percent && g->bound >= 1;
		return 0;
	}
	if (percent || !is_duration(g->metric) || duration_parse(number, &ns) < 0)
		return -1;
	g->bound = (double)ns;
	return 0;
}

static int
read_bound(struct trace_gate *g, struct text name, struct text bound, struct err *e)
{
	struct text number = bound;
	double sign;
	g->relative = take_sign(&number, &sign);
	const bool percent = take_percent(&number);
	if (percent && !g->relative && !is_share(g->metric) && number_is_json(number))
		return err_set(e,
		    "'%.*s' has no sign; did you mean '%.*s+%.*s', a change relative to A?",
		    (int)bound.n, bound.p, (int)(bound.p - g->text.p), g->text.p, (int)bound.n,
		    bound.p);
	if (!g->relative)
		return read_absolute(g, number, percent) < 0 ? complain_of_bound(g, name, bound, e)
							     : 0;
	if (number_f64(number, &g->bound) < 0 || g->bound < 0)
		return complain_of_bound(g, name, bound, e);
	if (!percent)
		return err_set(e,
		    "a change is relative to A and needs a %%; did you mean '%.*s%%'?",
		    (int)g->text.n, g->text.p);
	g->bound *= sign / 100;
	return 0;
}

int
trace_gate_read(
    struct text text, const struct trace_texts *rates, struct trace_gate *g, struct err *e)
{
	size_t at = 0;
	*g = (struct trace_gate){ .text = text_trim(text) };
	const struct text t = g->text;
	while (at < t.n && !strchr("<>=!", t.p[at]))
		at++;
	const struct text name = text_trim((struct text){ t.p, at });
	const bool below = at < t.n && t.p[at] == '<';
	if (name.n == 0 || at == t.n || (t.p[at] != '<' && t.p[at] != '>'))
		return err_set(e,
		    "not NAME>BOUND or NAME<BOUND: '%.*s'; write one such as '%.*s>+10%%'",
		    (int)t.n, t.p, name.n > 0 ? (int)name.n : 3, name.n > 0 ? name.p : "p95");
	const bool equal = ++at < t.n && t.p[at] == '=';
	at += equal;
	g->op = below ? (equal ? GATE_AT_MOST : GATE_BELOW) : equal ? GATE_AT_LEAST : GATE_ABOVE;
	if (find_metric(name, rates, &g->metric, e) < 0)
		return -1;
	return read_bound(g, name, text_trim((struct text){ t.p + at, t.n - at }), e);
}

/* ---- verdicts ------------------------------------------------------------------------------- */

bool
trace_gate_passes(const struct trace_gate *g, double value)
{
	switch (g->op) {
	case GATE_ABOVE: return value > g->bound;
	case GATE_AT_LEAST: return value >= g->bound;
	case GATE_BELOW: return value < g->bound;
	case GATE_AT_MOST: return value <= g->bound;
	}
	return false;
}

static double
change_of(const struct compare_result *r)
{
	if (r->a != 0)
		return (double)(r->delta / fabsl(r->a));
	return r->delta == 0 ? 0 : copysign(INFINITY, (double)r->delta);
}

enum trace_gate_verdict
trace_gate_judge(const struct trace_gate *g, const struct trace_comparison *c, double *value)
{
	const struct compare_metric *m = &c->metric[g->metric];
	if (!g->relative) {
		*value = g->count ? (double)c->failed[1] : (double)m->whole;
		if (!m->has_whole)
			return GATE_WITHOUT_B;
		return trace_gate_passes(g, *value) ? GATE_FAILED : GATE_PASSED;
	}
	if (!m->is.has_a)
		return GATE_WITHOUT_A;
	if (!m->is.has_b)
		return GATE_WITHOUT_B;
	*value = change_of(&m->is);
	if (!trace_gate_passes(g, *value))
		return GATE_PASSED;
	return m->is.significant ? GATE_FAILED : GATE_NOT_SIGNIFICANT;
}

bool
trace_gate_fails(enum trace_gate_verdict v)
{
	return v >= GATE_FAILED;
}
