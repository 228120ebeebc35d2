/* SPDX-License-Identifier: MIT */
/* Points in time: every form that is read, every border, what is written. */
#include "time/stamp.h"

#include "tests/unit/unit.h"

#define NOWHERE INT64_C(1234567890123456789) /* left alone by what is refused */
#define S STAMP_SECOND

struct row {
	const char *text;
	int64_t at; /* NOWHERE: refused */
};

static const struct row rfc3339[] = {
	{ "1970-01-01T00:00:00Z", 0 },
	{ "1970-01-01t00:00:00z", 0 },
	{ "1970-01-01 00:00:00Z", 0 },
	{ "1969-12-31T23:59:59.999999999Z", -1 },
	{ "1969-12-31T23:59:59Z", -S },
	{ "1970-01-01T00:00:00.000000001Z", 1 },
	{ "1970-01-01T00:00:00.0000000019999Z", 1 },
	{ "1969-12-31T23:59:59.9999999999Z", -1 },
	{ "1970-01-01T00:00:00.5Z", S / 2 },
	{ "1970-01-01T00:00:00.123456Z", 123456000 },
	{ "1970-01-01T00:00:00.000000000000000000000000000001Z", 0 },
	{ "2026-11-20T10:00:00Z", 1795168800 * S },
	{ "2026-11-20T10:00:00+00:00", 1795168800 * S },
	{ "2026-11-20T10:00:00-00:00", 1795168800 * S },
	{ "2026-11-20T10:00:00+02:30", (1795168800 - 9000) * S },
	{ "2026-11-20T10:00:00.25-08:00", (1795168800 + 28800) * S + S / 4 },
	{ "2026-11-20T10:00:00+23:59", (1795168800 - 86340) * S },
	{ "2026-11-20T10:00:00-23:59", (1795168800 + 86340) * S },
	{ "1970-01-01T23:59:00+23:59", 0 },
	{ "2000-02-29T00:00:00Z", 951782400 * S },
	{ "2000-03-01T00:00:00Z", 951868800 * S },
	{ "2024-02-29T23:59:59Z", 1709251199 * S },
	{ "2024-12-31T23:59:59Z", 1735689599 * S },
	{ "1900-02-28T00:00:00Z", -2203977600 * S },
	{ "1900-03-01T00:00:00Z", -2203891200 * S },
	{ "1677-09-21T00:12:43.145224192Z", INT64_MIN },
	{ "1677-09-21T00:12:44Z", -9223372036 * S },
	{ "2262-04-11T23:47:16.854775807Z", INT64_MAX },
	{ "2262-04-11T23:47:16.8547758079Z", INT64_MAX },
	{ "2262-04-12T23:46:16.854775807+23:59", INT64_MAX },
	{ "1677-09-20T00:13:43.145224192-23:59", INT64_MIN },
	{ "1677-09-21T00:12:43.145224191Z", NOWHERE },
	{ "1677-09-21T00:12:43Z", NOWHERE },
	{ "2262-04-11T23:47:16.854775808Z", NOWHERE },
	{ "2262-04-11T23:47:17Z", NOWHERE },
	{ "2262-04-11T23:47:16.854775807-00:01", NOWHERE },
	{ "0000-01-01T00:00:00Z", NOWHERE },
	{ "9999-12-31T23:59:59Z", NOWHERE },
	{ "2023-02-29T00:00:00Z", NOWHERE },
	{ "1900-02-29T00:00:00Z", NOWHERE },
	{ "2100-02-29T00:00:00Z", NOWHERE },
	{ "2024-02-30T00:00:00Z", NOWHERE },
	{ "2026-04-31T00:00:00Z", NOWHERE },
	{ "2026-01-32T00:00:00Z", NOWHERE },
	{ "2026-00-01T00:00:00Z", NOWHERE },
	{ "2026-13-01T00:00:00Z", NOWHERE },
	{ "2026-01-00T00:00:00Z", NOWHERE },
	{ "2026-01-01T24:00:00Z", NOWHERE },
	{ "2026-01-01T23:60:00Z", NOWHERE },
	{ "2016-12-31T23:59:60Z", NOWHERE },
	{ "2026-01-01T00:00:00+24:00", NOWHERE },
	{ "2026-01-01T00:00:00+00:60", NOWHERE },
	{ "2026-01-01T00:00:00+1:00", NOWHERE },
	{ "2026-01-01T00:00:00", NOWHERE },
	{ "2026-01-01T00:00:00.Z", NOWHERE },
	{ "2026-01-01T00:00Z", NOWHERE },
	{ "2026-01-01T00:00:00ZZ", NOWHERE },
	{ "2026-01-01T00:00:00 Z", NOWHERE },
	{ "2026-01-01T00:00:00Z ", NOWHERE },
	{ " 2026-01-01T00:00:00Z", NOWHERE },
	{ "2026-1-01T00:00:00Z", NOWHERE },
	{ "2026-01-01  00:00:00Z", NOWHERE },
	{ "2026/01/01T00:00:00Z", NOWHERE },
	{ "2026-01-01_00:00:00Z", NOWHERE },
	{ "-026-01-01T00:00:00Z", NOWHERE },
	{ "20a6-01-01T00:00:00Z", NOWHERE },
	{ "2026-01-0:T00:00:00Z", NOWHERE },
	{ "2026-01-01T0 :00:00Z", NOWHERE },
	{ "", NOWHERE },
	{ "2026-01-01", NOWHERE },
};

