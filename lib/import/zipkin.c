/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "import/attributes.h"
#include "json/write.h"

/*
 * Spans of Zipkin, version 2.  Times are in microseconds.  A span may be reported in parts: records
 * that agree in id, shared and localEndpoint are one call.  The client and the server of a request
 * may use the same id; the server's part then says shared.
 */
enum { US = 1000 }; /* nanoseconds */

static bool
knows(const struct import_object *o)
{
	return import_has(o, KEY_TRACEID) && import_has(o, KEY_ID) && !import_has(o, KEY_SPANID) &&
	       !import_has(o, KEY_START_TIME);
}

static int64_t
time_of(const struct json_value *v)
{
	int64_t ns;
	return import_ns(v, US, &ns) == 0 ? ns : TRACE_NO_TIME;
}

/* What tells the record from others of its id. */
static struct text
half_of(struct import_in *in)
{
	const struct json_value shared = import_get(&in->object, KEY_SHARED);
	const struct text endpoint = import_get_json(in->arena, &in->object, KEY_LOCAL_ENDPOINT);
	const bool told = endpoint.p && endpoint.p[0] == '{';
	struct buf b = { 0 };
	if (shared.kind != JSON_TRUE && !told)
		return TEXT_ABSENT;
	buf_text(&b, shared.kind == JSON_TRUE ? TEXT("shared") : TEXT("local"));
	if (told)
		buf_text(&b, endpoint);
	const struct text half = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return half;
}

/* Adds the members of an endpoint as remoteEndpoint.serviceName and so on; its service goes to
 * *service, if there is one. */
static void
add_endpoint(struct import_in *in, struct import_attributes *as, const struct import_member *m,
    struct text *service)
{
	struct import_object o;
	if (m->value.kind != JSON_OBJECT) {
		import_attributes_add(in, as, m->key, import_json(in->arena, &m->value));
		return;
	}
	import_descend(&o, in->names, in->arena, &in->object, &m->value);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *own = &o.member[i];
		struct buf name = { 0 };
		if (service && own->id == KEY_SERVICE_NAME && own->value.kind == JSON_STRING) {
			*service = import_text(in->arena, &own->value);
			continue;
		}
		buf_text(&name, m->key);
		buf_char(&name, '.');
		buf_text(&name, own->key);
		import_attributes_add(in, as, arena_text(in->arena, buf_as_text(&name)),
		    import_json(in->arena, &own->value));
		buf_free(&name);
	}
}

/* SERVER is span.kind: server. */
static void
add_kind(struct import_in *in, struct import_attributes *as, const struct json_value *v)
{
	const struct text kind = import_text(in->arena, v);
	char *lower = arena_alloc(in->arena, kind.n);
	for (size_t i = 0; i < kind.n; i++)
		lower[i] = ascii_lower(kind.p[i]);
	import_attributes_add_string(in, as, TEXT("span.kind"), (struct text){ lower, kind.n });
}

static void
read_annotation(struct import_in *in, const struct json_value *v)
{
	struct import_object o;
	struct trace_event_record *e = import_event(in);
	e->type = TRACE_LOG;
	import_descend(&o, in->names, in->arena, &in->object, v);
	import_rest_begin(in);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_VALUE && m->value.kind == JSON_STRING)
			e->text[TRACE_MESSAGE] = import_text(in->arena, &m->value);
		else if (m->id == KEY_TIMESTAMP && time_of(&m->value) != TRACE_NO_TIME)
			e->at_ns = time_of(&m->value);
		else
			import_rest_add(in, m->key, &m->value);
	}
	if (v->kind != JSON_OBJECT)
		import_rest_add(in, TEXT("value"), v);
	e->attributes = import_rest_done(in);
}

/* The tag `error` is there if the call failed, whatever it says. */
static void
read_status(struct import_in *in, struct import_attributes *as, struct trace_record *r)
{
	struct import_attribute *a = import_attributes_find(as, TEXT("error"));
	r->status = r->duration_ns != TRACE_NO_TIME ? TRACE_OK : TRACE_OPEN;
	if (!a)
		return;
	const struct text said = import_attribute_text(in, a);
	const struct text type =
	    import_attribute_text(in, import_attributes_find(as, TEXT("error.type")));
	const bool message = said.n > 0 && !text_eq_nocase(said, TEXT("true"));
	r->status = TRACE_ERROR;
	a->taken = said.p || text_eq(a->value, TEXT("true"));
	if (message || type.p)
		import_more(in, r)->error =
		    (struct trace_error){ type, message ? said : TEXT_ABSENT, TEXT_ABSENT };
}

/* Takes a member.  Returns false if it has no place in the record. */
static bool
take(struct import_in *in, struct import_attributes *as, struct trace_record *r,
    const struct import_member *m)
{
	const struct json_value *v = &m->value;
	if (v->kind == JSON_NULL && m->id != KEY_OTHER)
		return true;
	switch ((int)m->id) {
	case KEY_TRACEID: return r->trace_id.p || import_is_empty(v);
	case KEY_ID: return r->call_id.p || import_is_empty(v);
	case KEY_PARENTID: return r->parent_id.p || import_is_empty(v);
	case KEY_NAME: return r->name.p != NULL;
	case KEY_TIMESTAMP: return r->start_ns != TRACE_NO_TIME;
	case KEY_DURATION: return r->duration_ns != TRACE_NO_TIME;
	case KEY_SHARED: return v->kind == JSON_TRUE || v->kind == JSON_FALSE;
	case KEY_LOCAL_ENDPOINT: add_endpoint(in, as, m, &r->service); return true;
	case KEY_REMOTE_ENDPOINT: add_endpoint(in, as, m, NULL); return true;
	case KEY_TAGS: import_attributes_add_object(in, as, m->key, v); return true;
	case KEY_ANNOTATIONS: return import_each(in, v, read_annotation);
	case KEY_KIND:
		if (v->kind == JSON_STRING)
			add_kind(in, as, v);
		return v->kind == JSON_STRING;
	default: return false;
	}
}

static bool
read(struct import_in *in)
{
	const struct import_object *o = &in->object;
	const struct json_value start = import_get(o, KEY_TIMESTAMP),
				duration = import_get(o, KEY_DURATION);
	struct import_attributes as = { 0 };
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->joins = true;
	r->trace_id = import_get_id(in->arena, o, KEY_TRACEID);
	r->call_id = import_get_id(in->arena, o, KEY_ID);
	r->parent_id = import_get_id(in->arena, o, KEY_PARENTID);
	r->name = import_get_text(in->arena, o, KEY_NAME);
	r->half = half_of(in);
	r->start_ns = time_of(&start);
	r->duration_ns = time_of(&duration);
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		if (!take(in, &as, r, m))
			import_attributes_add(in, &as, m->key, import_json(in->arena, &m->value));
	}
	if (!r->call_id.p) {
		r->call_id = r->name.n > 0 ? r->name : TEXT("span");
		r->joins = false;
	}
	import_events_done(in, r);
	read_status(in, &as, r);
	import_attributes_apply(in, &as, r);
	r->attributes = import_attributes_done(in, &as);
	return true;
}

const struct import_reader import_zipkin = { .name = "Zipkin", .knows = knows, .read = read };
