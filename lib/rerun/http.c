/* SPDX-License-Identifier: MIT */
#include "rerun/http.h"

#include <string.h>

#include "json/tree.h"
#include "json/write.h"
#include "trace/members.h"

/* Where parts of a request may be, the best first. */
enum { PLACES = 7 };

struct places {
	struct text object[PLACES];
	size_t n;
};

enum part { METHOD, URL, PATH, QUERY, HEADERS, BODY, ENCODING };
#define PARTS (ENCODING + 1)

enum { WORDS = 5 };

static const struct {
	const char *name; /* of the member that esper-http reads */
	struct text word[WORDS];
} parts[PARTS] = {
	[METHOD] = { "method", { TEXT("method"), TEXT("http.request.method"), TEXT("http.method"),
				   TEXT("http_method"), TEXT("verb") } },
	[URL] = { "url",
	    { TEXT("url"), TEXT("url.full"), TEXT("http.url"), TEXT("uri"), TEXT("request_url") } },
	[PATH] = { "path",
	    { TEXT("path"), TEXT("url.path"), TEXT("http.target"), TEXT("http.path") } },
	[QUERY] = { "query",
	    { TEXT("query"), TEXT("params"), TEXT("url.query"), TEXT("query_string") } },
	[HEADERS] = { "headers",
	    { TEXT("headers"), TEXT("request_headers"), TEXT("http.request.headers") } },
	[BODY] = { "body", { TEXT("body"), TEXT("request_body"), TEXT("json"), TEXT("payload"),
			       TEXT("http.request.body") } },
	[ENCODING] = { "encoding", { TEXT("encoding") } },
};

static bool
starts(struct text t, struct text with)
{
	return t.n >= with.n && memcmp(t.p, with.p, with.n) == 0;
}

static bool
is_object(struct text t)
{
	return t.p && t.n > 0 && t.p[0] == '{';
}

static bool
is_string(struct text t)
{
	return t.p && t.n > 2 && t.p[0] == '"';
}

static void
add(struct places *p, struct text object)
{
	if (is_object(object) && p->n < PLACES)
		p->object[p->n++] = object;
}

static void
find_places(struct places *p, struct text input, const struct trace_call *c)
{
	static const struct text below[] = { TEXT("request"), TEXT("http"), TEXT("data") };
	add(p, input);
	for (size_t i = 0; i < 3 && is_object(input); i++)
		add(p, trace_member_of(input, below[i]));
	if (!c)
		return;
	add(p, trace_text_of(c->attributes));
	if (p->n > 0 && c->attributes)
		add(p, trace_member_of(trace_text_of(c->attributes), TEXT("request")));
}

/* May a value be this part? */
static bool
is_part(enum part part, struct text value)
{
	switch (part) {
	case METHOD:
	case URL:
	case PATH:
	case ENCODING: return is_string(value);
	case QUERY: return is_string(value) || is_object(value);
	case HEADERS: return is_object(value) || (value.n > 2 && value.p[0] == '[');
	case BODY: return !text_eq(value, TEXT("null"));
	}
	return false;
}

static struct text
find(const struct places *p, enum part part)
{
	for (size_t i = 0; i < p->n; i++)
		for (size_t w = 0; w < WORDS && parts[part].word[w].p; w++) {
			const struct text v = trace_member_of(p->object[i], parts[part].word[w]);
			if (v.p && is_part(part, v))
				return v;
		}
	return TEXT_ABSENT;
}

/* ---- the name ------------------------------------------------------------------------------- */

static struct text
quoted(struct arena *a, struct text t)
{
	struct buf b = { 0 };
	json_put_string(&b, t);
	const struct text json = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return json;
}

