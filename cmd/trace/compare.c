/* SPDX-License-Identifier: MIT */
#include "cmd/trace/compare.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/random.h"
#include "cmd/cli/stream.h"
#include "json/write.h"
#include "trace/compare_put.h"
#include "trace/compare_split.h"
#include "trace/divergence.h"
#include "view/compare.h"
#include "view/divergence.h"
#include "view/gate.h"

/* The sides, and what they are called. */
struct sides {
	struct trace_side side[2];
	struct text label[2];
	uint32_t *all[2]; /* numbers of all traces of an input */
	struct compare_split split;
	struct buf redacted[2]; /* names of files, if they have values that are replaced */
};

int
compare_check(struct command *c)
{
	const struct settings *s = &c->settings;
	struct err e;
	if (s->options.action == ACTION_COMPARE && comparing_read_gates(&c->comparing, &e) < 0)
		return options_usage(&command_program, "--fail-on: %s", e.text);
	if (!command_compares_inputs(c))
		return -1;
	if (s->operands != 2)
		return options_usage(&command_program,
		    "--compare needs two files, A and B, and got %zu; to compare the variants in "
		    "one input, use --variant-key",
		    s->operands);
	if (stream_is_standard(s->operand[0]) && stream_is_standard(s->operand[1]))
		return options_usage(
		    &command_program, "--compare: A and B cannot both be standard input");
	return -1;
}

/* ---- sides ---------------------------------------------------------------------------------- */

static void
take_inputs(struct command *c, struct sides *s)
{
	for (unsigned i = 0; i < 2; i++) {
		const struct trace_model *m = i == 0 ? c->model : c->other.model;
		s->all[i] = mem_alloc((m->traces + 1) * sizeof(uint32_t));
		for (size_t t = 0; t < m->traces; t++)
			s->all[i][t] = (uint32_t)t;
		s->side[i] = (struct trace_side){ m, s->all[i], m->traces };
		s->label[i] = text_of(c->settings.operand[i]);
		if (redacting_text(&c->redacting, s->label[i], &s->redacted[i]))
			s->label[i] = buf_as_text(&s->redacted[i]);
	}
}

/* Says why there are not two variants. */
static int
stop_at_variants(struct command *c, const struct compare_split *s)
{
	const struct text value[3] = { s->value[0], s->value[1], s->more };
	struct buf b = { 0 };
	for (size_t i = 0; i < s->values; i++) {
		buf_text(&b, i == 0 ? TEXT("'") : TEXT(", '"));
		redacting_put_visible(&c->redacting, &b, value[i]);
		buf_char(&b, '\'');
	}
	buf_char(&b, 0);
	const char *key = c->comparing.variant_key;
	const int result =
	    s->values == 0 ? run_stop(&c->run, "--variant-key: no trace has a value of '%s'", key)
	    : s->values == 1
		? run_stop(&c->run, "--variant-key: '%s' has a single value, %s", key, b.p)
		: run_stop(&c->run,
		      "--variant-key: '%s' has more than two values, such as %s; select two of "
		      "them with --where",
		      key, b.p);
	buf_free(&b);
	return result;
}

static int
take_variants(struct command *c, struct sides *s)
{
	compare_split(&s->split, c->model, text_of(c->comparing.variant_key));
	if (s->split.values != 2)
		return stop_at_variants(c, &s->split);
	for (unsigned i = 0; i < 2; i++) {
		s->side[i] = s->split.side[i];
		s->label[i] = s->split.value[i];
	}
	if (s->split.without > 0)
		buf_printf(&c->run.last_words, "%zu trace%s no value of '%s' and %s left out\n",
		    s->split.without, s->split.without == 1 ? " has" : "s have",
		    c->comparing.variant_key, s->split.without == 1 ? "is" : "are");
	return 0;
}

static void
sides_free(struct sides *s)
{
	free(s->all[0]);
	free(s->all[1]);
	compare_split_free(&s->split);
	buf_free(&s->redacted[0]);
	buf_free(&s->redacted[1]);
}