static const struct row numbers[] = {
	{ "0", 0 },
	{ "-0", 0 },
	{ "1", S },
	{ "-1", -S },
	{ "1795168800", 1795168800 * S },
	{ "0000000000000000000000000001", S },
	{ "9223372036", 9223372036 * S },
	{ "-9223372036", -9223372036 * S },
	{ "9223372037", NOWHERE },
	{ "99999999999", NOWHERE },
	{ "-99999999999", NOWHERE },
	{ "100000000000", 100000000 * S }, /* ms */
	{ "-100000000000", -100000000 * S },
	{ "1795168800123", 1795168800 * S + 123000000 },
	{ "-1795168800123", -1795168800 * S - 123000000 },
	{ "9223372036854", INT64_C(9223372036854000000) },
	{ "9223372036855", NOWHERE },
	{ "99999999999999", NOWHERE },
	{ "100000000000000", 100000000 * S }, /* us */
	{ "-100000000000000", -100000000 * S },
	{ "1795168800123456", 1795168800 * S + 123456000 },
	{ "9223372036854775", INT64_C(9223372036854775000) },
	{ "9223372036854776", NOWHERE },
	{ "99999999999999999", NOWHERE },
	{ "100000000000000000", INT64_C(100000000000000000) }, /* ns */
	{ "-100000000000000000", -INT64_C(100000000000000000) },
	{ "1795168800123456789", INT64_C(1795168800123456789) },
	{ "9223372036854775807", INT64_MAX },
	{ "-9223372036854775808", INT64_MIN },
	{ "9223372036854775808", NOWHERE },
	{ "-9223372036854775809", NOWHERE },
	{ "18446744073709551616", NOWHERE },
	{ "99999999999999999999999", NOWHERE },
	{ "0.5", S / 2 },
	{ "-0.5", -S / 2 },
	{ "-1.25", -S - S / 4 },
	{ "-0.0", 0 },
	{ "1795168800.123", 1795168800 * S + 123000000 },
	{ "1795168800.1234567891", 1795168800 * S + 123456789 },
	{ "-1.9999999999", -S - 999999999 },
	{ "-0.0000000001", 0 },
	{ "007.5", 7 * S + S / 2 },
	{ "9223372036.854775807", INT64_MAX },
	{ "9223372036.8547758079", INT64_MAX },
	{ "-9223372036.854775808", INT64_MIN },
	{ "9223372036.854775808", NOWHERE },
	{ "-9223372036.854775809", NOWHERE },
	/* the magnitude tells the unit, however the number is spelled */
	{ "100000000000.0", 100000000 * S },
	{ "99999999999.9", NOWHERE }, /* seconds, and too many */
	{ "1795168800123.5", 1795168800 * S + 123500000 },
	{ "1795168800123456.789", 1795168800 * S + 123456789 },
	{ "1795168800123456789.9", INT64_C(1795168800123456789) },
	{ "1.795168800123e9", 1795168800 * S + 123000000 },
	{ "1.795168800123E+12", 1795168800 * S + 123000000 },
	{ "1795168800123e-3", 1795168800 * S + 123000000 },
	{ "-1.795168800123456789e18", -INT64_C(1795168800123456789) },
	{ "0.00001e16", 100000000 * S },
	{ "1e9", 1000000000 * S },
	{ "1.5e3", 1500 * S },
	{ "1.5e-3", 1500000 },
	{ "15e-4", 1500000 },
	{ "0e99", 0 },
	{ "0.0e-99999999999999999999", 0 },
	{ "1e-99999999999999999999", 0 },
	{ "1e99999999999999999999", NOWHERE },
	{ "1e11", 100000000 * S },
	{ "1e18", INT64_C(1000000000000000000) },
	{ "1e19", NOWHERE },
	{ "1e", NOWHERE },
	{ "1e+", NOWHERE },
	{ "1.e3", NOWHERE },
	{ "e3", NOWHERE },
	{ "1e3.5", NOWHERE },
	{ "00000000000000000000000001.5e0", S + S / 2 },
	{ "99999999999999999999.5", NOWHERE },
	{ "1.", NOWHERE },
	{ ".5", NOWHERE },
	{ "-", NOWHERE },
	{ "-.5", NOWHERE },
	{ "+1", NOWHERE },
	{ "1.5.5", NOWHERE },
	{ "1 ", NOWHERE },
	{ " 1", NOWHERE },
	{ "--1", NOWHERE },
	{ "0x10", NOWHERE },
	{ "now", NOWHERE },
	{ "2026-01-01", NOWHERE },
	{ "2026-01-01 00:00:00", NOWHERE },
};

