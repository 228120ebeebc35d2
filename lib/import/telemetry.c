/* SPDX-License-Identifier: MIT */
#include "import/telemetry_error.h"
#include "import/telemetry_rest.h"
#include "json/write.h"

/*
 * Telemetry of instrumented functions, in its four styles: v1 (flat, with correlation ids), v2 and
 * v3 (with trace and span ids, and a service), and the draft (`event` for `event_type`, `function`
 * for `function_name`).
 */

enum type {
	TYPE_LOG, /* any other */
	TYPE_ENTRY,
	TYPE_EXIT,
	TYPE_VARIABLE,
	TYPE_LOOP_ENTRY,
	TYPE_LOOP_ITERATION,
	TYPE_LOOP_EXIT,
	TYPE_BRANCH,
	TYPE_ERROR,
	TYPE_HTTP_REQUEST,
	TYPE_HTTP_RESPONSE,
	TYPE_DATABASE_QUERY,
	TYPE_DATABASE_RESULT,
	TYPE_CONTEXT
};

static enum type
type_of(struct text t)
{
	static const struct {
		struct text name;
		enum type type;
	} types[] = {
		{ TEXT("function_entry"), TYPE_ENTRY },
		{ TEXT("function_exit"), TYPE_EXIT },
		{ TEXT("variable_change"), TYPE_VARIABLE },
		{ TEXT("loop_iteration"), TYPE_LOOP_ITERATION },
		{ TEXT("loop_entry"), TYPE_LOOP_ENTRY },
		{ TEXT("loop_exit"), TYPE_LOOP_EXIT },
		{ TEXT("conditional_entry"), TYPE_BRANCH },
		{ TEXT("conditional_exit"), TYPE_BRANCH },
		{ TEXT("conditional"), TYPE_BRANCH },
		{ TEXT("error"), TYPE_ERROR },
		{ TEXT("exception"), TYPE_ERROR },
		{ TEXT("exception_exit"), TYPE_ERROR },
		{ TEXT("exception_entry"), TYPE_ERROR },
		{ TEXT("http_request"), TYPE_HTTP_REQUEST },
		{ TEXT("http_response"), TYPE_HTTP_RESPONSE },
		{ TEXT("database_query"), TYPE_DATABASE_QUERY },
		{ TEXT("database_result"), TYPE_DATABASE_RESULT },
		{ TEXT("context"), TYPE_CONTEXT },
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_eq(t, types[i].name))
			return types[i].type;
	return TYPE_LOG;
}

static bool
knows(const struct import_object *o)
{
	if (!import_has(o, KEY_EVENT_TYPE) && !import_has(o, KEY_EVENT))
		return false;
	if (!import_has(o, KEY_TIMESTAMP_NS) && !import_has(o, KEY_TIMESTAMP))
		return false;
	return import_has(o, KEY_CORRELATION_ID) || import_has(o, KEY_FUNCTION_NAME) ||
	       import_has(o, KEY_FUNCTION) ||
	       (import_has(o, KEY_TRACE_ID) && import_has(o, KEY_SPAN_ID));
}

static bool
begins_with(struct text t, struct text prefix)
{
	return t.n >= prefix.n && memcmp(t.p, prefix.p, prefix.n) == 0;
}

/* Loops, conditions and exceptions have ids of their own, which are no calls. */
static bool
is_part_id(struct text id)
{
	return begins_with(id, TEXT("loop_")) || begins_with(id, TEXT("cond_")) ||
	       begins_with(id, TEXT("exc_"));
}

/* Sets which call it is about.  Returns false if nothing says so. */
static bool
take_ids(struct import_in *in, struct trace_record *r, enum type type)
{
	const struct import_object *o = &in->object;
	const bool spans = import_has(o, KEY_SPAN_ID);
	r->trace_id = import_get_id(in->arena, o, KEY_TRACE_ID);
	r->call_id = import_get_id(in->arena, o, spans ? KEY_SPAN_ID : KEY_CORRELATION_ID);
	r->parent_id =
	    import_get_id(in->arena, o, spans ? KEY_PARENT_SPAN_ID : KEY_PARENT_CORRELATION_ID);
	if (type != TYPE_ENTRY && type != TYPE_EXIT && r->call_id.p && is_part_id(r->call_id)) {
		r->call_id = r->parent_id;
		r->parent_id = TEXT_ABSENT;
	}
	r->name = telemetry_function(in);
	if (r->call_id.p)
		return true;
	r->what = TRACE_EVENT;
	r->parent_id = TEXT_ABSENT;
	return r->name.p != NULL;
}

