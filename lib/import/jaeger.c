/* SPDX-License-Identifier: MIT */
#include "import/attributes.h"
#include "import/otel.h"
#include "json/write.h"
#include "trace/ids.h"

/*
 * Spans of Jaeger's JSON: the download of its UI {"data":[TRACE]}, a trace {traceID, spans,
 * processes}, or spans alone.  Times are in microseconds.  A span names its process, which is
 * described behind the spans.
 */
enum { US = 1000 }; /* nanoseconds */

static bool
knows(const struct import_object *o)
{
	return import_has(o, KEY_J_SPAN_ID) && import_has(o, KEY_J_TRACE_ID) &&
	       (import_has(o, KEY_OPERATION_NAME) || import_has(o, KEY_REFERENCES) ||
		   import_has(o, KEY_PROCESS_ID));
}

static int64_t
time_of(const struct json_value *v)
{
	int64_t ns;
	return import_ns(v, US, &ns) == 0 ? ns : TRACE_NO_TIME;
}

static bool
is_string(const struct json_value *v, struct text text)
{
	return v->kind == JSON_STRING && text_eq((struct text){ v->p, v->n }, text);
}

/* ---- references ----------------------------------------------------------------------------- */

struct reference {
	struct text trace_id, span_id;
	bool child;
};

static struct reference
open_reference(struct import_in *in, const struct json_value *v)
{
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, v);
	const struct json_value type = import_get(&o, KEY_REF_TYPE);
	return (struct reference){ import_get_id(in->arena, &o, KEY_J_TRACE_ID),
		import_get_id(in->arena, &o, KEY_J_SPAN_ID), is_string(&type, TEXT("CHILD_OF")) };
}

/* Is it the trace of the record?  A reference need not name it. */
static bool
is_own(const struct trace_record *r, const struct reference *ref)
{
	return !ref->trace_id.p || (r->trace_id.p && text_eq(ref->trace_id, r->trace_id));
}

/* The parent is the first CHILD_OF of the same trace, else the first of any kind.  Returns its
 * number from 1, or 0. */
static size_t
choose_parent(struct import_in *in, struct trace_record *r, const struct json_value *list)
{
	struct json_members it;
	struct json_value key, value;
	size_t n = 0, chosen = 0;
	json_members(&it, in->object.text, in->object.index, list);
	while (json_member(&it, &key, &value)) {
		const struct reference ref = open_reference(in, &value);
		n++;
		if (!ref.span_id.p)
			continue;
		if (ref.child && is_own(r, &ref)) {
			r->parent_id = ref.span_id;
			return n;
		}
		if (chosen > 0)
			continue;
		chosen = n;
		r->parent_id = ref.span_id;
	}
	return chosen;
}

/* All references as links, but the one that is a parent and nothing else. */
static struct text
links_of(struct import_in *in, const struct trace_record *r, const struct json_value *list,
    size_t parent)
{
	struct json_members it;
	struct json_value key, value;
	struct buf b = { 0 };
	json_members(&it, in->object.text, in->object.index, list);
	for (size_t n = 1; json_member(&it, &key, &value); n++) {
		const struct reference ref = open_reference(in, &value);
		if (n == parent && ref.child && is_own(r, &ref))
			continue;
		buf_char(&b, b.n == 0 ? '[' : ',');
		import_put_json(&b, &value);
	}
	if (b.n > 0)
		buf_char(&b, ']');
	const struct text links = b.n > 0 ? arena_text(in->arena, buf_as_text(&b)) : TEXT_ABSENT;
	buf_free(&b);
	return links;
}

/* Returns whether the member was understood. */
static bool
read_references(struct import_in *in, struct trace_record *r, const struct json_value *list)
{
	if (list->kind != JSON_ARRAY)
		return false;
	if (list->n == 2)
		return true;
	const size_t parent = choose_parent(in, r, list);
	const struct text links = links_of(in, r, list, parent);
	if (links.p)
		import_more(in, r)->links = links;
	return true;
}

/* ---- logs ----------------------------------------------------------------------------------- */

/* Takes the text of the first of these fields that is there. */
static struct text
take_first(struct import_in *in, struct import_attributes *as, const struct text *names)
{
	for (; names->p; names++) {
		struct import_attribute *a = import_attributes_find(as, *names);
		const struct text text = import_attribute_text(in, a);
		if (!text.p)
			continue;
		a->taken = true;
		return text;
	}
	return TEXT_ABSENT;
}

