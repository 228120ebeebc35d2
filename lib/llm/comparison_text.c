/* SPDX-License-Identifier: MIT */
#include "llm/comparison.h"
#include "trace/record.h"

/* The text is that of the document that promises it, to the letter. */
struct printing {
	const struct llm_comparison *k;
	struct buf *b;
	bool utf8;
};

/* ---- numbers -------------------------------------------------------------------------------- */

static void
put_cost(struct buf *b, const struct trace_cost *c, bool sign)
{
	char text[TRACE_COST_MAX];
	const struct trace_cost none = { 0, 0 };
	const bool negative = trace_cost_is_more(&none, c);
	const struct trace_cost size = negative ? trace_cost_less(&none, c) : *c;
	if (negative || sign)
		buf_char(b, negative ? '-' : '+');
	buf_char(b, '$');
	buf_put(b, text, trace_cost_put_rounded(&size, text));
}

static void
put_signed(struct buf *b, int64_t n)
{
	if (n >= 0)
		buf_char(b, '+');
	buf_i64(b, n);
}

/* Whole milliseconds, or microseconds of what is shorter. */
static void
put_duration(struct printing *p, int64_t ns, bool sign)
{
	const int64_t size = ns < 0 ? -ns : ns;
	const bool ms = size >= 1000000 || size == 0;
	if (ns < 0 || sign)
		buf_char(p->b, ns < 0 ? '-' : '+');
	buf_i64(p->b, ms ? (size + 500000) / 1000000 : size / 1000);
	buf_text(p->b, ms ? TEXT("ms") : p->utf8 ? TEXT("µs") : TEXT("us"));
}

static void
put_arrow(struct printing *p)
{
	buf_text(p->b, p->utf8 ? TEXT(" → ") : TEXT(" -> "));
}

/* ---- the summary ---------------------------------------------------------------------------- */

static void
put_count(struct printing *p, const char *what, enum llm_field field)
{
	const size_t n = p->k->count[field];
	buf_printf(p->b, "- %s: %zu span%s", what, n, n == 1 ? "" : "s");
}

static void
put_changes(struct printing *p)
{
	const struct llm_comparison *k = p->k;
	if (k->n == 0) {
		BUF_LIT(p->b, "Changes: none\n");
		return;
	}
	BUF_LIT(p->b, "Changes:\n");
	if (k->count[LLM_OUTPUT] > 0) {
		put_count(p, "Output differences", LLM_OUTPUT);
		buf_char(p->b, '\n');
	}
	if (k->count[LLM_INPUT] > 0) {
		put_count(p, "Input differences", LLM_INPUT);
		buf_char(p->b, '\n');
	}
	if (k->count[LLM_TOKENS] > 0) {
		put_count(p, "Token changes", LLM_TOKENS);
		BUF_LIT(p->b, " (");
		put_signed(p->b, k->tokens);
		BUF_LIT(p->b, " tokens)\n");
	}
	if (k->count[LLM_COST] > 0) {
		put_count(p, "Cost changes", LLM_COST);
		BUF_LIT(p->b, " (");
		put_cost(p->b, &k->cost, true);
		BUF_LIT(p->b, ")\n");
	}
	if (k->count[LLM_DURATION] > 0) {
		put_count(p, "Duration changes", LLM_DURATION);
		BUF_LIT(p->b, " (");
		put_duration(p, k->duration_ns, true);
		BUF_LIT(p->b, ")\n");
	}
	if (k->count[LLM_STATUS] > 0) {
		put_count(p, "Status changes", LLM_STATUS);
		buf_char(p->b, '\n');
	}
	if (k->count[LLM_EXISTENCE] > 0) {
		put_count(p, "Only on one side", LLM_EXISTENCE);
		buf_char(p->b, '\n');
	}
}

/* ---- spans ---------------------------------------------------------------------------------- */

static void
put_mark(struct printing *p, bool good)
{
	if (p->utf8)
		buf_text(p->b, good ? TEXT("   ✓ ") : TEXT("   ✗ "));
	else
		buf_text(p->b, good ? TEXT("   + ") : TEXT("   x "));
}

static void
put_similarity(struct printing *p, const struct llm_difference *d, const char *what)
{
	double percent = 100 * d->similarity.ratio;
	if (percent < 0) /* a cosine may be */
		percent = 0;
	/* what differs is never said to be the same */
	percent = percent > 99.9 ? 99.9 : percent;
	buf_printf(p->b, "%s changed (semantic similarity: %.1f%%): ", what, percent);
	buf_text(p->b, similarity_band_names[similarity_band_of(d->similarity.ratio)]);
	if (d->similarity.approximate)
		BUF_LIT(p->b, ", approximate");
}

