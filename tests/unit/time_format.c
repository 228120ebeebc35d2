/* SPDX-License-Identifier: MIT */
/* Times by a pattern: what compiles, what matches, what a plan's reader makes of both. */
#include "time/format.h"

#include <string.h>

#include "tests/unit/unit.h"
#include "time/stamp.h"

#define NOWHERE INT64_C(1234567890123456789) /* left alone by what is refused */
#define S STAMP_SECOND
#define TEN INT64_C(1795168800) /* 2026-11-20T10:00:00Z */

static const struct {
	const char *pattern, *text;
	int offset_s;
	int64_t at; /* NOWHERE: refused */
} rows[] = {
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Nov/2026:10:00:00 +0000", 0, TEN *S },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/nOV/2026:11:30:00 +01:30", 0, TEN *S },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/November/2026:02:00:00 -08", 0, TEN *S },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Novem/2026:10:00:00 +0000", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Nox/2026:10:00:00 +0000", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Nov/2026:10:00:00 +0000 ", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", " 20/Nov/2026:10:00:00 +0000", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Nov/2026:10:00:00", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Nov/2026:24:00:00 Z", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Nov/2026:10:00:60 Z", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "31/Nov/2026:10:00:00 Z", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "20/Nov/1500:10:00:00 Z", 0, NOWHERE },
	{ "%d/%b/%Y:%H:%M:%S %z", "", 0, NOWHERE },
	{ "%Y-%m-%d %H:%M:%S", "2026-11-20 10:00:00", 0, TEN *S },
	{ "%Y-%m-%d %H:%M:%S", "2026-11-20 12:00:00", 7200, TEN *S },
	{ "%Y-%m-%d %H:%M:%S", "2026-11-20 02:00:00", -28800, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 10:00:00Z", 7200, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 10:00:00UTC", 0, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 10:00:00GMT", 0, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 12:00:00+02", 0, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 12:00:00+02:", 0, NOWHERE },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 12:00:00+02:0", 0, NOWHERE },
	{ "%Y-%m-%d %H:%M:%S%z: %a", "2026-11-20 12:00:00+02: Fri", 0, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z: %a", "2026-11-20 12:00:00+02:00: Fri", 0, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z: %a", "2026-11-20 12:00:00+0200: Fri", 0, TEN *S },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 10:00:00z", 0, NOWHERE },
	{ "%Y-%m-%d %H:%M:%S%z", "2026-11-20 10:00:00CET", 0, NOWHERE },
	{ "%Y%m%d%H%M%S%f", "202611201000005", 0, TEN *S + S / 2 },
	{ "%Y%m%d%H%M%S%f", "20261120100000000000001999", 0, TEN *S + 1 },
	{ "%Y%m%d%H%M%S%f", "20261120100000", 0, NOWHERE },
	{ "%a %b %e %H:%M:%S %Y", "Fri Nov 20 10:00:00 2026", 0, TEN *S },
	{ "%a %b %e %H:%M:%S %Y", "sunday nov 20 10:00:00 2026", 0, TEN *S },
	{ "%a %b %e %H:%M:%S %Y", "Fr Nov 20 10:00:00 2026", 0, NOWHERE },
	{ "%a %b %e %H:%M:%S %Y", "Sun Nov  1 10:00:00 2026", 0, (TEN - 19 * 86400) * S },
	{ "%a %b %e %H:%M:%S %Y", "Sun Nov 1 10:00:00 2026", 0, (TEN - 19 * 86400) * S },
	{ "%a %b %e %H:%M:%S %Y", "Sun Nov  20 10:00:00 2026", 0, NOWHERE },
	{ "%a %b %e %H:%M:%S %Y", "Sun Nov   10:00:00 2026", 0, NOWHERE },
	{ "%Y.%j", "2026.324", 0, (TEN - 36000) * S },
	{ "%Y.%j", "2026.001", 0, 1767225600 * S },
	{ "%Y.%j", "2026.000", 0, NOWHERE },
	{ "%Y.%j", "2026.366", 0, NOWHERE },
	{ "%Y.%j", "2024.366", 0, 1735603200 * S },
	{ "%Y.%j", "2024.367", 0, NOWHERE },
	{ "%s", "1795168800", 7200, TEN *S },
	{ "%s.%f", "1795168800.25", 0, TEN *S + S / 4 },
	{ "%s.%f", "-1.5", 0, -S - S / 2 },
	{ "%s.%f", "-0.5", 0, -S / 2 },
	{ "%s", "1e9", 0, NOWHERE },
	{ "%s", "-", 0, NOWHERE },
	{ "%s", "9223372036", 0, INT64_C(9223372036) * S },
	{ "%s", "9223372037", 0, NOWHERE },
	{ "%s", "99999999999999999999999", 0, NOWHERE },
	{ "%s.%f", "9223372036.854775807", 0, INT64_MAX },
	{ "%s.%f", "9223372036.854775808", 0, NOWHERE },
	{ "%s.%f", "-9223372036.854775808", 0, INT64_MIN },
	{ "%Y-%m-%d 100%%", "2026-11-20 100%", 0, (TEN - 36000) * S },
	{ "%d%b%Y", "20May2026", 0, INT64_C(1779235200) * S },
};

