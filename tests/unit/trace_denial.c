/* SPDX-License-Identifier: MIT */
/* Which texts say that something was not allowed. */
#include "trace/denial.h"

#include <stdlib.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

static const struct {
	const char *text;
	bool denies;
} results[] = {
	{ "permission granted", false },
	{ "has permissions", false },
	{ "permission denied", true },
	{ "AccessDenied", true },
	{ "undenied", false },
	{ "Forbidden", true },
	{ "unauthorised", true },
	{ "blocked by policy", true },
	{ "HTTP 403", true },
	{ "order 403", false },
	{ "ok", false },
};

static const struct {
	const char *text;
	bool denies;
} texts[] = {
	{ "", false },
	{ "permission denied", true },
	{ "Permission denied (publickey)", true },
	{ "PermissionError", true },
	{ "PERMISSION_DENIED", true },
	{ "urllib.error.Forbidden", true },
	{ "AccessForbidden", true },
	{ "not authorised: unauthorised", true },
	{ "Unauthorized", true },
	{ "request blocked by policy", true },
	{ "isBlocked", true },
	{ "unblocked", false },
	{ "UNBLOCKED", false },
	{ "block", false },
	{ "wrong password", false },
	{ "4", false },
	{ "40", false },
	{ "401", true },
	{ "403", true },
	{ "404", false },
	{ "403 Client Error", true },
	{ "HTTP 403", true },
	{ "HTTP/1.1 403", true },
	{ "http403", false },
	{ "Request failed with status code 401", true },
	{ "status=403", true },
	{ "{\"code\": 403}", true },
	{ "got 401, expected 200", true },
	{ "server returned 403.", true },
	{ "gateway (403)", true },
	{ "gateway: 403", true },
	{ "order 403 not found", false },
	{ "order #403", false },
	{ "after 403ms", false },
	{ "4031", false },
	{ "status 14031", false },
	{ "status 1.403", false },
	{ "10.0.0.403", false },
	{ "id-401", false },
	{ "status                     403", false },
	{ "a word that has very many letters and no end 403", false },
};

static void
check_table(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		unit_row(texts[i].text);
		CHECK(trace_text_denies(text_of(texts[i].text)) == texts[i].denies);
	}
	for (size_t i = 0; i < sizeof(results) / sizeof(*results); i++) {
		unit_row(results[i].text);
		CHECK(trace_result_denies(text_of(results[i].text)) == results[i].denies);
	}
	unit_row("");
}

/* A megabyte of numbers that say nothing takes no long time. */
static void
check_long(void)
{
	enum { TIMES = 250000 };
	struct buf b = { 0 };
	BUF_LIT(&b, "order");
	for (int i = 0; i < TIMES; i++)
		BUF_LIT(&b, " 403");
	/* those without a word near before them are no longer behind "order" */
	CHECK(!trace_text_denies(buf_as_text(&b)));
	BUF_LIT(&b, " forbidden");
	CHECK(trace_text_denies(buf_as_text(&b)));
	buf_free(&b);
}

int
main(void)
{
	check_table();
	check_long();
	return unit_end();
}
