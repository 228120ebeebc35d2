/* SPDX-License-Identifier: MIT */
/* Numbers as text: grammar, range, the shortest spelling, order. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/fixed.h"
#include "base/number.h"

#include "tests/unit/unit.h"

static void
test_grammar(void)
{
	static const char *const good[] = { "0", "-0", "1", "-1", "10", "0.5", "-0.5", "1.50",
		"1e5", "1E5", "1e+5", "1e-5", "0e0", "0.0e-00", "123456789012345678901234567890",
		"1e999999999999" };
	static const char *const bad[] = { "", "-", "+1", "01", "-01", "00", "1.", ".5", "-.5",
		"1.e5", "1e", "1e+", "1e5.0", "0x10", "1 ", " 1", "1,0", "NaN", "Infinity", "inf",
		"--1", "1-", "1e5e5", "1..0" };
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		unit_row(good[i]);
		CHECK(number_is_json(text_of(good[i])));
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		double d;
		unit_row(bad[i]);
		CHECK(!number_is_json(text_of(bad[i])));
		CHECK(number_f64(text_of(bad[i]), &d) == -1);
	}
	unit_row("NUL inside");
	CHECK(!number_is_json(TEXT("1\0")) && !number_is_json(TEXT_ABSENT));
}

static void
test_integers(void)
{
	static const struct {
		const char *text;
		bool is_u64, is_i64;
		uint64_t u;
		int64_t i;
	} table[] = {
		{ "0", true, true, 0, 0 },
		{ "-0", true, true, 0, 0 },
		{ "-000", true, true, 0, 0 },
		{ "007", true, true, 7, 7 },
		{ "-1", false, true, 0, -1 },
		{ "9223372036854775807", true, true, INT64_MAX, INT64_MAX },
		{ "9223372036854775808", true, false, UINT64_C(9223372036854775808), 0 },
		{ "-9223372036854775808", false, true, 0, INT64_MIN },
		{ "-9223372036854775809", false, false, 0, 0 },
		{ "18446744073709551615", true, false, UINT64_MAX, 0 },
		{ "18446744073709551616", false, false, 0, 0 },
		{ "99999999999999999999999", false, false, 0, 0 },
		{ "000000000000000000000000000000001", true, true, 1, 1 },
		{ "", false, false, 0, 0 },
		{ "-", false, false, 0, 0 },
		{ "+1", false, false, 0, 0 },
		{ "1.0", false, false, 0, 0 },
		{ "1e3", false, false, 0, 0 },
		{ " 1", false, false, 0, 0 },
		{ "1 ", false, false, 0, 0 },
		{ "--1", false, false, 0, 0 },
		{ "1a", false, false, 0, 0 },
		/* eight digits are read at once */
		{ "12345678", true, true, 12345678, 12345678 },
		{ "-12345678", false, true, 0, -12345678 },
		{ "1234567890", true, true, 1234567890, 1234567890 },
		{ "1767225600000010591", true, true, 1767225600000010591, 1767225600000010591 },
		{ "9999999999999999", true, true, 9999999999999999, 9999999999999999 },
		{ "99999999999999999999999999999999", false, false, 0, 0 },
		{ "1234567/", false, false, 0, 0 },
		{ "1234567:", false, false, 0, 0 },
		{ "/2345678", false, false, 0, 0 },
		{ "1234?678", false, false, 0, 0 },
		{ "1234\3315678", false, false, 0, 0 },
		{ "1234567 90", false, false, 0, 0 },
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		uint64_t u = 0;
		int64_t v = 0;
		unit_row(table[i].text);
		CHECK((number_u64(text_of(table[i].text), &u) == 0) == table[i].is_u64);
		CHECK((number_i64(text_of(table[i].text), &v) == 0) == table[i].is_i64);
		CHECK(u == table[i].u && v == table[i].i);
	}
}

