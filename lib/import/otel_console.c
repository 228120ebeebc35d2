/* SPDX-License-Identifier: MIT */
#include "import/otel.h"

/*
 * Spans as the SDKs of OpenTelemetry print them to a console or a file: Python's
 * ReadableSpan.to_json, Go's stdouttrace, and spans of JavaScript as JSON.  Each spells its members
 * in its own way, but they have the same ones.
 */

enum role {
	ROLE_MORE, /* of another name: an attribute */
	ROLE_TAKEN,
	ROLE_KIND,
	ROLE_START,
	ROLE_END,
	ROLE_DURATION, /* microseconds, or [seconds, nanoseconds] */
	ROLE_STATUS,
	ROLE_ATTRIBUTES,
	ROLE_EVENTS,
	ROLE_LINKS,
	ROLE_RESOURCE,
	ROLE_SCOPE
};

struct word {
	struct text name;
	enum role role;
};

struct style {
	enum import_key name;
	const struct word *words;
	size_t count;
	int first_kind; /* the number of the kind `internal` */
	int64_t (*time)(struct import_in *in, const struct json_value *v);
	struct text event_time, context;
};

static enum role
role_of(const struct style *style, struct text name)
{
	for (size_t i = 0; i < style->count; i++)
		if (text_eq(name, style->words[i].name))
			return style->words[i].role;
	return ROLE_MORE;
}

static int64_t
time_of_text(struct import_in *in, const struct json_value *v)
{
	int64_t at_ns;
	return import_time(in->arena, v, &at_ns) == 0 ? at_ns : TRACE_NO_TIME;
}

/* ---- ids ------------------------------------------------------------------------------------ */

struct ids {
	struct text trace_id, call_id;
};

static const enum import_key trace_keys[] = { KEY_TRACE_ID, KEY_TRACEID, KEY_C_TRACE_ID };
static const enum import_key span_keys[] = { KEY_SPAN_ID, KEY_SPANID, KEY_C_SPAN_ID };

static struct text
first_id(struct import_in *in, const struct import_object *o, const enum import_key key[3])
{
	for (size_t i = 0; i < 3; i++)
		if (import_has(o, key[i]))
			return import_get_id(in->arena, o, key[i]);
	return TEXT_ABSENT;
}

/* The ids in a span's context.  What else is there becomes attributes of as, if that is given. */
static struct ids
read_context(struct import_in *in, struct import_attributes *as, const struct json_value *v)
{
	static const struct word words[] = {
		{ { "trace_id", 8 }, ROLE_TAKEN },
		{ { "span_id", 7 }, ROLE_TAKEN },
		{ { "traceId", 7 }, ROLE_TAKEN },
		{ { "spanId", 6 }, ROLE_TAKEN },
		{ { "TraceID", 7 }, ROLE_TAKEN },
		{ { "SpanID", 6 }, ROLE_TAKEN },
	};
	static const struct style style = { .words = words,
		.count = sizeof(words) / sizeof(*words) };
	struct import_object o;
	if (v->kind != JSON_OBJECT)
		return (struct ids){ TEXT_ABSENT, TEXT_ABSENT };
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; as && i < o.members; i++)
		if (role_of(&style, o.member[i].key) == ROLE_MORE)
			otel_add_member(in, as, &o.member[i]);
	return (struct ids){ first_id(in, &o, trace_keys), first_id(in, &o, span_keys) };
}

/* ---- parts of a span ------------------------------------------------------------------------ */

static bool
is_any(struct text key, struct text a, struct text b)
{
	return text_eq(key, a) || text_eq(key, b);
}

static void
read_event(struct otel_span *s, const struct style *style, const struct json_value *v)
{
	struct import_in *in = s->in;
	struct import_object o;
	struct import_attributes as = { 0 };
	struct text name = TEXT_ABSENT;
	int64_t at_ns = TRACE_NO_TIME;
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (is_any(m->key, TEXT("attributes"), TEXT("Attributes")))
			import_attributes_add_list(in, &as, m->key, &m->value);
		else if (is_any(m->key, TEXT("name"), TEXT("Name")) && m->value.kind == JSON_STRING)
			name = import_text(in->arena, &m->value);
		else if (!text_eq(m->key, style->event_time) ||
			 (at_ns = style->time(in, &m->value)) == TRACE_NO_TIME)
			otel_add_member(in, &as, m);
	}
	otel_event(s, name, at_ns, &as);
}

