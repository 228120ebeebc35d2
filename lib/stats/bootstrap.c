/* SPDX-License-Identifier: MIT */
#include "stats/bootstrap.h"

#include <math.h>
#include <stdlib.h>
#include <stdint.h>

#include "base/mem.h"
#include "stats/draw.h"
#include "stats/percentile.h"
#include "stats/rank.h"

/* A sample that is drawn again and again. */
struct redraw {
	const struct bootstrap_sample *sample;
	unsigned percent;
	real whole;    /* the statistic of the sample itself */
	double shrink; /* sqrt(drawn / n): 1 if all are drawn */
	size_t drawn;  /* values of a draw */
	real *value;   /* of a draw, for a percentile */
};

static real
mean_of(const struct bootstrap_sample *s)
{
	real sum = 0, weight = 0;
	for (size_t i = 0; i < s->n; i++) {
		sum += s->value[i];
		weight += s->weight ? s->weight[i] : 1;
	}
	return sum / weight;
}

real
bootstrap_statistic(const struct bootstrap_sample *s, unsigned percent)
{
	if (percent == 0)
		return mean_of(s);
	real *copy = mem_dup(s->value, s->n * sizeof(*copy));
	const real found = percentile_of(copy, s->n, percent);
	free(copy);
	return found;
}

static struct redraw
redraw_begin(const struct bootstrap_sample *s, unsigned percent)
{
	struct redraw r = { .sample = s,
		.percent = percent,
		.whole = bootstrap_statistic(s, percent),
		.shrink = 1,
		.drawn = s->n };
	if (s->n > BOOTSTRAP_MOST) {
		r.drawn = BOOTSTRAP_MOST;
		r.shrink = sqrt((double)r.drawn / (double)s->n);
	}
	if (percent > 0)
		r.value = mem_alloc(r.drawn * sizeof(*r.value));
	return r;
}

/* Draws once: the values at these places. */
static real
redraw(struct redraw *r, const uint32_t *place)
{
	const struct bootstrap_sample *s = r->sample;
	real found;
	if (r->percent > 0) {
		for (size_t i = 0; i < r->drawn; i++)
			r->value[i] = s->value[place[i]];
		found = percentile_of(r->value, r->drawn, r->percent);
	} else {
		real sum = 0, weight = (real)r->drawn;
		for (size_t i = 0; i < r->drawn; i++)
			sum += s->value[place[i]];
		if (s->weight) {
			weight = 0;
			for (size_t i = 0; i < r->drawn; i++)
				weight += s->weight[place[i]];
		}
		found = sum / weight;
	}
	return r->shrink < 1 ? r->whole + r->shrink * (found - r->whole) : found;
}

static void
draw_places(struct draw *d, uint32_t *place, const struct redraw *r)
{
	for (size_t i = 0; i < r->drawn; i++)
		place[i] = (uint32_t)draw_below(d, r->sample->n);
}

void
bootstrap_interval(const struct bootstrap *k, real *low, real *high)
{
	enum { TAIL = BOOTSTRAP_DRAWS / 40 }; /* 2.5 % */
	struct redraw a = redraw_begin(&k->a, k->percent), b = redraw_begin(&k->b, k->percent);
	uint32_t place[BOOTSTRAP_MOST];
	real delta[BOOTSTRAP_DRAWS];
	struct draw draw = draw_begin();
	for (size_t i = 0; i < BOOTSTRAP_DRAWS; i++) {
		draw_places(&draw, place, &a);
		const real of_a = redraw(&a, place);
		if (!k->paired)
			draw_places(&draw, place, &b);
		delta[i] = redraw(&b, place) - of_a;
	}
	rank_sort(delta, BOOTSTRAP_DRAWS);
	*low = delta[TAIL - 1];
	*high = delta[BOOTSTRAP_DRAWS - TAIL - 1];
	free(a.value);
	free(b.value);
}
