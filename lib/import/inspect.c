/* SPDX-License-Identifier: MIT */
#include "import/answer.h"
#include "import/inspect.h"

#include <stdlib.h>

#include "base/mem.h"
#include "import/part.h"
#include "json/write.h"
#include "trace/ids.h"

/*
 * inspect_ai: a record is a sample of an evaluation, and becomes a trace.  Its root is the sample.
 * Spans, steps of old logs, subtasks, requests to models and calls of tools are the calls; all
 * other events are logs of the call around them.  A span begins and ends in events of its own, as a
 * step does.  Steps have no ids and end in the opposite order of their beginnings.
 *
 * An event without a time of completion is written when it has happened: it lasts since the event
 * before.
 */
enum { NESTED = 16 }; /* events within events: so deep */

static bool
is_event(struct import_in *in, const struct import_object *around, const struct json_value *v)
{
	struct import_object o;
	import_descend(&o, in->names, in->arena, around, v);
	return import_get(&o, KEY_EVENT).kind == JSON_STRING && import_has(&o, KEY_TIMESTAMP);
}

/* A sample, or, of tools around inspect_ai, an object that has its events. */
static bool
knows(const struct import_object *o)
{
	if (import_has(o, KEY_EPOCH) && import_has(o, KEY_ID) && import_has(o, KEY_INPUT))
		return import_has(o, KEY_EVENTS) || import_has(o, KEY_TRANSCRIPT) ||
		       import_has(o, KEY_MESSAGES);
	return import_get(o, KEY_EVENTS).kind == JSON_ARRAY && !import_has(o, KEY_NAME);
}

static int64_t
time_of(struct inspect_sample *s, const struct import_object *o, const char *name)
{
	const struct json_value v = inspect_get(o, name);
	int64_t ns;
	return import_time(s->in->arena, &v, &ns) == 0 ? ns : TRACE_NO_TIME;
}

static bool
is_taken(const struct import_member *m, const char *name)
{
	const bool only = *name == '{' || *name == '[' || *name == '"';
	if (!text_eq(m->key, text_of(name + only)))
		return false;
	return !only || m->value.kind == (*name == '{'      ? JSON_OBJECT
					     : *name == '[' ? JSON_ARRAY
							    : JSON_STRING);
}

void
inspect_rest(struct inspect_sample *s, struct import_attributes *as, const struct import_object *o,
    const char *const *taken, size_t count)
{
	for (size_t i = 0; i < o->members && !s->in->lean; i++) {
		const struct import_member *m = &o->member[i];
		bool skip = m->value.kind == JSON_NULL || !m->key.p;
		for (size_t k = 0; k < count && !skip; k++)
			skip = is_taken(m, taken[k]);
		if (!skip)
			import_attributes_add(s->in, as, m->key, inspect_json(s, &m->value));
	}
}

/* Adds a member that could not be read as a time. */
static void
add_bad_time(struct inspect_sample *s, struct import_attributes *as, const struct import_object *o,
    const char *name, int64_t ns)
{
	const struct json_value v = inspect_get(o, name);
	if (ns == TRACE_NO_TIME && v.kind > JSON_NULL && !s->in->lean)
		import_attributes_add(s->in, as, text_of(name), inspect_json(s, &v));
}

