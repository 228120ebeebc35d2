/* SPDX-License-Identifier: MIT */
#include "encode/request_line.h"
#include "tests/unit/unit.h"

static const struct {
	const char *line, *method, *target; /* method NULL: it has another form */
} rows[] = {
	{ "GET /p?x=1 HTTP/1.1", "GET", "/p?x=1" },
	{ "GET / HTTP/2", "GET", "/" },
	{ "GET / HTTP/2.0", "GET", "/" },
	{ "GET / HTTP/10.11", "GET", "/" },
	{ "GET /", "GET", "/" }, /* the version is optional */
	{ "OPTIONS * HTTP/1.1", "OPTIONS", "*" },
	{ "CONNECT h:443 HTTP/1.1", "CONNECT", "h:443" },
	{ "GET https://h/p HTTP/1.1", "GET", "https://h/p" },
	{ "get /", "get", "/" },
	{ "!#$%&'*+-.^_`|~09aZ /", "!#$%&'*+-.^_`|~09aZ", "/" },
	{ "GET /\xc3\xa9\"\\ HTTP/1.1", "GET", "/\xc3\xa9\"\\" },
	{ "-", NULL, NULL },
	{ "", NULL, NULL },
	{ " ", NULL, NULL },
	{ "GET", NULL, NULL },
	{ "GET ", NULL, NULL },
	{ " /", NULL, NULL },
	{ "GET  / HTTP/1.1", NULL, NULL },
	{ "GET\t/ HTTP/1.1", NULL, NULL },
	{ "GET /a b HTTP/1.1", NULL, NULL },
	{ "GET /a\tb", NULL, NULL },
	{ "GET /\x7f", NULL, NULL },
	{ "GET /  HTTP/1.1", NULL, NULL },
	{ "GET / HTTP/1.1 ", NULL, NULL },
	{ "GET / HTTP/1.1\r", NULL, NULL },
	{ "GET / ", NULL, NULL },
	{ "GET / HTTP", NULL, NULL },
	{ "GET / HTTP/", NULL, NULL },
	{ "GET / HTTP/1.", NULL, NULL },
	{ "GET / HTTP/.1", NULL, NULL },
	{ "GET / HTTP/1..1", NULL, NULL },
	{ "GET / HTTP/1.1.1", NULL, NULL },
	{ "GET / HTTP/x", NULL, NULL },
	{ "GET / http/1.1", NULL, NULL },
	{ "GET / FTP/1.1", NULL, NULL },
	{ "G(T / HTTP/1.1", NULL, NULL },
	{ "\xc3\xa9 /", NULL, NULL },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct value v = { text_of(rows[i].line), VALUE_STRING, false };
		const struct request_line r = request_line_split(&v);
		unit_row(rows[i].line);
		CHECK((r.method.kind == VALUE_ABSENT) == (rows[i].method == NULL));
		CHECK(r.method.kind == r.target.kind);
		CHECK(text_eq(r.method.text, text_of(rows[i].method)));
		CHECK(text_eq(r.target.text, text_of(rows[i].target)));
		CHECK(!r.target.plain);
	}
	const struct value nul = { TEXT("GET /\0 HTTP/1.1"), VALUE_STRING, false };
	CHECK(request_line_split(&nul).method.kind == VALUE_ABSENT);
	const struct value json = { TEXT("GET /"), VALUE_JSON, false };
	CHECK(request_line_split(&json).method.kind == VALUE_ABSENT);
	const struct value plain = { TEXT("GET /"), VALUE_STRING, true };
	CHECK(request_line_split(&plain).target.plain);
	return unit_end();
}