static void
read_link(struct otel_span *s, const struct style *style, const struct json_value *v)
{
	struct import_in *in = s->in;
	struct import_object o;
	struct import_attributes as = { 0 };
	struct ids ids = { TEXT_ABSENT, TEXT_ABSENT };
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (is_any(m->key, TEXT("attributes"), TEXT("Attributes")))
			import_attributes_add_list(in, &as, m->key, &m->value);
		else if (text_eq(m->key, style->context) && m->value.kind == JSON_OBJECT)
			ids = read_context(in, &as, &m->value);
		else
			otel_add_member(in, &as, m);
	}
	otel_link(s, ids.trace_id, ids.call_id, &as);
}

static void
read_each(struct otel_span *s, const struct style *style, const struct import_member *m,
    void (*read_one)(struct otel_span *s, const struct style *style, const struct json_value *v))
{
	struct json_members it;
	struct json_value key, value;
	if (m->value.kind != JSON_ARRAY) {
		otel_add(s, m->key, &m->value);
		return;
	}
	json_members(&it, s->in->object.text, s->in->object.index, &m->value);
	while (json_member(&it, &key, &value)) {
		if (value.kind == JSON_OBJECT)
			read_one(s, style, &value);
		else
			otel_add(s, m->key, &value);
	}
}

static void
read_kind(struct otel_span *s, const struct style *style, const struct import_member *m)
{
	int64_t kind;
	if (import_i64(&m->value, &kind) == 0 && kind >= 0 && kind <= 5)
		otel_kind(s, kind - style->first_kind + 1);
	else if (m->value.kind == JSON_STRING)
		otel_kind_text(s, import_text(s->in->arena, &m->value));
	else
		otel_add(s, TEXT("span.kind"), &m->value);
}

static bool
read_status(struct otel_span *s, const struct import_member *m, struct text *message)
{
	struct import_in *in = s->in;
	struct import_object o;
	bool failed = false;
	if (m->value.kind != JSON_OBJECT) {
		otel_add(s, m->key, &m->value);
		return false;
	}
	import_descend(&o, in->names, in->arena, &in->object, &m->value);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *own = &o.member[i];
		if (is_any(own->key, TEXT("status_code"), TEXT("canonical_code")) ||
		    is_any(own->key, TEXT("code"), TEXT("Code")))
			failed = otel_is_error(in, &own->value);
		else if (is_any(own->key, TEXT("description"), TEXT("Description")) ||
			 text_eq(own->key, TEXT("message")))
			*message = import_text(in->arena, &own->value);
	}
	return failed;
}

/* A resource: a list, an object, or an object whose member `attributes` is one. */
static void
read_resource(struct import_in *in, struct import_attributes *as, const struct import_member *m)
{
	struct import_object o;
	if (m->value.kind != JSON_OBJECT) {
		import_attributes_add_list(in, as, m->key, &m->value);
		return;
	}
	import_descend(&o, in->names, in->arena, &in->object, &m->value);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *own = &o.member[i];
		if (is_any(own->key, TEXT("attributes"), TEXT("_attributes")) &&
		    own->value.kind == JSON_OBJECT)
			import_attributes_add_object(in, as, own->key, &own->value);
		else if (text_eq(own->key, TEXT("_rawAttributes")))
			otel_add_pairs(in, as, own);
		else if (text_eq(own->key, TEXT("schema_url")))
			otel_add_to(in, as, TEXT("otel.resource.schema_url"), &own->value);
		else
			otel_add_to(in, as, own->key, &own->value);
	}
}