#define NOW (1795168800 * S)

static const struct row options[] = {
	{ "now", NOW },
	{ "-90m", NOW - 5400 * S },
	{ "-1h30m", NOW - 5400 * S },
	{ "-2d", NOW - 172800 * S },
	{ "-1.5s", NOW - S - S / 2 },
	{ "-PT1H", NOW - 3600 * S },
	{ "-0s", NOW },
	{ "2026-11-20T10:00:00Z", NOW },
	{ "2026-11-20 10:00:00+01:00", NOW - 3600 * S },
	{ "2026-11-20", NOW - 36000 * S },
	{ "2026-11-20 10:00", NOW },
	{ "2026-11-20T10:00", NOW },
	{ "2026-11-20t10:00", NOW },
	{ "2026-11-20T10:00:01", NOW + S },
	{ "2026-11-20T10:00:01.5", NOW + S + S / 2 },
	{ "-P1DT2H", NOW - 93600 * S },
	{ "@1.7951688e9", NOW },
	{ "2026-11-20T", NOWHERE },
	{ "2026-11-20T10", NOWHERE },
	{ "2026-11-20_10:00", NOWHERE },
	{ "2026-11-20 10:00:01", NOW + S },
	{ "2026-11-20 10:00:01.5", NOW + S + S / 2 },
	{ "@0", 0 },
	{ "@1795168800", NOW },
	{ "@-1", -S },
	{ "@-0.5", -S / 2 },
	{ "@1795168800.25", NOW + S / 4 },
	{ "@100000000000", NOWHERE }, /* always seconds */
	{ "@", NOWHERE },
	{ "@@1", NOWHERE },
	{ "@1e3", 1000 * S },
	{ "@1e", NOWHERE },
	{ "@ 1", NOWHERE },
	{ "Now", NOWHERE },
	{ "now ", NOWHERE },
	{ "", NOWHERE },
	{ "-", NOWHERE },
	{ "--1s", NOWHERE },
	{ "-90", NOWHERE },
	{ "90m", NOWHERE },
	{ "1795168800", NOWHERE },
	{ "2026-11-20 10", NOWHERE },
	{ "2026-11-20 ", NOWHERE },
	{ "2026-11-20 10:00:", NOWHERE },
	{ "2026-11-20 10:00:01.", NOWHERE },
	{ "2026-11-20 24:00", NOWHERE },
	{ "2026-11-20 10:60", NOWHERE },
	{ "2026-11-20 10:00:60", NOWHERE },
	{ "2026-11-31", NOWHERE },
	{ "2026-11-20 10:00Z", NOWHERE },
	{ "2300-01-01", NOWHERE },
	{ "1500-01-01", NOWHERE },
	{ "-106751d", NOW - INT64_C(106751) * 86400 * S },
	{ "-200000d", NOWHERE },
};

