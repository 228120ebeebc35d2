/* SPDX-License-Identifier: MIT */
#include "import/otel.h"

/*
 * Log records of OpenTelemetry's SDK for JavaScript as JSON: the object itself, with times as
 * [seconds, nanoseconds] and members that begin with an underscore.  A record belongs to the span
 * in its context.  Without one, it belongs to the session that it names in session.id, as those of
 * the Gemini CLI do, or else to a call named `logs`.
 */

static bool
knows_log(const struct import_object *o)
{
	return import_get(o, KEY_HR_TIME).kind == JSON_ARRAY &&
	       import_get(o, KEY_HR_TIME_OBSERVED).kind == JSON_ARRAY &&
	       import_has(o, KEY_ATTRIBUTES);
}

static void
add_resource(struct import_in *in, struct import_attributes *as, const struct json_value *v)
{
	static const struct text names[] = { { "attributes", 10 }, { "_attributes", 11 },
		{ "_rawAttributes", 14 } };
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++)
		if (text_among(o.member[i].key, names, 3) < 3)
			otel_add_pairs(in, as, &o.member[i]);
}

/* The span in the context of the record.  Returns whether there is one. */
static bool
read_context(struct import_in *in, struct trace_record *r)
{
	struct import_object o;
	struct json_value v = { .kind = JSON_NONE };
	for (size_t i = 0; i < in->object.members; i++)
		if (text_eq(in->object.member[i].key, TEXT("spanContext")))
			v = in->object.member[i].value;
	import_descend(&o, in->names, in->arena, &in->object, &v);
	r->trace_id = import_get_id(in->arena, &o, KEY_TRACEID);
	r->call_id = import_get_id(in->arena, &o, KEY_SPANID);
	return r->call_id.p != NULL;
}

static void
read_ids(struct import_in *in, struct trace_record *r, const struct import_attributes *as)
{
	const struct text session =
	    import_attribute_text(in, import_attributes_find(as, TEXT("session.id")));
	if (read_context(in, r))
		return;
	if (session.n > 0 && !r->trace_id.p) {
		r->trace_id = r->call_id = session;
		r->kind = TRACE_AGENT;
		return;
	}
	r->call_id = r->name = TEXT("logs");
	r->made_up = true;
}

/* Takes a member.  Returns false if it has no place in the event. */
static bool
take(struct import_in *in, struct import_attributes *as, struct trace_event_record *e,
    const struct import_member *m)
{
	const struct json_value *v = &m->value;
	if (text_eq(m->key, TEXT("_body")) && v->kind == JSON_STRING) {
		e->text[TRACE_MESSAGE] = import_text(in->arena, v);
		return true;
	}
	if (text_eq(m->key, TEXT("_severityText")) && v->kind == JSON_STRING) {
		e->text[TRACE_LEVEL] = import_text(in->arena, v);
		return true;
	}
	if (m->id == KEY_ATTRIBUTES) {
		import_attributes_add_object(in, as, m->key, v);
		return true;
	}
	if (m->id == KEY_HR_TIME)
		return (e->at_ns = otel_pair(in, v)) != TRACE_NO_TIME;
	if (m->id == KEY_HR_TIME_OBSERVED)
		return otel_pair(in, v) != TRACE_NO_TIME;
	return text_eq(m->key, TEXT("spanContext")) || text_eq(m->key, TEXT("resource")) ||
	       text_eq(m->key, TEXT("_isReadonly")) || text_eq(m->key, TEXT("_logRecordLimits")) ||
	       text_eq(m->key, TEXT("totalAttributesCount"));
}

static void
add_scope(struct import_in *in, struct import_attributes *as, const struct json_value *v)
{
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		struct buf name = { 0 };
		BUF_LIT(&name, "otel.scope.");
		buf_text(&name, o.member[i].key);
		otel_add_to(in, as, arena_text(in->arena, buf_as_text(&name)), &o.member[i].value);
		buf_free(&name);
	}
}

static bool
read_log(struct import_in *in)
{
	struct trace_record *r = import_add(in);
	struct trace_event_record *e = import_event(in);
	struct import_attributes as = { 0 }, resource = { 0 };
	const struct json_value observed = import_get(&in->object, KEY_HR_TIME_OBSERVED);
	r->what = TRACE_EVENT;
	for (size_t i = 0; i < in->object.members; i++) {
		const struct import_member *m = &in->object.member[i];
		if (text_eq(m->key, TEXT("instrumentationScope")) && m->value.kind == JSON_OBJECT)
			add_scope(in, &resource, &m->value);
		else if (!take(in, &as, e, m))
			otel_add_to(in, &as, m->key, &m->value);
		if (text_eq(m->key, TEXT("resource")))
			add_resource(in, &resource, &m->value);
	}
	if (e->at_ns == TRACE_NO_TIME)
		e->at_ns = otel_pair(in, &observed);
	if (!e->text[TRACE_MESSAGE].p)
		e->text[TRACE_MESSAGE] =
		    import_attribute_text(in, import_attributes_find(&as, TEXT("event.name")));
	read_ids(in, r, &as);
	for (size_t i = 0; i < resource.n; i++)
		if (!import_attributes_find(&as, resource.at[i].key))
			import_attributes_add(in, &as, resource.at[i].key, resource.at[i].value);
	e->type = TRACE_LOG;
	e->attributes = import_attributes_done(in, &as);
	import_events_done(in, r);
	return true;
}

const struct import_reader import_otel_js_logs = {
	.name = "OpenTelemetry JavaScript logs", .knows = knows_log, .read = read_log
};
