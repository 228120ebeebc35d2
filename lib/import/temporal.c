/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "base/sha256.h"
#include "import/attributes.h"
#include "import/otel.h"
#include "import/payload.h"
#include "import/temporal_rule.h"
#include "json/write.h"
#include "trace/ids.h"
#include "trace/members.h"

/*
 * Histories of Temporal: {"events":[…]}, one document for each run of a workflow.  The run is the
 * root.  What it asks for is a call below it: an event begins the call, and later ones name the
 * number of that event.  All other events are logs, of the call that they name or of the run.
 */
struct history {
	struct import_in *in;
	struct text trace, run;
	struct text parent; /* of the run: the call that started it, in another history */
	struct text beside; /* JSON, an object: what stands beside the events; or absent */
};

/* An event: its attributes are what stands in the member that is named after its type. */
struct event {
	struct history *history;
	const struct temporal_rule *rule;
	struct text number, type; /* type: "ActivityTaskScheduled" */
	int64_t at_ns;
	struct text attributes; /* JSON, an object or absent */
	struct buf rest;        /* JSON, an object that is not ended: what else there is */
};

static bool
has_tail(struct text t, struct text tail)
{
	return t.n >= tail.n && memcmp(t.p + t.n - tail.n, tail.p, tail.n) == 0;
}

static bool
is_kind(struct text json, char first)
{
	return json.n >= 2 && json.p[0] == first;
}

static struct text
string_of(struct import_in *in, struct text json)
{
	if (is_kind(json, '"'))
		return json_unescaped(in->arena, (struct text){ json.p + 1, json.n - 2 });
	return is_kind(json, '{') || is_kind(json, '[') ? TEXT_ABSENT : json;
}

static struct text
member_text(struct import_in *in, struct text object, const char *name)
{
	const struct text json = trace_member_of(object, text_of(name));
	const bool none = !json.p || text_eq(json, TEXT("null")) || text_eq(json, TEXT("\"\""));
	return none ? TEXT_ABSENT : string_of(in, json);
}

/* Does the first event look like one? */
static bool
knows(const struct import_object *o)
{
	const struct json_value events = import_get(o, KEY_EVENTS);
	struct json_members it;
	struct json_value key, value, first;
	unsigned found = 0;
	if (events.kind != JSON_ARRAY)
		return false;
	json_members(&it, o->text, o->index, &events);
	if (!json_member(&it, &key, &first) || first.kind != JSON_OBJECT)
		return false;
	json_members(&it, o->text, o->index, &first);
	while (json_member(&it, &key, &value)) {
		const struct text name = { key.p, key.n };
		found |= text_eq(name, TEXT("eventId")) ? 1U : 0;
		found |= text_eq(name, TEXT("eventType")) ? 2U : 0;
		found |= text_eq(name, TEXT("eventTime")) ? 4U : 0;
	}
	return found == 7;
}

/* ---- events --------------------------------------------------------------------------------- */

/* EVENT_TYPE_TIMER_STARTED and TimerStarted are the same. */
static struct text
type_of(struct import_in *in, struct text spelled)
{
	static const struct text prefix = TEXT("EVENT_TYPE_");
	char *out = arena_alloc(in->arena, spelled.n);
	size_t n = 0;
	bool first = true;
	if (spelled.n <= prefix.n || memcmp(spelled.p, prefix.p, prefix.n) != 0)
		return spelled;
	for (size_t i = prefix.n; i < spelled.n; i++) {
		if (spelled.p[i] == '_') {
			first = true;
			continue;
		}
		out[n++] = first ? spelled.p[i] : ascii_lower(spelled.p[i]);
		first = false;
	}
	return (struct text){ out, n };
}

static void
put_rest(struct event *e, struct text key, struct text value)
{
	struct buf *b = &e->rest;
	if (b->n > 1)
		buf_char(b, ',');
	buf_char(b, '"');
	buf_text(b, key);
	BUF_LIT(b, "\":");
	payload_put(e->history->in, b, value);
}

