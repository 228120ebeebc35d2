/* SPDX-License-Identifier: MIT */
#include "stats/normal.h"

#include <math.h>

double
normal_two_sided(double deviation, double variance)
{
	if (!(deviation > 0) || !(variance > 0))
		return 1;
	return erfc(deviation / sqrt(2 * variance));
}

double
normal_mcnemar(uint64_t gained, uint64_t lost)
{
	const double a = (double)gained, b = (double)lost;
	return normal_two_sided(fabs(a - b) - 1, a + b);
}
