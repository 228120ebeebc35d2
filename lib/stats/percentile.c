/* SPDX-License-Identifier: MIT */
#include "stats/percentile.h"

#include "stats/draw.h"

size_t
percentile_rank(size_t n, unsigned percent)
{
	/* ceil(n * percent / 100), without an overflow */
	const size_t rank = n / 100 * percent + (n % 100 * percent + 99) / 100;
	return rank > 0 ? rank - 1 : 0;
}

static void
swap(real *a, real *b)
{
	const real t = *a;
	*a = *b;
	*b = t;
}

/* Hoare's selection, with three parts, so that equal values cost nothing. */
real
percentile_select(real *value, size_t n, size_t k)
{
	struct draw draw = draw_begin();
	size_t from = 0, to = n; /* the k-th is in between */
	while (to - from > 1) {
		const real pivot = value[from + draw_below(&draw, to - from)];
		size_t less = from, at = from, more = to;
		while (at < more) {
			if (value[at] < pivot)
				swap(&value[at++], &value[less++]);
			else if (value[at] > pivot)
				swap(&value[at], &value[--more]);
			else
				at++;
		}
		if (k < less)
			to = less;
		else if (k >= more)
			from = more;
		else
			return pivot;
	}
	return value[from];
}

real
percentile_of(real *value, size_t n, unsigned percent)
{
	return percentile_select(value, n, percentile_rank(n, percent));
}
