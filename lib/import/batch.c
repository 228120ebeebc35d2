/* SPDX-License-Identifier: MIT */
#include "import/messages.h"
#include "json/write.h"
#include "trace/ids.h"
#include "trace/members.h"

/*
 * Lines of batches, which have no clock.  Those of OpenAI are {custom_id, method, url, body} and
 * {id, custom_id, response: {status_code, body}, error}, those of Anthropic are {custom_id, params}
 * and {custom_id, result: {type, message}}.  A request and its answer are one call, by custom_id.
 */
static bool
asks(const struct import_object *o)
{
	return import_get(o, KEY_PARAMS).kind == JSON_OBJECT ||
	       (import_has(o, KEY_METHOD) && import_get(o, KEY_BODY).kind == JSON_OBJECT);
}

static bool
knows(const struct import_object *o)
{
	const struct json_value response = import_get(o, KEY_RESPONSE);
	if (import_get(o, KEY_CUSTOM_ID).kind != JSON_STRING)
		return false;
	return asks(o) || response.kind == JSON_OBJECT ||
	       import_get(o, KEY_RESULT).kind == JSON_OBJECT ||
	       (response.kind == JSON_NULL && import_has(o, KEY_ERROR));
}

/* The record as one JSON text. */
static struct text
whole(struct import_in *in)
{
	struct buf b = { 0 };
	json_put_compact(&b, in->raw);
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static bool
is_object(struct text json)
{
	return json.n > 0 && json.p[0] == '{';
}

static struct text
object_of(struct text object, struct text name)
{
	const struct text value = is_object(object) ? trace_member_of(object, name) : TEXT_ABSENT;
	return is_object(value) ? value : TEXT_ABSENT;
}

static void
read_request(struct import_in *in, struct trace_record *r, struct text record)
{
	static const struct text known[] = { { "custom_id", 9 }, { "body", 4 }, { "params", 6 } };
	struct trace_more *more = import_more(in, r);
	const struct text body = object_of(record, TEXT("body"));
	r->what = TRACE_BEGIN;
	r->input = body.p ? body : object_of(record, TEXT("params"));
	more->model = import_plain(in, trace_member_of(r->input, TEXT("model")));
	r->name = more->model;
	r->attributes = import_rest_of(in, record, known, body.p ? 2 : 3);
}

static bool
has_only_nulls(struct text object)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	while (object.p && trace_member(&it, &key, &value))
		if (!text_eq(value, TEXT("null")))
			return false;
	return true;
}

/* The one choice, if its message has nothing but the answer. */
static struct text
only_choice(struct import_in *in, struct text choices, bool calls)
{
	static const struct text known[] = { { "role", 4 }, { "content", 7 },
		{ "tool_calls", 10 } };
	struct trace_members it = trace_members(choices);
	struct text key, choice, other;
	if (choices.n == 0 || choices.p[0] != '[' || !trace_member(&it, &key, &choice) ||
	    trace_member(&it, &key, &other))
		return TEXT_ABSENT;
	const struct text message = object_of(choice, TEXT("message"));
	const struct text content = trace_member_of(message, TEXT("content"));
	const struct text rest = import_rest_of(in, message, known, calls ? 3 : 2);
	const bool said = message.p && has_only_nulls(rest) &&
			  (content.n == 0 || (content.p[0] != '[' && content.p[0] != '{'));
	return said ? choice : TEXT_ABSENT;
}

/* Takes answer and usage out of the body of a response.  Returns what is left of it. */
static struct text
read_body(struct import_in *in, struct trace_record *r, struct text body)
{
	static const struct text message[] = { { "message", 7 } };
	struct text known[3];
	size_t n = 0;
	struct trace_more *more = import_more(in, r);
	const struct text choices = trace_member_of(body, TEXT("choices"));
	const struct text usage = object_of(body, TEXT("usage"));
	bool calls;
	r->output = import_answer_in(in, choices.p ? choices : body, &calls);
	if (!r->output.p)
		r->output = import_answer_in(in, trace_member_of(body, TEXT("output")), &calls);
	more->model = import_plain(in, trace_member_of(body, TEXT("model")));
	r->name = more->model;
	if (usage.p && import_take_usage(usage, more))
		known[n++] = TEXT("usage");
	const struct text choice = r->output.p ? only_choice(in, choices, calls) : TEXT_ABSENT;
	if (!choice.p)
		return import_rest_of(in, body, known, n);
	known[n++] = TEXT("choices");
	return import_joined(in, import_rest_of(in, body, known, n),
	    import_member_object(in, TEXT("choice"), import_rest_of(in, choice, message, 1)));
}

