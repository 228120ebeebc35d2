/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/messages.h"
#include "json/write.h"
#include "trace/members.h"

/*
 * JSON-RPC 2.0 as the Model Context Protocol speaks it, one message a record, alone or as the
 * member `message` or `payload` of what a logger wrote.  A request and its answer have the same id,
 * but each side counts its own requests: those that only a server makes are known by their method,
 * and their answers by what is in them.
 */

static bool
is_rpc(const struct import_object *o)
{
	return import_get(o, KEY_JSONRPC).kind == JSON_STRING &&
	       (import_get(o, KEY_METHOD).kind == JSON_STRING || import_has(o, KEY_RESULT) ||
		   import_has(o, KEY_ERROR));
}

/* The member of a logger's record that has the message. */
static enum import_key
wrapped(const struct import_object *o)
{
	static const enum import_key keys[] = { KEY_MESSAGE, KEY_PAYLOAD };
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct json_value v = import_get(o, keys[i]);
		struct json_members it;
		struct json_value key, value;
		if (v.kind != JSON_OBJECT)
			continue;
		json_members(&it, o->text, o->index, &v);
		while (json_member(&it, &key, &value))
			if (text_eq((struct text){ key.p, key.n }, TEXT("jsonrpc")))
				return keys[i];
	}
	return KEY_OTHER;
}

static bool
knows(const struct import_object *o)
{
	return is_rpc(o) || (!import_has(o, KEY_JSONRPC) && wrapped(o) != KEY_OTHER);
}

/* What a record says beside the message. */
struct beside {
	int64_t at_ns;
	struct text rest; /* JSON, an object */
};

/* ---- ids ------------------------------------------------------------------------------------ */