static int64_t
duration_of(struct import_in *in)
{
	const struct json_value ns = import_get(&in->object, KEY_DURATION_NS);
	const struct json_value ms = import_get(&in->object, KEY_DURATION_MS);
	int64_t d;
	if (import_ns(&ns, 1, &d) == 0 || import_ns(&ms, 1000000, &d) == 0)
		return d;
	return TRACE_NO_TIME;
}

static struct text
json_of(struct import_in *in, enum import_key key)
{
	return in->lean ? TEXT_ABSENT : import_get_json(in->arena, &in->object, key);
}

static struct text
service_of(struct import_in *in)
{
	const struct json_value v = import_get(&in->object, KEY_SERVICE);
	if (v.kind == JSON_STRING)
		return import_text(in->arena, &v);
	if (v.kind != JSON_OBJECT)
		return TEXT_ABSENT;
	struct import_object o;
	import_descend(&o, in->names, in->arena, &in->object, &v);
	return import_get_string(in->arena, &o, KEY_NAME);
}

/* ---- records -------------------------------------------------------------------------------- */

static struct text
arguments_of(struct import_in *in)
{
	if (in->lean)
		return TEXT_ABSENT;
	const struct import_object *o = &in->object;
	if (telemetry_has_arguments(o))
		return import_get_json(
		    in->arena, o, import_has(o, KEY_ARGS) ? KEY_ARGS : KEY_PARAMS);
	const struct json_value v = import_get(o, KEY_ATTRIBUTES);
	struct import_object attributes;
	import_descend(&attributes, in->names, in->arena, o, &v);
	return import_get_json(in->arena, &attributes, KEY_FUNCTION_PARAMETERS);
}

static void
read_entry(struct import_in *in, struct trace_record *r)
{
	static const enum import_key taken[] = { KEY_ARGS, KEY_PARAMS, KEY_LINE_NUMBER, KEY_OTHER };
	r->what = TRACE_BEGIN;
	r->kind = TRACE_FUNCTION;
	r->start_ns = telemetry_time(in);
	r->service = service_of(in);
	r->line = telemetry_line(in);
	r->input = arguments_of(in);
	r->attributes = telemetry_rest(in, taken);
}

static void
read_exit(struct import_in *in, struct trace_record *r)
{
	static const enum import_key taken[] = { KEY_RETURN_VALUE, KEY_DURATION_NS, KEY_DURATION_MS,
		KEY_LINE_NUMBER, KEY_ERROR, KEY_ERROR_TYPE, KEY_MESSAGE, KEY_OTHER };
	static const enum import_key told[] = { KEY_RETURN_VALUE, KEY_DURATION_NS, KEY_DURATION_MS,
		KEY_LINE_NUMBER, KEY_OTHER };
	struct trace_error e;
	const bool failed = telemetry_error(in, &e);
	r->what = TRACE_END;
	r->end_ns = telemetry_time(in);
	r->duration_ns = duration_of(in);
	r->line = telemetry_line(in);
	r->output = json_of(in, KEY_RETURN_VALUE);
	r->status = failed ? TRACE_ERROR : TRACE_OK;
	r->decides = import_has(&in->object, KEY_SPAN_ID);
	r->attributes = telemetry_rest(in, failed ? taken : told);
	if (failed)
		telemetry_set_error(in, r, &e);
}

static struct trace_event_record *
event_of(struct import_in *in, enum trace_event_type type, const enum import_key *taken)
{
	struct trace_event_record *e = import_event(in);
	e->type = type;
	e->at_ns = telemetry_time(in);
	e->attributes = telemetry_rest(in, taken);
	return e;
}

static void
read_variable(struct import_in *in)
{
	static const enum import_key taken[] = { KEY_VARIABLE_NAME, KEY_VALUE, KEY_OTHER };
	struct trace_event_record *e = event_of(in, TRACE_VARIABLE, taken);
	e->text[TRACE_NAME] = import_get_text(in->arena, &in->object, KEY_VARIABLE_NAME);
	e->text[TRACE_VALUE] = json_of(in, KEY_VALUE);
}