/* Takes what went wrong: an error, or the status of the response. */
static void
read_error(struct import_in *in, struct trace_record *r, struct text error, struct text status)
{
	struct trace_more *more = import_more(in, r);
	const struct text code = is_object(error) ? trace_member_of(error, TEXT("code")) : error;
	int64_t number = 0;
	const bool failed = import_take_tokens(status, &number) && number >= 400;
	const struct json_value scalar = import_scalar(code);
	r->status = TRACE_OK;
	if (!failed && (!error.p || text_eq(error, TEXT("null"))))
		return;
	r->status = TRACE_ERROR;
	more->error.type = import_text(in->arena, &scalar);
	if (!more->error.type.p && is_object(error))
		more->error.type = import_plain(in, trace_member_of(error, TEXT("type")));
	if (!more->error.type.p && failed)
		more->error.type = status;
	if (is_object(error))
		more->error.message = import_plain(in, trace_member_of(error, TEXT("message")));
}

/* What went wrong may be said at several places, and inside of another error. */
static struct text
error_in(struct text record, struct text response, struct text body)
{
	const struct text places[] = { record, body, response };
	for (size_t i = 0; i < 3; i++) {
		const struct text error =
		    is_object(places[i]) ? trace_member_of(places[i], TEXT("error")) : TEXT_ABSENT;
		const struct text inner = object_of(error, TEXT("error"));
		if (error.p && !text_eq(error, TEXT("null")))
			return inner.p ? inner : error;
	}
	return TEXT_ABSENT;
}

static void
read_answer(struct import_in *in, struct trace_record *r, struct text record)
{
	static const struct text outer[] = { { "custom_id", 9 }, { "response", 8 }, { "result", 6 },
		{ "error", 5 } };
	static const struct text inner[] = { { "body", 4 }, { "message", 7 } };
	const struct text openai = object_of(record, TEXT("response"));
	const struct text response = openai.p ? openai : object_of(record, TEXT("result"));
	const struct text body = object_of(response, openai.p ? TEXT("body") : TEXT("message"));
	struct text left = TEXT_ABSENT;
	r->what = TRACE_END;
	r->decides = true;
	if (body.p)
		left = import_member_object(in, TEXT("body"), read_body(in, r, body));
	if (response.p)
		left = import_joined(in,
		    import_rest_of(in, response, &inner[openai.p ? 0 : 1], body.p ? 1 : 0), left);
	read_error(in, r, error_in(record, response, body),
	    trace_member_of(response, TEXT("status_code")));
	const bool failed = import_get(&in->object, KEY_ERROR).kind != JSON_NULL;
	r->attributes = import_joined(in, import_rest_of(in, record, outer, failed ? 3 : 4),
	    import_member_object(in, TEXT("response"), left));
}

static bool
read(struct import_in *in)
{
	struct trace_record *r = import_add(in);
	const struct text record = whole(in);
	struct trace_more *more = import_more(in, r);
	r->kind = TRACE_LLM;
	r->trace_id = import_get_id(in->arena, &in->object, KEY_CUSTOM_ID);
	r->call_id = r->trace_id.p ? r->trace_id : TEXT("batch");
	more->llm = true;
	if (asks(&in->object))
		read_request(in, r, record);
	else
		read_answer(in, r, record);
	if (r->name.n == 0)
		r->name = TEXT("llm");
	return true;
}

const struct import_reader import_batch = { .name = "batch", .knows = knows, .read = read };