static void
put_rest_text(struct event *e, const char *name, struct text text)
{
	struct buf b = { 0 };
	if (!text.p)
		return;
	json_put_string(&b, text);
	put_rest(e, text_of(name), buf_as_text(&b));
	buf_free(&b);
}

static struct text
rest_of(struct event *e)
{
	struct text json = TEXT_ABSENT;
	if (e->rest.n > 1) {
		buf_char(&e->rest, '}');
		json = arena_text(e->history->in->arena, buf_as_text(&e->rest));
	}
	buf_free(&e->rest);
	return json;
}

/* Opens an event.  Returns false if it is none: it is no object. */
static bool
open_event(struct history *h, struct event *e, const struct json_value *v)
{
	struct import_in *in = h->in;
	struct import_object o;
	*e = (struct event){ .history = h, .at_ns = TRACE_NO_TIME };
	if (v->kind != JSON_OBJECT)
		return false;
	json_begin(&e->rest, '{');
	import_descend(&o, in->names, in->arena, &in->object, v);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		const struct text json = import_json(in->arena, &m->value);
		if (text_eq(m->key, TEXT("eventId")) && import_text(in->arena, &m->value).p)
			e->number = import_text(in->arena, &m->value);
		else if (text_eq(m->key, TEXT("eventType")) && m->value.kind == JSON_STRING)
			e->type = type_of(in, import_text(in->arena, &m->value));
		else if (has_tail(m->key, TEXT("EventAttributes")) && is_kind(json, '{'))
			e->attributes = json;
		else if (!text_eq(m->key, TEXT("eventTime")) ||
			 import_time(in->arena, &m->value, &e->at_ns) < 0)
			put_rest(e, m->key, json);
	}
	if (!e->type.p)
		e->type = TEXT("event");
	e->rule = temporal_rule_of(e->type);
	return true;
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* The call that the event of that number began: RUN/NUMBER. */
static struct text
call_id(struct import_in *in, struct text run, struct text number)
{
	struct buf b = { 0 };
	buf_text(&b, run);
	buf_char(&b, '/');
	buf_text(&b, number);
	const struct text id = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return id;
}

/* The call that the event is about, by the member that names it; without one, the run. */
static struct text
call_of(const struct event *e)
{
	struct history *h = e->history;
	if (!e->rule->link)
		return h->run;
	const struct text number = member_text(h->in, e->attributes, e->rule->link);
	return number.p ? call_id(h->in, h->run, number) : h->run;
}

static struct trace_record *
add(const struct event *e, enum trace_what what, struct text call)
{
	const struct history *h = e->history;
	struct trace_record *r = import_add(h->in);
	r->what = what;
	r->trace_id = h->trace;
	r->call_id = call;
	if (!text_eq(call, h->run))
		r->parent_id = h->run;
	else
		r->parent_id = h->parent;
	return r;
}

/* Puts the members of the attributes into the rest, but those that are taken. */
static void
put_members(struct event *e, const struct text *taken, size_t n)
{
	struct trace_members it = trace_members(e->attributes);
	struct text key, value;
	while (trace_member(&it, &key, &value))
		if (text_among(key, taken, n) == n)
			put_rest(e, key, value);
}

