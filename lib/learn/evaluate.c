/* SPDX-License-Identifier: MIT */
#include "learn/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "learn/train.h"
#include "stats/auc.h"
#include "stats/rank.h"

/* The scores of cases that failed and of those that passed, in ascending order. */
struct scores {
	real *failed, *passed;
	size_t failing, passing;
};

static void
score_others(
    struct learn_scorer *s, struct learn_case *c, size_t n, enum learn_way way, struct scores *k)
{
	struct learn_cuts cuts = { NULL, 0, 0 };
	if (way >= LEARN_PASSING_WAYS)
		learn_match_all(&cuts, c, n, &s->reading, way);
	k->passed = mem_alloc((n + cuts.n + 1) * sizeof(real));
	for (size_t i = 0; i < cuts.n; i++)
		k->passed[k->passing++] = learn_score(s, &cuts.cut[i])->score;
	for (size_t i = 0; i < n && way < LEARN_PASSING_WAYS; i++)
		if (c[i].in[way])
			k->passed[k->passing++] = learn_score(s, &c[i].cut[way])->score;
	free(cuts.cut);
}

static struct scores
score_all(struct learn_scorer *s, struct learn_case *c, size_t n, enum learn_way way)
{
	struct scores k = { .failing = 0 };
	k.failed = mem_alloc((n + 1) * sizeof(real));
	for (size_t i = 0; i < n; i++)
		if (c[i].failed)
			k.failed[k.failing++] = learn_score(s, &c[i].failure)->score;
	score_others(s, c, n, way, &k);
	rank_sort(k.failed, k.failing);
	rank_sort(k.passed, k.passing);
	return k;
}

static size_t
count_from(const real *score, size_t n, double threshold)
{
	size_t below = 0;
	while (below < n && score[below] < (real)threshold)
		below++;
	return n - below;
}

static struct learn_result
judge(const struct scores *k, double threshold, double auc_least)
{
	struct learn_result r = { .precision = -1, .recall = -1, .auc = -1, .p = -1 };
	const size_t right = count_from(k->failed, k->failing, threshold);
	const size_t all = right + count_from(k->passed, k->passing, threshold);
	if (all > 0)
		r.precision = (double)right / (double)all;
	if (k->failing > 0)
		r.recall = (double)right / (double)k->failing;
	if (k->failing == 0 || k->passing == 0)
		return r;
	r.auc = auc_of(k->failed, k->failing, k->passed, k->passing);
	const double both = rank_mann_whitney(k->failed, k->failing, k->passed, k->passing);
	r.p = r.auc > 0.5 ? both / 2 : 1 - both / 2;
	r.learned = k->failing >= LEARN_TRACES_LEAST && k->passing >= LEARN_TRACES_LEAST &&
		    r.auc >= auc_least && r.p < LEARN_ALPHA;
	return r;
}

void
learn_evaluate(
    struct learn_predictor *p, const struct trace_model *m, struct learn_case *c, size_t n)
{
	struct learn_result *r = &p->held_out;
	struct learn_result smallest = { .auc = 2 };
	struct learn_scorer s;
	double p_most = 0;
	bool learned = true;
	learn_scorer_begin(&s, p, m);
	learn_match(c, n, &s.reading);
	for (enum learn_way way = 0; way < LEARN_WAYS; way++) {
		const bool passing = way < LEARN_PASSING_WAYS;
		struct scores k = score_all(&s, c, n, way);
		const struct learn_result of_way =
		    judge(&k, p->threshold, passing ? LEARN_AUC_LEAST : LEARN_AUC_LEAST_OF_ALL);
		learned = learned && of_way.learned;
		p_most = fmax(p_most, of_way.p);
		if (way == 0 || (passing && of_way.auc < r->auc))
			*r = of_way;
		if (of_way.auc < smallest.auc)
			smallest = of_way;
		free(k.failed);
		free(k.passed);
	}
	if (!learned)
		*r = smallest;
	r->learned = learned;
	r->p = r->auc < 0 ? -1 : p_most;
	r->traces = n;
	for (size_t i = 0; i < n; i++)
		r->failing += c[i].failed;
	r->base_rate = n > 0 ? (double)r->failing / (double)n : -1;
	learn_scorer_free(&s);
}