/* A scope: {Name, Version, SchemaURL, Attributes}. */
static void
read_scope(struct import_in *in, struct import_attributes *as, const struct import_member *m)
{
	static const struct {
		struct text member, attribute;
	} names[] = {
		{ { "name", 4 }, { "otel.scope.name", 15 } },
		{ { "version", 7 }, { "otel.scope.version", 18 } },
		{ { "schemaurl", 9 }, { "otel.scope.schema_url", 21 } },
	};
	struct import_object o;
	if (m->value.kind != JSON_OBJECT) {
		otel_add_to(in, as, m->key, &m->value);
		return;
	}
	import_descend(&o, in->names, in->arena, &in->object, &m->value);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *own = &o.member[i];
		struct text name = own->key;
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++)
			if (text_eq_nocase(name, names[k].member))
				name = names[k].attribute;
		if (is_any(own->key, TEXT("Attributes"), TEXT("attributes")))
			import_attributes_add_list(in, as, own->key, &own->value);
		else
			otel_add_to(in, as, name, &own->value);
	}
}

/* ---- spans ---------------------------------------------------------------------------------- */

/* What a span says beside what goes straight into the record. */
struct span {
	struct otel_span s;
	struct import_attributes resource;
	struct text message;
	bool failed;
};

static void
read_start(struct span *span, const struct style *style, const struct import_member *m)
{
	struct import_in *in = span->s.in;
	struct trace_record *r = span->s.record;
	const int64_t ns = style->time(in, &m->value);
	if (ns == TRACE_NO_TIME)
		otel_add(&span->s, m->key, &m->value);
	else
		r->start_ns = ns;
}

static void
read_end(struct span *span, const struct style *style, const struct import_member *m)
{
	struct import_in *in = span->s.in;
	struct trace_record *r = span->s.record;
	static const struct text never = { "0001-01-01T00:00:00Z", 20 };
	const int64_t ns = style->time(in, &m->value);
	const struct text text = { m->value.p, m->value.n };
	if (ns != TRACE_NO_TIME)
		r->end_ns = ns;
	else if (!text_eq(text, never) && m->value.kind != JSON_ARRAY)
		otel_add(&span->s, m->key, &m->value);
}

/* A pair of zeros is that of a span that goes on. */
static void
read_duration(struct span *span, const struct import_member *m)
{
	int64_t ns;
	if (m->value.kind == JSON_ARRAY)
		ns = otel_pair(span->s.in, &m->value);
	else if (import_ns(&m->value, 1000, &ns) < 0)
		otel_add(&span->s, m->key, &m->value);
	else
		span->s.record->duration_ns = ns;
	if (m->value.kind == JSON_ARRAY && ns != TRACE_NO_TIME)
		span->s.record->duration_ns = ns;
}

static void
read_member(struct span *span, const struct style *style, const struct import_member *m)
{
	struct otel_span *s = &span->s;
	switch (role_of(style, m->key)) {
	case ROLE_TAKEN: break;
	case ROLE_KIND: read_kind(s, style, m); break;
	case ROLE_START: read_start(span, style, m); break;
	case ROLE_END: read_end(span, style, m); break;
	case ROLE_DURATION: read_duration(span, m); break;
	case ROLE_STATUS: span->failed = read_status(s, m, &span->message); break;
	case ROLE_ATTRIBUTES:
		import_attributes_add_list(s->in, &s->attributes, m->key, &m->value);
		break;
	case ROLE_EVENTS: read_each(s, style, m, read_event); break;
	case ROLE_LINKS: read_each(s, style, m, read_link); break;
	case ROLE_RESOURCE: read_resource(s->in, &span->resource, m); break;
	case ROLE_SCOPE: read_scope(s->in, &span->resource, m); break;
	case ROLE_MORE: otel_add_member(s->in, &s->attributes, m); break;
	}
}

static void
read_span(struct import_in *in, const struct style *style, struct ids own, struct text parent_id,
    struct import_attributes *context)
{
	const struct import_object *o = &in->object;
	struct span span = { .failed = false };
	otel_begin(&span.s, in, import_get_string(in->arena, o, style->name));
	struct trace_record *r = span.s.record;
	r->trace_id = own.trace_id;
	r->call_id = own.call_id;
	r->parent_id = parent_id;
	for (size_t i = 0; i < o->members; i++)
		read_member(&span, style, &o->member[i]);
	for (size_t i = 0; i < context->n; i++)
		import_attributes_add(
		    in, &span.s.attributes, context->at[i].key, context->at[i].value);
	otel_end(&span.s, span.failed, span.message);
	otel_resource(&span.s, &span.resource);
}

