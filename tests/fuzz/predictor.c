/* SPDX-License-Identifier: MIT */
#include "learn/predictor.h"
#include "tests/fuzz/fuzz.h"

/*
 * A file of --predict.  It is refused with a place in it, or scores a trace, with a probability.
 * What is written of it reads back to the same bytes.
 */
static const struct siphash_key key = { 1, 2 };

static void
add(struct trace_model *m, const char *id, const char *parent, const char *name, bool failed)
{
	const struct trace_record r = { .what = TRACE_CALL,
		.trace_id = TEXT("t"),
		.call_id = text_of(id),
		.parent_id = parent ? text_of(parent) : TEXT_ABSENT,
		.name = text_of(name),
		.status = failed ? TRACE_ERROR : TRACE_OK,
		.start_ns = id[0],
		.end_ns = TRACE_NO_TIME,
		.duration_ns = 1 };
	trace_add(m, &r);
}

static void
score(struct learn_predictor *p)
{
	struct trace_model *m = trace_model_new(key);
	struct learn_scorer s;
	const struct learn_cut whole = learn_uncut(0);
	add(m, "a", NULL, "a", false);
	add(m, "b", "a", "b", true);
	add(m, "c", "a", "a", false);
	add(m, "d", "c", "b", false);
	trace_build(m);
	learn_scorer_begin(&s, p, m);
	for (unsigned i = 0; i < 2; i++) {
		const struct learn_score *k = learn_score(&s, &whole);
		MUST(k->score >= 0 && k->score <= 1 && k->n <= p->n);
	}
	learn_scorer_free(&s);
	trace_model_free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct learn_predictor p, again;
	struct errs all = { 0 };
	struct buf b[2] = { { 0 }, { 0 } };
	if (learn_load_predictor(&p, (struct text){ (const char *)data, n }, key, &all) < 0) {
		fuzz_errors(&all, n);
		return 0;
	}
	learn_put_predictor(&b[0], &p);
	MUST(learn_load_predictor(&again, buf_as_text(&b[0]), key, &all) == 0);
	learn_put_predictor(&b[1], &again);
	MUST(text_eq(buf_as_text(&b[0]), buf_as_text(&b[1])));
	score(&p);
	learn_predictor_free(&p);
	learn_predictor_free(&again);
	buf_free(&b[0]);
	buf_free(&b[1]);
	return 0;
}
