/* SPDX-License-Identifier: MIT */
/* Spans of time: units, ISO 8601, numbers of seconds, overflow, exact output. */
#include "time/duration.h"

#include "tests/unit/unit.h"

#define REFUSED INT64_C(1234567890123456789)
#define S INT64_C(1000000000)

struct row {
	const char *text;
	int64_t ns;
};

/* Read by both. */
static const struct row durations[] = {
	{ "1s", S },
	{ "0s", 0 },
	{ "-0s", 0 },
	{ "1.5s", S + S / 2 },
	{ "0.000000001s", 1 },
	{ "0.0000000019s", 1 },
	{ "1.23456789012345s", S + 234567890 },
	{ "250ms", S / 4 },
	{ "10us", 10000 },
	{ "10\xC2\xB5s", 10000 },
	{ "10\xCE\xBCs", 10000 },
	{ "5ns", 5 },
	{ "1h30m", 5400 * S },
	{ "90m", 5400 * S },
	{ "2d", 172800 * S },
	{ "1d1h1m1s1ms1us1ns", 90061 * S + 1001001 },
	{ "1.5s250ms", S + 3 * S / 4 },
	{ "1m1ms", 60 * S + 1000000 },
	{ "-1h30m", -5400 * S },
	{ "007s", 7 * S },
	{ "0d5s", 5 * S },
	{ "PT1H30M", 5400 * S },
	{ "P1DT2H", 93600 * S },
	{ "P2W", 1209600 * S },
	{ "P1D", 86400 * S },
	{ "PT0.5S", S / 2 },
	{ "PT0S", 0 },
	{ "P1DT1H1M1.000000001S", 90061 * S + 1 },
	{ "-PT1H", -3600 * S },
	{ "PT36H", 129600 * S },
	{ "9223372036854775807ns", INT64_MAX },
	{ "-9223372036854775808ns", INT64_MIN },
	{ "9223372036.854775807s", INT64_MAX },
	{ "-9223372036.854775808s", INT64_MIN },
	{ "106751d", INT64_C(106751) * 86400 * S },
	{ "9223372036854775808ns", REFUSED },
	{ "-9223372036854775809ns", REFUSED },
	{ "9223372036.854775808s", REFUSED },
	{ "106752d", REFUSED },
	{ "106751d86400s", REFUSED },
	{ "18446744073709551616ns", REFUSED },
	{ "99999999999999999999999999s", REFUSED },
	{ "P99999999W", REFUSED },
	{ "", REFUSED },
	{ "-", REFUSED },
	{ "s", REFUSED },
	{ ".5s", REFUSED },
	{ "1.s", REFUSED },
	{ "1.5m", REFUSED },
	{ "1.5h", REFUSED },
	{ "1.0ms", REFUSED },
	{ "1.5d", REFUSED },
	{ "1h30", REFUSED },
	{ "30m1h", REFUSED },
	{ "1s1s", REFUSED },
	{ "1ms1s", REFUSED },
	{ "1us1\xC2\xB5s", REFUSED },
	{ "1 s", REFUSED },
	{ "1s ", REFUSED },
	{ " 1s", REFUSED },
	{ "1h 30m", REFUSED },
	{ "1H", REFUSED },
	{ "1S", REFUSED },
	{ "1min", REFUSED },
	{ "1w", REFUSED },
	{ "+1s", REFUSED },
	{ "--1s", REFUSED },
	{ "1h-30m", REFUSED },
	{ "1e3s", REFUSED },
	{ "1\xC2\xB5", REFUSED },
	{ "P", REFUSED },
	{ "PT", REFUSED },
	{ "P1DT", REFUSED },
	{ "PW", REFUSED },
	{ "P1", REFUSED },
	{ "P1H", REFUSED },
	{ "PT1D", REFUSED },
	{ "P1Y", REFUSED },
	{ "P1M", REFUSED },
	{ "PT1M1H", REFUSED },
	{ "PT1S1S", REFUSED },
	{ "PT0.5H", REFUSED },
	{ "P0.5D", REFUSED },
	{ "PT1.S", REFUSED },
	{ "P1W1D", REFUSED },
	{ "P1D1W", REFUSED },
	{ "PT1W", REFUSED },
	{ "PT1HT1M", REFUSED },
	{ "P-1D", REFUSED },
	{ "p1d", REFUSED },
	{ "pt1h", REFUSED },
	{ "P1DT1H ", REFUSED },
};