static void
read_loop(struct import_in *in, struct text phase)
{
	static const enum import_key taken[] = { KEY_LOOP_TYPE, KEY_ITERATION_COUNT,
		KEY_TOTAL_ITERATIONS, KEY_OTHER };
	const struct import_object *o = &in->object;
	struct trace_event_record *e = event_of(in, TRACE_LOOP, taken);
	e->text[TRACE_PHASE] = phase;
	e->text[TRACE_LOOP_TYPE] = import_get_text(in->arena, o, KEY_LOOP_TYPE);
	e->text[TRACE_ITERATION] = json_of(in, KEY_ITERATION_COUNT);
	e->text[TRACE_ITERATIONS] = json_of(in, KEY_TOTAL_ITERATIONS);
}

static void
read_branch(struct import_in *in)
{
	static const enum import_key taken[] = { KEY_CONDITION, KEY_BRANCH_TAKEN, KEY_RESULT,
		KEY_OTHER };
	const struct import_object *o = &in->object;
	struct trace_event_record *e = event_of(in, TRACE_BRANCH, taken);
	e->text[TRACE_CONDITION] = import_get_text(in->arena, o, KEY_CONDITION);
	e->text[TRACE_TAKEN] = import_get_json(
	    in->arena, o, import_has(o, KEY_BRANCH_TAKEN) ? KEY_BRANCH_TAKEN : KEY_RESULT);
}

static void
read_log(struct import_in *in, struct text type)
{
	static const enum import_key taken[] = { KEY_MESSAGE, KEY_SEVERITY, KEY_OTHER };
	const struct text message = import_get_string(in->arena, &in->object, KEY_MESSAGE);
	struct trace_event_record *e = event_of(in, TRACE_LOG, taken);
	e->text[TRACE_MESSAGE] = message.p ? message : type;
	e->text[TRACE_LEVEL] = import_get_string(in->arena, &in->object, KEY_SEVERITY);
	if (message.p && !text_eq(type, TEXT("log"))) {
		/* the message does not say what the event is */
		struct buf b = { 0 };
		buf_text(&b, e->attributes.p ? (struct text){ e->attributes.p, e->attributes.n - 1 }
					     : TEXT("{"));
		json_name(&b, "event_type");
		json_add_string(&b, type);
		buf_char(&b, '}');
		e->attributes = arena_text(in->arena, buf_as_text(&b));
		buf_free(&b);
	}
}

static void
read_error(struct import_in *in, struct text type)
{
	static const enum import_key taken[] = { KEY_LINE_NUMBER, KEY_ERROR, KEY_ERROR_TYPE,
		KEY_MESSAGE, KEY_OTHER };
	struct trace_error error;
	if (!telemetry_error(in, &error) && !error.message.p && !text_eq(type, TEXT("error"))) {
		read_log(in, type);
		return;
	}
	/* a line without a function is no place */
	struct trace_event_record *e =
	    event_of(in, TRACE_ERROR_EVENT, telemetry_function(in).p ? taken : taken + 1);
	e->text[TRACE_ERROR_TYPE] = error.type;
	e->text[TRACE_ERROR_MESSAGE] = error.message;
	e->text[TRACE_ERROR_WHERE] = telemetry_where(in);
}

/* METHOD URL, if the object says so. */
static struct text
request_name(struct import_in *in, const struct import_object *o, struct text otherwise)
{
	const struct text method = import_get_string(in->arena, o, KEY_METHOD);
	struct text url = import_get_string(in->arena, o, KEY_URL);
	struct buf b = { 0 };
	url = url.p ? url : import_get_string(in->arena, o, KEY_PATH);
	if (!method.p || !url.p)
		return otherwise;
	buf_text(&b, method);
	buf_char(&b, ' ');
	buf_text(&b, url);
	const struct text name = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return name;
}

/*
 * What is asked, or answered.  v2 and v3 have an object for it, http.request and http.response, and
 * the other members are attributes; in v1, it is all other members.
 */
static struct text
take_message(struct import_in *in, struct trace_record *r, enum import_key key)
{
	static const enum import_key response[] = { KEY_HTTP, KEY_DURATION_NS, KEY_DURATION_MS,
		KEY_ERROR, KEY_ERROR_TYPE, KEY_OTHER };
	static const enum import_key request[] = { KEY_HTTP, KEY_OTHER };
	const enum import_key *apart = key == KEY_REQUEST ? request : response;
	const struct json_value v = import_get(&in->object, KEY_HTTP);
	struct import_object http, message;
	import_descend(&http, in->names, in->arena, &in->object, &v);
	const struct json_value told = import_get(&http, key);
	import_descend(&message, in->names, in->arena, &in->object, &told);
	const bool flat = told.kind != JSON_OBJECT;
	r->name = request_name(in, flat ? &in->object : &message, r->name);
	if (flat)
		return telemetry_rest(in, apart + 1);
	if (in->lean)
		return TEXT_ABSENT;
	import_rest_begin(in);
	telemetry_rest_add(in, apart);
	telemetry_spread_as(in, &v, TEXT("http."), key, key);
	r->attributes = import_rest_done(in);
	return import_json(in->arena, &told);
}

