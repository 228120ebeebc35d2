/* SPDX-License-Identifier: MIT */
#include "learn/fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/logistic.h"

/*
 * A row is a beginning of a trace: of one that failed, up to the failure; of one that passed, as it
 * is cut in either way.  A trace that is cut in both ways has two rows of half the weight.  Weights
 * are counted in halves, so that all counts are whole numbers.
 */
enum { WORD_ROWS_LEAST = 3, HALF = 1, WHOLE = 2, ROWS_LEAST = 3 * WHOLE };
#define CHI_SQUARE_LEAST 6.635 /* one degree of freedom: p < 0.01 */
#define RIDGE 1.0

struct tally {
	uint32_t failing, passing; /* in halves */
	uint32_t row;              /* the last that was counted */
	uint64_t mark;             /* the sum of the marks of its rows */
};

struct word_rows {
	uint32_t rows, row; /* that have it; the last of them */
};

/* The rows with the features of the predictor. */
struct weighing {
	struct logistic_row *row;
	uint32_t *feature;
	size_t *from; /* by row: of its features */
	size_t rows, n, cap;
};

struct fitting {
	struct learn_predictor *p;
	const struct learn_case *c;
	size_t n;
	struct learn_reading reading;
	struct learn_words words; /* of all traces; the predictor has only those of its features */
	struct learn_patterns patterns;
	struct learn_sequence sequence;
	struct learn_scratch scratch;
	struct word_rows *word;
	bool *known; /* by word: is it in enough rows? */
	size_t known_words, word_cap;
	struct tally *tally; /* by pattern */
	size_t tally_cap;
	uint32_t row;
	uint32_t weight; /* of the row, as are */
	bool failed;
	uint64_t mark;
	uint64_t failing, passing; /* weights of all rows */
	struct learn_scorer scorer;
	struct weighing weighing;
};

/* ---- rows ----------------------------------------------------------------------------------- */

static uint64_t
mark_of(const struct fitting *f, const struct learn_case *c, enum learn_way way)
{
	const struct siphash_key key = { 7, way };
	const struct text id = trace_text_of(f->reading.model->trace[c->trace].id);
	return siphash(key, id.p ? id.p : "", id.n);
}

/* Calls use() for every row. */
static void
for_rows(struct fitting *f, void (*use)(struct fitting *f, const struct learn_cut *cut))
{
	f->row = 0;
	for (size_t i = 0; i < f->n; i++)
		for (enum learn_way way = 0; way < LEARN_PASSING_WAYS; way++) {
			const struct learn_case *c = &f->c[i];
			if (c->failed ? way > 0 : !c->in[way])
				continue;
			f->row++;
			f->failed = c->failed;
			f->weight = c->failed || !c->in[!way] ? WHOLE : HALF;
			f->mark = mark_of(f, c, way);
			use(f, c->failed ? &c->failure : &c->cut[way]);
		}
}

/* ---- counting ------------------------------------------------------------------------------- */

static void
count_words(struct fitting *f, const struct learn_cut *cut)
{
	learn_read_sequence(&f->sequence, &f->reading, cut);
	const size_t n = f->words.all.n;
	f->word = mem_grow(f->word, &f->word_cap, n + 1, sizeof(*f->word));
	memset(f->word + f->known_words, 0, (n - f->known_words) * sizeof(*f->word));
	f->known_words = n;
	for (size_t i = 0; i < f->sequence.n; i++) {
		struct word_rows *w = &f->word[f->sequence.word[i]];
		w->rows += w->row != f->row;
		w->row = f->row;
	}
}

static void
find_known_words(struct fitting *f)
{
	for_rows(f, count_words);
	f->known = mem_zalloc(f->known_words + 1, sizeof(*f->known));
	for (size_t i = 0; i < f->known_words; i++)
		f->known[i] = f->word[i].rows >= WORD_ROWS_LEAST;
}

static void
count_pattern(void *context, const struct learn_pattern *p)
{
	struct fitting *f = context;
	const size_t before = f->patterns.n;
	const uint32_t i = learn_pattern_number(&f->patterns, p);
	if (f->patterns.n > before) {
		f->tally = mem_grow(f->tally, &f->tally_cap, f->patterns.n, sizeof(*f->tally));
		f->tally[i] = (struct tally){ 0, 0, 0, 0 };
	}
	struct tally *t = &f->tally[i];
	if (t->row == f->row)
		return;
	t->row = f->row;
	t->mark += f->mark;
	if (f->failed)
		t->failing += f->weight;
	else
		t->passing += f->weight;
}