/* What is read, and how it is written. */
static const struct {
	const char *text, *written; /* NULL: beyond a double */
} doubles[] = {
	{ "0", "0" },
	{ "-0", "0" },
	{ "-0.0", "0" },
	{ "0e999999999999999999999", "0" },
	{ "1", "1" },
	{ "-1", "-1" },
	{ "1e2", "100" },
	{ "100", "100" },
	{ "0.1", "0.1" },
	{ "-0.25", "-0.25" },
	{ "1.50", "1.5" },
	{ "99.95", "99.95" },
	{ "0.3", "0.3" },
	{ "0.30000000000000004", "0.30000000000000004" },
	{ "0.000001", "0.000001" },
	{ "0.00001234", "0.00001234" },
	{ "0.0000001", "1e-7" },
	{ "1e-7", "1e-7" },
	{ "0.00000015", "1.5e-7" },
	{ "123e-20", "1.23e-18" },
	{ "123456789012345680000", "123456789012345680000" },
	{ "123456789012345678901", "123456789012345680000" },
	{ "100000000000000000000", "100000000000000000000" },
	{ "999999999999999900000", "999999999999999900000" },
	{ "1e21", "1e21" },
	{ "1e+21", "1e21" },
	{ "1.5e22", "1.5e22" },
	{ "1e22", "1e22" },
	{ "1e23", "1e23" },
	{ "9007199254740993", "9007199254740992" },
	{ "9007199254740992", "9007199254740992" },
	{ "999999999999999", "999999999999999" },
	{ "1000000000000000", "1000000000000000" },
	{ "2251799813685249.5", "2251799813685249.5" },
	{ "4503599627370497.5", "4503599627370498" },
	{ "5e-324", "5e-324" },
	{ "2.5e-324", "5e-324" },
	{ "2.4703282292062327e-324", "0" },
	{ "1e-400", "0" },
	{ "-1e-999999999999", "0" },
	{ "2.2250738585072014e-308", "2.2250738585072014e-308" },
	{ "2.225073858507201e-308", "2.225073858507201e-308" },
	{ "1.7976931348623157e308", "1.7976931348623157e308" },
	{ "-1.7976931348623157e308", "-1.7976931348623157e308" },
	{ "1.7976931348623158e308", "1.7976931348623157e308" },
	{ "1.7976931348623159e308", NULL },
	{ "1e309", NULL },
	{ "-1e309", NULL },
	{ "1e999999999999", NULL },
	{ "5.684341886080801486968994140625e-14", "5.684341886080802e-14" }, /* 2^-44 */
	{ "9.5367431640625e-7", "9.5367431640625e-7" },                      /* 2^-20 */
	{ "1.1125369292536007e-308", "1.1125369292536007e-308" },
	{ "4.35", "4.35" },
	{ "2.98023223876953125e-8", "2.9802322387695312e-8" },
	{ "9.007199254740991e22", "9.00719925474099e22" },
	{ "7.2057594037927933e16", "72057594037927940" }, /* 2^56 */
	{ "1.8446744073709552e19", "18446744073709552000" },
	{ "0.1000000000000000055511151231257827021181583404541015625", "0.1" },
};

static void
test_doubles(void)
{
	char out[NUMBER_F64_MAX];
	for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++) {
		double d;
		bool is = number_f64(text_of(doubles[i].text), &d) == 0;
		unit_row(doubles[i].text);
		CHECK(is == (doubles[i].written != NULL));
		if (is) {
			struct text written = { out, number_put_f64(d, out) };
			CHECK(text_eq(written, text_of(doubles[i].written)));
		}
	}
}

/* The digits of d to the given precision, read back. */
static bool
reads_back(double d, int precision)
{
	char text[64];
	snprintf(text, sizeof text, "%.*e", precision - 1, d);
	return strtod(text, NULL) == d;
}

/* How many significant digits the text has. */
static int
digits_of(const char *text, size_t n)
{
	int digits = 0, zeros = 0;
	for (size_t i = 0; i < n && text[i] != 'e'; i++) {
		if (text[i] < '0' || text[i] > '9' || (digits == 0 && text[i] == '0'))
			continue;
		zeros = text[i] == '0' ? zeros + 1 : 0;
		digits++;
	}
	return digits - zeros;
}

/* What is written reads back as the same double, and has no more digits than printf(3) needs. */
static void
check_shortest(double d)
{
	char out[NUMBER_F64_MAX + 1];
	size_t n = number_put_f64(d, out);
	double back;
	out[n] = '\0';
	unit_row(out);
	CHECK(n < NUMBER_F64_MAX);
	CHECK(number_f64((struct text){ out, n }, &back) == 0 && back == d);
	CHECK(strtod(out, NULL) == d);
	int digits = digits_of(out, n);
	CHECK(reads_back(d, 17) && (digits == 1 || !reads_back(d, digits - 1)));
}

static double
neighbour(double d, int64_t step)
{
	int64_t bits;
	memcpy(&bits, &d, sizeof bits);
	bits += step;
	memcpy(&d, &bits, sizeof d);
	return d;
}

