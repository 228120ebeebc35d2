/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/base64.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "import/attributes.h"
#include "import/exchange.h"
#include "json/write.h"

/*
 * HAR 1.2, what browsers and proxies record of HTTP: a document {"log":{"entries":[…]}}, or its
 * entries alone.  Each entry is a call.  Entries have no ids, so a call is named after the content
 * of its entry, and a trace after the page, which has a name only in its document.
 */
enum { MS = 1000000 }; /* nanoseconds */

/* Is it a log without entries? */
static bool
is_empty_log(const struct import_object *o)
{
	const struct json_value log = import_get(o, KEY_LOG);
	struct json_members it, list;
	struct json_value key, value, entry;
	if (log.kind != JSON_OBJECT)
		return false;
	json_members(&it, o->text, o->index, &log);
	while (json_member(&it, &key, &value)) {
		if (value.kind != JSON_ARRAY ||
		    !text_eq((struct text){ key.p, key.n }, TEXT("entries")))
			continue;
		json_members(&list, o->text, o->index, &value);
		return !json_member(&list, &key, &entry);
	}
	return false;
}

static bool
is_entry(const struct import_object *o)
{
	return import_get(o, KEY_STARTED_DATE_TIME).kind == JSON_STRING &&
	       import_get(o, KEY_REQUEST).kind == JSON_OBJECT;
}

static bool
knows(const struct import_object *o)
{
	return is_entry(o) || is_empty_log(o);
}

static bool
is(const struct import_member *m, struct text name)
{
	return m->key.p && text_eq(m->key, name);
}

static const struct import_member *
find(const struct import_object *o, struct text name)
{
	for (size_t i = 0; i < o->members; i++)
		if (is(&o->member[i], name))
			return &o->member[i];
	return NULL;
}

static struct json_value
value_of(const struct import_object *o, struct text name)
{
	const struct import_member *m = find(o, name);
	return m ? m->value : (struct json_value){ .kind = JSON_NONE };
}

/* ---- URLs ----------------------------------------------------------------------------------- */

struct url {
	struct text host, path; /* the path of another kind of URL is all of it but its data */
};

static size_t
span_to(struct text t, size_t from, const char *stops)
{
	while (from < t.n && (t.p[from] == '\0' || !strchr(stops, t.p[from])))
		from++;
	return from;
}

static struct url
url_of(struct text t)
{
	const size_t scheme = span_to(t, 0, ":/?#");
	if (scheme + 2 >= t.n || memcmp(t.p + scheme, "://", 3) != 0)
		return (struct url){ TEXT(""), { t.p, span_to(t, 0, ",;?#") } };
	const size_t begin = scheme + 3, end = span_to(t, begin, "/?#");
	struct text host = { t.p + begin, end - begin };
	const char *user = memrchr(host.p, '@', host.n);
	if (user)
		host = (struct text){ user + 1, (size_t)(host.p + host.n - user) - 1 };
	host.n = span_to(host, 0, ":");
	const size_t stop = span_to(t, end, "?#");
	const struct text path = { t.p + end, stop - end };
	return (struct url){ host, path.n > 0 ? path : TEXT("/") };
}

/* ---- bodies --------------------------------------------------------------------------------- */

struct body {
	struct text json;  /* JSON if it is JSON, else a string; absent: there is none */
	struct text plain; /* the text; absent if it is none */
	bool decoded;      /* it was in Base64 */
};

static struct text
decode(struct import_in *in, struct text base64)
{
	char *out = arena_alloc(in->arena, 3 * (base64.n / 4 + 1));
	const long n = base64_decode(base64, out);
	if (n < 0 || utf8_valid(out, (size_t)n) < (size_t)n)
		return TEXT_ABSENT;
	return (struct text){ out, (size_t)n };
}