static void
count_row(struct fitting *f, const struct learn_cut *cut)
{
	learn_read_sequence(&f->sequence, &f->reading, cut);
	if (f->failed)
		f->failing += f->weight;
	else
		f->passing += f->weight;
	const struct learn_search search = { f->known, f->known_words, true, count_pattern };
	learn_find_patterns(&f->sequence, &search, &f->scratch, f);
}

/* ---- choosing ------------------------------------------------------------------------------- */

struct candidate {
	double chi_square;
	uint32_t pattern;
	const struct fitting *fitting;
};

static double
chi_square_of(const struct fitting *f, const struct tally *t)
{
	const double a = t->failing / 2.0, b = t->passing / 2.0;
	const double c = (double)f->failing / 2 - a, d = (double)f->passing / 2 - b;
	const double sums = (a + b) * (c + d) * (a + c) * (b + d);
	const double difference = a * d - b * c;
	return sums > 0 ? (a + b + c + d) * difference * difference / sums : 0;
}

static int
pattern_cmp(const struct fitting *f, const struct learn_pattern *a, const struct learn_pattern *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->times != b->times)
		return a->times < b->times ? -1 : 1;
	for (unsigned i = 0; i < learn_pattern_words[a->kind]; i++) {
		const int order = learn_word_cmp(
		    learn_word_of(&f->words, a->word[i]), learn_word_of(&f->words, b->word[i]));
		if (order != 0)
			return order;
	}
	return 0;
}

static int
by_strength(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->chi_square != y->chi_square)
		return x->chi_square > y->chi_square ? -1 : 1;
	return pattern_cmp(x->fitting, &x->fitting->patterns.pattern[x->pattern],
	    &y->fitting->patterns.pattern[y->pattern]);
}

static size_t
find_candidates(const struct fitting *f, struct candidate *k)
{
	size_t n = 0;
	for (uint32_t i = 0; i < f->patterns.n; i++) {
		const struct tally *t = &f->tally[i];
		const double chi_square = chi_square_of(f, t);
		if (t->failing + t->passing >= ROWS_LEAST && chi_square >= CHI_SQUARE_LEAST)
			k[n++] = (struct candidate){ chi_square, i, f };
	}
	qsort(k, n, sizeof(*k), by_strength);
	return n;
}

/* A pattern with the words of the predictor. */
static struct learn_pattern
translated(struct fitting *f, const struct learn_pattern *p)
{
	struct learn_pattern own = *p;
	for (unsigned i = 0; i < learn_pattern_words[p->kind]; i++)
		own.word[i] = learn_word(&f->p->words, learn_word_of(&f->words, p->word[i]));
	return own;
}

static void
choose_features(struct fitting *f)
{
	struct learn_predictor *p = f->p;
	struct candidate *k = mem_alloc((f->patterns.n + 1) * sizeof(*k));
	uint64_t mark[LEARN_FEATURES_MOST];
	const size_t n = find_candidates(f, k);
	p->feature = mem_zalloc(LEARN_FEATURES_MOST, sizeof(*p->feature));
	for (size_t i = 0; i < n && p->n < LEARN_FEATURES_MOST; i++) {
		const struct tally *t = &f->tally[k[i].pattern];
		bool same = false;
		for (size_t other = 0; other < p->n; other++)
			same |= mark[other] == t->mark;
		if (same)
			continue;
		mark[p->n] = t->mark;
		p->feature[p->n++] = (struct learn_feature){
			.pattern = translated(f, &f->patterns.pattern[k[i].pattern]),
			.failing = (t->failing + HALF) / WHOLE,
			.passing = (t->passing + HALF) / WHOLE,
		};
	}
	free(k);
}

/* ---- weighing ------------------------------------------------------------------------------- */

static void
add_row(struct fitting *f, const struct learn_cut *cut)
{
	struct weighing *w = &f->weighing;
	const struct learn_score *r = learn_score(&f->scorer, cut);
	w->feature = mem_grow(w->feature, &w->cap, w->n + r->n + 1, sizeof(*w->feature));
	if (r->n > 0)
		memcpy(w->feature + w->n, r->feature, r->n * sizeof(*r->feature));
	w->from[w->rows] = w->n;
	w->n += r->n;
	w->row[w->rows++] =
	    (struct logistic_row){ NULL, r->n, f->weight / (double)WHOLE, f->failed };
}