static void
test_read(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = { 0 };
		struct stamp_format f;
		struct err e;
		int64_t at = NOWHERE;
		unit_row(rows[i].text);
		CHECK(stamp_format_compile(&a, text_of(rows[i].pattern), &f, &e) == 0);
		int result = stamp_format_read(&f, text_of(rows[i].text), rows[i].offset_s, &at);
		CHECK((result == 0) == (rows[i].at != NOWHERE));
		CHECK(at == rows[i].at);
		if (at != rows[i].at)
			printf("got %lld\n", (long long)at);
		arena_free(&a);
	}
}

static void
test_compile(void)
{
	static const struct {
		const char *pattern;
		size_t offset;
		const char *error; /* how it begins; NULL: it compiles */
		bool zoned;
	} patterns[] = {
		{ "%Y-%m-%d", 0, NULL, false },
		{ "%Y-%j", 0, NULL, false },
		{ "%e.%b.%Y", 0, NULL, false },
		{ "%s", 0, NULL, true },
		{ "%Y-%m-%d %z", 0, NULL, true },
		{ "%Y-%m-%d %", 9, "a % without a letter", false },
		{ "%Y-%m-%q", 6, "there is no such directive", false },
		{ "%Y-%m-%y", 6, "there is no such directive", false },
		{ "%Y-%m-%d %Y", 9, "a second directive", false },
		{ "%Y-%m-%b %d", 6, "a second directive", false },
		{ "%d %e %m %Y", 3, "a second directive", false },
		{ "%Y-%m", ERR_NOWHERE, "it must say which day it is", false },
		{ "%m-%d %H:%M:%S", ERR_NOWHERE, "it must say which day it is", false },
		{ "%H:%M", ERR_NOWHERE, "it must say which day it is", false },
		{ "plain", ERR_NOWHERE, "it must say which day it is", false },
		{ "", ERR_NOWHERE, "it must say which day it is", false },
		{ "%s %Y", ERR_NOWHERE, "%s is the whole time", false },
		{ "%s%z", ERR_NOWHERE, "%s is the whole time", false },
	};
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		struct arena a = { 0 };
		struct stamp_format f;
		struct err e = { 0 };
		unit_row(patterns[i].pattern);
		int result = stamp_format_compile(&a, text_of(patterns[i].pattern), &f, &e);
		CHECK((result == 0) == (patterns[i].error == NULL));
		if (result == 0) {
			CHECK(f.zoned == patterns[i].zoned);
		} else if (patterns[i].error != NULL) {
			CHECK(strncmp(e.text, patterns[i].error, strlen(patterns[i].error)) == 0);
			CHECK(e.offset == patterns[i].offset);
		}
		arena_free(&a);
	}
}

/* The formats come first, in their order, then all that is read without them, in the zone. */
static void
test_reader(void)
{
	struct arena a = { 0 };
	struct stamp_format f[2];
	struct err e;
	int64_t at;
	const struct stamp_reader none = { 0 };
	const struct stamp_reader zone = { .zoned = true, .offset_s = 7200 };
	const struct stamp_reader both = {
		.zoned = true, .offset_s = 7200, .format = f, .formats = 2
	};
	CHECK(stamp_format_compile(&a, TEXT("%d.%m.%Y %H:%M"), &f[0], &e) == 0);
	CHECK(stamp_format_compile(&a, TEXT("%Y%m%d"), &f[1], &e) == 0);
	CHECK(stamp_read(&none, TEXT("2026-11-20T12:00:00"), &at) == -1);
	CHECK(stamp_read(&zone, TEXT("2026-11-20T12:00:00"), &at) == 0 && at == TEN * S);
	CHECK(stamp_read(&zone, TEXT("2026-11-20 12:00:00,5"), &at) == 0 && at == TEN * S + S / 2);
	CHECK(stamp_read(&zone, TEXT("2026-11-20T10:00:00Z"), &at) == 0 && at == TEN * S);
	CHECK(stamp_read(&zone, TEXT("1795168800"), &at) == 0 && at == TEN * S);
	CHECK(stamp_read(&both, TEXT("20.11.2026 12:00"), &at) == 0 && at == TEN * S);
	CHECK(stamp_read(&both, TEXT("20261120"), &at) == 0 && at == (TEN - 43200) * S);
	CHECK(stamp_read(&both, TEXT("1795168800"), &at) == 0 && at == TEN * S);
	CHECK(stamp_read(&both, TEXT("2026-11-20T10:00:00Z"), &at) == 0 && at == TEN * S);
	CHECK(stamp_read(&both, TEXT("20.11.2026"), &at) == -1);
	arena_free(&a);
}

int
main(void)
{
	test_read();
	test_compile();
	test_reader();
	return unit_end();
}
