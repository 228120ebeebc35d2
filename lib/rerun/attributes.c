/* SPDX-License-Identifier: MIT */
#include "rerun/attributes.h"

#include <string.h>

#include "trace/canonical.h"
#include "trace/members.h"

/* Members of inputs, and the attributes that say the same: the newer name first. */
static const struct known {
	struct text member;
	struct text attribute[2];
	bool is_url;
	bool is_key;
} known[] = {
	{ TEXT("url"), { TEXT("url.full"), TEXT("http.url") }, true, true },
	{ TEXT("uri"), { TEXT("url.full"), TEXT("http.url") }, true, true },
	{ TEXT("query"), { TEXT("db.query.text"), TEXT("db.statement") }, false, true },
	{ TEXT("statement"), { TEXT("db.query.text"), TEXT("db.statement") }, false, true },
	{ TEXT("sql"), { TEXT("db.query.text"), TEXT("db.statement") }, false, true },
	{ TEXT("method"), { TEXT("http.request.method"), TEXT("http.method") }, false, false },
	{ TEXT("url"), { TEXT("url.path"), TEXT("http.target") }, true, false },
	{ TEXT("uri"), { TEXT("url.path"), TEXT("http.target") }, true, false },
	{ TEXT("path"), { TEXT("url.path"), TEXT("http.target") }, true, false },
	{ TEXT("path"), { TEXT("url.full"), TEXT("http.url") }, true, false },
};
enum { KNOWN = sizeof(known) / sizeof(*known) };

static struct text
attribute_of(const struct rerun_subject *call, const struct known *k)
{
	const struct text newer = trace_member_of(call->attributes, k->attribute[0]);
	return newer.p ? newer : trace_member_of(call->attributes, k->attribute[1]);
}

static bool
is_without_input(const struct rerun_subject *call)
{
	return !call->input.p && call->attributes.p &&
	       (call->kind == TRACE_HTTP || call->kind == TRACE_DATABASE);
}

/* What follows the host of a URL in a JSON string, up to its last quote; else the whole content. */
static struct text
path_in(struct text json)
{
	struct text t = { json.p + 1, json.n - 2 };
	const char *host = memmem(t.p, t.n, "://", 3);
	if (!host)
		return t;
	host += 3;
	const char *path = memchr(host, '/', (size_t)(t.p + t.n - host));
	return path ? (struct text){ path, (size_t)(t.p + t.n - path) } : TEXT("/");
}

static bool
is_string(struct text json)
{
	return json.n >= 2 && json.p[0] == '"';
}

static bool
is_path(struct text json)
{
	return is_string(json) && json.p[1] == '/';
}

/* Of a URL, either may have the path alone, and the attribute may be without the query. */
static bool
says_the_same(const struct known *k, struct text attribute, struct text value)
{
	if (trace_is_same_value(attribute, value))
		return true;
	if (!k->is_url || !is_string(attribute) || !is_string(value) ||
	    (!is_path(attribute) && !is_path(value)))
		return false;
	const struct text then = path_in(attribute);
	struct text now = path_in(value);
	const char *query = memchr(now.p, '?', now.n);
	if (query && !memchr(then.p, '?', then.n))
		now.n = (size_t)(query - now.p);
	return text_eq(then, now);
}

bool
rerun_attributes_fit(
    const struct rerun_subject *call, struct text input, struct rerun_attribute_difference *d)
{
	*d = (struct rerun_attribute_difference){ .member = TEXT_ABSENT };
	if (!is_without_input(call) || !input.p || input.n == 0 || input.p[0] != '{')
		return false;
	for (size_t i = 0; i < KNOWN; i++) {
		const struct text value = trace_member_of(input, known[i].member),
				  attribute = value.p ? attribute_of(call, &known[i]) : TEXT_ABSENT;
		if (!attribute.p)
			continue;
		if (says_the_same(&known[i], attribute, value)) {
			d->common++;
		} else if (!d->member.p) {
			d->member = known[i].member;
			d->then = attribute;
			d->now = value;
		}
	}
	return d->common > 0 && !d->member.p;
}

struct text
rerun_attribute_key(const struct rerun_subject *call)
{
	for (size_t i = 0; i < KNOWN && is_without_input(call); i++) {
		const struct text t = known[i].is_key ? attribute_of(call, &known[i]) : TEXT_ABSENT;
		if (t.p)
			return t;
	}
	return TEXT_ABSENT;
}

struct text
rerun_input_key(struct text input)
{
	for (size_t i = 0; i < KNOWN && input.n > 0 && input.p[0] == '{'; i++) {
		const struct text t =
		    known[i].is_key ? trace_member_of(input, known[i].member) : TEXT_ABSENT;
		if (is_string(t) && !(known[i].is_url && is_path(t)))
			return t;
	}
	return TEXT_ABSENT;
}
