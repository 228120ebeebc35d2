/* SPDX-License-Identifier: MIT */
#include "import/map_request.h"

#include "import/answer.h"
#include "json/write.h"
#include "trace/members.h"

static bool
begins(struct text json, char c)
{
	return json.n > 2 && json.p[0] == c;
}

/* The first element of an array that has one. */
static struct text
first_of(struct text array)
{
	struct trace_members it = trace_members(array);
	struct text key, value;
	return begins(array, '[') && trace_member(&it, &key, &value) ? value : TEXT_ABSENT;
}

static bool
is_message(struct text json)
{
	return begins(json, '{') && trace_member_of(json, TEXT("role")).p;
}

/* ---- requests ------------------------------------------------------------------------------- */

/* Appends {model, messages}, or {model} for messages that are in an object already. */
static void
put_head(struct buf *b, struct text model, struct text messages)
{
	json_begin(b, '{');
	if (model.p)
		json_member_string(b, "model", model);
	if (messages.p)
		json_member_raw(b, "messages", messages);
	json_end(b, '}');
}

struct text
map_request(
    struct import_in *in, struct text input, struct text model, struct text parameters, bool *used)
{
	const bool list = is_message(first_of(input));
	const bool open = begins(input, '{') && trace_member_of(input, TEXT("messages")).p;
	struct buf head = { 0 }, all = { 0 };
	*used = false;
	if (!list && !open)
		return input;
	put_head(&head, model, list ? input : TEXT_ABSENT);
	if (open) {
		/* what the request says itself comes before what others say of it */
		if (trace_member_of(input, TEXT("model")).p)
			buf_text(&all, input);
		else
			trace_join_objects(&all, buf_as_text(&head), input);
		head.n = 0;
		buf_text(&head, buf_as_text(&all));
		all.n = 0;
	}
	*used = begins(parameters, '{');
	if (*used)
		trace_join_objects(&all, buf_as_text(&head), parameters);
	const struct text own = arena_text(in->arena, buf_as_text(*used ? &all : &head));
	buf_free(&head);
	buf_free(&all);
	return own;
}

/* ---- answers -------------------------------------------------------------------------------- */

/* Does a member of a message say nothing beside the answer? */
static bool
is_empty(struct text value)
{
	return value.n <= 2 || text_eq(value, TEXT("null"));
}

/* Is the text, or else are the tool calls, all that the message says? */
static bool
is_whole(struct text message, bool calls)
{
	struct trace_members it = trace_members(message);
	struct text key, value;
	while (trace_member(&it, &key, &value)) {
		const bool content = text_eq(key, TEXT("content"));
		if (text_eq(key, TEXT("role")) || is_empty(value) ||
		    (content && !calls && value.p[0] == '"') ||
		    (calls && text_eq(key, TEXT("tool_calls"))))
			continue;
		return false;
	}
	return true;
}

struct text
map_answer(struct import_in *in, struct text output, bool *whole)
{
	const struct text choices =
	    begins(output, '{') ? trace_member_of(output, TEXT("choices")) : TEXT_ABSENT;
	const struct text from = choices.p ? choices : output;
	const struct text message = begins(from, '[') ? first_of(from) : from;
	const bool known =
	    is_message(message) ||
	    (begins(message, '{') && is_message(trace_member_of(message, TEXT("message"))));
	struct buf b = { 0 };
	struct text answer = TEXT_ABSENT;
	bool calls = false;
	*whole = false;
	if (known && import_answer(&b, from, &calls)) {
		answer = arena_text(in->arena, buf_as_text(&b));
		/* one message, as it is or in an array of its own */
		*whole = !choices.p && is_message(message) && message.n + 2 >= from.n &&
			 is_whole(message, calls);
	}
	buf_free(&b);
	return answer;
}