void
inspect_event_rest(struct inspect_sample *s, struct import_attributes *as,
    const struct inspect_event *e, const char *const *taken, size_t count)
{
	const char *all[32] = { "\"event", "\"span_id", "timestamp", "completed", "pending" };
	size_t n = 5;
	for (size_t i = 0; i < count; i++)
		all[n++] = taken[i];
	inspect_rest(s, as, &e->object, all, n);
	add_bad_time(s, as, &e->object, "timestamp", e->at_ns);
	add_bad_time(s, as, &e->object, "completed", e->completed_ns);
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* An id for what has none: TRACE/NUMBER. */
static struct text
numbered(struct inspect_sample *s)
{
	struct buf b = { 0 };
	buf_text(&b, s->trace);
	buf_char(&b, '/');
	buf_u64(&b, s->number);
	const struct text id = arena_text(s->in->arena, buf_as_text(&b));
	buf_free(&b);
	return id;
}

struct trace_record *
inspect_call(struct inspect_sample *s, const struct inspect_event *e, struct text id)
{
	struct trace_record *r = import_add(s->in);
	r->what = TRACE_CALL;
	r->trace_id = s->trace;
	r->call_id = trace_id_of(s->in->arena, id);
	if (!r->call_id.p)
		r->call_id = numbered(s);
	r->parent_id = e->parent;
	r->start_ns = e->at_ns;
	if (e->pending)
		return r;
	r->end_ns = e->completed_ns;
	if (e->completed_ns == TRACE_NO_TIME && e->at_ns != TRACE_NO_TIME) {
		r->start_ns = s->at_ns != TRACE_NO_TIME ? s->at_ns : e->at_ns;
		r->end_ns = e->at_ns;
	}
	return r;
}

void
inspect_fail(
    struct inspect_sample *s, struct trace_record *r, struct text type, struct text message)
{
	if (!type.p && !message.p)
		return;
	struct trace_error *error = &import_more(s->in, r)->error;
	r->status = TRACE_ERROR;
	error->type = type.p ? type : error->type;
	error->message = message.p ? message : error->message;
}

static enum trace_kind
kind_of_span(struct text type)
{
	return type.p && text_eq(type, TEXT("agent")) ? TRACE_AGENT : TRACE_SPAN;
}

/* Adds the attributes of an event that is a call. */
static void
put_rest(struct inspect_sample *s, struct trace_record *r, const struct inspect_event *e,
    const char *const *taken, size_t count)
{
	struct import_attributes as = { 0 };
	inspect_event_rest(s, &as, e, taken, count);
	r->attributes = import_attributes_done(s->in, &as);
}

static void
read_begin(struct inspect_sample *s, const struct inspect_event *e, struct text id)
{
	static const char *const taken[] = { "\"id", "\"parent_id", "\"name", "\"action" };
	struct trace_record *r = import_add(s->in);
	r->what = TRACE_BEGIN;
	r->trace_id = s->trace;
	r->call_id = id;
	r->parent_id = e->parent;
	r->name = inspect_string(s, &e->object, "name");
	r->kind = kind_of_span(inspect_string(s, &e->object, "type"));
	r->start_ns = e->at_ns;
	put_rest(s, r, e, taken, sizeof(taken) / sizeof(*taken));
}

static void
read_end(struct inspect_sample *s, const struct inspect_event *e, struct text id)
{
	struct trace_record *r = import_add(s->in);
	r->what = TRACE_END;
	r->trace_id = s->trace;
	r->call_id = id;
	r->parent_id = e->parent;
	r->end_ns = e->at_ns;
}

static void
read_span(struct inspect_sample *s, struct inspect_event *e)
{
	const struct text parent = inspect_string(s, &e->object, "parent_id");
	const struct text id = trace_id_of(s->in->arena, inspect_string(s, &e->object, "id"));
	if (parent.n > 0)
		e->parent = parent;
	if (text_eq(e->kind, TEXT("span_begin")))
		read_begin(s, e, id.p ? id : numbered(s));
	else
		read_end(s, e, id.p ? id : numbered(s));
}

static void
read_step(struct inspect_sample *s, const struct inspect_event *e)
{
	const struct text action = inspect_string(s, &e->object, "action");
	if (!action.p || !text_eq(action, TEXT("end"))) {
		const struct text id = numbered(s);
		s->step = mem_grow(s->step, &s->step_cap, s->steps + 1, sizeof(*s->step));
		s->step[s->steps++] = id;
		read_begin(s, e, id);
	} else {
		read_end(s, e, s->steps > 0 ? s->step[--s->steps] : numbered(s));
	}
}

static void read_events(
    struct inspect_sample *s, const struct json_value *list, struct text parent, unsigned depth);

/* A tool or a subtask: both have an input, a result, and, in old logs, the events in them. */
static void
read_tool(struct inspect_sample *s, const struct inspect_event *e, unsigned depth)
{
	static const char *const of_tool[] = { "\"id", "\"function", "arguments", "result",
		"{error", "failed", "[events" };
	static const char *const of_task[] = { "\"uuid", "\"name", "input", "result", "{error",
		"failed", "[events" };
	const struct import_object *o = &e->object;
	const bool tool = text_eq(e->kind, TEXT("tool"));
	const struct json_value input = inspect_get(o, tool ? "arguments" : "input"),
				result = inspect_get(o, "result"), error = inspect_get(o, "error"),
				events = inspect_get(o, "events");
	struct import_object why;
	struct trace_record *r = inspect_call(s, e, inspect_string(s, o, tool ? "id" : "uuid"));
	const struct text id = r->call_id;
	r->kind = tool ? TRACE_TOOL : TRACE_SPAN;
	r->name = inspect_string(s, o, tool ? "function" : "name");
	r->input = inspect_json(s, &input);
	r->output = e->pending ? TEXT_ABSENT : inspect_json(s, &result);
	import_descend(&why, s->in->names, s->in->arena, o, &error);
	inspect_fail(s, r, inspect_string(s, &why, "type"), inspect_string(s, &why, "message"));
	if (inspect_get(o, "failed").kind == JSON_TRUE)
		r->status = TRACE_ERROR;
	put_rest(s, r, e, tool ? of_tool : of_task, sizeof(of_tool) / sizeof(*of_tool));
	if (depth < NESTED && events.kind == JSON_ARRAY && events.n > 2)
		read_events(s, &events, id, depth + 1);
}

/* ---- logs ----------------------------------------------------------------------------------- */

static void
read_log(struct inspect_sample *s, const struct inspect_event *e)
{
	static const char *const taken[] = { "\"uuid" };
	const struct import_object *o = &e->object;
	struct trace_record *r = import_add(s->in);
	struct trace_event_record *log = import_event(s->in);
	struct import_object inner;
	struct import_attributes as = { 0 };
	const bool failed = text_eq(e->kind, TEXT("error"));
	const struct json_value v = inspect_get(o, failed ? "error" : "message");
	import_descend(&inner, s->in->names, s->in->arena, o, &v);
	struct text said = inspect_string(s, &inner, "message");
	r->what = TRACE_EVENT;
	r->trace_id = s->trace;
	r->call_id = e->parent;
	log->type = failed ? TRACE_ERROR_EVENT : TRACE_LOG;
	log->at_ns = e->at_ns;
	if (failed) {
		log->text[TRACE_ERROR_MESSAGE] = said;
	} else {
		log->text[TRACE_LEVEL] = inspect_string(s, &inner, "level");
		if (!said.p && text_eq(e->kind, TEXT("info")))
			said = inspect_string(s, o, "data");
		log->text[TRACE_MESSAGE] = said.p ? said : e->kind;
		if (said.p)
			import_attributes_add_string(s->in, &as, TEXT("event"), e->kind);
	}
	inspect_event_rest(s, &as, e, taken, sizeof(taken) / sizeof(*taken));
	log->attributes = import_attributes_done(s->in, &as);
	import_events_done(s->in, r);
}

/* What is no event stays as it is. */
static void
read_other(struct inspect_sample *s, const struct json_value *v, struct text parent)
{
	struct trace_record *r = import_add(s->in);
	struct trace_event_record *log = import_event(s->in);
	struct import_attributes as = { 0 };
	r->what = TRACE_EVENT;
	r->trace_id = s->trace;
	r->call_id = parent;
	log->type = TRACE_LOG;
	log->text[TRACE_MESSAGE] = TEXT("event");
	import_attributes_add(s->in, &as, TEXT("event"), inspect_json(s, v));
	log->attributes = import_attributes_done(s->in, &as);
	import_events_done(s->in, r);
}

/* ---- events --------------------------------------------------------------------------------- */

static void
note_time(struct inspect_sample *s, int64_t ns)
{
	if (ns == TRACE_NO_TIME)
		return;
	if (s->first_ns == TRACE_NO_TIME || ns < s->first_ns)
		s->first_ns = ns;
	if (s->last_ns == TRACE_NO_TIME || ns > s->last_ns)
		s->last_ns = ns;
}

static void
read_event(struct inspect_sample *s, const struct json_value *v, struct text parent, unsigned depth)
{
	struct inspect_event e;
	import_descend(&e.object, s->in->names, s->in->arena, &s->in->object, v);
	const struct text span = inspect_string(s, &e.object, "span_id");
	e.kind = inspect_string(s, &e.object, "event");
	s->number++;
	if (v->kind != JSON_OBJECT || !e.kind.p) {
		read_other(s, v, parent);
		return;
	}
	e.parent = span.n > 0 ? span : depth == 0 && s->steps > 0 ? s->step[s->steps - 1] : parent;
	e.at_ns = time_of(s, &e.object, "timestamp");
	e.completed_ns = time_of(s, &e.object, "completed");
	e.pending = inspect_get(&e.object, "pending").kind == JSON_TRUE;
	note_time(s, e.at_ns);
	note_time(s, e.completed_ns);
	if (text_eq(e.kind, TEXT("model")))
		inspect_model(s, &e);
	else if (text_eq(e.kind, TEXT("tool")) || text_eq(e.kind, TEXT("subtask")))
		read_tool(s, &e, depth);
	else if (text_eq(e.kind, TEXT("span_begin")) || text_eq(e.kind, TEXT("span_end")))
		read_span(s, &e);
	else if (text_eq(e.kind, TEXT("step")))
		read_step(s, &e);
	else
		read_log(s, &e);
	if (e.at_ns != TRACE_NO_TIME)
		s->at_ns = e.completed_ns != TRACE_NO_TIME ? e.completed_ns : e.at_ns;
}

static void
read_events(
    struct inspect_sample *s, const struct json_value *list, struct text parent, unsigned depth)
{
	struct json_members it;
	struct json_value key, value;
	json_members(&it, s->in->object.text, s->in->object.index, list);
	while (json_member(&it, &key, &value))
		read_event(s, &value, parent, depth);
}

/* ---- samples -------------------------------------------------------------------------------- */

/* What names events without a sample: their first one. */
static struct text
name_of_first(struct inspect_sample *s, const struct import_object *o)
{
	static const char *const names[] = { "uuid", "id", "timestamp" };
	const struct json_value events = import_get(o, KEY_EVENTS);
	struct import_object list, first;
	import_descend(&list, s->in->names, s->in->arena, o, &events);
	if (list.members == 0)
		return TEXT_ABSENT;
	import_descend(&first, s->in->names, s->in->arena, o, &list.member[0].value);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct text t = inspect_string(s, &first, names[i]);
		if (t.n > 0)
			return t;
	}
	return TEXT_ABSENT;
}

