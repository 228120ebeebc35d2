/* SPDX-License-Identifier: MIT */
/* Comparisons of samples: what is equal has no winner, what differs is found, and each condition of
 * significance counts. */
#include "trace/compare_test.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stats/draw.h"
#include "tests/unit/unit.h"

enum { ROWS = 200, METRICS = 6 };

/* A trace: how long, failed, calls, tokens. */
struct sample {
	real duration[ROWS], failed[ROWS], calls[ROWS], tokens[ROWS];
};

static double
uniform(struct draw *d)
{
	return (double)(draw_next(d) >> 11) / 9007199254740992.0;
}

/* Latencies as services have them: lognormal, with a long tail. */
static double
latency(struct draw *d, double scale)
{
	static const double spread = 0.4;
	const double normal = sqrt(-2 * log(1 - uniform(d))) * cos(6.283185307179586 * uniform(d));
	return scale * exp(spread * normal);
}

static void
fill(struct sample *s, struct draw *d, size_t n, double scale, double failing)
{
	for (size_t i = 0; i < n; i++) {
		s->duration[i] = latency(d, scale * 1e7);
		s->failed[i] = uniform(d) < failing;
		s->calls[i] = (double)(3 + draw_below(d, 4));
		s->tokens[i] = floor(latency(d, 1000));
	}
}

static struct compare_sample
of(const real *value, size_t n)
{
	return (struct compare_sample){ .value = value, .n = n };
}

/* Compares two samples in all metrics, of which durations are three.  Returns the winner. */
static int
compare(const struct sample *a, const struct sample *b, size_t n, bool paired,
    struct compare_result result[METRICS])
{
	static const bool more_is_better[METRICS];
	const struct compare_test tests[METRICS] = {
		{ COMPARE_MEAN, of(a->duration, n), of(b->duration, n), paired },
		{ COMPARE_P50, of(a->duration, n), of(b->duration, n), paired },
		{ COMPARE_P95, of(a->duration, n), of(b->duration, n), paired },
		{ COMPARE_RATE, of(a->failed, n), of(b->failed, n), paired },
		{ COMPARE_MEAN, of(a->calls, n), of(b->calls, n), paired },
		{ COMPARE_MEAN, of(a->tokens, n), of(b->tokens, n), paired },
	};
	struct compare_result *list[METRICS];
	for (size_t i = 0; i < METRICS; i++) {
		compare_test(&tests[i], &result[i]);
		list[i] = &result[i];
	}
	compare_decide(list, METRICS, 0.05, 0.05);
	return compare_winner((const struct compare_result *const *)list, more_is_better, METRICS);
}

/* Of 1,000 pairs of samples of one distribution, at most one in twenty may have a winner. */
static void
check_equal(bool paired, size_t each)
{
	enum { TIMES = 1000 };
	struct draw d = draw_begin();
	struct sample a, b;
	struct compare_result result[METRICS];
	int winners = 0;
	for (int i = 0; i < TIMES; i++) {
		fill(&a, &d, each, 1, 0.1);
		fill(&b, &d, each, 1, 0.1);
		winners += compare(&a, &b, each, paired, result) >= 0;
	}
	unit_row(paired ? "equal pairs" : "equal samples");
	printf("%zu traces each: winners: %d of %d\n", each, winners, TIMES);
	CHECK(winners <= TIMES / 20);
}

/* A difference of 20 % in 200 traces each is found, nearly always. */
static void
check_power(void)
{
	enum { TIMES = 20 };
	struct draw d = draw_begin();
	struct sample a, b;
	struct compare_result result[METRICS];
	int slower = 0, faster = 0;
	for (int i = 0; i < TIMES; i++) {
		fill(&a, &d, ROWS, 1, 0.02);
		fill(&b, &d, ROWS, 1.2, 0.02);
		slower += compare(&a, &b, ROWS, false, result) == 0;
		faster += compare(&b, &a, ROWS, false, result) == 1;
	}
	unit_row("20 %");
	printf("found: %d and %d of %d\n", slower, faster, TIMES);
	CHECK(slower >= TIMES - 2 && faster >= TIMES - 2);
}

/* Pairs find what is hidden by the differences between them. */
static void
check_pairs(void)
{
	struct draw d = draw_begin();
	struct sample a, b;
	struct compare_result result[METRICS];
	fill(&a, &d, ROWS, 1, 0.1);
	b = a;
	for (size_t i = 0; i < ROWS; i++)
		b.duration[i] = a.duration[i] * (1.05 + uniform(&d) / 100);
	unit_row("pairs");
	CHECK(compare(&a, &b, ROWS, true, result) == 0);
	CHECK(result[0].significant && result[1].significant && result[0].noise < 0);
	CHECK(compare(&a, &b, ROWS, false, result) == -1);
	CHECK(!result[0].significant);
}