static void
test_shortest(void)
{
	uint64_t random = 1, bits;
	double d;
	for (int i = 0; i < 20000; i++) {
		random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		bits = random ^ random >> 29;
		memcpy(&d, &bits, sizeof d);
		if (isfinite(d))
			check_shortest(d);
		check_shortest((double)(int64_t)(bits >> 40) / 1000);
	}
	for (int e = DBL_MIN_EXP - DBL_MANT_DIG; e < DBL_MAX_EXP; e++) {
		check_shortest(ldexp(1, e));
		if (e > DBL_MIN_EXP - DBL_MANT_DIG)
			check_shortest(neighbour(ldexp(1, e), -1));
		check_shortest(neighbour(ldexp(1, e), 1));
	}
}

static void
test_order(void)
{
	/* ascending; those behind an equals sign are equal to the one before */
	static const char *const sorted[] = { "-1e1000000000000000000000", "-1e999999999999",
		"-2e100", "-18446744073709551616", "-9223372036854775809", "-9223372036854775808",
		"-10", "=-1e1", "-9.99", "-1", "-0.1", "=-1e-1", "-1e-999999999999",
		"-1e-1000000000000000000000", "0", "=-0", "=0.000", "=0e999999999999",
		"=-0e-99999999999999999999", "1e-1000000000000000000001",
		"1e-1000000000000000000000", "=10e-1000000000000000000001",
		"=0.001e-999999999999999999997", "1e-999999999999", "0.1", "=0.10", "=1E-01",
		"=100e-3", "0.10000000000000000000000000001", "0.2", "1", "=1.000000", "=1e0",
		"=1e-0", "=0.1e+1", "1.0000000000000000001", "9", "10", "9007199254740992",
		"9007199254740993", "=9007199254740993.0", "9223372036854775807",
		"9223372036854775807.5", "9223372036854775808", "18446744073709551615",
		"18446744073709551616", "123456789012345678901234567890",
		"=12345678901234567890123456789e1", "123456789012345678901234567891", "2e100",
		"1e999999999999", "=10e999999999998", "=1e+00000000000000000000999999999999",
		"1.1e999999999999", "99e999999999998", "1e99999999999999999999",
		"9e99999999999999999999", "1e100000000000000000000", "=10e99999999999999999999",
		"=0.0000000001e100000000000000000010", "2e100000000000000000000" };
	enum { COUNT = sizeof sorted / sizeof sorted[0] };
	int rank[COUNT];

	for (int i = 0; i < COUNT; i++)
		rank[i] = i > 0 ? rank[i - 1] + (sorted[i][0] != '=') : 0;
	for (int i = 0; i < COUNT; i++)
		for (int j = 0; j < COUNT; j++) {
			struct text a = text_of(sorted[i] + (sorted[i][0] == '='));
			struct text b = text_of(sorted[j] + (sorted[j][0] == '='));
			int order = number_cmp(a, b);
			unit_row(a.p);
			CHECK(number_is_json(a));
			CHECK(
			    (order > 0) - (order < 0) == (rank[i] > rank[j]) - (rank[i] < rank[j]));
		}
}

/* Long ones are compared and read in no time and no memory to speak of. */
static void
test_long(void)
{
	enum { LONG = 1000000 };
	char *a = mem_alloc(LONG + 3), *b = mem_alloc(LONG + 3);
	double d;

	unit_row("a million digits");
	memset(a, '1', LONG);
	memset(b, '1', LONG);
	b[LONG - 1] = '2';
	CHECK(number_cmp((struct text){ a, LONG }, (struct text){ b, LONG }) < 0);
	CHECK(number_cmp((struct text){ a, LONG }, (struct text){ b, LONG - 1 }) > 0);
	CHECK(number_f64((struct text){ a, LONG }, &d) == -1);
	a[1] = '.';
	CHECK(number_f64((struct text){ a, LONG }, &d) == 0 && d == 10.0 / 9);
	b[1] = 'e';
	CHECK(number_cmp((struct text){ a, LONG }, (struct text){ b, LONG }) < 0);
	CHECK(number_f64((struct text){ b, LONG }, &d) == -1);
	b[2] = '-';
	CHECK(number_f64((struct text){ b, LONG }, &d) == 0 && d == 0);
	free(a);
	free(b);
}