/* The sample's uuid, else sample/ID/EPOCH; of events without a sample, events/FIRST. */
static struct text
trace_of(struct inspect_sample *s, const struct import_object *o)
{
	const struct text uuid = trace_id_of(s->in->arena, inspect_string(s, o, "uuid"));
	const bool sample = import_has(o, KEY_EPOCH);
	struct buf b = { 0 };
	if (uuid.p)
		return uuid;
	buf_text(&b, sample ? TEXT("sample/") : TEXT("events/"));
	buf_text(&b, sample ? import_get_text(s->in->arena, o, KEY_ID) : name_of_first(s, o));
	if (sample) {
		buf_char(&b, '/');
		buf_text(&b, import_get_text(s->in->arena, o, KEY_EPOCH));
	}
	const struct text own = arena_text(s->in->arena, buf_as_text(&b));
	buf_free(&b);
	return own;
}

/* The attachments that nothing has named, or for which there was no room. */
static void
add_unused(struct inspect_sample *s, struct import_attributes *as)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	for (size_t i = 0; i < s->attachments && !s->in->lean; i++) {
		if (s->attachment[i].used && !s->short_of_room)
			continue;
		json_name_text(&b, s->attachment[i].hash);
		json_add_raw(&b, import_json(s->in->arena, &s->attachment[i].value));
	}
	json_end(&b, '}');
	if (b.n > 2)
		import_attributes_add(
		    s->in, as, TEXT("attachments"), arena_text(s->in->arena, buf_as_text(&b)));
	buf_free(&b);
}

