/* SPDX-License-Identifier: MIT */
#include "learn/predictor.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "json/write.h"
#include "stats/logistic.h"
#include "trace/put.h"

const struct text learn_failure_names[LEARN_FAILURES] = {
	[LEARN_ROOT] = { "root", 4 },
	[LEARN_ANY_CALL] = { "any_call", 8 },
};

const char *const learn_verdicts[2] = { "nothing to learn", "learned" };

double
learn_rounded(double v)
{
	return round(v * 1e6) / 1e6;
}

void
learn_predictor_index(struct learn_predictor *p)
{
	p->known_words = p->words.all.n;
	p->known = mem_zalloc(p->known_words + 1, sizeof(*p->known));
	for (size_t i = 0; i < p->n; i++) {
		const struct learn_pattern *k = &p->feature[i].pattern;
		for (unsigned w = 0; w < learn_pattern_words[k->kind]; w++)
			p->known[k->word[w]] = true;
		learn_pattern_number(&p->patterns, k);
	}
}

void
learn_predictor_free(struct learn_predictor *p)
{
	learn_words_free(&p->words);
	learn_patterns_free(&p->patterns);
	free(p->feature);
	free(p->known);
}

/* ---- as JSON -------------------------------------------------------------------------------- */

static void
put_number(struct buf *b, const char *name, double number)
{
	char digits[NUMBER_F64_MAX];
	json_name(b, name);
	json_add_raw(b, (struct text){ digits, number_put_f64(learn_rounded(number), digits) });
}

static void
put_share(struct buf *b, const char *name, double share)
{
	if (share < 0)
		json_member_null(b, name);
	else
		put_number(b, name, share);
}

static void
put_result_members(struct buf *b, const struct learn_result *r)
{
	put_share(b, "base_rate", r->base_rate);
	put_share(b, "precision", r->precision);
	put_share(b, "recall", r->recall);
	put_share(b, "auc", r->auc);
}

void
learn_put_result(struct buf *b, const struct learn_predictor *p)
{
	const struct learn_result *r = &p->held_out;
	json_begin(b, '{');
	put_result_members(b, r);
	json_member_u64(b, "traces", p->traces + r->traces);
	json_member_string(b, "verdict", text_of(learn_verdicts[r->learned]));
	put_share(b, "p", r->p);
	json_member_u64(b, "failing", p->failing + r->failing);
	json_member_u64(b, "held_out", r->traces);
	json_member_u64(b, "held_out_failing", r->failing);
	json_member_u64(b, "features", p->n);
	json_end(b, '}');
	buf_char(b, '\n');
}

static void
put_time(struct buf *b, const char *name, int64_t at_ns)
{
	json_name(b, name);
	trace_put_time(b, at_ns);
}

static void
put_feature(struct buf *b, const struct learn_predictor *p, const struct learn_feature *f)
{
	json_begin(b, '{');
	json_member_string(b, "pattern", learn_pattern_names[f->pattern.kind]);
	if (f->pattern.kind == LEARN_TIMES)
		json_member_u64(b, "times", f->pattern.times);
	json_member_begin(b, "steps", '[');
	for (unsigned i = 0; i < learn_pattern_words[f->pattern.kind]; i++) {
		const struct learn_word word = learn_word_of(&p->words, f->pattern.word[i]);
		json_begin(b, '{');
		json_member_string_or_null(b, word.error ? "error" : "call", word.name);
		json_end(b, '}');
	}
	json_end(b, ']');
	json_member_u64(b, "failing", f->failing);
	json_member_u64(b, "passing", f->passing);
	put_number(b, "weight", f->weight);
	json_end(b, '}');
}