/* ---- the comparison ------------------------------------------------------------------------- */

static void
say_alone(struct command *c, const struct trace_comparison *k)
{
	const size_t a = k->a.n - k->pairs, b = k->b.n - k->pairs;
	if (k->pairing != COMPARE_UNPAIRED && a + b > 0)
		buf_printf(&c->run.last_words,
		    "%zu of %zu traces of A and %zu of %zu of B have no partner and are not "
		    "compared\n",
		    a, k->a.n, b, k->b.n);
}

static void
say_unended(struct command *c, const struct trace_comparison *k)
{
	if (k->unended[0] + k->unended[1] > 0)
		buf_printf(&c->run.last_words,
		    "%" PRIu64 " of %zu traces of A and %" PRIu64
		    " of %zu of B have a root without an end and are left out of the durations\n",
		    k->unended[0], k->a.n, k->unended[1], k->b.n);
}

static void
say_missing(struct command *c, const struct trace_comparison *k)
{
	for (size_t i = COMPARE_METRICS; i < k->metrics; i++)
		for (unsigned side = 0; side < 2; side++) {
			const struct compare_result *r = &k->metric[i].is;
			if (side == 0 ? r->has_a : r->has_b)
				continue;
			buf_text(&c->run.last_words, TEXT("--metric "));
			buf_visible(&c->run.last_words, k->metric[i].name);
			buf_printf(&c->run.last_words,
			    ": no trace of %c has such an attribute that is yes or no\n",
			    side == 0 ? 'A' : 'B');
		}
}

/* ---- the first difference ------------------------------------------------------------------- */

/* Two traces, one of each side. */
struct diverging {
	size_t trace[2];
	struct trace_divergence is;
};

/* Compares the only traces of both sides, or pairs until two of them differ. */
static void
find_divergence(const struct trace_comparison *k, struct diverging *d)
{
	const struct compare_pair only = { 0, 0 };
	const bool single = k->a.n == 1 && k->b.n == 1;
	const size_t n = single ? 1 : k->pairs;
	*d = (struct diverging){ .trace = { 0, 0 } };
	for (size_t i = 0; i < n && !d->is.found; i++) {
		const struct compare_pair p = single ? only : k->pair[i];
		d->trace[0] = k->a.trace[p.a];
		d->trace[1] = k->b.trace[p.b];
		trace_divergence_free(&d->is);
		trace_find_divergence(&d->is, k->a.model, d->trace[0], k->b.model, d->trace[1]);
	}
}

/* ---- gates ---------------------------------------------------------------------------------- */

/* Messages and JSON have no style. */
static void
put_plain_gate(struct buf *b, const struct trace_comparison *k, const struct trace_gate *g)
{
	static const struct view_style plain = { .utf8 = true };
	struct view_line l = { b, &plain, 0 };
	view_gate(&l, k, g);
}

static void
put_gates(struct buf *b, const struct command *c, const struct trace_comparison *k)
{
	struct buf why = { 0 };
	json_member_begin(b, "gates", '[');
	for (size_t i = 0; i < c->comparing.bounds.n; i++) {
		const struct trace_gate *g = &c->comparing.gate[i];
		double value;
		why.n = 0;
		put_plain_gate(&why, k, g);
		json_begin(b, '{');
		json_member_string(b, "gate", g->text);
		json_member_bool(b, "failed", trace_gate_fails(trace_gate_judge(g, k, &value)));
		json_member_string(b, "why", buf_as_text(&why));
		json_end(b, '}');
	}
	json_end(b, ']');
	buf_free(&why);
}

static void
put_text_gates(struct buf *b, const struct view_style *style, const struct command *c,
    const struct trace_comparison *k)
{
	for (size_t i = 0; i < c->comparing.bounds.n; i++) {
		const struct trace_gate *g = &c->comparing.gate[i];
		struct view_line l = { b, style, 0 };
		double value;
		const size_t from = b->n;
		view_put(&l, "gate ");
		view_text(&l, g->text);
		view_put(&l, ": ");
		view_gate(&l, k, g);
		if (trace_gate_fails(trace_gate_judge(g, k, &value)))
			view_color(&l, from, COLOR_BAD);
		buf_char(b, '\n');
	}
}