/* Takes `GET /cart`.  A path with a place for a parameter, such as /cart/{id}, was never sent. */
static void
read_name(struct text name, struct arena *a, struct text value[PARTS])
{
	size_t n = 0;
	while (n < name.n && name.p[n] >= 'A' && name.p[n] <= 'Z')
		n++;
	if (n < 3 || (n < name.n && name.p[n] != ' '))
		return;
	const struct text method = { name.p, n },
			  rest = n < name.n ? (struct text){ name.p + n + 1, name.n - n - 1 }
					    : TEXT("");
	const bool path = rest.n > 0 && rest.p[0] == '/' && !memchr(rest.p, '{', rest.n) &&
			  !memchr(rest.p, '<', rest.n) && !memmem(rest.p, rest.n, "/:", 2);
	const bool url = starts(rest, TEXT("http://")) || starts(rest, TEXT("https://"));
	if (!value[URL].p && !value[PATH].p && (path || url))
		value[path ? PATH : URL] = quoted(a, rest);
	if (!value[METHOD].p)
		value[METHOD] = quoted(a, method);
}

/* ---- headers as attributes ------------------------------------------------------------------ */

/* Appends those of http.request.header.NAME, whose values are strings or arrays of them. */
static void
put_attributes(struct buf *b, const struct places *p)
{
	static const struct text prefix = TEXT("http.request.header.");
	struct text key, value;
	for (size_t i = 0; i < p->n; i++) {
		struct trace_members it = trace_members(p->object[i]);
		while (trace_member(&it, &key, &value)) {
			if (!starts(key, prefix) || key.n == prefix.n)
				continue;
			struct trace_members values = trace_members(value);
			struct text none;
			if (value.p[0] == '[' && !trace_member(&values, &none, &value))
				continue;
			buf_char(b, b->n > 1 ? ',' : '{');
			buf_char(b, '"');
			buf_put(b, key.p + prefix.n, key.n - prefix.n);
			BUF_LIT(b, "\":");
			buf_text(b, value);
		}
	}
	if (b->n > 0)
		buf_char(b, '}');
}

/* ---- the request ---------------------------------------------------------------------------- */

/* Is it a URL of http, or a path?  The text is JSON; what is before a colon needs no escapes. */
static bool
is_http(struct text json)
{
	const struct text url = { json.p + 1, json.n - 2 };
	size_t n = 0;
	while (n < url.n && !strchr("/?#:", url.p[n]))
		n++;
	const struct text scheme = { url.p, n };
	return n == url.n || url.p[n] != ':' || text_eq_nocase(scheme, TEXT("http")) ||
	       text_eq_nocase(scheme, TEXT("https"));
}

/* Has the input all of it, in members that esper-http reads? */
static bool
is_complete(struct text input, const struct text value[PARTS])
{
	for (size_t i = 0; i < PARTS; i++) {
		const struct text own = trace_member_of(input, text_of(parts[i].name));
		const bool params = i == QUERY && value[i].p &&
				    trace_member_of(input, TEXT("params")).p == value[i].p;
		if (value[i].p && value[i].p != own.p && !params)
			return false;
	}
	return value[URL].p || value[PATH].p;
}

static struct text
request_of(struct arena *a, const struct text value[PARTS])
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	for (size_t i = 0; i < PARTS; i++)
		if (value[i].p && !(i == PATH && value[URL].p))
			json_member_raw(&b, parts[i].name, value[i]);
	json_end(&b, '}');
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

const char *
rerun_http_request(const struct rerun_subject *s, const struct trace_call *c, struct arena *a,
    struct text *request)
{
	struct places p = { .n = 0 };
	struct text value[PARTS];
	struct buf headers = { 0 };
	find_places(&p, s->input, c);
	for (size_t i = 0; i < PARTS; i++)
		value[i] = find(&p, (enum part)i);
	if (is_string(s->input) && !value[URL].p)
		value[URL] = s->input;
	if (!value[METHOD].p || (!value[URL].p && !value[PATH].p))
		read_name(s->name, a, value);
	if (!value[URL].p && !value[PATH].p)
		return "no URL or path of it is recorded";
	if (!is_http(value[URL].p ? value[URL] : value[PATH]))
		return "its recorded URL is not of HTTP";
	if (!value[HEADERS].p) {
		put_attributes(&headers, &p);
		if (headers.n > 0)
			value[HEADERS] = arena_text(a, buf_as_text(&headers));
		buf_free(&headers);
	}
	*request =
	    is_object(s->input) && is_complete(s->input, value) ? s->input : request_of(a, value);
	return NULL;
}
