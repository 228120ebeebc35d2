/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "json/write.h"
#include "llm/comparison.h"

static void
add_number(struct buf *b, double d)
{
	char text[NUMBER_F64_MAX];
	json_add_raw(b, (struct text){ text, number_put_f64(d, text) });
}

static void
add_i64(struct buf *b, int64_t v)
{
	struct buf digits = { 0 };
	buf_i64(&digits, v);
	json_add_raw(b, buf_as_text(&digits));
	buf_free(&digits);
}

static void
add_cost(struct buf *b, const struct trace_cost *c)
{
	char text[TRACE_COST_MAX];
	json_add_raw(b, (struct text){ text, trace_cost_put(c, text) });
}

static void
add_ms(struct buf *b, int64_t ns)
{
	add_number(b, (double)ns / 1e6);
}

static void
put_summary(const struct llm_comparison *k, struct buf *b)
{
	json_member_begin(b, "summary", '{');
	json_member_u64(b, "total_spans", k->pairs);
	json_member_u64(b, "changed_spans", k->changed);
	json_member_u64(b, "output_differences", k->count[LLM_OUTPUT]);
	json_member_u64(b, "input_differences", k->count[LLM_INPUT]);
	json_member_u64(b, "token_changes", k->count[LLM_TOKENS]);
	json_name(b, "token_delta");
	add_i64(b, k->tokens);
	json_member_u64(b, "cost_changes", k->count[LLM_COST]);
	json_name(b, "cost_delta_usd");
	add_cost(b, &k->cost);
	json_member_u64(b, "duration_changes", k->count[LLM_DURATION]);
	json_name(b, "duration_delta_ms");
	add_ms(b, k->duration_ns);
	json_member_u64(b, "status_changes", k->count[LLM_STATUS]);
	json_member_u64(b, "existence_changes", k->count[LLM_EXISTENCE]);
	json_end(b, '}');
}

/* The value that a side has. */
static void
add_value(struct buf *b, enum llm_field field, const struct llm_span *s)
{
	switch (field) {
	case LLM_OUTPUT: json_add_raw_or_null(b, s->output); break;
	case LLM_INPUT: json_add_raw_or_null(b, s->input); break;
	case LLM_TOKENS: add_i64(b, s->tokens); break;
	case LLM_COST: add_cost(b, &s->cost); break;
	case LLM_DURATION: add_ms(b, s->duration_ns); break;
	case LLM_STATUS: json_add_string(b, s->failed ? TEXT("error") : TEXT("success")); break;
	case LLM_EXISTENCE: json_add_bool(b, s != NULL); break;
	}
}

static void
put_difference(const struct llm_comparison *k, const struct llm_difference *d, struct buf *b)
{
	static const char *const names[] = { "original_value", "modified_value" };
	const struct llm_pair *p = &k->pair[d->span];
	const bool texts = d->field <= LLM_INPUT;
	json_begin(b, '{');
	json_member_string(b, "span_name", (p->side[0] ? p->side[0] : p->side[1])->name);
	json_member_string(b, "field", llm_field_names[d->field]);
	for (int side = 0; side < 2; side++) {
		json_name(b, names[side]);
		add_value(b, d->field, p->side[side]);
	}
	json_member_bool(b, "exact_match", false);
	json_name(b, "semantic_similarity");
	if (texts)
		add_number(b, d->similarity.ratio);
	else
		json_add_null(b);
	json_name(b, "word_similarity");
	if (texts)
		add_number(b, d->words);
	else
		json_add_null(b);
	json_member_u64(b, "span", d->span + 1);
	if (texts)
		json_member_string(
		    b, "band", similarity_band_names[similarity_band_of(d->similarity.ratio)]);
	if (d->similarity.approximate)
		json_member_bool(b, "approximate", true);
	json_end(b, '}');
}

void
llm_comparison_put(const struct llm_comparison *k, struct buf *b)
{
	put_summary(k, b);
	json_member_begin(b, "differences", '[');
	for (size_t i = 0; i < k->n; i++)
		put_difference(k, &k->difference[i], b);
	json_end(b, ']');
	json_member_bool(b, "semantic_similarity_available", k->embedder.p != NULL);
	json_member_string_or_null(b, "semantic_similarity_model", k->embedder);
}