/* What other programs write, which is no RFC 3339. */
static const struct row spelled[] = {
	{ "2026-11-20T10:00:00+0000", 1795168800 * S },
	{ "2026-11-20T10:00:00+00", 1795168800 * S },
	{ "2026-11-20T10:00:00.25-0800", (1795168800 + 28800) * S + S / 4 },
	{ "2026-11-20T10:00:00-08", (1795168800 + 28800) * S },
	{ "2026-11-20 10:00:00 +02:00", (1795168800 - 7200) * S },
	{ "2026-11-20 10:00:00 +0230", (1795168800 - 9000) * S },
	{ "2026-11-20 10:00:00 +02", (1795168800 - 7200) * S },
	{ "2026-11-20 10:00:00,5 +02", (1795168800 - 7200) * S + S / 2 },
	{ "2026-11-20T10:00:00,123456Z", 1795168800 * S + 123456000 },
	{ "2026-11-20 10:00:00 UTC", 1795168800 * S },
	{ "2026-11-20 10:00:00.5 GMT", 1795168800 * S + S / 2 },
	{ "1677-09-21T00:12:43.145224192+00", INT64_MIN },
	{ "1677-09-21T00:12:43.145224191+00", NOWHERE },
	{ "2026-11-20T10:00:00+24", NOWHERE },
	{ "2026-11-20T10:00:00+2400", NOWHERE },
	{ "2026-11-20T10:00:00+0060", NOWHERE },
	{ "2026-11-20T10:00:00+1", NOWHERE },
	{ "2026-11-20T10:00:00+001", NOWHERE },
	{ "2026-11-20T10:00:00+00000", NOWHERE },
	{ "2026-11-20T10:00:00+00:", NOWHERE },
	{ "2026-11-20T10:00:00  +00", NOWHERE },
	{ "2026-11-20T10:00:00 Z", NOWHERE },
	{ "2026-11-20T10:00:00UTC", NOWHERE },
	{ "2026-11-20T10:00:00 utc", NOWHERE },
	{ "2026-11-20T10:00:00 CET", NOWHERE },
	{ "2026-11-20T10:00:00 UTC ", NOWHERE },
	{ "2026-11-20T10:00:00,Z", NOWHERE },
	{ "2026-11-20T10:00:00 ", NOWHERE },
	{ "2026-02-30T10:00:00+0000", NOWHERE },
	{ "2026-11-20T24:00:00+0000", NOWHERE },
	{ "2026-11-20T10:00:60 UTC", NOWHERE },
};

static void
check_rows(const struct row *row, size_t count, int (*parse)(struct text, int64_t *))
{
	for (size_t i = 0; i < count; i++) {
		int64_t at = NOWHERE;
		unit_row(row[i].text);
		CHECK((parse(text_of(row[i].text), &at) == 0) == (row[i].at != NOWHERE));
		CHECK(at == row[i].at);
	}
}

static int
parse_option(struct text t, int64_t *at)
{
	return stamp_parse_option(t, NOW, at);
}

