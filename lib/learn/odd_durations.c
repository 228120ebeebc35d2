/* SPDX-License-Identifier: MIT */
#include "learn/odd_durations.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/percentile.h"

/* The median of the deviations times this is the standard deviation of a normal distribution. */
#define DEVIATION 1.4826
#define FAR 3.5
#define FACTOR_LEAST 2.0

struct lasting {
	uint32_t word, at; /* at: of the call, depth first */
	int64_t ns;
};

static int
by_word(const void *a, const void *b)
{
	const struct lasting *x = a, *y = b;
	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return (x->ns > y->ns) - (x->ns < y->ns);
}

static int
by_place(const void *a, const void *b)
{
	const struct learn_odd *x = a, *y = b;
	return (x->times > y->times) - (x->times < y->times);
}

double
learn_bits_of(uint64_t count, uint64_t of)
{
	const bool rare = of >= LEARN_RARE && count * LEARN_RARE <= of;
	const bool only = count == 1 && of >= LEARN_ONLY_LEAST;
	return rare || only ? log2((double)of / (double)count) : 0;
}

static double
size_of(int64_t ns)
{
	return log1p((double)ns);
}

/* How far from the median a duration must be, on the logarithmic scale. */
static double
far_of(const struct lasting *l, size_t n, double median, real *scratch)
{
	for (size_t i = 0; i < n; i++)
		scratch[i] = fabs(size_of(l[i].ns) - median);
	return fmax(FAR * DEVIATION * (double)percentile_of(scratch, n, 50), log(FACTOR_LEAST));
}

/* `times` holds the place of the call until all are sorted. */
static void
add(struct learn_odd_durations *d, const struct trace_model *m, const struct lasting *l,
    uint64_t count, uint64_t of, int64_t median_ns)
{
	const double bits = learn_bits_of(count, of);
	if (bits == 0)
		return;
	d->odd = mem_grow(d->odd, &d->cap, d->n + 1, sizeof(*d->odd));
	d->odd[d->n++] = (struct learn_odd){ LEARN_ODD_DURATION, { l->word, 0 }, l->at, count, of,
		bits, m->depth_first[l->at], l->ns, median_ns };
}

/* The calls of one name, the shortest first.  Of equal durations all are as far as the last. */
static void
find_in_name(struct learn_odd_durations *d, const struct trace_model *m, const struct lasting *l,
    size_t n, real *scratch)
{
	const int64_t median_ns = l[percentile_rank(n, 50)].ns;
	const double median = size_of(median_ns), far = far_of(l, n, median, scratch);
	for (size_t i = 0, end; i < n && median - size_of(l[i].ns) > far; i = end) {
		for (end = i; end < n && l[end].ns == l[i].ns; end++)
			;
		for (size_t k = i; k < end; k++)
			add(d, m, &l[k], end, n, median_ns);
	}
	for (size_t i = n, begin; i > 0 && size_of(l[i - 1].ns) - median > far; i = begin) {
		for (begin = i; begin > 0 && l[begin - 1].ns == l[i - 1].ns; begin--)
			;
		for (size_t k = begin; k < i; k++)
			add(d, m, &l[k], n - begin, n, median_ns);
	}
}

void
learn_find_odd_durations(
    struct learn_odd_durations *d, const struct trace_model *m, const uint32_t *word)
{
	struct lasting *l = mem_alloc((m->listed + 1) * sizeof(*l));
	real *scratch = mem_alloc((m->listed + 1) * sizeof(*scratch));
	size_t n = 0;
	*d = (struct learn_odd_durations){ .n = 0 };
	for (uint32_t at = 0; at < m->listed; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		if (c->duration_ns >= 0)
			l[n++] = (struct lasting){ word[m->depth_first[at]], at, c->duration_ns };
	}
	qsort(l, n, sizeof(*l), by_word);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && l[end].word == l[i].word; end++)
			;
		if (end - i >= LEARN_ONLY_LEAST)
			find_in_name(d, m, l + i, end - i, scratch);
	}
	if (d->n > 1)
		qsort(d->odd, d->n, sizeof(*d->odd), by_place);
	for (size_t i = 0; i < d->n; i++)
		d->odd[i].times = 0;
	free(l);
	free(scratch);
}
