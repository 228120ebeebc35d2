/* SPDX-License-Identifier: MIT */
#include "stats/auc.h"

double
auc_of(const real *positive, size_t n, const real *negative, size_t m)
{
	double won = 0; /* pairs; an equal one is half of one */
	size_t below = 0, to = 0;
	for (size_t i = 0; i < n; i++) {
		while (below < m && negative[below] < positive[i])
			below++;
		while (to < m && negative[to] <= positive[i])
			to++;
		won += (double)below + (double)(to - below) / 2;
	}
	return won / ((double)n * (double)m);
}