/* Fills the root call; its events have been read. */
static void
read_root(struct inspect_sample *s, const struct import_object *o, size_t item)
{
	static const char *const taken[] = { "\"uuid", "input", "[events", "{transcript",
		"{attachments", "{events_data", "[message_pool", "\"started_at", "\"completed_at" };
	const int64_t started = time_of(s, o, "started_at"),
		      completed = time_of(s, o, "completed_at");
	const struct json_value input = inspect_get(o, "input"), output = inspect_get(o, "output"),
				error = inspect_get(o, "error");
	struct import_object inner;
	struct import_attributes as = { 0 };
	struct buf b = { 0 };
	bool calls;
	struct trace_record *r = &s->in->part->item[item].record;
	r->kind = TRACE_AGENT;
	r->name = import_has(o, KEY_EPOCH) ? TEXT("sample") : TEXT("events");
	r->start_ns = started != TRACE_NO_TIME ? started : s->first_ns;
	r->end_ns = completed != TRACE_NO_TIME ? completed : s->last_ns;
	r->input = inspect_json(s, &input);
	import_descend(&inner, s->in->names, s->in->arena, o, &error);
	inspect_fail(s, r, TEXT_ABSENT, inspect_string(s, &inner, "message"));
	import_descend(&inner, s->in->names, s->in->arena, o, &output);
	const struct json_value choices = inspect_get(&inner, "choices");
	const struct text answer = inspect_json(s, &choices);
	if (answer.p && import_answer(&b, answer, &calls))
		r->output = arena_text(s->in->arena, buf_as_text(&b));
	buf_free(&b);
	inspect_rest(s, &as, o, taken, sizeof(taken) / sizeof(*taken));
	if (s->in->object.members > 0)
		add_unused(s, &as);
	r->attributes = import_attributes_done(s->in, &as);
}

