/* SPDX-License-Identifier: MIT */
#include "llm/comparison.h"

#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "trace/canonical.h"
#include "trace/record.h"

const struct text llm_field_names[LLM_FIELDS] = { TEXT("output"), TEXT("input"), TEXT("tokens"),
	TEXT("cost"), TEXT("duration"), TEXT("status"), TEXT("existence") };

void
llm_comparison_begin(struct llm_comparison *k)
{
	*k = (struct llm_comparison){ .least = 1 };
}

void
llm_comparison_free(struct llm_comparison *k)
{
	arena_free(&k->arena);
	free(k->pair);
	free(k->difference);
	*k = (struct llm_comparison){ 0 };
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* What is compared of a value: the content of a string, or JSON in its canonical spelling. */
static struct text
content_of(struct llm_comparison *k, struct text json)
{
	struct buf b = { 0 };
	if (!json.p)
		return TEXT("");
	if (json.n >= 2 && json.p[0] == '"')
		return json_unescaped(&k->arena, (struct text){ json.p + 1, json.n - 2 });
	trace_put_canonical(&b, json);
	const struct text t = arena_text(&k->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static struct llm_difference *
add_difference(struct llm_comparison *k, enum llm_field field)
{
	k->difference = mem_grow(k->difference, &k->cap, k->n + 1, sizeof(*k->difference));
	struct llm_difference *d = &k->difference[k->n++];
	*d = (struct llm_difference){ .span = k->pairs - 1, .field = field };
	k->count[field]++;
	return d;
}

static void
compare_texts(struct llm_comparison *k, enum llm_field field, struct text a, struct text b)
{
	if (trace_is_same_value(a, b))
		return;
	struct llm_difference *d = add_difference(k, field);
	d->text[0] = content_of(k, a);
	d->text[1] = content_of(k, b);
	d->similarity = similarity_of(d->text[0], d->text[1]);
	d->words = similarity_of_words(d->text[0], d->text[1]);
	if (field == LLM_OUTPUT && d->similarity.ratio < k->least)
		k->least = d->similarity.ratio;
}

void
llm_comparison_embed(struct llm_comparison *k, struct text embedder,
    double (*similarity)(void *context, struct text a, struct text b), void *context)
{
	k->embedder = embedder;
	k->least = 1;
	for (size_t i = 0; i < k->n; i++) {
		struct llm_difference *d = &k->difference[i];
		if (d->field > LLM_INPUT)
			continue;
		d->similarity =
		    (struct similarity){ similarity(context, d->text[0], d->text[1]), false };
		if (d->field == LLM_OUTPUT && d->similarity.ratio < k->least)
			k->least = d->similarity.ratio;
	}
}

/* ---- numbers -------------------------------------------------------------------------------- */

static void
compare_tokens(struct llm_comparison *k, const struct llm_span *a, const struct llm_span *b)
{
	if (a->tokens < 0 || b->tokens < 0 || a->tokens == b->tokens)
		return;
	add_difference(k, LLM_TOKENS);
	k->tokens += b->tokens - a->tokens;
}

static void
compare_costs(struct llm_comparison *k, const struct llm_span *a, const struct llm_span *b)
{
	const struct trace_cost least = { 0, (number_wide)100000000000000000 * 1000 };
	if (!a->has_cost || !b->has_cost)
		return;
	const struct trace_cost more = trace_cost_less(&b->cost, &a->cost);
	const struct trace_cost less = trace_cost_less(&a->cost, &b->cost);
	if (trace_cost_is_more(&least, &more) && trace_cost_is_more(&least, &less))
		return;
	add_difference(k, LLM_COST);
	trace_cost_add(&k->cost, &more);
}

static void
compare_durations(struct llm_comparison *k, const struct llm_span *a, const struct llm_span *b)
{
	if (a->duration_ns == TRACE_NO_TIME || b->duration_ns == TRACE_NO_TIME)
		return;
	const double from = (double)a->duration_ns, by = (double)b->duration_ns - from;
	if (by == 0 || (by < 0 ? -by : by) * 10 < (from < 0 ? -from : from))
		return;
	add_difference(k, LLM_DURATION);
	k->duration_ns += b->duration_ns - a->duration_ns;
}

/* ---- spans ---------------------------------------------------------------------------------- */

static const struct llm_span *
copy_span(struct llm_comparison *k, const struct llm_span *s)
{
	struct llm_span *copy;
	if (!s)
		return NULL;
	copy = arena_alloc(&k->arena, sizeof(*copy));
	*copy = *s;
	return copy;
}

static void
compare_spans(struct llm_comparison *k, const struct llm_span *a, const struct llm_span *b)
{
	if (!a || !b) {
		add_difference(k, LLM_EXISTENCE);
		return;
	}
	compare_texts(k, LLM_OUTPUT, a->output, b->output);
	compare_texts(k, LLM_INPUT, a->input, b->input);
	compare_tokens(k, a, b);
	compare_costs(k, a, b);
	compare_durations(k, a, b);
	if (a->failed != b->failed)
		add_difference(k, LLM_STATUS);
}

void
llm_comparison_add(
    struct llm_comparison *k, const struct llm_span *recorded, const struct llm_span *replayed)
{
	const struct llm_span *a = copy_span(k, recorded), *b = copy_span(k, replayed);
	k->pair = mem_grow(k->pair, &k->pair_cap, k->pairs + 1, sizeof(*k->pair));
	k->pair[k->pairs++] = (struct llm_pair){ { a, b }, k->n, k->n };
	compare_spans(k, a, b);
	k->pair[k->pairs - 1].last = k->n;
	k->changed += k->n > k->pair[k->pairs - 1].first;
}