/* Read by duration_parse_seconds alone. */
static const struct row seconds[] = {
	{ "5400", 5400 * S },
	{ "0", 0 },
	{ "-0", 0 },
	{ "-0.0", 0 },
	{ "0.25", S / 4 },
	{ "-3", -3 * S },
	{ "1e3", 1000 * S },
	{ "1E+3", 1000 * S },
	{ "1.5e-3", 1500000 },
	{ "1e-9", 1 },
	{ "19e-10", 1 },
	{ "1e-10", 0 },
	{ "1e-999999999999999999999", 0 },
	{ "0e999999999999999999999", 0 },
	{ "0.000e5", 0 },
	{ "123456789e-9", 123456789 },
	{ "0.0000000000001e13", S },
	{ "0.1234567899", 123456789 },
	{ "-0.9999999999", -999999999 },
	{ "007", 7 * S },
	{ "9223372036.854775807", INT64_MAX },
	{ "-9223372036.854775808", INT64_MIN },
	{ "9223372036.8547758079", INT64_MAX },
	{ "9.223372036e9", 9223372036 * S },
	{ "9223372036.854775808", REFUSED },
	{ "9223372037", REFUSED },
	{ "1e10", REFUSED },
	{ "1e999999999999999999999", REFUSED },
	{ "99999999999999999999", REFUSED },
	{ "1.", REFUSED },
	{ ".5", REFUSED },
	{ "1e", REFUSED },
	{ "1e+", REFUSED },
	{ "1e5.0", REFUSED },
	{ "+1", REFUSED },
	{ "1,5", REFUSED },
	{ "1 ", REFUSED },
	{ "NaN", REFUSED },
};

static void
check_rows(const struct row *row, size_t count, int (*parse)(struct text, int64_t *))
{
	for (size_t i = 0; i < count; i++) {
		int64_t ns = REFUSED;
		unit_row(row[i].text);
		CHECK((parse(text_of(row[i].text), &ns) == 0) == (row[i].ns != REFUSED));
		CHECK(ns == row[i].ns);
	}
}

static void
test_read(void)
{
	int64_t ns;
	check_rows(durations, sizeof durations / sizeof durations[0], duration_parse);
	check_rows(durations, sizeof durations / sizeof durations[0], duration_parse_seconds);
	check_rows(seconds, sizeof seconds / sizeof seconds[0], duration_parse_seconds);
	for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
		unit_row(seconds[i].text);
		CHECK(duration_parse(text_of(seconds[i].text), &ns) == -1);
	}
	unit_row("absent, and NUL inside");
	CHECK(duration_parse(TEXT_ABSENT, &ns) == -1 &&
	      duration_parse_seconds(TEXT_ABSENT, &ns) == -1);
	CHECK(duration_parse(TEXT("1s\0"), &ns) == -1 &&
	      duration_parse_seconds(TEXT("1\0"), &ns) == -1);
}

static void
test_write(void)
{
	static const struct row table[] = {
		{ "0", 0 },
		{ "5400", 5400 * S },
		{ "0.25", S / 4 },
		{ "-1.000000001", -S - 1 },
		{ "-0.5", -S / 2 },
		{ "0.000000001", 1 },
		{ "-0.000000001", -1 },
		{ "10", 10 * S },
		{ "1.05", S + S / 20 },
		{ "9223372036.854775807", INT64_MAX },
		{ "-9223372036.854775808", INT64_MIN },
	};
	char out[DURATION_MAX];
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct text t = { out, duration_put_seconds(table[i].ns, out) };
		int64_t back;
		unit_row(table[i].text);
		CHECK(text_eq(t, text_of(table[i].text)));
		CHECK(duration_parse_seconds(t, &back) == 0 && back == table[i].ns);
	}
}

int
main(void)
{
	test_read();
	test_write();
	return unit_end();
}