/* The place that the stack trace of an error names. */
static struct text
where_of(struct import_in *in, struct import_attributes *as)
{
	static const struct text names[] = { { "exception.stacktrace", 20 }, { "stack", 5 },
		{ "error.stack", 11 } };
	struct text where = TEXT_ABSENT;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !where.p; i++) {
		const struct text stack =
		    import_attribute_text(in, import_attributes_find(as, names[i]));
		where = stack.p ? otel_where(in, stack) : TEXT_ABSENT;
	}
	return where;
}

static void
read_fields(struct import_in *in, struct import_attributes *as, struct trace_event_record *e)
{
	static const struct text event[] = { { "event", 5 }, { "message", 7 }, { "name", 4 },
		{ NULL, 0 } };
	static const struct text level[] = { { "level", 5 }, { NULL, 0 } };
	static const struct text type[] = { { "exception.type", 14 }, { "error.kind", 10 },
		{ "error.type", 10 }, { NULL, 0 } };
	static const struct text message[] = { { "exception.message", 17 }, { "message", 7 },
		{ "error.message", 13 }, { "error.object", 12 }, { "error", 5 }, { NULL, 0 } };
	const struct text name = take_first(in, as, event);
	if (name.p && (text_eq(name, TEXT("exception")) || text_eq(name, TEXT("error")))) {
		e->type = TRACE_ERROR_EVENT;
		e->text[TRACE_ERROR_TYPE] = take_first(in, as, type);
		e->text[TRACE_ERROR_MESSAGE] = take_first(in, as, message);
		e->text[TRACE_ERROR_WHERE] = where_of(in, as);
		return;
	}
	e->type = TRACE_LOG;
	e->text[TRACE_MESSAGE] = name;
	e->text[TRACE_LEVEL] = take_first(in, as, level);
}

static void
read_log(struct import_in *in, const struct json_value *v)
{
	struct import_object o;
	struct import_attributes as = { 0 };
	struct trace_event_record *e = import_event(in);
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_FIELDS)
			import_attributes_add_list(in, &as, m->key, &m->value);
		else if (m->id == KEY_TIMESTAMP && time_of(&m->value) != TRACE_NO_TIME)
			e->at_ns = time_of(&m->value);
		else
			import_attributes_add(in, &as, m->key, import_json(in->arena, &m->value));
	}
	if (v->kind != JSON_OBJECT)
		import_attributes_add(in, &as, TEXT("value"), import_json(in->arena, v));
	read_fields(in, &as, e);
	e->attributes = import_attributes_done(in, &as);
}

/* ---- processes ------------------------------------------------------------------------------ */

/* {serviceName, tags}: the service, and the tags as attributes. */
static void
read_process(struct import_in *in, const struct json_value *v, struct text *service,
    struct import_attributes *as)
{
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, v);
	*service = import_get_string(in->arena, &o, KEY_SERVICE_NAME);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_TAGS)
			import_attributes_add_list(in, as, m->key, &m->value);
		else if (m->id != KEY_SERVICE_NAME || !service->p)
			import_attributes_add(in, as, m->key, import_json(in->arena, &m->value));
	}
}

static void
read_processes(struct import_in *in, const struct json_value *v, struct import_shared *out)
{
	struct import_object o;
	struct buf b = { 0 };
	import_descend(&o, in->names, in->arena, &in->object, v);
	json_begin(&b, '{');
	for (size_t i = 0; i < o.members; i++) {
		struct import_attributes as = { 0 };
		struct text service;
		read_process(in, &o.member[i].value, &service, &as);
		const struct text resource = import_attributes_done(in, &as);
		json_name_text(&b, o.member[i].key);
		json_begin(&b, '{');
		if (service.p)
			json_member_string(&b, "service", service);
		if (resource.p)
			json_member_raw(&b, "resource", resource);
		json_end(&b, '}');
	}
	json_end(&b, '}');
	out->processes = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
}

static void
read_shared(struct import_in *in, struct import_shared *out)
{
	const struct json_value processes = import_get(&in->object, KEY_PROCESSES);
	const struct text trace_id = import_get_id(in->arena, &in->object, KEY_J_TRACE_ID);
	if (trace_id.p)
		out->trace_id = trace_id;
	if (processes.kind == JSON_OBJECT)
		read_processes(in, &processes, out);
}

/* ---- spans ---------------------------------------------------------------------------------- */

/* Returns whether the tag `error` says that the call failed; *message: what else it says. */
static bool
take_error_tag(struct import_in *in, struct import_attributes *as, struct text *message)
{
	struct import_attribute *a = import_attributes_find(as, TEXT("error"));
	if (!a || text_eq(a->value, TEXT("false")) || text_eq(a->value, TEXT("null")))
		return false;
	const struct text said = import_attribute_text(in, a);
	if (said.p && (said.n == 0 || text_eq_nocase(said, TEXT("false"))))
		return false;
	if (said.p && !text_eq_nocase(said, TEXT("true")))
		*message = said;
	a->taken = said.p || text_eq(a->value, TEXT("true"));
	return true;
}

