/* SPDX-License-Identifier: MIT */
/* The request that a recorded http call was. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rerun/http.h"
#include "tests/unit/unit.h"

static const struct {
	const char *name, *input, *attributes; /* NULL: absent */
	const char *request;                   /* or why there is none */
} rows[] = {
	/* the input as it is */
	{ "x", "{\"method\":\"GET\",\"url\":\"http://a/b\",\"more\":1}", NULL,
	    "{\"method\":\"GET\",\"url\":\"http://a/b\",\"more\":1}" },
	{ "x", "{\"path\":\"/b\",\"params\":{\"c\":1}}", NULL,
	    "{\"path\":\"/b\",\"params\":{\"c\":1}}" },
	{ "x", "{\"url\":\"/b:c\"}", NULL, "{\"url\":\"/b:c\"}" },
	/* parts of it elsewhere */
	{ "x", "{\"data\":{\"method\":\"PUT\",\"url\":\"/b\"}}", NULL,
	    "{\"method\":\"PUT\",\"url\":\"/b\"}" },
	{ "x", "{\"request\":{\"uri\":\"/b\",\"payload\":[1]}}", "{\"http.method\":\"POST\"}",
	    "{\"method\":\"POST\",\"url\":\"/b\",\"body\":[1]}" },
	{ "GET", NULL, "{\"http.request.method\":\"GET\",\"url.full\":\"https://a/b\"}",
	    "{\"method\":\"GET\",\"url\":\"https://a/b\"}" },
	{ "x", NULL, "{\"url.path\":\"/b\",\"url.query\":\"c=d\",\"url.full\":\"https://a/b?c=d\"}",
	    "{\"url\":\"https://a/b?c=d\",\"query\":\"c=d\"}" },
	{ "x", NULL, "{\"http.target\":\"/b\",\"http.request.header.x-a\":[\"1\"]}",
	    "{\"path\":\"/b\",\"headers\":{\"x-a\":\"1\"}}" },
	{ "x", "\"https://a/b\"", NULL, "{\"url\":\"https://a/b\"}" },
	/* the name */
	{ "GET /b?c=d", NULL, NULL, "{\"method\":\"GET\",\"path\":\"/b?c=d\"}" },
	{ "PUT http://a/b", "{}", NULL, "{\"method\":\"PUT\",\"url\":\"http://a/b\"}" },
	{ "DELETE", "{\"url\":\"/b\"}", NULL, "{\"method\":\"DELETE\",\"url\":\"/b\"}" },
	{ "GET /b/{id}", NULL, NULL, "no URL or path of it is recorded" },
	{ "GET /b/:id", NULL, NULL, "no URL or path of it is recorded" },
	{ "get /b", NULL, NULL, "no URL or path of it is recorded" },
	{ "", NULL, NULL, "no URL or path of it is recorded" },
	{ "GET ", NULL, NULL, "no URL or path of it is recorded" },
	/* what is no request of HTTP */
	{ "x", "{\"url\":\"\"}", NULL, "no URL or path of it is recorded" },
	{ "x", "{\"url\":7,\"method\":{}}", "[]", "no URL or path of it is recorded" },
	{ "x", "[1]", "{}", "no URL or path of it is recorded" },
	{ "x", "{\"url\":\"wss://a/b\"}", NULL, "its recorded URL is not of HTTP" },
	{ "x", "{\"url\":\"data:text/plain,x\"}", NULL, "its recorded URL is not of HTTP" },
};

static struct trace_text *
text_new(const char *s)
{
	if (!s)
		return NULL;
	const size_t n = strlen(s);
	struct trace_text *t = mem_zalloc(1, sizeof(*t) + n);
	t->length = (uint32_t)n;
	memcpy(t->bytes, s, n);
	return t;
}

int
main(void)
{
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct rerun_subject s = { .kind = TRACE_HTTP,
			.name = text_of(rows[i].name),
			.input = rows[i].input ? text_of(rows[i].input) : TEXT_ABSENT };
		struct trace_call c = { .kind = TRACE_HTTP };
		struct text request = TEXT_ABSENT;
		struct trace_text *attributes = text_new(rows[i].attributes);
		c.attributes = attributes;
		const char *why = rerun_http_request(&s, &c, &a, &request);
		CHECK_TEXT(why ? text_of(why) : request, rows[i].request);
		free(attributes);
	}
	arena_free(&a);
	return unit_end();
}
