/* SPDX-License-Identifier: MIT */
#include "learn/train.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "learn/evaluate.h"
#include "learn/fit.h"

enum { REACHED_SHARE = 4 };

/* ---- the traces whose end is known ---------------------------------------------------------- */

struct known {
	struct learn_case *c;
	size_t n, failing;
};

/* Failures that reach a root count as failures, and traces that recover passed.  But if failures of
 * children hardly ever reach a root, the recorder does not pass them on, and every failed call
 * counts. */
static enum learn_failure
failure_kind(const struct trace_model *m)
{
	size_t failed = 0, reached = 0;
	for (size_t i = 0; i < m->traces; i++) {
		struct root_cause failure;
		if (!trace_root_cause(m, i, &failure) || m->call[failure.call].parent == TRACE_NONE)
			continue;
		failed++;
		reached += learn_reaches_root(m, &failure);
	}
	return reached >= failed / REACHED_SHARE ? LEARN_ROOT : LEARN_ANY_CALL;
}

static void
find_known(struct learn_training *t, const struct trace_model *m, struct known *k)
{
	k->c = mem_zalloc(m->traces + 1, sizeof(*k->c));
	for (uint32_t i = 0; i < m->traces; i++) {
		struct root_cause failure;
		struct learn_case *c = &k->c[k->n];
		const enum learn_outcome outcome =
		    learn_outcome_of(m, i, t->predictor.failure, &failure);
		t->open += outcome == LEARN_UNKNOWN;
		t->recovered += outcome == LEARN_PASSED && m->trace[i].errors > 0;
		if (outcome == LEARN_UNKNOWN)
			continue;
		*c = (struct learn_case){ .trace = i, .failed = outcome == LEARN_FAILED };
		if (c->failed)
			c->failure = learn_cut_before(i, &failure);
		k->failing += c->failed;
		k->n++;
	}
}

/* ---- what is held out ----------------------------------------------------------------------- */

/* By time.  The hash keeps traces without a time, or of one time, from being in the order of their
 * names, which may tell how they ended. */
struct place {
	int64_t start_ns;
	uint64_t hash;
	struct text id;
	struct learn_case c;
};

static int
by_time(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	const bool x_none = x->start_ns == TRACE_NO_TIME, y_none = y->start_ns == TRACE_NO_TIME;
	if (x_none != y_none)
		return x_none ? 1 : -1;
	if (x->start_ns != y->start_ns)
		return x->start_ns < y->start_ns ? -1 : 1;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return text_cmp(x->id, y->id);
}

static void
sort_by_time(const struct trace_model *m, struct known *k)
{
	static const struct siphash_key fixed = { 5, 0 };
	struct place *place = mem_alloc((k->n + 1) * sizeof(*place));
	for (size_t i = 0; i < k->n; i++) {
		const struct trace *t = &m->trace[k->c[i].trace];
		const struct text id = trace_text_of(t->id);
		place[i] = (struct place){ t->start_ns, siphash(fixed, id.p ? id.p : "", id.n), id,
			k->c[i] };
	}
	qsort(place, k->n, sizeof(*place), by_time);
	for (size_t i = 0; i < k->n; i++)
		k->c[i] = place[i].c;
	free(place);
}

static size_t
count_failing(const struct learn_case *c, size_t n)
{
	size_t failing = 0;
	for (size_t i = 0; i < n; i++)
		failing += c[i].failed;
	return failing;
}

/* Puts the last fifth of those that failed, and the last fifth of the others, behind the rest. */
static size_t
split_both(struct known *k)
{
	const size_t all[2] = { k->n - k->failing, k->failing };
	struct learn_case *sorted = mem_alloc((k->n + 1) * sizeof(*sorted));
	size_t n = 0, kept = 0;
	for (unsigned held_out = 0; held_out < 2; held_out++) {
		size_t seen[2] = { 0, 0 };
		for (size_t i = 0; i < k->n; i++) {
			const bool f = k->c[i].failed;
			const bool late = seen[f]++ >= all[f] - all[f] / LEARN_HELD_OUT;
			if (late == (held_out == 1))
				sorted[n++] = k->c[i];
		}
		if (held_out == 0)
			kept = n;
	}
	free(k->c);
	k->c = sorted;
	return kept;
}

/* Returns how many cases are for the training: the first ones. */
static size_t
split(struct learn_training *t, struct known *k)
{
	const size_t held_out = k->n / LEARN_HELD_OUT, kept = k->n - held_out;
	const size_t failing = count_failing(k->c + kept, held_out);
	if (failing >= LEARN_TRACES_LEAST && held_out - failing >= LEARN_TRACES_LEAST)
		return kept;
	t->split = true;
	return split_both(k);
}

/* ---- training ------------------------------------------------------------------------------- */

static void
say_lacking(struct learn_training *t)
{
	const struct learn_predictor *p = &t->predictor;
	const struct learn_result *r = &p->held_out;
	if (r->failing < LEARN_TRACES_LEAST)
		t->lacking = "too few traces failed";
	else if (r->traces - r->failing < LEARN_TRACES_LEAST)
		t->lacking = "too few traces passed";
}

static void
note_times(
    struct learn_predictor *p, const struct trace_model *m, const struct learn_case *c, size_t n)
{
	p->first_ns = p->last_ns = TRACE_NO_TIME;
	for (size_t i = 0; i < n; i++) {
		const int64_t start_ns = m->trace[c[i].trace].start_ns;
		if (start_ns == TRACE_NO_TIME)
			continue;
		if (p->first_ns == TRACE_NO_TIME || start_ns < p->first_ns)
			p->first_ns = start_ns;
		if (p->last_ns == TRACE_NO_TIME || start_ns > p->last_ns)
			p->last_ns = start_ns;
	}
}

void
learn_train(struct learn_training *t, const struct trace_model *m, struct siphash_key key)
{
	struct known k = { NULL, 0, 0 };
	*t = (struct learn_training){ .predictor = { .patterns.key = key } };
	struct learn_predictor *p = &t->predictor;
	p->failure = failure_kind(m);
	find_known(t, m, &k);
	sort_by_time(m, &k);
	const size_t kept = split(t, &k);
	p->traces = kept;
	p->failing = count_failing(k.c, kept);
	note_times(p, m, k.c, kept);
	learn_fit(p, m, k.c, kept, key);
	learn_evaluate(p, m, k.c + kept, k.n - kept);
	say_lacking(t);
	free(k.c);
}

void
learn_training_free(struct learn_training *t)
{
	learn_predictor_free(&t->predictor);
}
