/* SPDX-License-Identifier: MIT */
#include "encode/record.h"

#include <string.h>

#include "base/ascii.h"
#include "encode/follow.h"
#include "encode/normalize.h"
#include "time/stamp.h"

static const struct json_value nothing = { .kind = JSON_NONE };

void
record_begin(
    struct record *r, const char *text, const struct json_index *ix, const struct json_value *slot)
{
	r->slot = slot;
	r->named.text = text;
	r->named.index = ix;
	r->query_known = r->cookies_known = r->request_line_known = false;
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

/* May c be in a token of HTTP (RFC 9110, section 5.6.2)? */
static bool
is_token(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c) ||
	       (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool
is_absent(const struct json_value *v)
{
	return v->kind == JSON_NONE || v->kind == JSON_NULL;
}

/* ---- places --------------------------------------------------------------------------------- */

/* What one place has, after its normalizers. */
static struct json_value
origin_value(struct record *r, const struct origin *from, unsigned slot)
{
	const struct runtime *rt = &r->plan->runtime;
	const struct follow how = { rt->flatten_objects, rt->normalize_field_names };
	struct json_value v = *slot_of(r, slot);
	if (from->steps > 0)
		v = follow_steps(&how, &r->named, &v, from);
	if (from->normalizers == 0 || is_absent(&v))
		return v;
	struct value text = named_value(&r->named, &v);
	for (size_t i = 0; i < from->normalizers; i++)
		normalize(&from->normalizer[i], &text, r->named.scratch);
	if (text.kind == VALUE_ABSENT)
		return nothing;
	return (struct json_value){
		.p = text.text.p, .n = text.text.n, .kind = JSON_STRING, .hits = 1
	};
}

/* The first of several places that has something. */
static struct json_value
first_value(struct record *r, const struct origins *from, const struct slot_list *list)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct json_value v = origin_value(r, &from->origin[i], list->slot[i]);
		if (!is_absent(&v))
			return v;
	}
	return nothing;
}

/* A member of the record, as it stands there. */
static struct json_value
member_value(struct record *r, enum envelope_member m)
{
	const struct slot_list *list = &r->slots->list[m];
	return list->slot == NULL ? *slot_of(r, r->slots->member[m])
				  : first_value(r, &r->plan->runtime.envelope[m], list);
}

/* ---- the request line ----------------------------------------------------------------------- */

/* `METHOD TARGET[ HTTP/VERSION]` (RFC 9112, section 3). */
static bool
split_request_line(struct text t, struct text *method, struct text *target)
{
	size_t n = 0;
	while (n < t.n && is_token(t.p[n]))
		n++;
	if (n == 0 || n == t.n || t.p[n] != ' ')
		return false;
	*method = (struct text){ t.p, n };
	t = (struct text){ t.p + n + 1, t.n - n - 1 };
	const char *space = memchr(t.p, ' ', t.n);
	*target = (struct text){ t.p, space ? (size_t)(space - t.p) : t.n };
	if (!space)
		return target->n > 0;
	t = (struct text){ space, t.n - target->n };
	n = sizeof(" HTTP/") - 1;
	if (target->n == 0 || t.n <= n || memcmp(t.p, " HTTP/", n) != 0)
		return false;
	for (; n < t.n; n++)
		if (!ascii_is_digit(t.p[n]) && t.p[n] != '.')
			return false;
	return ascii_is_digit(t.p[t.n - 1]);
}

/* Method and target, if the envelope has a request line. */
static void
read_request_line(struct record *r)
{
	const struct json_value v = member_value(r, ENVELOPE_REQUEST_LINE);
	const struct value line = named_value(&r->named, &v);
	r->request_line_known = true;
	r->method = r->target = VALUE_NONE;
	struct text method, target;
	if (line.kind != VALUE_STRING || !split_request_line(line.text, &method, &target))
		return;
	r->method = (struct value){ method, VALUE_STRING, line.plain };
	r->target = (struct value){ target, VALUE_STRING, line.plain };
}

/* Does the member come from the request line? */
static bool
is_in_request_line(const struct record *r, enum envelope_member m)
{
	const struct origins *envelope = r->plan->runtime.envelope;
	return envelope[ENVELOPE_REQUEST_LINE].n > 0 && envelope[m].n == 0;
}

static struct value
target_of(struct record *r)
{
	if (!r->request_line_known)
		read_request_line(r);
	return r->target;
}

struct value
record_member(struct record *r, enum envelope_member m)
{
	if (m == ENVELOPE_PATH && is_in_request_line(r, m))
		return target_of(r);
	if (m == ENVELOPE_METHOD && is_in_request_line(r, m)) {
		target_of(r);
		return r->method;
	}
	const struct json_value v = member_value(r, m);
	return named_value(&r->named, &v);
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
	const struct json_value headers = member_value(r, ENVELOPE_HEADERS);
	const struct json_value *v = at_hand(r, &headers, slot);
	return v != NULL ? named_value(&r->named, v) : named_header(&r->named, &headers, name);
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
	const struct json_value query = member_value(r, ENVELOPE_QUERY);
	if (!is_absent(&query) && query.kind != JSON_STRING)
		return select_named(r, &query, i);
	if (!r->query_known) {
		r->query = named_value(&r->named, &query);
		if (r->query.kind == VALUE_ABSENT)
			r->query = query_of(is_in_request_line(r, ENVELOPE_QUERY)
						? target_of(r)
						: record_member(r, ENVELOPE_PATH));
		if (r->query.kind == VALUE_ABSENT)
			r->query = query_of(url(r));
		r->query_known = true;
	}
	return named_in_query(&r->named, r->query.text, r->plan->field[i].selector_arg);
}

static struct value
select_cookie(struct record *r, size_t i)
{
	const struct json_value cookies = member_value(r, ENVELOPE_COOKIES);
	if (!is_absent(&cookies) && cookies.kind != JSON_STRING)
		return select_named(r, &cookies, i);
	if (!r->cookies_known) {
		r->cookies = named_value(&r->named, &cookies);
		if (r->cookies.kind == VALUE_ABSENT)
			r->cookies = select_header(r, r->slots->cookie_header, TEXT("Cookie"));
		r->cookies_known = true;
	}
	return named_in_cookies(r->cookies.text, r->plan->field[i].selector_arg);
}

static struct value
select_route_param(struct record *r, size_t i)
{
	const struct json_value params = member_value(r, ENVELOPE_ROUTE_PARAMS);
	return select_named(r, &params, i);
}

static struct value
select_observed_at(struct record *r)
{
	char *p = arena_alloc(r->named.scratch, STAMP_MAX);
	return (struct value){ { p, stamp_put(r->observed_at_ns, p) }, VALUE_STRING, true };
}

static struct value
select_request_field(struct record *r, size_t i)
{
	const struct slot_list *list = &r->slots->path[i];
	if (list->slot == NULL)
		return named_value(&r->named, slot_of(r, r->slots->field[i]));
	const struct json_value v = first_value(r, &r->plan->field[i].path, list);
	return named_value(&r->named, &v);
}

struct value
record_select(struct record *r, size_t i)
{
	const struct plan_field *f = &r->plan->field[i];
	switch (f->selector) {
	case SELECT_REQUEST_FIELD: return select_request_field(r, i);
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