static void
test_floor(void)
{
	static const struct {
		const char *number;
		unsigned places;
		int64_t floor;
		bool exact;
	} table[] = {
		{ "0", 0, 0, true },
		{ "-0.000e9", 9, 0, true },
		{ "5", 0, 5, true },
		{ "-5", 0, -5, true },
		{ "5.0", 0, 5, true },
		{ "5.5", 0, 5, false },
		{ "-5.5", 0, -6, false },
		{ "5.5", 1, 55, true },
		{ "0.0000000001", 9, 0, false },
		{ "-0.0000000001", 9, -1, false },
		{ "0.000000001", 9, 1, true },
		{ "25e-1", 9, 2500000000, true },
		{ "1e3", 0, 1000, true },
		{ "1000e-3", 0, 1, true },
		{ "1000e-4", 0, 0, false },
		{ "9223372036854775807", 0, INT64_MAX, true },
		{ "9223372036854775807.9", 0, INT64_MAX, false },
		{ "1e-99999999999999999999", 0, 0, false },
		{ "-1e-99999999999999999999", 0, -1, false },
	};
	number_wide v;

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		unit_row(table[i].number);
		CHECK(
		    number_floor(text_of(table[i].number), table[i].places, &v) == table[i].exact);
		CHECK(v == table[i].floor);
	}
	unit_row("beyond");
	CHECK(!number_floor(text_of("1e38"), 0, &v) && v == NUMBER_FLOOR_MAX);
	CHECK(!number_floor(text_of("-1e29"), 9, &v) && v == -NUMBER_FLOOR_MAX);
	CHECK(!number_floor(text_of("1e99999999999999999999"), 0, &v) && v == NUMBER_FLOOR_MAX);
	CHECK(number_floor(text_of("1e37"), 0, &v) && v == NUMBER_FLOOR_MAX / 10);
	unit_row("");
}

static void
test_fixed(void)
{
	static const struct {
		const char *text, *decimal, *number; /* NULL: it is not read */
	} rows[] = {
		{ "0", "0", "0" },
		{ "-0", "0", "0" },
		{ "12.30", "12.3", "12.3" },
		{ "-0.5", "-0.5", "-0.5" },
		{ "0.000000001", "0.000000001", "0.000000001" },
		{ "-1e-9", "-0.000000001", "-0.000000001" },
		{ "0.0000000010", "0.000000001", "0.000000001" },
		{ "0.0000000001", NULL, NULL },
		{ "999999999999999999.999999999", "999999999999999999.999999999",
		    "999999999999999999.999999999" },
		{ "-999999999999999999.999999999", "-999999999999999999.999999999",
		    "-999999999999999999.999999999" },
		{ "1e17", "100000000000000000", "100000000000000000" },
		{ "1000000000000000000", NULL, "1000000000000000000" },
		{ "1e18", NULL, NULL },
		{ "-1e18", NULL, NULL },
		{ "1e99999999999999999999", NULL, NULL },
		{ "0e99999999999999999999", "0", "0" },
		{ "-9223372036854775808", NULL, "-9223372036854775808" },
		{ "18446744073709551615", NULL, "18446744073709551615" },
		{ "18446744073709551616", NULL, NULL },
		{ "-9223372036854775809", NULL, NULL },
		{ "007", NULL, "7" },
		{ "", NULL, NULL },
		{ ".5", NULL, NULL },
		{ "+1", NULL, NULL },
		{ "1.", NULL, NULL },
		{ "0x10", NULL, NULL },
		{ " 1", NULL, NULL },
	};
	char digits[FIXED_MAX];
	number_wide v;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct text t = text_of(rows[i].text);
		unit_row(rows[i].text);
		CHECK(fixed_read(t, &v) == (rows[i].decimal != NULL));
		if (rows[i].decimal)
			CHECK_TEXT(
			    ((struct text){ digits, fixed_put(v, digits) }), rows[i].decimal);
		CHECK(fixed_read_number(t, &v) == (rows[i].number != NULL));
		if (rows[i].number)
			CHECK_TEXT(((struct text){ digits, fixed_put(v, digits) }), rows[i].number);
	}
	unit_row("the largest sum");
	v = UINT64_MAX * FIXED_ONE * UINT32_MAX;
	CHECK_TEXT(
	    ((struct text){ digits, fixed_put(v, digits) }), "79228162495817593515539431425");
	CHECK(v < NUMBER_FLOOR_MAX);
	CHECK_TEXT(((struct text){ digits, fixed_put_whole(-NUMBER_FLOOR_MAX, digits) }),
	    "-100000000000000000000000000000000000000");
	unit_row("");
}

int
main(void)
{
	test_grammar();
	test_integers();
	test_doubles();
	test_shortest();
	test_order();
	test_long();
	test_floor();
	test_fixed();
	return unit_end();
}