static void
test_read(void)
{
	int64_t at;
	check_rows(rfc3339, sizeof rfc3339 / sizeof rfc3339[0], stamp_rfc3339);
	check_rows(rfc3339, sizeof rfc3339 / sizeof rfc3339[0], stamp_parse);
	check_rows(spelled, sizeof spelled / sizeof spelled[0], stamp_parse);
	check_rows(spelled, sizeof spelled / sizeof spelled[0], parse_option);
	for (size_t i = 0; i < sizeof spelled / sizeof spelled[0]; i++) {
		unit_row(spelled[i].text);
		CHECK(stamp_rfc3339(text_of(spelled[i].text), &at) == -1);
		CHECK(!stamp_is_canonical(text_of(spelled[i].text)));
	}
	check_rows(numbers, sizeof numbers / sizeof numbers[0], stamp_parse);
	check_rows(options, sizeof options / sizeof options[0], parse_option);
	unit_row("absent, and NUL inside");
	CHECK(stamp_parse(TEXT_ABSENT, &at) == -1 && stamp_parse_option(TEXT_ABSENT, 0, &at) == -1);
	CHECK(stamp_parse(TEXT("1\0"), &at) == -1);
	CHECK(stamp_rfc3339(TEXT("1970-01-01T00:00:00Z\0"), &at) == -1);
}

static void
test_write(void)
{
	static const struct {
		int64_t at;
		const char *text, *minute;
	} table[] = {
		{ 0, "1970-01-01T00:00:00Z", "1970-01-01T00:00Z" },
		{ -1, "1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59Z" },
		{ -S, "1969-12-31T23:59:59Z", "1969-12-31T23:59Z" },
		{ 1, "1970-01-01T00:00:00.000000001Z", "1970-01-01T00:00Z" },
		{ 1000, "1970-01-01T00:00:00.000001Z", "1970-01-01T00:00Z" },
		{ 1000000, "1970-01-01T00:00:00.001Z", "1970-01-01T00:00Z" },
		{ 100000000, "1970-01-01T00:00:00.100Z", "1970-01-01T00:00Z" },
		{ 120000, "1970-01-01T00:00:00.000120Z", "1970-01-01T00:00Z" },
		{ 123456789, "1970-01-01T00:00:00.123456789Z", "1970-01-01T00:00Z" },
		{ 59 * S + 999999999, "1970-01-01T00:00:59.999999999Z", "1970-01-01T00:00Z" },
		{ 60 * S, "1970-01-01T00:01:00Z", "1970-01-01T00:01Z" },
		{ 951782400 * S, "2000-02-29T00:00:00Z", "2000-02-29T00:00Z" },
		{ 951868799 * S, "2000-02-29T23:59:59Z", "2000-02-29T23:59Z" },
		{ 1735689599 * S, "2024-12-31T23:59:59Z", "2024-12-31T23:59Z" },
		{ -2203891200 * S, "1900-03-01T00:00:00Z", "1900-03-01T00:00Z" },
		{ INT64_MIN, "1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12Z" },
		{ INT64_MAX, "2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47Z" },
	};
	char out[STAMP_MAX];

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct text text = { out, stamp_put(table[i].at, out) };
		unit_row(table[i].text);
		CHECK(text_eq(text, text_of(table[i].text)) && stamp_is_canonical(text));
		text.n = stamp_put_bucket(table[i].at, 1, out);
		CHECK(text_eq(text, text_of(table[i].minute)));
	}
}

static void
test_canonical(void)
{
	static const char *const others[] = { "1700000000", "-17000000000000000000.5",
		"1970-01-01t00:00:00Z", "1970-01-01 00:00:00Z", "1970-01-01T00:00:00z",
		"1970-01-01T00:00:00+00:00", "1970-01-01T00:00:00.1Z", "1970-01-01T00:00:00.000Z",
		"1970-01-01T00:00:00.100000Z", "1970-01-01T00:00:00.100200000Z",
		"1970-01-01T00:00:00.1234567891Z" };
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		unit_row(others[i]);
		CHECK(!stamp_is_canonical(text_of(others[i])));
	}
}