/* Each of the conditions, alone. */
static void
check_conditions(void)
{
	enum { N = 40 };
	real a[N], b[N], wide[N];
	for (size_t i = 0; i < N; i++) {
		a[i] = 100 + (double)(i / 2);      /* odd and even traces are equal */
		wide[i] = a[i] + (i % 2 ? 50 : 0); /* they differ much */
		b[i] = a[i] + 30;
	}
	struct compare_test t = { COMPARE_MEAN, of(a, N), of(b, N), false };
	struct compare_result r, *list[] = { &r };
	unit_row("all conditions");
	compare_test(&t, &r);
	compare_interval(&t, &r);
	CHECK(r.delta == 30 && r.noise == 0 && r.low > 20 && r.high < 40);
	compare_decide(list, 1, 0.05, 0.05);
	CHECK(r.significant);
	unit_row("alpha");
	compare_test(&t, &r);
	compare_decide(list, 1, r.p, 0.05);
	CHECK(!r.significant);
	unit_row("least effect");
	compare_test(&t, &r);
	compare_decide(list, 1, 0.05, 0.3);
	CHECK(!r.significant);
	unit_row("noise");
	t.a.value = wide;
	for (size_t i = 0; i < N; i++)
		b[i] = 160 + (double)(i / 2);
	compare_test(&t, &r);
	compare_decide(list, 1, 0.05, 0.05);
	CHECK(r.noise == 50 && r.delta > 30 && r.delta < 50 && r.p < 0.001 && !r.significant);
}

static void
check_unknown(void)
{
	static const real a[] = { 1, NAN, 3, NAN }, b[] = { NAN, NAN, 5, 7 },
			  none[] = { NAN, NAN, NAN, NAN };
	struct compare_test t = { COMPARE_MEAN, of(a, 4), of(b, 4), false };
	struct compare_result r, *list[] = { &r };
	unit_row("values that are not known");
	compare_test(&t, &r);
	CHECK(r.n_a == 2 && r.n_b == 2 && r.a == 2 && r.b == 6);
	t.paired = true;
	compare_test(&t, &r);
	compare_interval(&t, &r);
	CHECK(r.n_a == 1 && r.a == 3 && r.b == 5 && r.low == 2 && r.high == 2 && r.p == 1);
	t.b.value = none;
	t.paired = false;
	compare_test(&t, &r);
	compare_decide(list, 1, 0.05, 0.05);
	CHECK(r.has_a && !r.has_b && !r.significant);
	unit_row("one trace each");
	t = (struct compare_test){ COMPARE_MEAN, of(a, 1), of(b + 2, 1), false };
	compare_test(&t, &r);
	compare_decide(list, 1, 0.05, 0.05);
	CHECK(r.delta == 4 && !r.significant && isinf(r.noise));
}

/* However large a difference, so few values cannot be significant: not even at their exact p. */
static void
check_few(void)
{
	static const real a[] = { 1, 2, 3, 4, 5, 6 }, b[] = { 101, 102, 103, 104, 105, 106 };
	static const double paired[] = { 1, 1, 0.5, 0.25, 0.125, 0.0625, 0.03125 };
	for (size_t n = 2; n <= 6; n++) {
		struct compare_test t = { COMPARE_MEAN, of(a, n), of(b, n), true };
		struct compare_result r;
		char name[40];
		snprintf(name, sizeof(name), "%zu pairs", n);
		unit_row(name);
		compare_test(&t, &r);
		CHECK(r.least == paired[n] && r.p >= r.least);
	}
	struct compare_test t = { COMPARE_MEAN, of(a, 2), of(b, 2), false };
	struct compare_result r, *list[] = { &r };
	unit_row("2 and 2");
	compare_test(&t, &r);
	CHECK(fabs(r.p - 1.0 / 3) < 1e-15);
	compare_decide(list, 1, 0.05, 0);
	CHECK(!r.significant);
}

/* Sums of decimals are the decimals again as doubles, and large numbers lose nothing. */
static void
check_exact(void)
{
	static const real a[] = { 0.1L, 0.2L, 0.3L }, b[] = { 0.3L, 0.5L, 0.4L },
			  large[] = { 9007199254740993, 9007199254740995 },
			  larger[] = { 9223372036854775805, 9223372036854775807 };
	struct compare_test t = { COMPARE_MEAN, of(a, 3), of(b, 3), false };
	struct compare_result r;
	unit_row("decimals");
	compare_test(&t, &r);
	CHECK((double)r.a == 0.2 && (double)r.b == 0.4 && (double)r.delta == 0.2);
	t = (struct compare_test){ COMPARE_MEAN, of(a, 1), of(b, 1), false };
	compare_test(&t, &r);
	compare_interval(&t, &r);
	CHECK((double)r.delta == 0.2 && (double)r.low == 0.2 && (double)r.high == 0.2);
	unit_row("large numbers");
	t = (struct compare_test){ COMPARE_P50, of(large, 2), of(larger, 2), false };
	compare_test(&t, &r);
	CHECK(r.a == 9007199254740993 && r.b == 9223372036854775805);
	CHECK(r.delta == 9223372036854775805 - 9007199254740993);
}

int
main(void)
{
	static const size_t sizes[] = { 2, 3, 4, 5, 8, 12, 40 };
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		check_equal(false, sizes[i]);
		check_equal(true, sizes[i]);
	}
	check_power();
	check_pairs();
	check_conditions();
	check_unknown();
	check_few();
	check_exact();
	return unit_end();
}
