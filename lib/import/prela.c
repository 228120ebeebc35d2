/* SPDX-License-Identifier: MIT */
#include "import/attributes.h"
#include "import/nest.h"
#include "json/write.h"
#include "trace/members.h"
#include "trace/put.h"

/*
 * Spans of Prela: one a line, in an array, or in {trace_id, spans}.  What a span recorded for its
 * replay stands in replay_snapshot; without one, its attributes and events tell some of that.
 */
enum { MS = 1000000 }; /* nanoseconds */

static bool
knows(const struct import_object *o)
{
	return import_has(o, KEY_SPAN_ID) && import_has(o, KEY_SPAN_TYPE) &&
	       import_has(o, KEY_STARTED_AT);
}

/* ---- the snapshot --------------------------------------------------------------------------- */

/* Where a member of the snapshot goes, by the kind of the span. */
enum place { NOWHERE, INPUT, OUTPUT, REQUEST, RESPONSE, TOOL_NAME };

static enum place
place_of(enum trace_kind kind, struct text name)
{
	static const struct {
		enum trace_kind kind;
		struct text name;
		enum place place;
	} places[] = {
		{ TRACE_LLM, { "llm_request", 11 }, REQUEST },
		{ TRACE_LLM, { "llm_response", 12 }, RESPONSE },
		{ TRACE_TOOL, { "tool_name", 9 }, TOOL_NAME },
		{ TRACE_TOOL, { "tool_input", 10 }, INPUT },
		{ TRACE_TOOL, { "tool_output", 11 }, OUTPUT },
		{ TRACE_RETRIEVAL, { "retrieval_query", 15 }, INPUT },
		{ TRACE_RETRIEVAL, { "retrieved_documents", 19 }, OUTPUT },
		{ TRACE_AGENT, { "agent_memory", 12 }, INPUT },
		{ TRACE_AGENT, { "agent_config", 12 }, OUTPUT },
	};
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i].kind == kind && text_eq(places[i].name, name))
			return places[i].place;
	return NOWHERE;
}

static void
read_request(struct import_in *in, struct trace_record *r, const struct json_value *v)
{
	struct import_object o;
	struct trace_more *more = import_more(in, r);
	more->llm = true;
	r->input = import_json(in->arena, v);
	import_descend(&o, in->names, in->arena, &in->object, v);
	more->model = import_get_string(in->arena, &o, KEY_MODEL);
}

static bool
take_tokens(const struct json_value *v, int64_t *out)
{
	int64_t tokens;
	if (v->kind != JSON_NUMBER || import_i64(v, &tokens) < 0 || tokens < 0)
		return false;
	*out = tokens;
	return true;
}

static bool
has_content(const struct json_value *v)
{
	return v->kind != JSON_NONE && v->kind != JSON_NULL &&
	       !(v->kind == JSON_STRING && v->n == 0) && !(v->kind == JSON_ARRAY && v->n == 2);
}

/* The answer is the text of the response, else its tool calls.  The rest of it goes to *rest. */
static void
read_response(struct import_in *in, struct trace_record *r, const struct import_member *response,
    struct buf *rest)
{
	struct import_object o;
	struct trace_more *more = import_more(in, r);
	struct buf own = { 0 };
	struct json_value text = { .kind = JSON_NONE }, calls = text;
	more->llm = true;
	import_descend(&o, in->names, in->arena, &in->object, &response->value);
	for (size_t i = 0; i < o.members; i++) {
		if (text_eq(o.member[i].key, TEXT("text")))
			text = o.member[i].value;
		else if (text_eq(o.member[i].key, TEXT("tool_calls")))
			calls = o.member[i].value;
	}
	const struct json_value *answer =
	    !has_content(&text) && has_content(&calls) ? &calls : &text;
	r->output = import_json(in->arena, answer);
	json_begin(&own, '{');
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->value.p == answer->p ||
		    (text_eq(m->key, TEXT("prompt_tokens")) &&
			take_tokens(&m->value, &more->usage[TRACE_INPUT_TOKENS])) ||
		    (text_eq(m->key, TEXT("completion_tokens")) &&
			take_tokens(&m->value, &more->usage[TRACE_OUTPUT_TOKENS])))
			continue;
		json_name_text(&own, m->key);
		import_put_json(&own, &m->value);
	}
	json_end(&own, '}');
	if (own.n > 2) {
		json_name_text(rest, response->key);
		json_add_raw(rest, buf_as_text(&own));
	}
	buf_free(&own);
}

