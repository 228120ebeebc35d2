/* SPDX-License-Identifier: MIT */
#include "export/otlp.h"
#include "import/otel.h"
#include "import/otlp_own.h"
#include "json/write.h"

/*
 * Spans in OTLP/JSON.  They are found in resourceSpans and scopeSpans, also under the names before
 * version 1.0, or one by one.  Ids are hexadecimal in either case.
 */

/* A batch without records is known, and comes to nothing. */
static bool
is_empty(const struct import_object *o, enum import_key key)
{
	const struct json_value v = import_get(o, key);
	return o->members == 1 && v.kind == JSON_ARRAY &&
	       text_trim((struct text){ v.p + 1, v.n - 2 }).n == 0;
}

static bool
knows(const struct import_object *o)
{
	if (is_empty(o, KEY_RESOURCE_SPANS) || is_empty(o, KEY_RESOURCE_LOGS))
		return true;
	if (!import_has(o, KEY_SPANID) || !import_has(o, KEY_TRACEID) ||
	    import_has(o, KEY_START_TIME))
		return false;
	return import_has(o, KEY_START_UNIX_NANO) || import_has(o, KEY_END_UNIX_NANO) ||
	       (import_has(o, KEY_NAME) && !import_has(o, KEY_BODY));
}

/* ---- events and links ----------------------------------------------------------------------- */

static void
read_event(struct otel_span *s, const struct json_value *v)
{
	struct import_in *in = s->in;
	struct import_object o;
	struct import_attributes as = { 0 };
	int64_t at_ns = TRACE_NO_TIME;
	if (v->kind != JSON_OBJECT) {
		otel_add(s, TEXT("events"), v);
		return;
	}
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_ATTRIBUTES)
			import_attributes_add_list(in, &as, m->key, &m->value);
		else if (m->id == KEY_TIME_UNIX_NANO &&
			 (at_ns = otel_time(in, &m->value)) != TRACE_NO_TIME)
			continue;
		else if (m->id != KEY_NAME || m->value.kind != JSON_STRING)
			otel_add_member(in, &as, m);
	}
	otel_event(s, import_get_string(in->arena, &o, KEY_NAME), at_ns, &as);
}

static void
read_link(struct otel_span *s, const struct json_value *v)
{
	struct import_in *in = s->in;
	struct import_object o;
	struct import_attributes as = { 0 };
	if (v->kind != JSON_OBJECT) {
		otel_add(s, TEXT("links"), v);
		return;
	}
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_ATTRIBUTES)
			import_attributes_add_list(in, &as, m->key, &m->value);
		else if (m->id != KEY_TRACEID && m->id != KEY_SPANID)
			otel_add_member(in, &as, m);
	}
	otel_link(s, import_get_id(in->arena, &o, KEY_TRACEID),
	    import_get_id(in->arena, &o, KEY_SPANID), &as);
}

static void
read_each(struct otel_span *s, const struct import_member *m,
    void (*read_one)(struct otel_span *s, const struct json_value *v))
{
	struct json_members it;
	struct json_value key, value;
	if (m->value.kind != JSON_ARRAY) {
		otel_add(s, m->key, &m->value);
		return;
	}
	json_members(&it, s->in->object.text, s->in->object.index, &m->value);
	while (json_member(&it, &key, &value))
		read_one(s, &value);
}

/* ---- spans ---------------------------------------------------------------------------------- */

static void
read_kind(struct otel_span *s, const struct import_member *m)
{
	int64_t kind;
	if (import_i64(&m->value, &kind) == 0 && kind >= 0 && kind <= 5)
		otel_kind(s, kind);
	else if (m->value.kind == JSON_STRING)
		otel_kind_text(s, import_text(s->in->arena, &m->value));
	else
		otel_add(s, TEXT("span.kind"), &m->value);
}

/* A time, or an attribute if it is none.  0 is that of a span that goes on. */
static int64_t
read_time(struct otel_span *s, const struct import_member *m)
{
	const int64_t at_ns = otel_time(s->in, &m->value);
	int64_t ns;
	if (at_ns == TRACE_NO_TIME && (import_i64(&m->value, &ns) < 0 || ns != 0))
		otel_add(s, m->key, &m->value);
	return at_ns;
}

static bool
read_status(struct otel_span *s, const struct import_member *m, struct text *message)
{
	struct import_in *in = s->in;
	struct import_object o;
	if (m->value.kind != JSON_OBJECT) {
		otel_add(s, m->key, &m->value);
		return false;
	}
	import_descend(&o, in->names, in->arena, &in->object, &m->value);
	const struct json_value code = import_get(&o, KEY_CODE);
	*message = import_get_string(in->arena, &o, KEY_MESSAGE);
	return otel_is_error(in, &code);
}

