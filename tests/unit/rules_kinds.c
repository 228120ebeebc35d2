/* SPDX-License-Identifier: MIT */
/* Hours of the day and samples, at their borders. */
#include "rules/hour.h"
#include "rules/sample.h"

#include "base/number.h"
#include "expr/load.h"
#include "tests/unit/unit.h"
#include "time/stamp.h"

static const struct json_node *
tree(struct arena *a, const char *text)
{
	struct err e;
	return json_tree(a, text_of(text), &e);
}

static void
test_hours(void)
{
	static const struct {
		const char *between, *at;
		int hour;
		bool holds;
	} rows[] = {
		{ "{\"from\":9,\"to\":17}", "2026-11-20T08:59:59.999999999Z", 8, false },
		{ "{\"from\":9,\"to\":17}", "2026-11-20T09:00:00Z", 9, true },
		{ "{\"from\":9,\"to\":17}", "2026-11-20T16:59:59.999999999Z", 16, true },
		{ "{\"from\":9,\"to\":17}", "2026-11-20T17:00:00Z", 17, false },
		{ "{\"from\":22,\"to\":6}", "2026-11-20T21:59:59Z", 21, false },
		{ "{\"from\":22,\"to\":6}", "2026-11-20T22:00:00Z", 22, true },
		{ "{\"from\":22,\"to\":6}", "2026-11-20T00:00:00Z", 0, true },
		{ "{\"from\":22,\"to\":6}", "2026-11-20T05:59:59Z", 5, true },
		{ "{\"from\":22,\"to\":6}", "2026-11-20T06:00:00Z", 6, false },
		{ "{\"from\":22,\"to\":0}", "2026-11-20T00:00:00Z", 0, false },
		{ "{\"from\":22,\"to\":0}", "2026-11-20T23:59:59Z", 23, true },
		{ "{\"from\":22,\"to\":24}", "2026-11-20T23:59:59Z", 23, true },
		{ "{\"from\":0,\"to\":24}", "2026-11-20T00:00:00Z", 0, true },
		{ "{\"from\":5,\"to\":5}", "2026-11-20T05:00:00Z", 5, false },
		{ "{\"from\":0,\"to\":0}", "2026-11-20T05:00:00Z", 5, false },
		{ "{\"from\":9,\"to\":10,\"utc_offset\":\"+02:00\"}", "2026-11-20T07:00:00Z", 9,
		    true },
		{ "{\"from\":1,\"to\":2,\"utc_offset\":\"+05:30\"}", "2026-11-20T19:30:00Z", 1,
		    true },
		{ "{\"from\":1,\"to\":2,\"utc_offset\":\"+05:30\"}", "2026-11-20T19:29:59Z", 0,
		    false },
		{ "{\"from\":23,\"to\":24,\"utc_offset\":\"-03:30\"}", "2026-11-20T03:29:59Z", 23,
		    true },
		{ "{\"from\":19,\"to\":20,\"utc_offset\":-5}", "2026-11-20T00:30:00Z", 19, true },
		{ "{\"from\":9,\"to\":10,\"utc_offset\":\"z\"}", "2026-11-20T09:30:00Z", 9, true },
		/* before 1970, where a time's fraction rounds down, too */
		{ "{\"from\":23,\"to\":24}", "1969-12-31T23:59:59.5Z", 23, true },
		{ "{\"from\":0,\"to\":1,\"utc_offset\":1}", "1969-12-31T23:59:59.5Z", 0, true },
		{ "{\"from\":12,\"to\":13}", "1677-09-21T12:00:00Z", 12, true },
	};
	struct arena a = { 0 };
	struct err e;
	struct expr_loader l = { .arena = &a, .err = &e };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hour h = { 0 };
		int64_t at_ns;
		unit_row(rows[i].between);
		CHECK(hour_load(&l, tree(&a, rows[i].between), &h) == 0);
		CHECK(stamp_parse(text_of(rows[i].at), &at_ns) == 0);
		CHECK(hour_of(&h, at_ns) == rows[i].hour);
		CHECK(hour_holds(&h, at_ns) == rows[i].holds);
	}
	unit_row("");
	arena_free(&a);
}

static void
test_samples(void)
{
	static const uint64_t half = UINT64_C(1) << 63;
	static const struct {
		const char *percent;
		uint64_t number;
		bool holds;
	} rows[] = {
		{ "0", 0, false },
		{ "0.0", 0, false },
		{ "0e5", 0, false },
		{ "-0", 0, false },
		{ "100", UINT64_MAX, true },
		{ "1e2", UINT64_MAX, true },
		{ "100.000", UINT64_MAX, true },
		{ "50", half - 1, true },
		{ "50", half, false },
		{ "5e1", half, false },
		{ "50.00000000000000001", half, true },
		{ "50.000000000000000001", half, true },
		{ "50.000000000000000000000000000000000000001", half, true },
		{ "50.000000000000000000000000000000000000001", half + 1, false },
		{ "49.99999999999999999999999999", half - 1, true },
		{ "25", half / 2 - 1, true },
		{ "25", half / 2, false },
		{ "1e-30", 0, true },
		{ "1e-30", 1, false },
		{ "1e-1000000000000", 0, true },
		{ "99.999999999999999999999", UINT64_MAX, true },
		{ "99.9999999999999999", UINT64_MAX, false },
		/* 100/3: 2^64/3 = 6148914691236517205.33 */
		{ "33.333333333333333333333333333333", 6148914691236517205u, true },
		{ "33.333333333333333333333333333333", 6148914691236517206u, false },
	};
	struct arena a = { 0 };
	struct err e;
	struct fields fields = { .open = true };
	struct expr_loader l = { .arena = &a, .err = &e, .fields = &fields };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sample s = { 0 };
		char json[200];
		snprintf(json, sizeof(json), "{\"percent\":%s,\"field_name\":\"email\"}",
		    rows[i].percent);
		unit_row(rows[i].percent);
		CHECK(sample_load(&l, tree(&a, json), &s) == 0);
		CHECK(sample_holds(&s, rows[i].number) == rows[i].holds);
	}
	unit_row("");
	CHECK(fields.n == 1);
	/* printf user-1 | sha256sum */
	CHECK(sample_number(TEXT("user-1")) == UINT64_C(0xc6c289e49e9c05b2));
	CHECK(sample_number(TEXT("")) == UINT64_C(0xe3b0c44298fc1c14));
	fields_free(&fields);
	arena_free(&a);
}

static void
test_percent(void)
{
	static const struct {
		uint64_t number;
		const char *percent;
	} rows[] = {
		{ 0, "0" },
		{ UINT64_C(1) << 63, "50" },
		{ UINT64_C(1) << 62, "25" },
		{ UINT64_C(1) << 57, "0.78125" },
		{ 1, "0.0000000000000000054210108624275221700372640043497085571289062500" },
	};
	char out[SAMPLE_PERCENT_MAX];
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i].percent);
		struct text got = { out, sample_put_percent(rows[i].number, out) };
		/* as numbers: the last zeros do not matter */
		CHECK(number_cmp(got, text_of(rows[i].percent)) == 0);
	}
	unit_row("");
	size_t n = sample_put_percent(UINT64_MAX, out);
	CHECK(n <= SAMPLE_PERCENT_MAX && memcmp(out, "99.99999999999999999457898913", 29) == 0);
}

int
main(void)
{
	test_hours();
	test_samples();
	test_percent();
	return unit_end();
}