/* The name becomes the attribute tool.name.  Returns false if that says otherwise. */
static bool
take_tool_name(struct import_in *in, struct import_attributes *as, const struct json_value *v)
{
	const struct text json = import_json(in->arena, v);
	const struct import_attribute *a = import_attributes_find(as, TEXT("tool.name"));
	if (!a)
		import_attributes_add(in, as, TEXT("tool.name"), json);
	return !a || text_eq(a->value, json);
}

/* Takes a member of the snapshot.  Returns false if it has no place in the record. */
static bool
take_snapshot(struct import_in *in, struct import_attributes *as, struct trace_record *r,
    const struct import_member *m, struct buf *rest)
{
	const struct json_value *v = &m->value;
	switch (place_of(r->kind, m->key)) {
	case INPUT: r->input = import_json(in->arena, v); return true;
	case OUTPUT: r->output = import_json(in->arena, v); return true;
	case REQUEST: read_request(in, r, v); return true;
	case TOOL_NAME: return take_tool_name(in, as, v);
	case RESPONSE:
		if (v->kind == JSON_OBJECT)
			read_response(in, r, m, rest);
		return v->kind == JSON_OBJECT;
	case NOWHERE: return false;
	}
	return false;
}

static void
read_snapshot(struct import_in *in, struct import_attributes *as, struct trace_record *r)
{
	const struct json_value v = import_get(&in->object, KEY_REPLAY_SNAPSHOT);
	struct import_object o;
	struct buf rest = { 0 };
	if (v.kind != JSON_OBJECT)
		return;
	import_descend(&o, in->names, in->arena, &in->object, &v);
	json_begin(&rest, '{');
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (take_snapshot(in, as, r, m, &rest))
			continue;
		json_name_text(&rest, m->key);
		import_put_json(&rest, &m->value);
	}
	json_end(&rest, '}');
	if (rest.n > 2)
		import_attributes_add(
		    in, as, TEXT("replay_snapshot"), arena_text(in->arena, buf_as_text(&rest)));
	buf_free(&rest);
}

/* ---- events --------------------------------------------------------------------------------- */

static struct text
take_text(struct import_in *in, struct import_attributes *as, struct text name)
{
	struct import_attribute *a = import_attributes_find(as, name);
	const struct text text = import_attribute_text(in, a);
	if (text.p)
		a->taken = true;
	return text;
}

static void
read_event(struct import_in *in, const struct json_value *v)
{
	struct import_object o;
	struct import_attributes as = { 0 };
	struct trace_event_record *e = import_event(in);
	import_descend(&o, in->names, in->arena, &in->object, v);
	const struct text name = import_get_string(in->arena, &o, KEY_NAME);
	for (size_t i = 0; i < o.members; i++) {
		const struct import_member *m = &o.member[i];
		if (m->id == KEY_ATTRIBUTES)
			import_attributes_add_object(in, &as, m->key, &m->value);
		else if (!(m->id == KEY_TIMESTAMP &&
			     import_time(in->arena, &m->value, &e->at_ns) == 0) &&
			 !(m->id == KEY_NAME && name.p))
			import_attributes_add(in, &as, m->key, import_json(in->arena, &m->value));
	}
	if (v->kind != JSON_OBJECT)
		import_attributes_add(in, &as, TEXT("value"), import_json(in->arena, v));
	e->type = TRACE_LOG;
	e->text[TRACE_MESSAGE] = name;
	if (name.p && (text_eq(name, TEXT("error")) || text_eq(name, TEXT("exception")))) {
		const bool error = text_eq(name, TEXT("error"));
		e->type = TRACE_ERROR_EVENT;
		e->text[TRACE_ERROR_TYPE] =
		    take_text(in, &as, error ? TEXT("error.type") : TEXT("exception.type"));
		e->text[TRACE_ERROR_MESSAGE] =
		    take_text(in, &as, error ? TEXT("error.message") : TEXT("exception.message"));
	}
	e->attributes = import_attributes_done(in, &as);
}

