/* SPDX-License-Identifier: MIT */
#include "view/gate.h"

#include <math.h>

#include "view/compare.h"

/* `changed by +21%, from 28.6ms to 34.6ms` */
static void
put_change(struct view_line *l, const struct trace_comparison *c, const struct compare_metric *m,
    double change)
{
	if (change == 0) {
		view_put(l, " is the same, ");
		view_metric_value(l, c, m, m->is.b);
		return;
	}
	view_put(l, " changed");
	if (isfinite(change)) {
		view_put(l, " by ");
		view_percent(l, change);
	}
	view_put(l, ", from ");
	view_metric_value(l, c, m, m->is.a);
	view_put(l, " to ");
	view_metric_value(l, c, m, m->is.b);
}

/* Why a change is not significant, or that it is. */
static void
put_reason(struct view_line *l, const struct trace_comparison *c, const struct compare_result *r,
    enum trace_gate_verdict v)
{
	if (v == GATE_PASSED)
		return;
	view_put(l, v == GATE_FAILED ? " (p " : ", which is not significant (p ");
	view_p(l, r->p);
	if (v != GATE_FAILED && r->least >= c->alpha) {
		view_put(l, "; ");
		view_few(l, c, r->n_a, r->n_b);
	}
	view_char(l, ')');
}

static void
put_found(struct view_line *l, const struct trace_comparison *c, const struct trace_gate *g,
    enum trace_gate_verdict v, double value)
{
	const struct compare_metric *m = &c->metric[g->metric];
	if (g->relative) {
		view_text(l, m->name);
		put_change(l, c, m, value);
		put_reason(l, c, &m->is, v);
	} else if (g->metric == COMPARE_ERROR_RATE) {
		view_count(l, c->failed[1]);
		view_put(l, " of ");
		view_counted(l, c->b.n, "trace");
		view_put(l, " of B failed");
	} else {
		view_text(l, m->name);
		view_put(l, " of B is ");
		view_metric_value(l, c, m, value);
	}
}

void
view_gate(struct view_line *l, const struct trace_comparison *c, const struct trace_gate *g)
{
	double value = 0;
	const enum trace_gate_verdict v = trace_gate_judge(g, c, &value);
	view_put(l, trace_gate_fails(v) ? "failed: " : "passed: ");
	if (v == GATE_WITHOUT_A || v == GATE_WITHOUT_B) {
		view_put(l, "it cannot be judged, because no trace of ");
		view_put(l, v == GATE_WITHOUT_A ? "A" : "B");
		view_put(l, " has a value of ");
		view_text(l, c->metric[g->metric].name);
	} else {
		put_found(l, c, g, v, value);
	}
}