/* PREFIX.ID: an id is a number or a text. */
static struct text
id_of(struct import_in *in, const char *prefix, struct text id)
{
	const struct json_value v = import_scalar(id);
	const struct text text = import_text(in->arena, &v);
	struct buf b = { 0 };
	buf_text(&b, text_of(prefix));
	buf_char(&b, '.');
	buf_text(&b, text.p ? text : id);
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* Only a server asks for these. */
static bool
is_of_server(struct text method)
{
	return text_eq(method, TEXT("sampling/createMessage")) ||
	       text_eq(method, TEXT("roots/list")) || text_eq(method, TEXT("elicitation/create"));
}

static struct text
member(struct text object, struct text name)
{
	return object.n > 0 && object.p[0] == '{' ? trace_member_of(object, name) : TEXT_ABSENT;
}

/* Only a client answers so. */
static bool
is_for_server(struct text result)
{
	return member(result, TEXT("roots")).p || member(result, TEXT("action")).p ||
	       (member(result, TEXT("role")).p && member(result, TEXT("model")).p);
}

/* ---- requests ------------------------------------------------------------------------------- */

static void
read_tool(struct import_in *in, struct trace_record *r, struct text params)
{
	static const struct text known[] = { { "name", 4 }, { "arguments", 9 } };
	const struct text name = import_plain(in, member(params, TEXT("name")));
	r->kind = TRACE_TOOL;
	if (!name.p)
		return;
	r->attributes =
	    import_joined(in, import_member_object(in, TEXT("method"), import_quoted(in, r->name)),
		import_rest_of(in, params, known, 2));
	r->name = name;
	r->input = member(params, TEXT("arguments"));
}

static void
read_request(struct import_in *in, struct trace_record *r, struct text message, struct text method)
{
	const struct text params = member(message, TEXT("params"));
	r->what = TRACE_BEGIN;
	r->name = method;
	r->call_id =
	    id_of(in, is_of_server(method) ? "server" : "rpc", member(message, TEXT("id")));
	r->input = params;
	if (text_eq(method, TEXT("tools/call")))
		read_tool(in, r, params);
	if (text_eq(method, TEXT("resources/read")))
		r->kind = TRACE_RETRIEVAL;
	if (text_eq(method, TEXT("sampling/createMessage"))) {
		r->kind = TRACE_LLM;
		import_more(in, r)->llm = true;
	}
	r->input = import_canonical(in, r->input);
}

/* ---- answers -------------------------------------------------------------------------------- */

static void
read_error(struct import_in *in, struct trace_record *r, struct text error)
{
	static const struct text known[] = { { "code", 4 }, { "message", 7 } };
	const struct json_value code = import_scalar(member(error, TEXT("code")));
	struct trace_more *more = import_more(in, r);
	r->status = TRACE_ERROR;
	more->error.type = import_text(in->arena, &code);
	more->error.message = import_plain(in, member(error, TEXT("message")));
	if (error.p[0] == '{')
		error = import_rest_of(in, error, known, more->error.message.p ? 2 : 1);
	r->attributes = import_member_object(in, TEXT("error"), error);
}

/* Is a part of a message, or a list of one, a text and nothing else? */
static bool
is_only_text(struct text content)
{
	struct trace_members it = trace_members(content);
	struct text key, part = content, other;
	if (!it.object && (!trace_member(&it, &key, &part) || trace_member(&it, &key, &other)))
		return false;
	it = trace_members(part);
	while (it.object && trace_member(&it, &key, &other))
		if (!text_eq(key, TEXT("type")) && !text_eq(key, TEXT("text")))
			return false;
	return true;
}

/* What a model of the client answered: its content is one part, or several. */
static void
read_sample(struct import_in *in, struct trace_record *r, struct text result)
{
	static const struct text known[] = { { "role", 4 }, { "content", 7 }, { "model", 5 } };
	struct trace_more *more = import_more(in, r);
	const struct text content = member(result, TEXT("content"));
	struct buf b = { 0 };
	bool calls;
	more->llm = true;
	more->model = import_plain(in, member(result, TEXT("model")));
	json_begin(&b, '{');
	json_member_begin(&b, "content", '[');
	json_add_raw_or_null(&b, content);
	json_end(&b, ']');
	json_end(&b, '}');
	const struct text answer = import_answer_in(
	    in, content.n > 0 && content.p[0] == '{' ? buf_as_text(&b) : result, &calls);
	buf_free(&b);
	const bool text = answer.p && !calls && is_only_text(content);
	if (text) {
		r->output = answer;
		r->attributes = import_rest_of(in, result, known, 3);
	}
}

static void
read_result(struct import_in *in, struct trace_record *r, struct text result)
{
	bool calls;
	r->status = TRACE_OK;
	r->output = import_canonical(in, result);
	if (text_eq(member(result, TEXT("isError")), TEXT("true"))) {
		r->status = TRACE_ERROR;
		import_more(in, r)->error.message =
		    import_plain(in, import_answer_in(in, result, &calls));
	}
	if (member(result, TEXT("role")).p && member(result, TEXT("model")).p)
		read_sample(in, r, result);
}

static void
read_answer(struct import_in *in, struct trace_record *r, struct text message)
{
	const struct text result = member(message, TEXT("result"));
	const struct text error = member(message, TEXT("error"));
	r->what = TRACE_END;
	r->decides = true;
	r->call_id =
	    id_of(in, is_for_server(result) ? "server" : "rpc", member(message, TEXT("id")));
	if (result.p)
		read_result(in, r, result);
	else
		read_error(in, r, error);
}

/* ---- notifications -------------------------------------------------------------------------- */

/* What a notification says beside its message and level. */
static struct text
rest_of_notification(struct import_in *in, struct text message, struct text method,
    const struct trace_event_record *e)
{
	static const struct text outer[] = { { "jsonrpc", 7 }, { "method", 6 }, { "params", 6 } };
	const struct text params = member(message, TEXT("params"));
	const struct text data = member(params, TEXT("data"));
	const bool object = params.n > 0 && params.p[0] == '{';
	struct text known[2], rest = TEXT_ABSENT;
	size_t n = 0;
	if (data.n > 0 && data.p[0] == '"') {
		known[n++] = TEXT("data");
		rest = import_member_object(in, TEXT("method"), import_quoted(in, method));
	}
	if (e->text[TRACE_LEVEL].p)
		known[n++] = TEXT("level");
	if (object)
		rest = import_joined(in, rest, import_rest_of(in, params, known, n));
	return import_joined(in, rest, import_rest_of(in, message, outer, object ? 3 : 2));
}

/* A cancellation belongs to the request that it names, all others to one call. */
static void
read_notification(struct import_in *in, struct trace_record *r, struct text message,
    struct text method, const struct beside *beside)
{
	const struct text params = member(message, TEXT("params"));
	const struct text request = member(params, TEXT("requestId"));
	const struct text data = import_plain(in, member(params, TEXT("data")));
	struct trace_event_record *e = import_event(in);
	r->what = TRACE_EVENT;
	r->call_id = r->name = TEXT("notifications");
	r->made_up = true;
	if (request.p && text_eq(method, TEXT("notifications/cancelled"))) {
		r->made_up = false;
		r->call_id = id_of(in, "rpc", request);
		r->name = TEXT_ABSENT;
	}
	e->type = TRACE_LOG;
	e->text[TRACE_MESSAGE] = data.p ? data : method;
	e->text[TRACE_LEVEL] = import_plain(in, member(params, TEXT("level")));
	e->at_ns = beside->at_ns;
	e->attributes =
	    import_joined(in, rest_of_notification(in, message, method, e), beside->rest);
	import_events_done(in, r);
}

/* ---- records -------------------------------------------------------------------------------- */

/* Reads the members of the record: around the message, or of the message itself. */
static void
read_beside(
    struct import_in *in, struct trace_record *r, enum import_key around, struct beside *out)
{
	const struct import_object *o = &in->object;
	const struct json_value time = import_get(o, KEY_TIMESTAMP);
	const bool timed = import_time(in->arena, &time, &out->at_ns) == 0;
	r->service = import_get_string(in->arena, o, KEY_SERVER);
	import_rest_begin(in);
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		const bool rpc = m->id == KEY_JSONRPC || m->id == KEY_ID || m->id == KEY_METHOD ||
				 m->id == KEY_PARAMS || m->id == KEY_RESULT || m->id == KEY_ERROR;
		if (around == KEY_OTHER ? !rpc : m->id != around)
			if (!(m->id == KEY_TIMESTAMP && timed) &&
			    !(m->id == KEY_SERVER && r->service.p))
				import_rest_add(in, m->key, &m->value);
	}
	out->rest = import_rest_done(in);
}

