/* SPDX-License-Identifier: MIT */
#ifndef STATS_LOGISTIC_H
#define STATS_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Logistic regression on features that a row has or has not, with a ridge penalty (le Cessie and
 * van Houwelingen, Ridge Estimators in Logistic Regression, 1992).  Newton's method with halved
 * steps; the same rows in the same order give the same bits.
 */
struct logistic_row {
	const uint32_t *feature; /* the features that it has, each once */
	size_t n;
	double weight; /* > 0 */
	bool positive;
};

enum { LOGISTIC_FEATURES_MOST = 256 };

/*
 * Fits coefficient[0..features) and coefficient[features], the intercept, which is not penalised.
 * features is at most LOGISTIC_FEATURES_MOST, ridge is > 0.  Without rows of both kinds all
 * coefficients are 0.  Takes time in proportion to the squares of the rows' lengths.
 */
void logistic_fit(const struct logistic_row *row, size_t rows, size_t features, double ridge,
    double *coefficient);

/* The probability that belongs to a sum of coefficients. */
double logistic_probability(double sum);

#endif
