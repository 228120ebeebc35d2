/* SPDX-License-Identifier: MIT */
#include "stats/logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { STEPS_MOST = 50, HALVINGS_MOST = 20 };
#define ENOUGH 1e-9

struct fit {
	const struct logistic_row *row;
	size_t rows, n; /* n: coefficients, the intercept included */
	double ridge;
	double *gradient, *hessian; /* the latter: n rows, of which the lower halves are used */
};

double
logistic_probability(double sum)
{
	return 1 / (1 + exp(-sum));
}

static double
sum_of(const struct fit *f, const struct logistic_row *r, const double *coefficient)
{
	double sum = coefficient[f->n - 1];
	for (size_t i = 0; i < r->n; i++)
		sum += coefficient[r->feature[i]];
	return sum;
}

/* What is minimised: the negative log-likelihood and the penalty. */
static double
loss_of(const struct fit *f, const double *coefficient)
{
	double loss = 0;
	for (size_t i = 0; i < f->rows; i++) {
		const double sum = sum_of(f, &f->row[i], coefficient);
		const double against = f->row[i].positive ? -sum : sum;
		/* log(1 + exp(against)), which must not overflow */
		loss += f->row[i].weight *
			(against > 0 ? against + log1p(exp(-against)) : log1p(exp(against)));
	}
	for (size_t i = 0; i + 1 < f->n; i++)
		loss += f->ridge / 2 * coefficient[i] * coefficient[i];
	return loss;
}

static void
add_pair(struct fit *f, size_t i, size_t j, double amount)
{
	f->hessian[i > j ? i * f->n + j : j * f->n + i] += amount;
}

static void
add_row(struct fit *f, const struct logistic_row *r, const double *coefficient)
{
	const size_t last = f->n - 1;
	const double p = logistic_probability(sum_of(f, r, coefficient));
	const double slope = r->weight * (p - (r->positive ? 1 : 0));
	const double curve = r->weight * p * (1 - p);
	f->gradient[last] += slope;
	f->hessian[last * f->n + last] += curve;
	for (size_t i = 0; i < r->n; i++) {
		f->gradient[r->feature[i]] += slope;
		f->hessian[last * f->n + r->feature[i]] += curve;
		for (size_t j = 0; j <= i; j++)
			add_pair(f, r->feature[i], r->feature[j], curve);
	}
}

static void
differentiate(struct fit *f, const double *coefficient)
{
	memset(f->gradient, 0, f->n * sizeof(double));
	memset(f->hessian, 0, f->n * f->n * sizeof(double));
	for (size_t i = 0; i < f->rows; i++)
		add_row(f, &f->row[i], coefficient);
	for (size_t i = 0; i < f->n; i++) {
		f->gradient[i] += i + 1 < f->n ? f->ridge * coefficient[i] : 0;
		/* the intercept's curve can be 0 where all rows are certain */
		f->hessian[i * f->n + i] += i + 1 < f->n ? f->ridge : 1e-9;
	}
}

/* Solves hessian * x = gradient by Cholesky's decomposition; x replaces the gradient. */
static void
solve(struct fit *f)
{
	const size_t n = f->n;
	double *l = f->hessian, *x = f->gradient;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = l[i * n + j];
			for (size_t k = 0; k < j; k++)
				sum -= l[i * n + k] * l[j * n + k];
			l[i * n + j] = i == j ? sqrt(fmax(sum, 1e-12)) : sum / l[j * n + j];
		}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			x[i] -= l[i * n + k] * x[k];
		x[i] /= l[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			x[i] -= l[k * n + i] * x[k];
		x[i] /= l[i * n + i];
	}
}

/* Goes as far in the direction of the step as makes things better.  Returns by how much. */
static double
go(const struct fit *f, double *coefficient, double *tried, double loss)
{
	double part = 1;
	for (int i = 0; i < HALVINGS_MOST; i++, part /= 2) {
		for (size_t k = 0; k < f->n; k++)
			tried[k] = coefficient[k] - part * f->gradient[k];
		const double better = loss - loss_of(f, tried);
		if (better < 0)
			continue;
		memcpy(coefficient, tried, f->n * sizeof(double));
		return better;
	}
	return 0;
}

static bool
has_both(const struct logistic_row *row, size_t rows)
{
	bool has[2] = { false, false };
	for (size_t i = 0; i < rows; i++)
		has[row[i].positive] = true;
	return has[0] && has[1];
}

void
logistic_fit(
    const struct logistic_row *row, size_t rows, size_t features, double ridge, double *coefficient)
{
	struct fit f = { row, rows, features + 1, ridge, NULL, NULL };
	memset(coefficient, 0, f.n * sizeof(double));
	if (!has_both(row, rows))
		return;
	f.gradient = mem_zalloc(f.n, sizeof(double));
	f.hessian = mem_zalloc(f.n * f.n, sizeof(double));
	double *tried = mem_zalloc(f.n, sizeof(double));
	double loss = loss_of(&f, coefficient), better = loss;
	for (int i = 0; i < STEPS_MOST && better > ENOUGH * loss; i++) {
		differentiate(&f, coefficient);
		solve(&f);
		better = go(&f, coefficient, tried, loss);
		loss -= better;
	}
	free(tried);
	free(f.gradient);
	free(f.hessian);
}