static bool
read(struct import_in *in)
{
	const struct import_object o = in->object;
	struct inspect_sample s = { .in = in,
		.at_ns = TRACE_NO_TIME,
		.first_ns = TRACE_NO_TIME,
		.last_ns = TRACE_NO_TIME };
	struct json_value events = import_get(&o, KEY_EVENTS);
	struct import_object transcript;
	if (events.kind != JSON_ARRAY && import_has(&o, KEY_TRANSCRIPT)) {
		const struct json_value v = import_get(&o, KEY_TRANSCRIPT);
		import_descend(&transcript, in->names, in->arena, &o, &v);
		events = import_get(&transcript, KEY_EVENTS);
	}
	if (!import_has(&o, KEY_EPOCH)) {
		struct import_object list;
		import_descend(&list, in->names, in->arena, &o, &events);
		if (list.members == 0 || !is_event(in, &o, &list.member[0].value))
			return false;
	}
	const size_t root = in->part->items;
	s.trace = trace_of(&s, &o);
	inspect_texts_open(&s, &o);
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->trace_id = s.trace;
	r->call_id = s.trace;
	if (events.kind == JSON_ARRAY)
		read_events(&s, &events, s.trace, 0);
	read_root(&s, &o, root);
	free(s.step);
	return true;
}

/* What is left of a header when the task and the run are taken: of `eval`, then of all of it. */
static void
put_header(struct import_in *in, struct buf *b, const struct import_object *o,
    const struct json_value *eval)
{
	json_begin(b, '{');
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		const bool taken =
		    !eval && m->value.kind == JSON_STRING &&
		    (text_eq(m->key, TEXT("task")) || text_eq(m->key, TEXT("run_id")));
		if (m->value.kind == JSON_NULL || taken || m->id == KEY_SAMPLES)
			continue;
		const size_t before = b->n;
		json_name_text(b, m->key);
		if (!eval || m->value.p != eval->p) {
			json_add_raw(b, import_json(in->arena, &m->value));
			continue;
		}
		struct import_object inner;
		const size_t value = b->n;
		import_descend(&inner, in->names, in->arena, o, eval);
		put_header(in, b, &inner, NULL);
		if (b->n == value + 2)
			b->n = before;
	}
	json_end(b, '}');
}

/* The log's header: its task is the service of the samples, and all of their calls have the id of
 * its run. */
static void
read_shared(struct import_in *in, struct import_shared *out)
{
	const struct import_object *o = &in->object;
	const struct json_value eval = import_get(o, KEY_EVAL);
	struct import_object header;
	struct buf b = { 0 };
	if (eval.kind != JSON_OBJECT)
		return;
	import_descend(&header, in->names, in->arena, o, &eval);
	const struct json_value task = inspect_get(&header, "task"),
				run = inspect_get(&header, "run_id");
	if (task.kind == JSON_STRING)
		out->service = import_text(in->arena, &task);
	import_rest_begin(in);
	if (run.kind == JSON_STRING)
		import_rest_add(in, TEXT("run_id"), &run);
	out->resource = import_rest_done(in);
	put_header(in, &b, o, &eval);
	if (b.n > 2)
		out->root = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
}

const struct import_reader import_inspect = { .name = "inspect_ai",
	.knows = knows,
	.read = read,
	.shared = read_shared,
	.summary = "inspect_ai: logs in JSON, their samples, and events",
	.beside = true };