/* ---- Python --------------------------------------------------------------------------------- */

static bool
knows_python(const struct import_object *o)
{
	return import_has(o, KEY_CONTEXT) && import_has(o, KEY_START_TIME_) &&
	       import_get(o, KEY_STATUS).kind == JSON_OBJECT && import_has(o, KEY_NAME) &&
	       import_has(o, KEY_KIND);
}

static bool
read_python(struct import_in *in)
{
	static const struct word words[] = {
		{ { "name", 4 }, ROLE_TAKEN },
		{ { "context", 7 }, ROLE_TAKEN },
		{ { "parent_id", 9 }, ROLE_TAKEN },
		{ { "kind", 4 }, ROLE_KIND },
		{ { "start_time", 10 }, ROLE_START },
		{ { "end_time", 8 }, ROLE_END },
		{ { "status", 6 }, ROLE_STATUS },
		{ { "attributes", 10 }, ROLE_ATTRIBUTES },
		{ { "events", 6 }, ROLE_EVENTS },
		{ { "links", 5 }, ROLE_LINKS },
		{ { "resource", 8 }, ROLE_RESOURCE },
		{ { "instrumentation_scope", 21 }, ROLE_SCOPE },
		{ { "instrumentation_info", 20 }, ROLE_SCOPE },
	};
	static const struct style style = { KEY_NAME, words, sizeof(words) / sizeof(*words), 1,
		time_of_text, { "timestamp", 9 }, { "context", 7 } };
	struct import_attributes context = { 0 };
	const struct json_value v = import_get(&in->object, KEY_CONTEXT);
	const struct ids ids = read_context(in, &context, &v);
	if (!ids.call_id.p)
		return false;
	read_span(in, &style, ids, import_get_id(in->arena, &in->object, KEY_PARENT_ID), &context);
	return true;
}

const struct import_reader import_otel_python = {
	.name = "OpenTelemetry Python", .knows = knows_python, .read = read_python
};

/* ---- Go ------------------------------------------------------------------------------------- */

static bool
knows_go(const struct import_object *o)
{
	return import_has(o, KEY_C_SPAN_CONTEXT) && import_has(o, KEY_C_NAME);
}

static bool
read_go(struct import_in *in)
{
	static const struct word words[] = {
		{ { "Name", 4 }, ROLE_TAKEN },
		{ { "SpanContext", 11 }, ROLE_TAKEN },
		{ { "Parent", 6 }, ROLE_TAKEN },
		{ { "SpanKind", 8 }, ROLE_KIND },
		{ { "StartTime", 9 }, ROLE_START },
		{ { "EndTime", 7 }, ROLE_END },
		{ { "Status", 6 }, ROLE_STATUS },
		{ { "Attributes", 10 }, ROLE_ATTRIBUTES },
		{ { "Events", 6 }, ROLE_EVENTS },
		{ { "Links", 5 }, ROLE_LINKS },
		{ { "Resource", 8 }, ROLE_RESOURCE },
		{ { "InstrumentationScope", 20 }, ROLE_SCOPE },
		{ { "InstrumentationLibrary", 22 }, ROLE_SCOPE },
	};
	static const struct style style = { KEY_C_NAME, words, sizeof(words) / sizeof(*words), 1,
		time_of_text, { "Time", 4 }, { "SpanContext", 11 } };
	struct import_attributes context = { 0 };
	const struct json_value own = import_get(&in->object, KEY_C_SPAN_CONTEXT);
	const struct json_value parent = import_get(&in->object, KEY_C_PARENT);
	const struct ids ids = read_context(in, &context, &own);
	if (!ids.call_id.p)
		return false;
	read_span(in, &style, ids, read_context(in, NULL, &parent).call_id, &context);
	return true;
}

const struct import_reader import_otel_go = {
	.name = "OpenTelemetry Go", .knows = knows_go, .read = read_go
};

