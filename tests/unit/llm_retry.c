/* SPDX-License-Identifier: MIT */
/* Which failures of a request are tried again, and after how long. */
#include "llm/retry.h"

#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct {
	const char *name, *type;
	int64_t status;
	bool says, retryable, expected;
} rows[] = {
	{ "429", "RateLimitError", 429, false, false, true },
	{ "502", NULL, 502, false, false, true },
	{ "503", NULL, 503, false, false, true },
	{ "504", NULL, 504, false, false, true },
	{ "500", NULL, 500, false, false, false },
	{ "500, says so", NULL, 500, true, true, true },
	{ "529, says so", NULL, 529, true, true, true },
	{ "503, says no", NULL, 503, true, false, false },
	{ "400, says so", NULL, 400, true, true, false },
	{ "401, says so", NULL, 401, true, true, false },
	{ "403, says so", NULL, 403, true, true, false },
	{ "404, says so", NULL, 404, true, true, false },
	{ "200", "timeout", 200, false, false, false },
	{ "timeout", "timeout", -1, false, false, true },
	{ "APITimeoutError", "APITimeoutError", -1, false, false, true },
	{ "connection_error", "connection_error", -1, false, false, true },
	{ "ConnectionResetError", "ConnectionResetError", -1, false, false, true },
	{ "timed out", "Timed Out", -1, false, false, true },
	{ "command_died", "command_died", -1, false, false, false },
	{ "bad_answer", "bad_answer", -1, false, false, false },
	{ "nothing", NULL, -1, false, false, false },
	{ "says so", NULL, -1, true, true, true },
};

static const struct {
	int64_t initial_ms, max_ms;
	double base;
	int64_t after_ms;
	uint64_t retry;
	int64_t expected_ms; /* -1: none */
} waits[] = {
	{ 1000, 60000, 2, -1, 1, 1000 },
	{ 1000, 60000, 2, -1, 2, 2000 },
	{ 1000, 60000, 2, -1, 3, 4000 },
	{ 1000, 60000, 2, -1, 4, 8000 },
	{ 1000, 60000, 2, -1, 7, 60000 },
	{ 1000, 60000, 2, -1, 10, 60000 },
	{ 1000, 60000, 2, -1, 11, -1 },
	{ 1000, 60000, 1, -1, 9, 1000 },
	{ 500, 60000, 3, -1, 3, 4500 },
	{ 1000, 1500, 2, -1, 2, 1500 },
	{ 1000, 60000, 2, 7000, 1, 7000 },
	{ 1000, 60000, 2, 10, 2, 2000 },
	{ 1000, 60000, 2, 60000, 1, 60000 },
	{ 1000, 60000, 2, 60001, 1, -1 },
	{ 1000, 60000, 2, INT64_MAX, 1, -1 },
	{ 0, 60000, 2, -1, 5, 0 },
	{ 1000, 60000, 1e300, -1, 9, 60000 },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct llm_failure f = { text_of(rows[i].type), rows[i].status, rows[i].says,
			rows[i].retryable, -1 };
		unit_row(rows[i].name);
		CHECK(llm_may_retry(&f) == rows[i].expected);
	}
	for (size_t i = 0; i < COUNT(waits); i++) {
		char name[24];
		const struct llm_retry r = { .most = 10,
			.initial_ns = waits[i].initial_ms * 1000000,
			.max_ns = waits[i].max_ms * 1000000,
			.base = waits[i].base };
		const struct llm_failure f = { TEXT_ABSENT, 429, false, false, waits[i].after_ms };
		const int64_t expected = waits[i].expected_ms;
		snprintf(name, sizeof(name), "wait %zu", i);
		unit_row(name);
		CHECK(llm_retry_wait(&r, &f, waits[i].retry) ==
		      (expected < 0 ? -1 : expected * 1000000));
	}
	return unit_end();
}
