/* SPDX-License-Identifier: MIT */
#ifndef STATS_AUC_H
#define STATS_AUC_H

#include <stddef.h>

#include "stats/real.h"

/*
 * The area under the ROC curve: the probability that a score of the one sample is larger than one
 * of the other, where equal scores count half (Hanley and McNeil, The Meaning and Use of the Area
 * under a Receiver Operating Characteristic (ROC) Curve, 1982).
 *
 * Both samples are in ascending order and not empty.  Takes linear time.
 */
double auc_of(const real *positive, size_t n, const real *negative, size_t m);

#endif