/* ---- JavaScript ----------------------------------------------------------------------------- */

/* Either as the SDK has them, with times as [seconds, nanoseconds], or as its exporter for the
 * console arranges them, with microseconds.  The latter look like Zipkin's, but their kind is a
 * number. */
static bool
knows_js(const struct import_object *o)
{
	if (!import_has(o, KEY_NAME))
		return false;
	if (import_get(o, KEY_START_TIME).kind == JSON_ARRAY)
		return import_has(o, KEY_SPANID) || import_has(o, KEY_SPAN_CONTEXT_);
	return import_has(o, KEY_TRACEID) && import_has(o, KEY_ID) &&
	       import_get(o, KEY_KIND).kind == JSON_NUMBER;
}

static int64_t
time_of_js(struct import_in *in, const struct json_value *v)
{
	int64_t ns;
	if (v->kind == JSON_ARRAY)
		return otel_pair(in, v);
	return import_ns(v, 1000, &ns) == 0 ? ns : TRACE_NO_TIME;
}

static struct text
parent_of_js(struct import_in *in)
{
	const struct import_object *o = &in->object;
	const struct json_value context = import_get(o, KEY_PARENT_SPAN_CONTEXT);
	struct text id = import_get_id(in->arena, o, KEY_PARENTSPANID);
	if (!id.p)
		id = import_get_id(in->arena, o, KEY_PARENTID);
	return id.p ? id : read_context(in, NULL, &context).call_id;
}

static bool
read_js(struct import_in *in)
{
	static const struct word words[] = {
		{ { "name", 4 }, ROLE_TAKEN },
		{ { "id", 2 }, ROLE_TAKEN },
		{ { "traceId", 7 }, ROLE_TAKEN },
		{ { "spanId", 6 }, ROLE_TAKEN },
		{ { "parentId", 8 }, ROLE_TAKEN },
		{ { "parentSpanId", 12 }, ROLE_TAKEN },
		{ { "parentSpanContext", 17 }, ROLE_TAKEN },
		{ { "_spanContext", 12 }, ROLE_TAKEN },
		{ { "ended", 5 }, ROLE_TAKEN },
		{ { "_ended", 6 }, ROLE_TAKEN },
		{ { "kind", 4 }, ROLE_KIND },
		{ { "startTime", 9 }, ROLE_START },
		{ { "timestamp", 9 }, ROLE_START },
		{ { "endTime", 7 }, ROLE_END },
		{ { "duration", 8 }, ROLE_DURATION },
		{ { "_duration", 9 }, ROLE_DURATION },
		{ { "status", 6 }, ROLE_STATUS },
		{ { "attributes", 10 }, ROLE_ATTRIBUTES },
		{ { "events", 6 }, ROLE_EVENTS },
		{ { "links", 5 }, ROLE_LINKS },
		{ { "resource", 8 }, ROLE_RESOURCE },
		{ { "_resource", 9 }, ROLE_RESOURCE },
		{ { "instrumentationScope", 20 }, ROLE_SCOPE },
		{ { "instrumentationLibrary", 22 }, ROLE_SCOPE },
	};
	static const struct style style = { KEY_NAME, words, sizeof(words) / sizeof(*words), 0,
		time_of_js, { "time", 4 }, { "context", 7 } };
	const struct import_object *o = &in->object;
	struct import_attributes context = { 0 };
	const struct json_value own = import_get(o, KEY_SPAN_CONTEXT_);
	const struct ids inner = read_context(in, &context, &own);
	struct ids ids = { import_get_id(in->arena, o, KEY_TRACEID),
		import_get_id(in->arena, o, import_has(o, KEY_SPANID) ? KEY_SPANID : KEY_ID) };
	if (!ids.trace_id.p)
		ids.trace_id = inner.trace_id;
	if (!ids.call_id.p)
		ids.call_id = inner.call_id;
	if (!ids.call_id.p)
		return false;
	read_span(in, &style, ids, parent_of_js(in), &context);
	return true;
}

const struct import_reader import_otel_js = {
	.name = "OpenTelemetry JavaScript", .knows = knows_js, .read = read_js
};
