/* SPDX-License-Identifier: MIT */
#include "cmd/trace/replay_gates.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/random.h"
#include "cmd/trace/replay.h"
#include "view/compare.h"

bool
replay_has_gates(const struct command *c)
{
	return c->replaying.replay && c->comparing.bounds.n > 0 &&
	       c->settings.options.action != ACTION_COMPARE;
}

int
replay_gates_check(struct command *c)
{
	struct err e;
	if (replay_has_gates(c) && comparing_read_gates(&c->comparing, &e) < 0)
		return options_usage(&command_program, "--fail-on: %s", e.text);
	return -1;
}

static struct trace_side
side_of(const struct trace_model *m)
{
	uint32_t *trace = mem_alloc((m->traces + 1) * sizeof(*trace));
	for (size_t i = 0; i < m->traces; i++)
		trace[i] = (uint32_t)i;
	return (struct trace_side){ m, trace, m->traces };
}

/* Makes totals of means, and every change one that counts. */
static void
take_totals(struct trace_comparison *k)
{
	for (size_t i = 0; i < k->metrics; i++) {
		struct compare_metric *m = &k->metric[i];
		m->is.significant = true;
		if (i != COMPARE_CALLS && i != COMPARE_TOKENS && i != COMPARE_COST)
			continue;
		m->is.a *= (double)m->is.n_a;
		m->is.b *= (double)m->is.n_b;
		m->is.delta = m->is.b - m->is.a;
		m->whole *= (double)k->b.n;
	}
}

static void
put_value(struct view_line *l, const struct trace_comparison *k, const struct trace_gate *g,
    bool replayed)
{
	const struct compare_metric *m = &k->metric[g->metric];
	if (g->metric == COMPARE_ERROR_RATE) {
		view_count(l, k->failed[replayed]);
		view_put(l, " of ");
		view_counted(l, replayed ? k->b.n : k->a.n, "trace");
	} else if (replayed ? m->is.has_b : m->is.has_a) {
		view_metric_value(l, k, m, replayed ? m->is.b : m->is.a);
	} else {
		view_put(l, "not known");
	}
}

/* `gate cost>+10%: failed: recorded $0.0100, replayed $0.0120 (+20%)` */
static void
put_gate(struct view_line *l, const struct trace_comparison *k, const struct trace_gate *g,
    enum trace_gate_verdict v, double value)
{
	view_put(l, trace_gate_fails(v) ? "failed: recorded " : "passed: recorded ");
	put_value(l, k, g, false);
	view_put(l, ", replayed ");
	put_value(l, k, g, true);
	if (g->relative && (v == GATE_PASSED || v == GATE_FAILED) && isfinite(value) &&
	    value != 0) {
		view_put(l, " (");
		view_percent(l, value);
		view_char(l, ')');
	}
}

static int
judge(struct command *c, const struct trace_comparison *k, const struct trace_gate *g)
{
	static const struct view_style plain = { .utf8 = true };
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct buf b = { 0 };
	struct view_line l = { &b, &style, 0 };
	double value = 0;
	int result = 0;
	const enum trace_gate_verdict v = trace_gate_judge(g, k, &value);
	view_put(&l, "gate ");
	view_text(&l, g->text);
	view_put(&l, ": ");
	const size_t from = b.n;
	put_gate(&l, k, g, v, value);
	if (trace_gate_fails(v))
		view_color(&l, from, COLOR_BAD);
	buf_char(&b, '\n');
	if (c->text && c->settings.options.action == ACTION_REPLAY)
		result = replay_put_text(c, buf_as_text(&b));
	buf_free(&b);
	if (!trace_gate_fails(v))
		return result;
	c->nothing = true;
	l = (struct view_line){ &c->run.last_words, &plain, 0 };
	view_put(&l, "--fail-on '");
	view_text(&l, g->text);
	view_put(&l, "': ");
	put_gate(&l, k, g, v, value);
	buf_char(&c->run.last_words, '\n');
	return result;
}

int
replay_gates(struct command *c)
{
	if (!replay_has_gates(c) || c->model->traces == 0)
		return 0;
	const struct compare_options o = { c->comparing.alpha, c->comparing.min_effect,
		&c->comparing.rates, random_key() };
	const struct trace_side a = side_of(c->recorded ? c->recorded : c->model),
				b = side_of(c->model);
	struct trace_comparison *k = trace_compare(&a, &b, &o);
	int result = 0;
	take_totals(k);
	for (size_t i = 0; i < c->comparing.bounds.n && result == 0; i++)
		result = judge(c, k, &c->comparing.gate[i]);
	trace_comparison_free(k);
	free((void *)a.trace);
	free((void *)b.trace);
	return result;
}