/* Every day there is, a moment of it: what is written reads back, and days follow each other. */
static void
test_every_day(void)
{
	const int64_t day = 86400 * S;
	char out[STAMP_MAX], before[10] = "1677-09-21";
	int64_t back;
	for (int64_t n = -106751; n <= 106750; n++) {
		int64_t at = n * day + (n & 0xFFFF) * INT64_C(1234567891) % day;
		struct text t = { out, stamp_put(at, out) };
		unit_row("every day");
		CHECK(stamp_rfc3339(t, &back) == 0 && back == at);
		CHECK(n == -106751 || memcmp(out, before, sizeof before) > 0);
		memcpy(before, out, sizeof before);
	}
}

static void
test_buckets(void)
{
	static const struct {
		int64_t at, minutes;
		const char *start;
	} table[] = {
		{ 0, 15, "1970-01-01T00:00Z" },
		{ 899 * S, 15, "1970-01-01T00:00Z" },
		{ 900 * S, 15, "1970-01-01T00:15Z" },
		{ -1, 15, "1969-12-31T23:45Z" },
		{ -900 * S, 15, "1969-12-31T23:45Z" },
		{ -900 * S - 1, 15, "1969-12-31T23:30Z" },
		{ -1, 1440, "1969-12-31T00:00Z" },
		{ 12 * 86400 * S, 10080, "1970-01-08T00:00Z" },
		{ -1, 10080, "1969-12-25T00:00Z" },
		{ INT64_MAX, 15, "2262-04-11T23:45Z" },
		{ INT64_MAX, 10000000, "2255-03-14T16:00Z" },
		{ -1, 10000000, "1950-12-27T13:20Z" },
		/* starts that no int64 of nanoseconds holds */
		{ INT64_MIN, 15, "1677-09-21T00:00Z" },
		{ INT64_MIN, 1440, "1677-09-21T00:00Z" },
		{ INT64_MIN, 10080, "1677-09-16T00:00Z" },
		{ INT64_MIN, 10000000, "1665-10-14T21:20Z" },
	};
	char out[STAMP_MAX];

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct text text = { out, stamp_put_bucket(table[i].at, table[i].minutes, out) };
		unit_row(table[i].start);
		CHECK(text_eq(text, text_of(table[i].start)));
	}
}

static void
test_arithmetic(void)
{
	unit_row("add and sub");
	CHECK(stamp_add(2, 3) == 5 && stamp_sub(2, 3) == -1);
	CHECK(stamp_add(INT64_MAX, 1) == INT64_MAX && stamp_add(INT64_MIN, -1) == INT64_MIN);
	CHECK(stamp_sub(INT64_MIN, 1) == INT64_MIN && stamp_sub(INT64_MAX, -1) == INT64_MAX);
	CHECK(stamp_sub(0, INT64_MIN) == INT64_MAX && stamp_sub(-1, INT64_MIN) == INT64_MAX);
	CHECK(stamp_sub(INT64_MIN, INT64_MAX) == INT64_MIN);
}

static void
test_whole_ms(void)
{
	static const int64_t rows[][2] = { { 0, 0 }, { 999999, 0 }, { 1000000, 1000000 },
		{ -1, -1000000 }, { -1000000, -1000000 }, { INT64_MAX, 9223372036854000000 },
		{ INT64_MIN, INT64_MIN } };
	unit_row("whole milliseconds");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK(stamp_whole_ms(rows[i][0]) == rows[i][1]);
}