static struct text
trace_of(struct import_in *in, struct text server)
{
	struct buf b = { 0 };
	buf_text(&b, TEXT("jsonrpc"));
	if (server.n > 0) {
		buf_char(&b, '.');
		buf_text(&b, server);
	}
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* The message; absent if it is none after all. */
static struct text
message_of(struct import_in *in, enum import_key around)
{
	struct buf b = { 0 };
	if (around != KEY_OTHER)
		return import_get_json(in->arena, &in->object, around);
	json_put_compact(&b, in->raw);
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static bool
read(struct import_in *in)
{
	const enum import_key around = is_rpc(&in->object) ? KEY_OTHER : wrapped(&in->object);
	const struct text message = message_of(in, around);
	const struct text method = import_plain(in, member(message, TEXT("method")));
	const struct text id = member(message, TEXT("id"));
	const bool answers = member(message, TEXT("result")).p || member(message, TEXT("error")).p;
	const bool has_id = id.p && !text_eq(id, TEXT("null"));
	struct beside beside = { .at_ns = TRACE_NO_TIME };
	if (!method.p && !answers)
		return false;
	struct trace_record *r = import_add(in);
	read_beside(in, r, around, &beside);
	r->trace_id = trace_of(in, r->service);
	if (has_id && method.p) {
		read_request(in, r, message, method);
		r->start_ns = beside.at_ns;
	} else if (has_id && answers) {
		read_answer(in, r, message);
		r->end_ns = beside.at_ns;
	} else {
		read_notification(in, r, message, method.p ? method : TEXT("error"), &beside);
		return true;
	}
	r->attributes = import_joined(in, r->attributes, beside.rest);
	return true;
}

const struct import_reader import_jsonrpc = { .name = "JSON-RPC", .knows = knows, .read = read };