/* A request that a call makes, or its result: a call of its own. */
static void
read_request(struct import_in *in, struct trace_record *r, enum type type, struct text name)
{
	const bool http = type == TYPE_HTTP_REQUEST || type == TYPE_HTTP_RESPONSE;
	struct trace_error e;
	r->half = http ? TEXT("http") : TEXT("database");
	r->kind = http ? TRACE_HTTP : TRACE_DATABASE;
	r->service = service_of(in);
	r->name = name;
	if (type == TYPE_HTTP_REQUEST || type == TYPE_DATABASE_QUERY) {
		r->what = TRACE_BEGIN;
		r->start_ns = telemetry_time(in);
		r->input = take_message(in, r, KEY_REQUEST);
		return;
	}
	r->what = TRACE_END;
	r->end_ns = telemetry_time(in);
	r->duration_ns = duration_of(in);
	r->output = take_message(in, r, KEY_RESPONSE);
	r->status = telemetry_error(in, &e) ? TRACE_ERROR : TRACE_OK;
	r->name = TEXT_ABSENT;
	if (r->status == TRACE_ERROR)
		telemetry_set_error(in, r, &e);
}

/* What the context says is said of the call.  Without a call it is an event. */
static void
read_context(struct import_in *in, struct trace_record *r)
{
	static const enum import_key taken[] = { KEY_CONTEXT, KEY_OTHER };
	static const enum import_key none[] = { KEY_OTHER };
	const struct json_value v = import_get(&in->object, KEY_CONTEXT);
	if (in->lean)
		return;
	import_rest_begin(in);
	if (v.kind == JSON_OBJECT)
		telemetry_spread(in, &v, KEY_OTHER);
	telemetry_rest_add(in, v.kind == JSON_OBJECT ? taken : none);
	r->attributes = import_rest_done(in);
}

static bool
read(struct import_in *in)
{
	const struct import_object *o = &in->object;
	const struct text event_type = import_get_string(in->arena, o, KEY_EVENT_TYPE);
	const struct text text =
	    event_type.p ? event_type : import_get_string(in->arena, o, KEY_EVENT);
	if (!text.p)
		return false;
	const enum type type = type_of(text);
	struct trace_record *r = import_add(in);
	r->what = TRACE_EVENT;
	r->kind = TRACE_FUNCTION;
	if (!take_ids(in, r, type))
		return false;
	switch (type) {
	case TYPE_ENTRY:
		if (!r->call_id.p) {
			r->call_id = r->name;
			r->parent_id = import_get_id(in->arena, o, KEY_PARENT_CORRELATION_ID);
		}
		read_entry(in, r);
		return true;
	case TYPE_EXIT:
		r->function = r->name;
		read_exit(in, r);
		return true;
	case TYPE_VARIABLE: read_variable(in); break;
	case TYPE_LOOP_ENTRY: read_loop(in, TEXT("entry")); break;
	case TYPE_LOOP_ITERATION: read_loop(in, TEXT("iteration")); break;
	case TYPE_LOOP_EXIT: read_loop(in, TEXT("exit")); break;
	case TYPE_BRANCH: read_branch(in); break;
	case TYPE_ERROR: read_error(in, text); break;
	case TYPE_HTTP_REQUEST:
	case TYPE_HTTP_RESPONSE:
	case TYPE_DATABASE_QUERY:
	case TYPE_DATABASE_RESULT:
		r->function = r->name;
		read_request(in, r, type, text);
		return true;
	case TYPE_CONTEXT:
		if (r->call_id.p) {
			read_context(in, r);
			return true;
		}
		read_log(in, text);
		break;
	case TYPE_LOG: read_log(in, text); break;
	}
	import_events_done(in, r);
	return true;
}

const struct import_reader import_telemetry = { .name = "telemetry", .knows = knows, .read = read };