/* Each refusal says its reason; nothing that is refused is left without one. */
static void
test_why(void)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "", "it is empty" },
		{ " 2026-11-20T10:00:00Z", "there is white space around it" },
		{ "2026-11-20T10:00:00Z\n", "there is white space around it" },
		{ "2026-11-20T10:00:00", "it has no offset; add Z for UTC, or one like +02:00" },
		{ "2026-11-20 10:00:00.123",
		    "it has no offset; add Z for UTC, or one like +02:00" },
		{ "2026-11-20T10:00:00GMT", "write UTC as Z, or as UTC after a space" },
		/* so long that it with a Z is just what fits */
		{ "2026-11-20T10:00:00.0000000000000000000000000000000000000000000",
		    "it has no offset; add Z for UTC, or one like +02:00" },
		{ "2026-11-20T10:00:00.00000000000000000000000000000000000000000GMT",
		    "write UTC as Z, or as UTC after a space" },
		{ "20/Nov/2026:10:00:00 +0000",
		    "its month is a name; RFC 3339 uses numbers: 2026-11-20T10:00:00Z" },
		{ "Fri, 20 Nov 2026 10:00:00 GMT",
		    "its month is a name; RFC 3339 uses numbers: 2026-11-20T10:00:00Z" },
		{ "2026-11-20", "it has no time of day; RFC 3339 needs one: 2026-11-20T10:00:00Z" },
		{ "2026-11-20T10:00Z",
		    "its time of day needs hours, minutes and seconds: 10:00:00Z" },
		{ "2026-11-20T", "its time of day needs hours, minutes and seconds: 10:00:00Z" },
		{ "2026-11-20T24:00:00Z", "there is no hour 24; the day ends at 23:59:59" },
		{ "2026-11-20T23:59:60Z", "there is no second 60; leap seconds are not supported" },
		{ "2026-02-30T10:00:00Z", "there is no such date, time of day or offset" },
		{ "2026-11-20T10:00:00+24:00", "there is no such date, time of day or offset" },
		{ "1600-01-01T00:00:00Z", "times must be between the years 1677 and 2262" },
		{ "2300-01-01T00:00:00Z", "times must be between the years 1677 and 2262" },
		{ "99999999999", "times must be between the years 1677 and 2262" },
		{ "-1e300", "times must be between the years 1677 and 2262" },
		{ "2026/11/20 10:00:00",
		    "its date is not in the form of RFC 3339: 2026-11-20T10:00:00Z" },
		{ "20.11.2026 10:00",
		    "its date is not in the form of RFC 3339: 2026-11-20T10:00:00Z" },
		{ "now", "neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970" },
		{ "may", "its month is a name; RFC 3339 uses numbers: 2026-11-20T10:00:00Z" },
		{ "mayor", "neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970" },
		{ "--1", "neither RFC 3339 (2026-11-20T10:00:00Z) nor a number since 1970" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *why = stamp_why(text_of(rows[i].text));
		int64_t at;
		unit_row(rows[i].text);
		CHECK(stamp_parse(text_of(rows[i].text), &at) < 0);
		CHECK(strcmp(why, rows[i].why) == 0);
		if (strcmp(why, rows[i].why) != 0)
			printf("got %s\n", why);
	}
	for (size_t i = 0; i < sizeof(rfc3339) / sizeof(*rfc3339); i++)
		CHECK(*stamp_why(text_of(rfc3339[i].text)));
}

/* What a plan can do about a time that is refused. */
static void
test_hint(void)
{
	static const char *const rows[][2] = {
		{ "2026-11-20T10:00:00", ", or set time_zone in the plan's runtime" },
		{ "20/Nov/2026:10:00:00", "; describe it by time_format in the plan's runtime" },
		{ "20.11.2026 10:00", "; describe it by time_format in the plan's runtime" },
		{ "2026-11-20T24:00:00Z", "" },
		{ "Nov 20 10:00:00", "" }, /* no year */
		{ "2026-11-20", "" },
		{ "soon", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i][0]);
		CHECK(strcmp(stamp_hint(text_of(rows[i][0])), rows[i][1]) == 0);
	}
}

int
main(void)
{
	test_read();
	test_why();
	test_hint();
	test_write();
	test_canonical();
	test_every_day();
	test_buckets();
	test_arithmetic();
	test_whole_ms();
	return unit_end();
}