static struct text
quote(struct import_in *in, struct text plain)
{
	struct buf b = { 0 };
	json_put_string(&b, plain);
	const struct text json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

/* The body in {mimeType, text, encoding}: Base64 that is no text stays as it is. */
static struct body
body_of(struct import_in *in, const struct import_object *o)
{
	const struct json_value text = value_of(o, TEXT("text")),
				type = value_of(o, TEXT("mimeType")),
				encoding = value_of(o, TEXT("encoding"));
	const struct text mime = import_text(in->arena, &type);
	struct body b = { import_json(in->arena, &text), import_text(in->arena, &text), false };
	if (text.kind != JSON_STRING)
		return (struct body){ TEXT_ABSENT, TEXT_ABSENT, false };
	if (encoding.kind == JSON_STRING &&
	    text_eq_nocase((struct text){ encoding.p, encoding.n }, TEXT("base64"))) {
		b.plain = decode(in, b.plain);
		if (!b.plain.p)
			return b;
		b.decoded = true;
		b.json = quote(in, b.plain);
	}
	b.json = import_embedded(in, b.json, mime.p && text_contains(mime, TEXT("json")));
	return b;
}

/* ---- messages ------------------------------------------------------------------------------- */

/* A request or a response: what the model has a place for, and the rest. */
struct message {
	struct import_object object, content;
	struct body body;
	struct text params; /* JSON, of a form, in place of a body */
	struct buf rest;    /* an object that is not ended */
};

static void
put_rest(struct import_in *in, struct buf *b, const struct import_member *m)
{
	json_name_text(b, m->key);
	json_add_raw(b, import_json(in->arena, &m->value));
}

/* What else is known of a body. */
static void
put_content(struct import_in *in, struct message *m, const char *name)
{
	const size_t before = m->rest.n;
	json_member_begin(&m->rest, name, '{');
	const size_t begin = m->rest.n;
	for (size_t i = 0; i < m->content.members; i++) {
		const struct import_member *c = &m->content.member[i];
		const bool taken = (is(c, TEXT("text")) && m->body.json.p) ||
				   (is(c, TEXT("encoding")) && m->body.decoded) ||
				   (is(c, TEXT("params")) && m->params.p);
		if (!taken)
			put_rest(in, &m->rest, c);
	}
	if (m->rest.n == begin)
		m->rest.n = before;
	else
		json_end(&m->rest, '}');
}

/* Opens a message; `content` names the member that has the body, and `own` the three that the
 * model has a place for. */
static void
open_message(struct import_in *in, struct message *m, const struct json_value *v,
    const char *content, const struct text own[3])
{
	*m = (struct message){ .params = TEXT_ABSENT };
	import_descend(&m->object, in->names, in->arena, &in->object, v);
	const struct json_value inner = value_of(&m->object, text_of(content));
	import_descend(&m->content, in->names, in->arena, &in->object, &inner);
	m->body = body_of(in, &m->content);
	const struct json_value params = value_of(&m->content, TEXT("params"));
	if (!m->body.json.p && params.kind == JSON_ARRAY)
		m->params = import_json(in->arena, &params);
	json_begin(&m->rest, '{');
	for (size_t i = 0; i < m->object.members; i++) {
		const struct import_member *o = &m->object.member[i];
		if (is(o, text_of(content)) && inner.kind == JSON_OBJECT)
			put_content(in, m, content);
		else if (text_among(o->key, own, 3) == 3)
			put_rest(in, &m->rest, o);
	}
}

static void
put_member(struct import_in *in, struct buf *b, const struct message *m, const char *name)
{
	const struct json_value v = value_of(&m->object, text_of(name));
	if (v.kind != JSON_NONE)
		json_member_raw(b, name, import_json(in->arena, &v));
}

static const struct text of_request[] = { TEXT("method"), TEXT("url"), TEXT("headers") },
			 of_response[] = { TEXT("status"), TEXT("headers"), TEXT("headers") };

/* Appends the members that the model has a place for, then the body unless it is elsewhere. */
static void
put_message(struct import_in *in, struct buf *b, const struct message *m, const struct text *own,
    size_t n, bool body)
{
	for (size_t i = 0; i < n; i++)
		put_member(in, b, m, own[i].p);
	if (body && m->body.json.p)
		json_member_raw(b, "body", m->body.json);
	else if (body && m->params.p)
		json_member_raw(b, "body", m->params);
}

/* ---- calls ---------------------------------------------------------------------------------- */

struct entry {
	struct import_in *in;
	struct trace_record *record;
	struct import_attributes attributes;
	struct message request, response;
	int64_t status; /* -1: none is recorded */
};

static struct text
id_of(struct import_in *in)
{
	enum { BYTES = 8 };
	unsigned char digest[32];
	char *hex = arena_alloc(in->arena, 2 * BYTES);
	if (json_is_compact(in->raw)) {
		sha256(in->raw.p, in->raw.n, digest);
	} else {
		struct buf b = { 0 };
		json_put_compact(&b, in->raw);
		sha256(b.p, b.n, digest);
		buf_free(&b);
	}
	sha256_hex(digest, BYTES, hex);
	return (struct text){ hex, 2 * BYTES };
}

/* METHOD PATH */
static struct text
name_of(struct import_in *in, struct text method, struct text path)
{
	struct buf b = { 0 };
	buf_text(&b, method);
	buf_text(&b, method.n > 0 && path.n > 0 ? TEXT(" ") : TEXT(""));
	buf_text(&b, path);
	const struct text name = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return name;
}

/* The time that the entry took; -1 says that it is not known.  Returns whether it was understood.
 */
static bool
take_time(struct entry *e, const struct json_value *v)
{
	int64_t ns;
	if (v->kind != JSON_NUMBER || import_ns(v, MS, &ns) < 0 || ns < 0)
		return false;
	e->record->duration_ns = ns;
	return true;
}

/* What the answer says of the call, which a model may say better. */
static void
read_status(struct entry *e)
{
	struct import_in *in = e->in;
	const struct json_value status = value_of(&e->response.object, TEXT("status")),
				text = value_of(&e->response.object, TEXT("statusText")),
				error = value_of(&e->response.object, TEXT("_error"));
	if (status.kind != JSON_NUMBER || import_i64(&status, &e->status) < 0 || e->status < 0)
		e->status = -1;
	if (e->status < 0)
		return;
	const bool failed = e->status == 0 || e->status >= 400;
	e->record->status = failed ? TRACE_ERROR : TRACE_OK;
	if (!failed)
		return;
	struct trace_error *why = &import_more(in, e->record)->error;
	why->message = import_text(in->arena, error.kind == JSON_STRING ? &error : &text);
	if (why->message.n == 0)
		why->message = TEXT_ABSENT;
	why->type = e->status == 0 ? TEXT("no_response") : import_text(in->arena, &status);
}

static bool
is_stream(struct import_in *in, const struct message *m)
{
	const struct json_value type = value_of(&m->content, TEXT("mimeType"));
	const struct text mime = import_text(in->arena, &type);
	const struct text body = m->body.plain;
	return body.p && ((mime.p && text_contains(mime, TEXT("text/event-stream"))) ||
			     (body.n > 6 && (memcmp(body.p, "data:", 5) == 0 ||
						memcmp(body.p, "event:", 6) == 0)));
}

static bool
read_exchange(struct entry *e, const struct url *url)
{
	const bool stream = is_stream(e->in, &e->response);
	const struct import_exchange x = { .host = url->host,
		.path = url->path,
		.request = e->request.body.json,
		.answer = stream ? TEXT_ABSENT : e->response.body.json,
		.stream = stream ? e->response.body.plain : TEXT_ABSENT };
	return import_exchange(e->in, &x, e->record);
}

static void
add_message(struct entry *e, struct text name, struct message *m)
{
	json_end(&m->rest, '}');
	if (m->rest.n > 2)
		import_attributes_add(
		    e->in, &e->attributes, name, arena_text(e->in->arena, buf_as_text(&m->rest)));
	buf_free(&m->rest);
}

/* {method, url, headers, body} or {status, headers, body} */
static struct text
object_of(struct entry *e, const struct message *m, const struct text *own, size_t n)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	put_message(e->in, &b, m, own, n, true);
	json_end(&b, '}');
	const struct text json = arena_text(e->in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

/* What was asked and answered.  Of a call of a model, that is only the bodies, and the rest of the
 * messages are attributes. */
static void
read_messages(struct entry *e, const struct url *url, bool answered)
{
	struct trace_record *r = e->record;
	r->kind = TRACE_HTTP;
	if (read_exchange(e, url)) {
		const bool whole = r->output.p && text_eq(r->output, e->response.body.json);
		put_message(e->in, &e->request.rest, &e->request, of_request, 3, false);
		put_message(e->in, &e->response.rest, &e->response, of_response, 2, !whole);
	} else {
		r->input = object_of(e, &e->request, of_request, 3);
		if (answered)
			r->output = object_of(e, &e->response, of_response, 2);
	}
	add_message(e, TEXT("request"), &e->request);
	add_message(e, TEXT("response"), &e->response);
}

static void
read_members(struct entry *e)
{
	const struct import_object *o = &e->in->object;
	const bool page = e->record->process.p != NULL;
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		const bool taken =
		    m->id == KEY_REQUEST ||
		    (m->id == KEY_RESPONSE && m->value.kind == JSON_OBJECT) ||
		    (m->id == KEY_PAGEREF && page) ||
		    (m->id == KEY_STARTED_DATE_TIME && e->record->start_ns != TRACE_NO_TIME) ||
		    (is(m, TEXT("time")) && take_time(e, &m->value));
		if (!taken)
			import_attributes_add(
			    e->in, &e->attributes, m->key, import_json(e->in->arena, &m->value));
	}
}

static bool
read(struct import_in *in)
{
	const struct import_object *o = &in->object;
	const struct text page = import_get_string(in->arena, o, KEY_PAGEREF);
	struct entry e = { .in = in, .status = -1 };
	if (!is_entry(o))
		return true;
	e.record = import_add_local(in, page.n > 0 ? page : TEXT("har"));
	if (in->lean)
		return true;
	const struct json_value request = import_get(o, KEY_REQUEST),
				response = import_get(o, KEY_RESPONSE),
				start = import_get(o, KEY_STARTED_DATE_TIME);
	struct trace_record *r = e.record;
	r->what = TRACE_CALL;
	r->call_id = id_of(in);
	r->process = page.n > 0 ? page : TEXT_ABSENT;
	if (import_time(in->arena, &start, &r->start_ns) < 0)
		r->start_ns = TRACE_NO_TIME;
	read_members(&e);
	open_message(in, &e.request, &request, "postData", of_request);
	open_message(in, &e.response, &response, "content", of_response);
	const struct json_value method = value_of(&e.request.object, TEXT("method")),
				address = value_of(&e.request.object, TEXT("url"));
	const struct url url = url_of(import_text(in->arena, &address));
	r->name = name_of(in, import_text(in->arena, &method), url.path);
	read_status(&e);
	read_messages(&e, &url, response.kind == JSON_OBJECT);
	r->attributes = import_attributes_done(in, &e.attributes);
	return true;
}

/* ---- what is around the entries ------------------------------------------------------------- */

/* What the log says of itself, but its entries and pages, as a member: "log":{…}.  Nothing if it
 * says nothing. */
static void
put_log(struct import_in *in, struct buf *b, const struct import_object *log, bool pages)
{
	const size_t before = b->n;
	json_member_begin(b, "log", '{');
	const size_t begin = b->n;
	for (size_t i = 0; i < log->members; i++) {
		const enum import_key id = log->member[i].id;
		if (id != KEY_ENTRIES && !(id == KEY_PAGES && pages))
			put_rest(in, b, &log->member[i]);
	}
	if (b->n == begin)
		b->n = before;
	else
		json_end(b, '}');
}

/* So much room the pages take with what the log says, which each of them repeats. */
enum { LOG_ROOM = 1 << 20 };

/* Pages are the resources of the calls that name them: {"page_1":{"resource":{"page":{…}}}}. */
static struct text
pages_of(struct import_in *in, const struct import_object *log)
{
	const struct json_value pages = import_get(log, KEY_PAGES);
	struct json_members it;
	struct json_value key, page;
	struct buf b = { 0 };
	size_t said = 0; /* of the log */
	if (pages.kind != JSON_ARRAY)
		return TEXT_ABSENT;
	json_begin(&b, '{');
	json_members(&it, in->object.text, in->object.index, &pages);
	while (json_member(&it, &key, &page)) {
		struct import_object o;
		import_descend(&o, in->names, in->arena, &in->object, &page);
		const struct text id = import_get_string(in->arena, &o, KEY_ID);
		if (id.n == 0)
			continue;
		json_name_text(&b, id);
		json_begin(&b, '{');
		json_member_begin(&b, "resource", '{');
		json_member_raw(&b, "page", import_json(in->arena, &page));
		const size_t before = b.n;
		if (said < LOG_ROOM)
			put_log(in, &b, log, true);
		said += b.n - before;
		json_end(&b, '}');
		json_end(&b, '}');
	}
	json_end(&b, '}');
	const struct text json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

static void
read_shared(struct import_in *in, struct import_shared *out)
{
	const struct json_value v = import_get(&in->object, KEY_LOG);
	struct import_object log;
	struct buf b = { 0 };
	import_descend(&log, in->names, in->arena, &in->object, &v);
	if (import_get(&log, KEY_ENTRIES).kind != JSON_ARRAY)
		return;
	out->processes = pages_of(in, &log);
	json_begin(&b, '{');
	put_log(in, &b, &log, out->processes.p != NULL);
	json_end(&b, '}');
	if (b.n > 2)
		out->resource = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
}

const struct import_reader import_har = {
	.name = "HAR", .knows = knows, .read = read, .shared = read_shared
};
