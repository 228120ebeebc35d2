/* SPDX-License-Identifier: MIT */
#include "encode/record.h"

#include <string.h>

#include "encode/normalize.h"
#include "encode/request_line.h"
#include "time/stamp.h"

static const struct json_value nothing = { .kind = JSON_NONE };

void
record_begin(
    struct record *r, const char *text, const struct json_index *ix, const struct json_value *slot)
{
	r->slot = slot;
	r->text = r->named.text = text;
	r->index = r->named.index = ix;
	r->query_known = r->cookies_known = r->line_known = false;
	r->found_known = 0;
}

void
record_free(struct record *r)
{
	named_free(&r->named);
	follow_free(&r->follow);
	for (size_t m = 0; m < ENVELOPE_MEMBERS; m++)
		json_index_free(&r->made[m]);
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

/* ---- several places ------------------------------------------------------------------------- */

/* Sets *out to what a place has after its normalizers.  Returns false if that is nothing. */
static bool
find_at(struct record *r, const struct origin *o, unsigned slot, const struct trail *trail,
    struct record_found *out)
{
	*out = (struct record_found){ .json = r->slot[slot] };
	if (trail->steps > 0)
		out->json = follow(&r->follow, &r->named, trail, &out->json);
	if (is_absent(&out->json))
		return false;
	out->made = trail->many;
	if (o->normalizers == 0)
		return true;
	out->text = named_value(&r->named, &out->json);
	for (size_t i = 0; i < o->normalizers; i++)
		normalize(&o->normalizer[i], &out->text, r->named.scratch);
	out->json = (struct json_value){ .kind = JSON_STRING };
	return out->text.kind != VALUE_ABSENT;
}

/* The first of several places that has something. */
static struct record_found
find(struct record *r, const struct origins *from, const struct slot_list *list)
{
	struct record_found found;
	for (size_t i = 0; i < from->n; i++)
		if (find_at(r, &from->origin[i], list->slot[i], &list->trail[i], &found))
			return found;
	return (struct record_found){ .json = nothing };
}

static struct value
found_text(struct record *r, const struct record_found *found)
{
	return found->text.kind != VALUE_ABSENT ? found->text
						: named_value(&r->named, &found->json);
}

/* The same for a member.  An array that `*` has made is indexed, so that names can be looked up in
 * it. */
static const struct record_found *
find_member(struct record *r, enum envelope_member m)
{
	struct record_found *found = &r->found[m];
	if (r->found_known >> m & 1)
		return found;
	r->found_known |= 1U << m;
	*found = find(r, &r->plan->runtime.envelope[m], &r->slots->places[m]);
	if (found->made && found->json.kind == JSON_ARRAY) {
		json_index_build(&r->made[m], found->json.p, found->json.n, JSON_DOCUMENT);
		found->json.entry = 1; /* entry 0 stands for the newline before the text */
	}
	return found;
}

/* ---- members -------------------------------------------------------------------------------- */

static const struct request_line *
line(struct record *r)
{
	if (!r->line_known) {
		const struct value v = record_member(r, ENVELOPE_REQUEST_LINE);
		r->line_known = true;
		r->line = request_line_split(&v);
	}
	return &r->line;
}

static struct value query_of(struct value v);

static struct value
in_request_line(struct record *r, enum envelope_member m)
{
	if (m == ENVELOPE_METHOD)
		return line(r)->method;
	return m == ENVELOPE_PATH ? line(r)->target : query_of(line(r)->target);
}

struct value
record_member(struct record *r, enum envelope_member m)
{
	switch (r->slots->from[m]) {
	case FROM_SLOT: return named_value(&r->named, slot_of(r, r->slots->member[m]));
	case FROM_PLACES: return found_text(r, find_member(r, m));
	case FROM_REQUEST_LINE: break;
	}
	return in_request_line(r, m);
}

/* The same as JSON; a text that normalizers have made is a string. */
static const struct json_value *
member_json(struct record *r, enum envelope_member m)
{
	return r->slots->from[m] == FROM_PLACES ? &find_member(r, m)->json
						: slot_of(r, r->slots->member[m]);
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

/* Between these two, names are looked up in the text in which the container of the member stands.
 */
static void
enter(struct record *r, enum envelope_member m)
{
	if (r->slots->from[m] == FROM_PLACES && r->found[m].made) {
		r->named.text = r->found[m].json.p;
		r->named.index = &r->made[m];
	}
}

static void
leave(struct record *r)
{
	r->named.text = r->text;
	r->named.index = r->index;
}

static struct value
select_header(struct record *r, unsigned slot, struct text name)
{
	const struct json_value *headers = member_json(r, ENVELOPE_HEADERS);
	const struct json_value *at = at_hand(r, headers, slot);
	if (at != NULL)
		return named_value(&r->named, at);
	enter(r, ENVELOPE_HEADERS);
	const struct value v = named_header(&r->named, headers, name);
	leave(r);
	return v;
}

static struct value
select_named(struct record *r, enum envelope_member m, size_t i)
{
	const struct json_value *container = member_json(r, m);
	const struct json_value *at = at_hand(r, container, r->slots->field[i]);
	if (at != NULL)
		return named_value(&r->named, at);
	enter(r, m);
	const struct value v = named_last(&r->named, container, r->plan->field[i].selector_arg);
	leave(r);
	return v;
}

static struct value
find_query(struct record *r)
{
	struct value v = record_member(r, ENVELOPE_QUERY);
	if (v.kind != VALUE_ABSENT || r->slots->from[ENVELOPE_QUERY] == FROM_REQUEST_LINE)
		return v;
	v = query_of(record_member(r, ENVELOPE_PATH));
	return v.kind != VALUE_ABSENT ? v : query_of(url(r));
}

static struct value
select_query_param(struct record *r, size_t i)
{
	const struct json_value *query = member_json(r, ENVELOPE_QUERY);
	if (!is_absent(query) && query->kind != JSON_STRING)
		return select_named(r, ENVELOPE_QUERY, i);
	if (!r->query_known) {
		r->query = find_query(r);
		r->query_known = true;
	}
	return named_in_query(&r->named, r->query.text, r->plan->field[i].selector_arg);
}

static struct value
select_cookie(struct record *r, size_t i)
{
	const struct json_value *cookies = member_json(r, ENVELOPE_COOKIES);
	if (!is_absent(cookies) && cookies->kind != JSON_STRING)
		return select_named(r, ENVELOPE_COOKIES, i);
	if (!r->cookies_known) {
		r->cookies = record_member(r, ENVELOPE_COOKIES);
		if (r->cookies.kind == VALUE_ABSENT)
			r->cookies = select_header(r, r->slots->cookie_header, TEXT("Cookie"));
		r->cookies_known = true;
	}
	return named_in_cookies(r->cookies.text, r->plan->field[i].selector_arg);
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
	const unsigned slot = r->slots->field[i];
	if (slot != NO_SLOT)
		return named_value(&r->named, &r->slot[slot]);
	const struct record_found found = find(r, &r->plan->field[i].path, &r->slots->path[i]);
	return found_text(r, &found);
}

/* Which of several places counts. */
static bool
find_where(struct record *r, size_t i, struct json_value *out)
{
	const struct origins *from = &r->plan->field[i].path;
	const struct slot_list *list = &r->slots->path[i];
	struct record_found found;
	for (size_t k = 0; k < from->n; k++) {
		if (!find_at(r, &from->origin[k], list->slot[k], &list->trail[k], &found))
			continue;
		*out = r->slot[list->slot[k]];
		if (list->trail[k].steps > 0)
			*out = follow(&r->follow, &r->named, &list->trail[k], out);
		return !found.made;
	}
	return false;
}

struct json_value
record_where(struct record *r, size_t i)
{
	struct json_value v = nothing;
	const unsigned slot = r->slots->field[i];
	if (r->plan->field[i].expr || r->plan->field[i].selector != SELECT_REQUEST_FIELD)
		return nothing;
	if (slot != NO_SLOT)
		v = r->slot[slot];
	else if (!find_where(r, i, &v))
		return nothing;
	return is_absent(&v) ? nothing : v;
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
	case SELECT_ROUTE_PARAM: return select_named(r, ENVELOPE_ROUTE_PARAMS, i);
	case SELECT_METHOD: return record_member(r, ENVELOPE_METHOD);
	case SELECT_PATH: return select_path(r);
	case SELECT_SOURCE_ID: return record_member(r, ENVELOPE_SOURCE_ID);
	case SELECT_OBSERVED_AT: return select_observed_at(r);
	}
	return VALUE_NONE;
}