/* Reads the rows again, as the predictor sees them. */
static void
make_rows(struct fitting *f)
{
	struct weighing *w = &f->weighing;
	w->row = mem_zalloc(f->n * LEARN_PASSING_WAYS + 1, sizeof(*w->row));
	w->from = mem_zalloc(f->n * LEARN_PASSING_WAYS + 1, sizeof(*w->from));
	learn_scorer_begin(&f->scorer, f->p, f->reading.model);
	for_rows(f, add_row);
	learn_scorer_free(&f->scorer);
	for (size_t i = 0; i < w->rows; i++)
		w->row[i].feature = w->feature + w->from[i];
}

struct scored {
	double score, weight;
	bool failed;
};

static int
by_score(const void *a, const void *b)
{
	const double x = ((const struct scored *)a)->score, y = ((const struct scored *)b)->score;
	return (x < y) - (x > y);
}

/* The threshold with the best F1: the harmonic mean of precision and recall. */
static double
best_threshold(const struct learn_predictor *p, const struct weighing *w, double failing)
{
	struct scored *s = mem_alloc((w->rows + 1) * sizeof(*s));
	double right = 0, all = 0, best = 0, threshold = 0.5;
	for (size_t i = 0; i < w->rows; i++) {
		double sum = p->intercept;
		for (size_t k = 0; k < w->row[i].n; k++)
			sum += p->feature[w->row[i].feature[k]].weight;
		s[i] = (struct scored){ round(logistic_probability(sum) * 1e4) / 1e4,
			w->row[i].weight, w->row[i].positive };
	}
	qsort(s, w->rows, sizeof(*s), by_score);
	for (size_t i = 0; i < w->rows; i++) {
		all += s[i].weight;
		right += s[i].failed ? s[i].weight : 0;
		if (i + 1 < w->rows && s[i + 1].score == s[i].score)
			continue;
		const double f1 = 2 * right / (all + failing);
		if (f1 > best) {
			best = f1;
			threshold = s[i].score;
		}
	}
	free(s);
	return threshold;
}

/* Rows of traces that passed may be fewer than the traces: the intercept makes up for it. */
static double
prior_shift(const struct fitting *f)
{
	const double failing = (double)f->p->failing, all = (double)f->p->traces;
	if (failing == 0 || failing == all || f->failing == 0 || f->passing == 0)
		return 0;
	return log(failing / (all - failing)) - log((double)f->failing / (double)f->passing);
}

static void
weigh(struct fitting *f)
{
	struct learn_predictor *p = f->p;
	struct weighing *w = &f->weighing;
	double coefficient[LEARN_FEATURES_MOST + 1];
	make_rows(f);
	logistic_fit(w->row, w->rows, p->n, RIDGE, coefficient);
	for (size_t i = 0; i < p->n; i++)
		p->feature[i].weight = learn_rounded(coefficient[i]);
	p->intercept = learn_rounded(coefficient[p->n] + prior_shift(f));
	p->threshold = best_threshold(p, w, (double)f->failing / WHOLE);
	free(w->row);
	free(w->from);
	free(w->feature);
}

void
learn_fit(struct learn_predictor *p, const struct trace_model *m, struct learn_case *c, size_t n,
    struct siphash_key key)
{
	struct fitting f = { .p = p, .c = c, .n = n, .patterns.key = key };
	learn_words_begin(&f.words, key);
	learn_words_begin(&p->words, key);
	uint32_t *word = learn_words_of_calls(&f.words, m);
	f.reading = (struct learn_reading){ m, &f.words, word, p->failure == LEARN_ROOT };
	learn_match(c, n, &f.reading);
	find_known_words(&f);
	for_rows(&f, count_row);
	choose_features(&f);
	learn_predictor_index(p);
	weigh(&f);
	learn_words_free(&f.words);
	learn_patterns_free(&f.patterns);
	learn_scratch_free(&f.scratch);
	free(f.sequence.word);
	free(f.word);
	free(f.known);
	free(f.tally);
	free(word);
}