static bool
read(struct import_in *in)
{
	const struct import_object *o = &in->object;
	struct otel_span s;
	struct text message = TEXT_ABSENT;
	bool failed = false;
	if (is_empty(o, KEY_RESOURCE_SPANS) || is_empty(o, KEY_RESOURCE_LOGS))
		return true;
	if (otlp_own_read(in))
		return true;
	otel_begin(&s, in, import_get_string(in->arena, o, KEY_NAME));
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		switch ((int)m->id) {
		case KEY_NAME:
		case KEY_TRACEID:
		case KEY_SPANID:
		case KEY_PARENTSPANID: break;
		case KEY_KIND: read_kind(&s, m); break;
		case KEY_START_UNIX_NANO: s.record->start_ns = read_time(&s, m); break;
		case KEY_END_UNIX_NANO: s.record->end_ns = read_time(&s, m); break;
		case KEY_STATUS: failed = read_status(&s, m, &message); break;
		case KEY_EVENTS: read_each(&s, m, read_event); break;
		case KEY_LINKS: read_each(&s, m, read_link); break;
		case KEY_ATTRIBUTES:
			import_attributes_add_list(in, &s.attributes, m->key, &m->value);
			break;
		default: otel_add_member(in, &s.attributes, m);
		}
	}
	s.record->trace_id = import_get_id(in->arena, o, KEY_TRACEID);
	s.record->call_id = import_get_id(in->arena, o, KEY_SPANID);
	s.record->parent_id = import_get_id(in->arena, o, KEY_PARENTSPANID);
	otel_end(&s, failed, message);
	return true;
}

/* ---- what is around records ----------------------------------------------------------------- */

/* Adds a member of a resource or a scope under a name of its own: otel.scope.name. */
static void
add_named(struct import_in *in, struct import_attributes *as, struct text prefix,
    const struct import_member *m)
{
	static const struct {
		struct text member, attribute;
	} names[] = {
		{ { "schemaUrl", 9 }, { "schema_url", 10 } },
		{ { "droppedAttributesCount", 22 }, { "dropped_attributes_count", 24 } },
	};
	struct text name = m->key;
	struct buf b = { 0 };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_eq(name, names[i].member))
			name = names[i].attribute;
	buf_text(&b, prefix);
	buf_text(&b, name);
	otel_add_to(in, as, arena_text(in->arena, buf_as_text(&b)), &m->value);
	buf_free(&b);
}

/* Is it the scope of --export otlp, which says nothing of the calls? */
static bool
is_own_scope(struct import_in *in, const struct json_value *v)
{
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, v);
	return text_eq(import_get_string(in->arena, &o, KEY_NAME), TEXT(ESPER_SCOPE));
}

/* Reads the resource, or the scope, and its neighbours in the envelope. */
static struct text
read_around(struct import_in *in, enum import_key which, struct text prefix, struct text *service)
{
	struct import_attributes as = { 0 };
	const struct import_object *around = &in->object;
	const struct json_value v = import_get(around, which), none = { .kind = JSON_NONE };
	struct import_object o;
	if (which == KEY_SCOPE && v.kind == JSON_OBJECT && is_own_scope(in, &v))
		return TEXT_ABSENT;
	if (v.kind != JSON_OBJECT)
		otel_add_to(in, &as, which == KEY_RESOURCE ? TEXT("resource") : TEXT("scope"), &v);
	import_descend(&o, in->names, in->arena, around, v.kind == JSON_OBJECT ? &v : &none);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_ATTRIBUTES)
			import_attributes_add_list(in, &as, m->key, &m->value);
		else
			add_named(in, &as, prefix, m);
	}
	for (size_t i = 0; i < around->members; i++) {
		const struct import_member *m = &around->member[i];
		if (m->id != which && m->value.kind != JSON_ARRAY)
			add_named(in, &as, prefix, m);
	}
	if (service)
		*service = otel_service(in, &as);
	return import_attributes_done(in, &as);
}

static void
shared(struct import_in *in, struct import_shared *out)
{
	const struct import_object *o = &in->object;
	if (import_has(o, KEY_SCOPE_SPANS) || import_has(o, KEY_LIBRARY_SPANS) ||
	    import_has(o, KEY_SCOPE_LOGS))
		out->resource =
		    read_around(in, KEY_RESOURCE, TEXT("otel.resource."), &out->service);
	else if (import_has(o, KEY_SCOPE))
		out->scope = read_around(in, KEY_SCOPE, TEXT("otel.scope."), NULL);
	else if (import_has(o, KEY_LIBRARY))
		out->scope = read_around(in, KEY_LIBRARY, TEXT("otel.scope."), NULL);
	else if (import_has(o, KEY_SCHEMA_URL))
		out->scope = read_around(in, KEY_SCOPE, TEXT("otel.scope."), NULL);
}

const struct import_reader import_otlp = {
	.name = "OTLP", .knows = knows, .read = read, .shared = shared
};
