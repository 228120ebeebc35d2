/* SPDX-License-Identifier: MIT */
#include "cmd/trace/compare.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/cli/random.h"
#include "cmd/cli/stream.h"
#include "cmd/trace/export.h"
#include "cmd/trace/sides.h"
#include "json/write.h"
#include "trace/compare_put.h"
#include "trace/divergence.h"
#include "view/compare.h"
#include "view/divergence.h"
#include "view/gate.h"

struct comparison {
	struct sides sides;
	struct trace_comparison *is; /* NULL: nothing can be compared */
	struct diverging {
		size_t trace[2]; /* one of each side */
		struct trace_divergence is;
	} diverging;
};

int
compare_check(struct command *c)
{
	const struct settings *s = &c->settings;
	struct err e;
	if (command_compares(c) && comparing_read_gates(&c->comparing, &e) < 0)
		return options_usage(&command_program, "--fail-on: %s", e.text);
	if (command_compares(c) && s->options.action == ACTION_EXPORT && c->format != EXPORT_FOLDED)
		return options_usage(&command_program,
		    "--export %s has no place for two sides; --export folded has a column for each",
		    export_format_names[c->format].p);
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
print(struct command *c, const struct comparison *k)
{
	const struct view_style style = showing_style(&c->showing, &c->settings);
	struct buf b = { 0 };
	if (c->text) {
		view_comparison(&b, &style, k->is, k->sides.label);
		view_divergence(&b, &style, &k->diverging.is, k->is->a.model, k->is->b.model);
		put_text_gates(&b, &style, c, k->is);
	} else {
		put_json(&b, c, k->is, &k->diverging, k->sides.label);
	}
	const int result = run_put(&c->run, buf_as_text(&b));
	buf_free(&b);
	return result;
}

void
compare_prepare(struct command *c)
{
	const struct compare_options o = { c->comparing.alpha, c->comparing.min_effect,
		&c->comparing.rates, random_key() };
	if (!command_compares(c))
		return;
	struct comparison *k = c->comparison = mem_zalloc(1, sizeof(*k));
	sides_take(c, &k->sides);
	if (k->sides.side[0].n > 0 && k->sides.side[1].n > 0)
		k->is = trace_compare(&k->sides.side[0], &k->sides.side[1], &o);
}

int
compare_print(struct command *c)
{
	struct comparison *k = c->comparison;
	const bool exports = c->settings.options.action == ACTION_EXPORT;
	sides_name(c, &k->sides);
	int result = sides_complain(c, &k->sides);
	if (result != 0)
		return result < 0 ? -1 : 0;
	trace_comparison_rename(k->is);
	find_divergence(k->is, &k->diverging);
	if (exports)
		result = export_print_sides(c, &k->is->a, &k->is->b);
	else if (!c->tap) /* as TAP, the statements are the output */
		result = print(c, k);
	say_alone(c, k->is);
	say_unended(c, k->is);
	say_missing(c, k->is);
	say_gates(c, k->is);
	return result;
}

bool
compare_page(const struct command *c, struct page_compare *page)
{
	const struct comparison *k = c->comparison;
	if (!k || !k->is)
		return false;
	*page = (struct page_compare){ .comparison = k->is,
		.label = { k->sides.label[0], k->sides.label[1] },
		.divergence = &k->diverging.is,
		.trace = { k->diverging.trace[0], k->diverging.trace[1] },
		.gate = c->comparing.gate,
		.gates = c->comparing.bounds.n,
		.key = random_key(),
		.full = c->showing.full };
	return true;
}

void
compare_free(struct command *c)
{
	struct comparison *k = c->comparison;
	c->comparison = NULL;
	if (!k)
		return;
	trace_divergence_free(&k->diverging.is);
	trace_comparison_free(k->is);
	sides_free(&k->sides);
	free(k);
}