void
learn_put_predictor(struct buf *b, const struct learn_predictor *p)
{
	const struct learn_result *r = &p->held_out;
	buf_printf(b, "{\"format\":\"esper-trace-model\",\"version\":%d,\n", LEARN_FORMAT_VERSION);
	BUF_LIT(b, "\"trained_on\":");
	json_begin(b, '{');
	json_member_u64(b, "traces", p->traces);
	json_member_u64(b, "failing", p->failing);
	put_time(b, "first", p->first_ns);
	put_time(b, "last", p->last_ns);
	json_end(b, '}');
	BUF_LIT(b, ",\n\"held_out\":");
	json_begin(b, '{');
	json_member_u64(b, "traces", r->traces);
	json_member_u64(b, "failing", r->failing);
	put_result_members(b, r);
	put_share(b, "p", r->p);
	json_member_string(b, "verdict", text_of(learn_verdicts[r->learned]));
	json_end(b, '}');
	BUF_LIT(b, ",\n");
	json_member_string(b, "failure", learn_failure_names[p->failure]);
	put_number(b, "intercept", p->intercept);
	put_number(b, "threshold", p->threshold);
	BUF_LIT(b, ",\n\"features\":[");
	for (size_t i = 0; i < p->n; i++) {
		BUF_LIT(b, "\n");
		put_feature(b, p, &p->feature[i]);
		BUF_LIT(b, ",");
	}
	if (p->n > 0)
		b->n--;
	BUF_LIT(b, "]}\n");
}

/* ---- scores --------------------------------------------------------------------------------- */

void
learn_scorer_begin(struct learn_scorer *s, struct learn_predictor *p, const struct trace_model *m)
{
	*s = (struct learn_scorer){ .predictor = p };
	s->word = learn_words_of_calls(&p->words, m);
	s->reading = (struct learn_reading){ m, &p->words, s->word, p->failure == LEARN_ROOT };
	s->seen = mem_zalloc(p->n + 1, sizeof(*s->seen));
}

void
learn_scorer_free(struct learn_scorer *s)
{
	free(s->word);
	free(s->sequence.word);
	free(s->seen);
	free(s->result.feature);
	learn_scratch_free(&s->scratch);
}

static void
take_pattern(void *context, const struct learn_pattern *pattern)
{
	struct learn_scorer *s = context;
	struct learn_score *r = &s->result;
	const uint32_t i = learn_pattern_find(&s->predictor->patterns, pattern);
	if (i == LEARN_NO_PATTERN || s->seen[i] == s->scores)
		return;
	s->seen[i] = s->scores;
	r->feature = mem_grow(r->feature, &r->cap, r->n + 1, sizeof(*r->feature));
	r->feature[r->n++] = i;
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

const struct learn_score *
learn_score(struct learn_scorer *s, const struct learn_cut *cut)
{
	const struct learn_predictor *p = s->predictor;
	struct learn_score *r = &s->result;
	double sum = p->intercept;
	r->n = 0;
	s->scores++;
	learn_read_sequence(&s->sequence, &s->reading, cut);
	const struct learn_search search = { p->known, p->known_words, true, take_pattern };
	learn_find_patterns(&s->sequence, &search, &s->scratch, s);
	if (r->n > 1)
		qsort(r->feature, r->n, sizeof(*r->feature), by_number);
	for (size_t i = 0; i < r->n; i++)
		sum += p->feature[r->feature[i]].weight;
	r->score = round(logistic_probability(sum) * 1e4) / 1e4;
	return r;
}

/* ---- outcomes ------------------------------------------------------------------------------- */

bool
learn_reaches_root(const struct trace_model *m, const struct root_cause *failure)
{
	for (uint32_t call = failure->call; call != TRACE_NONE; call = m->call[call].parent)
		if (m->call[call].status != TRACE_ERROR)
			return false;
	return true;
}

/* The failure that comes first, depth first. */
static bool
first_failure(const struct trace_model *m, const struct trace *t, struct root_cause *failure)
{
	for (uint32_t at = t->first; at < t->last && t->errors > 0; at++)
		if (trace_failure(m, m->depth_first[at], failure))
			return true;
	return false;
}

enum learn_outcome
learn_outcome_of(const struct trace_model *m, uint32_t trace, enum learn_failure kind,
    struct root_cause *failure)
{
	const struct trace *t = &m->trace[trace];
	switch (kind) {
	case LEARN_ROOT:
		if (!trace_root_cause(m, trace, failure))
			break;
		if (learn_reaches_root(m, failure))
			return LEARN_FAILED;
		return trace_unended_root(m, t) == TRACE_NONE ? LEARN_PASSED : LEARN_UNKNOWN;
	case LEARN_ANY_CALL:
		if (first_failure(m, t, failure))
			return LEARN_FAILED;
		break;
	}
	return t->status == TRACE_OK ? LEARN_PASSED : LEARN_UNKNOWN;
}