/* The last error of the span's events, to complete what its tags say. */
static const struct trace_event_record *
last_error(const struct trace_record *r)
{
	for (size_t i = r->events; i > 0; i--)
		if (r->event[i - 1].type == TRACE_ERROR_EVENT)
			return &r->event[i - 1];
	return NULL;
}

static void
read_status(struct import_in *in, struct import_attributes *as, struct trace_record *r)
{
	static const struct text messages[] = { { "otel.status_description", 23 },
		{ "error.message", 13 }, { NULL, 0 } };
	struct text message = TEXT_ABSENT;
	struct import_attribute *code = import_attributes_find(as, TEXT("otel.status_code"));
	const bool tagged = take_error_tag(in, as, &message);
	const bool failed = code && text_eq_nocase(code->value, TEXT("\"ERROR\""));
	if (!tagged && !failed)
		return;
	if (failed)
		code->taken = true;
	r->status = TRACE_ERROR;
	if (!message.p)
		message = take_first(in, as, messages);
	struct text type =
	    import_attribute_text(in, import_attributes_find(as, TEXT("error.type")));
	const struct trace_event_record *e = last_error(r);
	if (e && !type.p)
		type = e->text[TRACE_ERROR_TYPE];
	if (e && !message.p)
		message = e->text[TRACE_ERROR_MESSAGE];
	if (type.p || message.p)
		import_more(in, r)->error = (struct trace_error){ type, message,
			e ? e->text[TRACE_ERROR_WHERE] : TEXT_ABSENT };
}

/* Takes the process that stands in the span itself. */
static bool
read_own_process(struct import_in *in, struct import_attributes *as, struct trace_record *r,
    const struct import_member *m)
{
	if (m->value.kind != JSON_OBJECT || !text_eq(m->key, TEXT("process")))
		return false;
	read_process(in, &m->value, &r->service, as);
	return true;
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
	case KEY_J_TRACE_ID: return r->trace_id.p || import_is_empty(v);
	case KEY_J_SPAN_ID: return r->call_id.p || import_is_empty(v);
	case KEY_OPERATION_NAME: return r->name.p != NULL;
	case KEY_START_TIME: return r->start_ns != TRACE_NO_TIME;
	case KEY_DURATION: return r->duration_ns != TRACE_NO_TIME;
	case KEY_PROCESS_ID: return r->process.p != NULL;
	case KEY_J_PARENT: return import_is_empty(v);
	case KEY_REFERENCES: return read_references(in, r, v);
	case KEY_LOGS: return import_each(in, v, read_log);
	case KEY_TAGS: import_attributes_add_list(in, as, m->key, v); return true;
	case KEY_WARNINGS: return v->kind == JSON_ARRAY && v->n == 2;
	default: return read_own_process(in, as, r, m);
	}
}

/* parentSpanID, of old versions: the parent if no reference is one. */
static bool
is_parent(struct import_in *in, struct trace_record *r)
{
	const struct text parent = import_get_id(in->arena, &in->object, KEY_J_PARENT);
	if (!r->parent_id.p)
		r->parent_id = parent;
	return !parent.p || text_eq(parent, r->parent_id);
}

static bool
read(struct import_in *in)
{
	const struct import_object *o = &in->object;
	const struct json_value start = import_get(o, KEY_START_TIME),
				duration = import_get(o, KEY_DURATION),
				parent = import_get(o, KEY_J_PARENT);
	struct import_attributes as = { 0 };
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->trace_id = import_get_id(in->arena, o, KEY_J_TRACE_ID);
	r->call_id = import_get_id(in->arena, o, KEY_J_SPAN_ID);
	r->name = import_get_text(in->arena, o, KEY_OPERATION_NAME);
	r->process = import_get_text(in->arena, o, KEY_PROCESS_ID);
	r->start_ns = time_of(&start);
	r->duration_ns = time_of(&duration);
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		if (m->id != KEY_J_PARENT && !take(in, &as, r, m))
			import_attributes_add(in, &as, m->key, import_json(in->arena, &m->value));
	}
	if (!is_parent(in, r))
		import_attributes_add(
		    in, &as, TEXT("parentSpanID"), import_json(in->arena, &parent));
	if (!r->call_id.p)
		r->call_id = r->name.n > 0 ? r->name : TEXT("span");
	import_events_done(in, r);
	read_status(in, &as, r);
	import_attributes_apply(in, &as, r);
	r->attributes = import_attributes_done(in, &as);
	return true;
}

const struct import_reader import_jaeger = {
	.name = "Jaeger", .knows = knows, .read = read, .shared = read_shared
};