static void
put_error(struct printing *p, const struct llm_span *s)
{
	buf_text(p->b, s->failed ? TEXT("error") : TEXT("success"));
	if (!s->failed || s->error.n == 0)
		return;
	BUF_LIT(p->b, " (");
	buf_visible(p->b, s->error);
	buf_char(p->b, ')');
}

static void
put_difference(struct printing *p, const struct llm_pair *pair, const struct llm_difference *d)
{
	const struct llm_span *a = pair->side[0], *b = pair->side[1];
	put_mark(p, false);
	switch (d->field) {
	case LLM_OUTPUT: put_similarity(p, d, "Output"); break;
	case LLM_INPUT: put_similarity(p, d, "Input"); break;
	case LLM_TOKENS:
		BUF_LIT(p->b, "Tokens: ");
		buf_i64(p->b, a->tokens);
		put_arrow(p);
		buf_i64(p->b, b->tokens);
		BUF_LIT(p->b, " (");
		put_signed(p->b, b->tokens - a->tokens);
		buf_char(p->b, ')');
		break;
	case LLM_COST: {
		const struct trace_cost more = trace_cost_less(&b->cost, &a->cost);
		BUF_LIT(p->b, "Cost: ");
		put_cost(p->b, &a->cost, false);
		put_arrow(p);
		put_cost(p->b, &b->cost, false);
		BUF_LIT(p->b, " (");
		put_cost(p->b, &more, true);
		buf_char(p->b, ')');
		break;
	}
	case LLM_DURATION:
		BUF_LIT(p->b, "Duration: ");
		put_duration(p, a->duration_ns, false);
		put_arrow(p);
		put_duration(p, b->duration_ns, false);
		BUF_LIT(p->b, " (");
		put_duration(p, b->duration_ns - a->duration_ns, true);
		buf_char(p->b, ')');
		break;
	case LLM_STATUS:
		BUF_LIT(p->b, "Status: ");
		put_error(p, a);
		put_arrow(p);
		put_error(p, b);
		break;
	case LLM_EXISTENCE:
		buf_text(p->b, a ? TEXT("Only in the recording") : TEXT("Only in the replay"));
		break;
	}
	buf_char(p->b, '\n');
}

static void
put_same(struct printing *p, const struct llm_span *b)
{
	put_mark(p, true);
	BUF_LIT(p->b, "No differences");
	if (text_eq(b->served_by, TEXT("recording")))
		BUF_LIT(p->b, " (cached data used)");
	else if (b->served_by.n > 0)
		buf_printf(p->b, " (served by %.*s)", (int)b->served_by.n, b->served_by.p);
	buf_char(p->b, '\n');
}

static void
put_span(struct printing *p, size_t i)
{
	const struct llm_pair *pair = &p->k->pair[i];
	const struct llm_span *a = pair->side[0], *b = pair->side[1];
	bool tokens = false;
	buf_printf(p->b, "\n%zu. ", i + 1);
	buf_visible(p->b, (a ? a : b)->name);
	buf_char(p->b, '\n');
	if (pair->first == pair->last) {
		put_same(p, b);
		return;
	}
	for (size_t d = pair->first; d < pair->last; d++) {
		const struct llm_difference *difference = &p->k->difference[d];
		if (!tokens && difference->field > LLM_INPUT && a && b) {
			tokens = true;
			if (difference->field != LLM_TOKENS && a->tokens >= 0 &&
			    a->tokens == b->tokens) {
				put_mark(p, true);
				BUF_LIT(p->b, "Tokens unchanged\n");
			}
		}
		put_difference(p, pair, difference);
	}
	if (!tokens && a && b && a->tokens >= 0 && a->tokens == b->tokens) {
		put_mark(p, true);
		BUF_LIT(p->b, "Tokens unchanged\n");
	}
}

void
llm_comparison_put_text(const struct llm_comparison *k, struct buf *b, bool utf8)
{
	struct printing p = { k, b, utf8 };
	BUF_LIT(b, "Replay Comparison Summary\n========================\n\n");
	buf_printf(b, "Total Spans: %zu\nSpans with Differences: %zu\n\n", k->pairs, k->changed);
	put_changes(&p);
	BUF_LIT(b, "\nSpan-by-Span Differences:\n");
	for (size_t i = 0; i < k->pairs; i++)
		put_span(&p, i);
}
