/* SPDX-License-Identifier: MIT */
#include "encode/record.h"

#include <string.h>

#include "time/stamp.h"

static const struct json_value nothing = { .kind = JSON_NONE };

void
record_begin(
    struct record *r, const char *text, const struct json_index *ix, const struct json_value *slot)
{
	r->slot = slot;
	r->named.text = text;
	r->named.index = ix;
	r->query_known = r->cookies_known = false;
}

void
record_free(struct record *r)
{
	named_free(&r->named);
}

static const struct json_value *
slot_of(const struct record *r, unsigned slot)
{
	return slot == NO_SLOT ? &nothing : &r->slot[slot];
}

static bool
is_absent(const struct json_value *v)
{
	return v->kind == JSON_NONE || v->kind == JSON_NULL;
}

struct value
record_member(struct record *r, enum envelope_member m)
{
	return named_value(&r->named, slot_of(r, r->slots->member[m]));
}

static struct value
url(struct record *r)
{
	return named_value(&r->named, slot_of(r, r->slots->url));
}

/* ---- the path, and the query in it ---------------------------------------------------------- */

/* The length of the `scheme://` at the start of t; 0 if there is none (RFC 3986, section 3.1). */
static size_t
scheme_length(struct text t)
{
	size_t n = 0;
	while (n < t.n && t.p[n] != ':') {
		unsigned char c = (unsigned char)t.p[n];
		bool letter = (unsigned)((c | 0x20) - 'a') < 26;
		bool other = (unsigned)(c - '0') < 10 || c == '+' || c == '-' || c == '.';
		if (!letter && (n == 0 || !other))
			return 0;
		n++;
	}
	return n > 0 && t.n - n >= 3 && memcmp(t.p + n, "://", 3) == 0 ? n + 3 : 0;
}

/* How many bytes of t come before the first a or b. */
static size_t
length_before(struct text t, char a, char b)
{
	size_t i = 0;
	for (uint64_t word; t.n - i >= sizeof word; i += sizeof word) {
		memcpy(&word, t.p + i, sizeof word);
		if (text_word_has(word, a) || text_word_has(word, b))
			break;
	}
	while (i < t.n && t.p[i] != a && t.p[i] != b)
		i++;
	return i;
}

/* The path of a URL, without query and fragment. */
static struct text
path_of(struct text t)
{
	size_t skip = scheme_length(t);
	if (skip > 0) {
		t = (struct text){ t.p + skip, t.n - skip };
		size_t authority = length_before(t, '/', '?');
		authority = length_before((struct text){ t.p, authority }, '#', '#');
		t = (struct text){ t.p + authority, t.n - authority };
	}
	t.n = length_before(t, '?', '#');
	return skip > 0 && t.n == 0 ? TEXT("/") : t;
}

static struct value
select_path(struct record *r)
{
	struct value v = record_member(r, ENVELOPE_PATH);
	if (v.kind == VALUE_ABSENT)
		v = url(r);
	if (v.kind == VALUE_STRING)
		v.text = path_of(v.text);
	return v;
}

/* The part after `?`, up to the fragment; absent if there is none. */
static struct value
query_of(struct value v)
{
	if (v.kind != VALUE_STRING)
		return VALUE_NONE;
	v.text.n = length_before(v.text, '#', '#');
	const char *mark = memchr(v.text.p, '?', v.text.n);
	if (mark == NULL)
		return VALUE_NONE;
	v.text = (struct text){ mark + 1, (size_t)(v.text.p + v.text.n - mark) - 1 };
	return v;
}

/* ---- names in containers -------------------------------------------------------------------- */

/* The value of a name in a container, if the walk has found it; NULL if the container must be
 * searched. */
static const struct json_value *
at_hand(const struct record *r, const struct json_value *container, unsigned slot)
{
	const struct json_value *v = slot_of(r, slot);
	bool one = slot != NO_SLOT && container->kind == JSON_OBJECT && v->hits <= 1;
	return one && v->kind != JSON_ARRAY ? v : NULL;
}

static struct value
select_header(struct record *r, unsigned slot, struct text name)
{
	const struct json_value *headers = slot_of(r, r->slots->member[ENVELOPE_HEADERS]);
	const struct json_value *v = at_hand(r, headers, slot);
	return v != NULL ? named_value(&r->named, v) : named_header(&r->named, headers, name);
}

static struct value
select_named(struct record *r, const struct json_value *container, size_t i)
{
	const struct json_value *v = at_hand(r, container, r->slots->field[i]);
	return v != NULL ? named_value(&r->named, v)
			 : named_last(&r->named, container, r->plan->field[i].selector_arg);
}

static struct value
select_query_param(struct record *r, size_t i)
{
	const struct json_value *query = slot_of(r, r->slots->member[ENVELOPE_QUERY]);
	if (!is_absent(query) && query->kind != JSON_STRING)
		return select_named(r, query, i);
	if (!r->query_known) {
		r->query = named_value(&r->named, query);
		if (r->query.kind == VALUE_ABSENT)
			r->query = query_of(record_member(r, ENVELOPE_PATH));
		if (r->query.kind == VALUE_ABSENT)
			r->query = query_of(url(r));
		r->query_known = true;
	}
	return named_in_query(&r->named, r->query.text, r->plan->field[i].selector_arg);
}

static struct value
select_cookie(struct record *r, size_t i)
{
	const struct json_value *cookies = slot_of(r, r->slots->member[ENVELOPE_COOKIES]);
	if (!is_absent(cookies) && cookies->kind != JSON_STRING)
		return select_named(r, cookies, i);
	if (!r->cookies_known) {
		r->cookies = named_value(&r->named, cookies);
		if (r->cookies.kind == VALUE_ABSENT)
			r->cookies = select_header(r, r->slots->cookie_header, TEXT("Cookie"));
		r->cookies_known = true;
	}
	return named_in_cookies(r->cookies.text, r->plan->field[i].selector_arg);
}

static struct value
select_route_param(struct record *r, size_t i)
{
	return select_named(r, slot_of(r, r->slots->member[ENVELOPE_ROUTE_PARAMS]), i);
}

static struct value
select_observed_at(struct record *r)
{
	char *p = arena_alloc(r->named.scratch, STAMP_MAX);
	return (struct value){ { p, stamp_put(r->observed_at_ns, p) }, VALUE_STRING, true };
}

struct value
record_select(struct record *r, size_t i)
{
	const struct plan_field *f = &r->plan->field[i];
	switch (f->selector) {
	case SELECT_REQUEST_FIELD: return named_value(&r->named, slot_of(r, r->slots->field[i]));
	case SELECT_HEADER: return select_header(r, r->slots->field[i], f->selector_arg);
	case SELECT_QUERY_PARAM: return select_query_param(r, i);
	case SELECT_COOKIE: return select_cookie(r, i);
	case SELECT_ROUTE_PARAM: return select_route_param(r, i);
	case SELECT_METHOD: return record_member(r, ENVELOPE_METHOD);
	case SELECT_PATH: return select_path(r);
	case SELECT_SOURCE_ID: return record_member(r, ENVELOPE_SOURCE_ID);
	case SELECT_OBSERVED_AT: return select_observed_at(r);
	}
	return VALUE_NONE;
}