/* ---- spans ---------------------------------------------------------------------------------- */

static bool
take_kind(struct import_in *in, const struct json_value *v, enum trace_kind *out)
{
	if (v->kind != JSON_STRING)
		return false;
	const struct text name = import_text(in->arena, v);
	const size_t found = text_among(name, trace_kind_names, TRACE_KINDS);
	*out = found < TRACE_KINDS ? (enum trace_kind)found : TRACE_SPAN;
	return found < TRACE_KINDS || text_eq(name, TEXT("custom"));
}

static bool
take_status(struct import_in *in, const struct json_value *v, enum trace_status *out)
{
	static const struct text names[] = { { "pending", 7 }, { "success", 7 }, { "error", 5 } };
	if (v->kind != JSON_STRING)
		return false;
	const size_t found = text_among(import_text(in->arena, v), names, 3);
	*out = found == 1 ? TRACE_OK : found == 2 ? TRACE_ERROR : TRACE_OPEN;
	return found < 3;
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
	case KEY_TRACE_ID: return r->trace_id.p || import_is_empty(v);
	case KEY_SPAN_ID: return r->call_id.p || import_is_empty(v);
	case KEY_PARENT_SPAN_ID: return r->parent_id.p || import_is_empty(v);
	case KEY_NAME: return r->name.p != NULL;
	case KEY_SPAN_TYPE: return take_kind(in, v, &r->kind);
	case KEY_STARTED_AT: return import_time(in->arena, v, &r->start_ns) == 0;
	case KEY_ENDED_AT: return import_time(in->arena, v, &r->end_ns) == 0;
	case KEY_DURATION_MS: return import_ns(v, MS, &r->duration_ns) == 0;
	case KEY_STATUS: return take_status(in, v, &r->status);
	case KEY_STATUS_MESSAGE: return r->status == TRACE_ERROR && v->kind == JSON_STRING;
	case KEY_EVENTS: return import_each(in, v, read_event);
	case KEY_ATTRIBUTES: import_attributes_add_object(in, as, m->key, v); return true;
	case KEY_REPLAY_SNAPSHOT: return v->kind == JSON_OBJECT;
	default: return false;
	}
}

static void
read_error(struct import_in *in, struct import_attributes *as, struct trace_record *r)
{
	if (r->status != TRACE_ERROR)
		return;
	struct text message = import_get_string(in->arena, &in->object, KEY_STATUS_MESSAGE);
	const struct text type = take_text(in, as, TEXT("error.type"));
	const struct import_attribute *a = import_attributes_find(as, TEXT("error.message"));
	const struct text other = import_attribute_text(in, a);
	if (!message.p || (other.p && text_eq(message, other)))
		message = take_text(in, as, TEXT("error.message"));
	if (type.p || message.p)
		import_more(in, r)->error = (struct trace_error){ type, message, TEXT_ABSENT };
}

/* ---- what only attributes and events say ---------------------------------------------------- */

/* The value of an attribute, which may be JSON in a string, or of those below its name. */
static struct text
take_value(struct import_in *in, struct import_attributes *as, struct text name, struct text below)
{
	struct import_attribute *a = import_attributes_find(as, name);
	if (!a)
		return below.p ? import_nest(in, as, below, true) : TEXT_ABSENT;
	a->taken = true;
	return import_embedded(in, a->value, false);
}

/* The attributes of LangChain's tools, retrievers and chains. */
static void
read_langchain(struct import_in *in, struct import_attributes *as, struct trace_record *r)
{
	if (!r->input.p && r->kind == TRACE_RETRIEVAL)
		r->input = take_value(in, as, TEXT("retriever.query"), TEXT_ABSENT);
	if (!r->output.p && r->kind == TRACE_RETRIEVAL)
		r->output = import_nest(in, as, TEXT("retriever.doc."), true);
	if (!r->input.p)
		r->input = take_value(in, as, TEXT("tool.input"), TEXT("chain.input."));
	if (!r->output.p)
		r->output = take_value(in, as, TEXT("tool.output"), TEXT("chain.output."));
}