static void
say_gates(struct command *c, const struct trace_comparison *k)
{
	for (size_t i = 0; i < c->comparing.bounds.n; i++) {
		const struct trace_gate *g = &c->comparing.gate[i];
		double value;
		if (!trace_gate_fails(trace_gate_judge(g, k, &value)))
			continue;
		c->nothing = true;
		buf_text(&c->run.last_words, TEXT("--fail-on '"));
		buf_visible(&c->run.last_words, g->text);
		buf_text(&c->run.last_words, TEXT("': "));
		put_plain_gate(&c->run.last_words, k, g);
		buf_char(&c->run.last_words, '\n');
	}
}

/* ---- output --------------------------------------------------------------------------------- */

static void
put_json(struct buf *b, const struct command *c, const struct trace_comparison *k,
    const struct diverging *d, const struct text label[2])
{
	json_begin(b, '{');
	compare_put(b, k, label);
	json_name(b, "divergence");
	trace_put_divergence(b, &d->is, k->a.model, d->trace[0], k->b.model, d->trace[1]);
	compare_put_sizes(b, k);
	if (c->comparing.bounds.n > 0)
		put_gates(b, c, k);
	json_end(b, '}');
	buf_char(b, '\n');
}

static int
print(struct command *c, const struct sides *s, const struct trace_comparison *k)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct buf b = { 0 };
	struct diverging d;
	find_divergence(k, &d);
	if (c->text) {
		view_comparison(&b, &style, k, s->label);
		view_divergence(&b, &style, &d.is, k->a.model, k->b.model);
		put_text_gates(&b, &style, c, k);
	} else {
		put_json(&b, c, k, &d, s->label);
	}
	const int result = run_put(&c->run, buf_as_text(&b));
	trace_divergence_free(&d.is);
	buf_free(&b);
	return result;
}

/* A comparison with nothing would look as if nothing had changed. */
static bool
is_lacking(struct command *c, const struct sides *s)
{
	const bool said = !selecting_all(&c->selecting) && s->side[0].n + s->side[1].n == 0;
	for (unsigned i = 0; i < 2; i++) {
		c->nothing |= s->side[i].n == 0;
		if (s->side[i].n == 0 && !said) {
			buf_printf(&c->run.last_words, "%c has no traces: ", i == 0 ? 'A' : 'B');
			redacting_put_visible(&c->redacting, &c->run.last_words, s->label[i]);
			buf_text(&c->run.last_words, TEXT("; nothing was compared\n"));
		}
	}
	return c->nothing;
}

static int
compare(struct command *c, const struct sides *s)
{
	const struct compare_options o = { c->comparing.alpha, c->comparing.min_effect,
		&c->comparing.rates, random_key() };
	if (is_lacking(c, s))
		return 0;
	struct trace_comparison *k = trace_compare(&s->side[0], &s->side[1], &o);
	/* as TAP, the statements are the output; standard error names gates that fail */
	const int result = c->tap ? 0 : print(c, s, k);
	say_alone(c, k);
	say_unended(c, k);
	say_missing(c, k);
	say_gates(c, k);
	trace_comparison_free(k);
	return result;
}

int
compare_print(struct command *c)
{
	struct sides s = { 0 };
	int result = 0;
	if (command_compares_inputs(c))
		take_inputs(c, &s);
	else if (c->model->traces > 0)
		result = take_variants(c, &s);
	else if (selecting_all(&c->selecting)) {
		buf_text(&c->run.last_words, TEXT("the input has no traces to compare\n"));
		c->nothing = true;
	}
	if (result == 0 && s.side[0].model)
		result = compare(c, &s);
	sides_free(&s);
	return result;
}