/* {"timerFired":{…}} */
static struct text
rest_by_type(struct event *e)
{
	struct import_in *in = e->history->in;
	const struct text rest = rest_of(e);
	struct buf b = { 0 };
	if (!rest.p)
		return TEXT_ABSENT;
	char *name = arena_alloc(in->arena, e->type.n + 1);
	memcpy(name, e->type.p, e->type.n);
	name[0] = ascii_lower(name[0]);
	json_begin(&b, '{');
	json_name_text(&b, (struct text){ name, e->type.n });
	json_add_raw(&b, rest);
	json_end(&b, '}');
	const struct text json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

/* Of an update, {input:{name, args}} in the request. */
static struct text
request_of(const struct event *e)
{
	struct text request = trace_member_of(e->attributes, TEXT("acceptedRequest"));
	if (!request.p)
		request = trace_member_of(e->attributes, TEXT("rejectedRequest"));
	return trace_member_of(request, TEXT("input"));
}

static struct text
name_of(const struct event *e)
{
	struct import_in *in = e->history->in;
	const struct temporal_rule *rule = e->rule;
	if (!rule->named)
		return text_of(rule->name);
	if (strcmp(rule->named, "request") == 0)
		return member_text(in, request_of(e), "name");
	const struct text json = trace_member_of(e->attributes, text_of(rule->named));
	return is_kind(json, '{') ? member_text(in, json, "name") : string_of(in, json);
}

static struct text
decoded(struct import_in *in, struct text json, bool list)
{
	return json.p ? payload_decode(in, json, list) : TEXT_ABSENT;
}

/* What stands beside the events belongs to the run. */
static void
put_beside(struct event *e)
{
	struct trace_members it = trace_members(e->history->beside);
	struct text key, value;
	while (trace_member(&it, &key, &value))
		put_rest(e, key, value);
}

static struct trace_record *
begin_call(struct event *e)
{
	static const struct text taken[] = { TEXT("input") };
	struct history *h = e->history;
	const bool root = e->rule->what == TEMPORAL_RUN;
	struct trace_record *r =
	    add(e, TRACE_BEGIN, root ? h->run : call_id(h->in, h->run, e->number));
	r->kind = e->rule->kind;
	r->name = name_of(e);
	r->start_ns = e->at_ns;
	const struct text input = trace_member_of(e->attributes, TEXT("input"));
	r->input = input.p ? decoded(h->in, input, true)
			   : decoded(h->in, trace_member_of(request_of(e), TEXT("args")), true);
	put_members(e, taken, input.p ? 1 : 0);
	if (root)
		put_beside(e);
	r->attributes = rest_of(e);
	return r;
}

/* ---- ends ----------------------------------------------------------------------------------- */

/* The failure that was the reason: wrappers name the activity or the child that failed. */
static struct text
innermost(struct text failure)
{
	for (;;) {
		const struct text cause = trace_member_of(failure, TEXT("cause"));
		const bool wraps =
		    trace_member_of(failure, TEXT("activityFailureInfo")).p ||
		    trace_member_of(failure, TEXT("childWorkflowExecutionFailureInfo")).p ||
		    trace_member_of(failure, TEXT("nexusOperationExecutionFailureInfo")).p;
		if (!wraps || !is_kind(cause, '{'))
			return failure;
		failure = cause;
	}
}

static struct text
failure_type(struct import_in *in, struct text failure)
{
	const struct text application = trace_member_of(failure, TEXT("applicationFailureInfo")),
			  timeout = trace_member_of(failure, TEXT("timeoutFailureInfo"));
	if (application.p)
		return member_text(in, application, "type");
	if (timeout.p)
		return member_text(in, timeout, "timeoutType");
	if (trace_member_of(failure, TEXT("canceledFailureInfo")).p)
		return TEXT("canceled");
	if (trace_member_of(failure, TEXT("terminatedFailureInfo")).p)
		return TEXT("terminated");
	return TEXT_ABSENT;
}

/* The type is that of the failure, else the cause, else that of the rule. */
static struct trace_error
error_of(const struct event *e, struct text failure)
{
	struct import_in *in = e->history->in;
	failure = innermost(failure);
	struct trace_error error = { failure_type(in, failure), member_text(in, failure, "message"),
		TEXT_ABSENT };
	const struct text stack = member_text(in, failure, "stackTrace");
	if (!error.type.p)
		error.type = member_text(in, e->attributes, "cause");
	if (!error.type.p)
		error.type = text_of(e->rule->error);
	if (stack.p)
		error.where = otel_where(in, stack);
	return error;
}

/* Why the call failed: a failure, or a reason that is only a text. */
static struct trace_error
error_of_end(const struct event *e)
{
	struct import_in *in = e->history->in;
	const struct text outcome = trace_member_of(e->attributes, TEXT("outcome"));
	struct text failure = trace_member_of(e->attributes, TEXT("failure"));
	if (!failure.p)
		failure = trace_member_of(outcome, TEXT("failure"));
	struct trace_error error = error_of(e, failure);
	if (!error.message.p)
		error.message = member_text(in, e->attributes, "reason");
	return error;
}

/* An update may have failed although its event only says that it is over. */
static bool
has_failed(const struct event *e)
{
	const struct text outcome = trace_member_of(e->attributes, TEXT("outcome"));
	return e->rule->failed || trace_member_of(outcome, TEXT("failure")).p;
}

static void
set_end(struct event *e, struct trace_record *r)
{
	struct import_in *in = e->history->in;
	const struct text outcome = trace_member_of(e->attributes, TEXT("outcome"));
	struct text result = trace_member_of(e->attributes, TEXT("result"));
	if (!result.p)
		result = trace_member_of(outcome, TEXT("success"));
	r->output = decoded(in, result, false);
	r->end_ns = e->at_ns;
	r->status = has_failed(e) ? TRACE_ERROR : TRACE_OK;
	if (r->status == TRACE_ERROR)
		import_more(in, r)->error = error_of_end(e);
}

/* Is there nothing but a result in {outcome:{success}}? */
static bool
only_succeeded(const struct event *e)
{
	struct trace_members it = trace_members(trace_member_of(e->attributes, TEXT("outcome")));
	struct text key, value, second;
	return trace_member(&it, &key, &value) && key.p && text_eq(key, TEXT("success")) &&
	       !trace_member(&it, &second, &value);
}

static void
end_call(struct event *e)
{
	const struct text taken[] = { TEXT("result"),
		e->rule->link ? text_of(e->rule->link) : TEXT("result"),
		only_succeeded(e) ? TEXT("outcome") : TEXT("result") };
	const struct text call = call_of(e);
	/* a call that is not named is not the run */
	if (e->rule->link && text_eq(call, e->history->run)) {
		put_rest_text(e, "eventId", e->number);
		put_members(e, taken, 0);
		struct trace_event_record *log = import_event(e->history->in);
		log->type = TRACE_LOG;
		log->at_ns = e->at_ns;
		log->text[TRACE_MESSAGE] = e->type;
		log->attributes = rest_of(e);
		import_events_done(e->history->in, add(e, TRACE_EVENT, call));
		return;
	}
	struct trace_record *r = add(e, TRACE_END, call);
	r->kind = e->rule->kind;
	r->decides = true;
	set_end(e, r);
	put_rest_text(e, "eventId", e->number);
	put_members(e, taken, 3);
	r->attributes = rest_by_type(e);
}

/* ---- logs ----------------------------------------------------------------------------------- */

/* A log; an error if the event reports a failure after which the call goes on. */
static void
add_log(struct event *e)
{
	struct import_in *in = e->history->in;
	const struct text call = call_of(e);
	const struct text taken[] = { e->rule->link ? text_of(e->rule->link) : TEXT("") };
	put_rest_text(e, "eventId", e->number);
	struct text failure = trace_member_of(e->attributes, TEXT("lastFailure"));
	struct trace_event_record *log = import_event(in);
	log->at_ns = e->at_ns;
	log->type = TRACE_LOG;
	log->text[TRACE_MESSAGE] = e->type;
	if (!failure.p)
		failure = trace_member_of(e->attributes, TEXT("failure"));
	if (is_kind(failure, '{') || e->rule->failed) {
		const struct trace_error error = error_of(e, failure);
		log->type = TRACE_ERROR_EVENT;
		log->text[TRACE_ERROR_TYPE] = error.type;
		log->text[TRACE_ERROR_MESSAGE] = error.message;
		log->text[TRACE_ERROR_WHERE] = error.where;
		put_rest_text(e, "event", e->type);
	}
	put_members(e, taken, text_eq(call, e->history->run) ? 0 : 1);
	log->attributes = rest_of(e);
	import_events_done(in, add(e, TRACE_EVENT, call));
}

static void
read_event(struct event *e)
{
	switch (e->rule->what) {
	case TEMPORAL_RUN:
	case TEMPORAL_BEGIN: begin_call(e); break;
	case TEMPORAL_POINT: {
		struct trace_record *r = begin_call(e);
		r->what = TRACE_CALL;
		set_end(e, r);
		break;
	}
	case TEMPORAL_END: end_call(e); break;
	case TEMPORAL_LOG: add_log(e); break;
	}
}

/* ---- the document --------------------------------------------------------------------------- */

static struct text
run_in(struct import_in *in, struct text attributes, const char *execution)
{
	return member_text(in, trace_member_of(attributes, text_of(execution)), "runId");
}

/* Without a run that is named: the content of the document. */
static struct text
content_id(struct import_in *in)
{
	enum { BYTES = 8 };
	unsigned char digest[32];
	char *hex = arena_alloc(in->arena, 2 * BYTES);
	struct buf b = { 0 };
	json_put_compact(&b, in->raw);
	sha256(b.p, b.n, digest);
	buf_free(&b);
	sha256_hex(digest, BYTES, hex);
	return (struct text){ hex, 2 * BYTES };
}

/* The names of the run and of its trace: that of the topmost workflow, or of the first run in a
 * chain of runs. */
static void
name_run(struct history *h, struct text started)
{
	struct import_in *in = h->in;
	const struct text first = member_text(in, started, "firstExecutionRunId"),
			  parent = run_in(in, started, "parentWorkflowExecution"),
			  number = member_text(in, started, "parentInitiatedEventId");
	h->run = member_text(in, started, "originalExecutionRunId");
	if (!h->run.p)
		h->run = first.p ? first : content_id(in);
	h->run = trace_id_of(in->arena, h->run);
	h->trace = run_in(in, started, "rootWorkflowExecution");
	if (!h->trace.p)
		h->trace = parent.p ? parent : first.p ? first : h->run;
	h->trace = trace_id_of(in->arena, h->trace);
	if (parent.p && number.p)
		h->parent = call_id(in, parent, number);
}

static bool
read(struct import_in *in)
{
	const struct json_value events = import_get(&in->object, KEY_EVENTS);
	struct history h = { .in = in };
	struct json_members it;
	struct json_value key, v;
	struct event e;
	struct text started = TEXT_ABSENT;
	json_members(&it, in->object.text, in->object.index, &events);
	while (!started.p && json_member(&it, &key, &v)) {
		if (open_event(&h, &e, &v) && e.rule->what == TEMPORAL_RUN)
			started = e.attributes;
		buf_free(&e.rest);
	}
	name_run(&h, started);
	import_rest_begin(in);
	for (size_t i = 0; i < in->object.members; i++)
		if (in->object.member[i].id != KEY_EVENTS)
			import_rest_add(in, in->object.member[i].key, &in->object.member[i].value);
	h.beside = import_rest_done(in);
	json_members(&it, in->object.text, in->object.index, &events);
	while (json_member(&it, &key, &v)) {
		if (!open_event(&h, &e, &v)) {
			e.rule = temporal_rule_of(TEXT(""));
			e.type = TEXT("event");
			json_begin(&e.rest, '{');
			put_rest(&e, TEXT("event"), import_json(in->arena, &v));
		}
		read_event(&e);
		buf_free(&e.rest);
	}
	return true;
}

const struct import_reader import_temporal = { .name = "Temporal", .knows = knows, .read = read };