/* The event of that name, whose attributes are then taken. */
static struct text
take_event(struct trace_event_record *event, size_t events, struct text name)
{
	for (size_t i = 0; i < events; i++) {
		const struct text attributes = event[i].attributes;
		if (event[i].type != TRACE_LOG || !attributes.p ||
		    !text_eq(event[i].text[TRACE_MESSAGE], name))
			continue;
		event[i].attributes = TEXT_ABSENT;
		return attributes;
	}
	return TEXT_ABSENT;
}

/* The content of the event llm.response; what else it tells remains. */
static struct text
take_answer(struct trace_event_record *event, size_t events)
{
	for (size_t i = 0; i < events; i++) {
		struct trace_members it = trace_members(event[i].attributes);
		struct text key, content, other;
		if (event[i].type != TRACE_LOG || !event[i].attributes.p ||
		    !text_eq(event[i].text[TRACE_MESSAGE], TEXT("llm.response")) ||
		    !trace_member(&it, &key, &content) || !text_eq(key, TEXT("content")))
			continue;
		if (!trace_member(&it, &key, &other))
			event[i].attributes = TEXT_ABSENT;
		return content;
	}
	return TEXT_ABSENT;
}

static void
put_attribute(
    struct buf *b, const struct import_attributes *as, const char *name, struct text attribute)
{
	const struct import_attribute *a = import_attributes_find(as, attribute);
	if (a)
		json_member_raw(b, name, a->value);
}

/* The events llm.request {messages, system} and llm.response {content}. */
static void
read_llm_events(struct import_in *in, const struct import_attributes *as, struct trace_record *r)
{
	struct trace_event_record *event = arena_alloc(in->arena, r->events * sizeof(*event));
	if (r->kind != TRACE_LLM || r->events == 0 || (r->input.p && r->output.p))
		return;
	memcpy(event, r->event, r->events * sizeof(*event));
	const struct text request =
	    r->input.p ? TEXT_ABSENT : take_event(event, r->events, TEXT("llm.request"));
	if (request.p) {
		struct buf b = { 0 };
		json_begin(&b, '{');
		if (r->more && r->more->model.p)
			json_member_string(&b, "model", r->more->model);
		put_attribute(&b, as, "temperature", TEXT("llm.temperature"));
		put_attribute(&b, as, "max_tokens", TEXT("llm.max_tokens"));
		if (request.n > 2 && b.n > 1)
			buf_char(&b, ',');
		buf_put(&b, request.p + 1, request.n - 1);
		r->input = arena_text(in->arena, buf_as_text(&b));
		buf_free(&b);
	}
	if (!r->output.p)
		r->output = take_answer(event, r->events);
	r->event = event;
}

static bool
read(struct import_in *in)
{
	const struct import_object *o = &in->object;
	struct import_attributes as = { 0 };
	struct trace_record *r = import_add(in);
	const struct json_value status = import_get(o, KEY_STATUS);
	r->what = TRACE_CALL;
	r->trace_id = import_get_id(in->arena, o, KEY_TRACE_ID);
	r->call_id = import_get_id(in->arena, o, KEY_SPAN_ID);
	r->parent_id = import_get_id(in->arena, o, KEY_PARENT_SPAN_ID);
	r->name = import_get_text(in->arena, o, KEY_NAME);
	take_status(in, &status, &r->status);
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		if (!take(in, &as, r, m))
			import_attributes_add(in, &as, m->key, import_json(in->arena, &m->value));
	}
	if (!r->call_id.p)
		r->call_id = r->name.n > 0 ? r->name : TEXT("span");
	import_events_done(in, r);
	r->service = take_text(in, &as, TEXT("service.name"));
	read_snapshot(in, &as, r);
	read_error(in, &as, r);
	read_langchain(in, &as, r);
	import_attributes_apply(in, &as, r);
	read_llm_events(in, &as, r);
	r->attributes = import_attributes_done(in, &as);
	return true;
}

static void
read_shared(struct import_in *in, struct import_shared *out)
{
	const struct text trace_id = import_get_id(in->arena, &in->object, KEY_TRACE_ID);
	if (trace_id.p)
		out->trace_id = trace_id;
}

const struct import_reader import_prela = {
	.name = "Prela", .knows = knows, .read = read, .shared = read_shared, .beside = true
};
