/* SPDX-License-Identifier: MIT */
#include "cmd/trace/replay_gates.h"

#include <math.h>

#include "base/mem.h"
#include "view/compare.h"

int
replay_gates_check(struct command *c)
{
	const struct trace_texts *bounds = &c->comparing.bounds;
	struct err e;
	const bool replays = c->replaying.replay || c->replaying.implied;
	if (bounds->n > 0 && !replays && !command_compares(c))
		return options_usage(
		    &command_program, "--fail-on needs --compare, --variant-key or --replay");
	if (!replays)
		return -1;
	c->asking.gate = mem_zalloc(bounds->n + 1, sizeof(*c->asking.gate));
	const bool load = options_given(&c->settings.options, "parallel");
	for (size_t i = 0; i < bounds->n; i++) {
		struct llm_gate *g = &c->asking.gate[i];
		if (llm_gate_read(bounds->text[i], g, &e) < 0)
			return options_usage(&command_program, "--fail-on: %s", e.text);
		if (g->p99 && !load)
			return options_usage(&command_program,
			    "--fail-on: p99 is a gate of a load, which --parallel N makes");
		if (g->similarity && load)
			return options_usage(&command_program,
			    "--fail-on: similarity is no gate of a load; leave out --parallel");
	}
	return -1;
}

void
replay_totals_begin(struct replay_totals *t, size_t traces, double similarity)
{
	*t = (struct replay_totals){ .similarity = similarity, .noun = "trace" };
	t->all = (struct trace_comparison){
		.metric = t->metric, .metrics = COMPARE_METRICS, .a.n = traces, .b.n = traces
	};
}

/* A change of totals always counts. */
void
replay_totals_set(
    struct replay_totals *t, size_t metric, const double value[2], const bool known[2])
{
	struct compare_metric *m = &t->metric[metric];
	m->name = compare_metric_names[metric];
	m->is.a = value[0];
	m->is.b = m->whole = value[1];
	m->is.delta = value[1] - value[0];
	m->is.has_a = known[0];
	m->is.has_b = m->has_whole = known[1];
	m->is.significant = true;
}

static void
put_value(
    struct view_line *l, const struct replay_totals *t, const struct trace_gate *g, bool replayed)
{
	const struct trace_comparison *k = &t->all;
	const struct compare_metric *m = &k->metric[g->metric];
	if (g->metric == COMPARE_ERROR_RATE) {
		view_count(l, k->failed[replayed]);
		view_put(l, " of ");
		view_counted(l, replayed ? k->b.n : k->a.n, t->noun);
	} else if (replayed ? m->is.has_b : m->is.has_a) {
		view_metric_value(l, k, m, replayed ? m->is.b : m->is.a);
	} else {
		view_put(l, "not known");
	}
}

/* `gate cost>+10%: failed: recorded $0.0100, replayed $0.0120 (+20%)` */
static void
put_gate(struct view_line *l, const struct replay_totals *t, const struct trace_gate *g,
    enum trace_gate_verdict v, double value)
{
	view_put(l, trace_gate_fails(v) ? "failed: recorded " : "passed: recorded ");
	put_value(l, t, g, false);
	view_put(l, ", replayed ");
	put_value(l, t, g, true);
	if (g->relative && (v == GATE_PASSED || v == GATE_FAILED) && isfinite(value) &&
	    value != 0) {
		view_put(l, " (");
		view_percent(l, value);
		view_char(l, ')');
	}
}

/* The same of the similarity of outputs. */
static bool
put_similarity(struct view_line *l, const struct llm_gate *g, double similarity)
{
	const bool fails = trace_gate_passes(&g->gate, similarity);
	view_put(l, fails ? "failed: " : "passed: ");
	buf_printf(l->b, "the least similar output has %.4g", similarity);
	return fails;
}

static bool
put_found(struct view_line *l, const struct llm_gate *g, const struct replay_totals *t)
{
	double value = 0;
	if (g->similarity)
		return put_similarity(l, g, t->similarity);
	if (g->p99)
		t = t->p99;
	const enum trace_gate_verdict v = trace_gate_judge(&g->gate, &t->all, &value);
	put_gate(l, t, &g->gate, v, value);
	return trace_gate_fails(v);
}

void
replay_gates(struct command *c, const struct replay_totals *t, struct buf *text)
{
	static const struct view_style plain = { .utf8 = true };
	const struct view_style style = showing_style(&c->showing, &c->settings);
	for (size_t i = 0; i < c->comparing.bounds.n; i++) {
		const struct llm_gate *g = &c->asking.gate[i];
		struct buf b = { 0 };
		struct view_line l = { &b, &style, 0 };
		view_put(&l, "gate ");
		view_text(&l, g->gate.text);
		view_put(&l, ": ");
		const size_t from = b.n;
		const bool fails = put_found(&l, g, t);
		if (fails)
			view_color(&l, from, COLOR_BAD);
		buf_char(&b, '\n');
		if (text)
			buf_text(text, buf_as_text(&b));
		buf_free(&b);
		if (!fails)
			continue;
		c->nothing = true;
		l = (struct view_line){ &c->run.last_words, &plain, 0 };
		view_put(&l, "--fail-on '");
		view_text(&l, g->gate.text);
		view_put(&l, "': ");
		put_found(&l, g, t);
		buf_char(&c->run.last_words, '\n');
	}
}
