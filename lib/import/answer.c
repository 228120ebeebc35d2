/* SPDX-License-Identifier: MIT */
#include "import/answer.h"

#include "json/write.h"
#include "trace/members.h"

static bool
is_string(struct text json)
{
	return json.n >= 2 && json.p[0] == '"';
}

static bool
is_container(struct text json, char bracket)
{
	return json.n >= 2 && json.p[0] == bracket;
}

/* Appends the inside of a string, as spelled. */
static void
put_inside(struct buf *b, struct text string)
{
	if (is_string(string))
		buf_put(b, string.p + 1, string.n - 2);
}

static bool
is_type(struct text part, struct text type)
{
	return text_eq(trace_member_of(part, TEXT("type")), type);
}

/* The text of a message's parts. */
static void
put_parts(struct buf *b, struct text parts)
{
	struct trace_members it = trace_members(parts);
	struct text key, part;
	if (is_string(parts)) {
		put_inside(b, parts);
		return;
	}
	while (is_container(parts, '[') && trace_member(&it, &key, &part)) {
		if (is_string(part)) {
			put_inside(b, part);
			continue;
		}
		const struct text type = trace_member_of(part, TEXT("type"));
		if (!is_container(part, '{') || (type.p && !text_eq(type, TEXT("\"text\"")) &&
						    !text_eq(type, TEXT("\"output_text\""))))
			continue;
		put_inside(b, trace_member_of(part, TEXT("content")));
		put_inside(b, trace_member_of(part, TEXT("text")));
	}
}

static void
put_calls(struct buf *b, struct text parts)
{
	struct trace_members it = trace_members(parts);
	struct text key, part;
	while (is_container(parts, '[') && trace_member(&it, &key, &part)) {
		if (!is_container(part, '{') ||
		    (!is_type(part, TEXT("\"tool_call\"")) && !is_type(part, TEXT("\"tool_use\""))))
			continue;
		if (b->p[b->n - 1] != '[')
			buf_char(b, ',');
		buf_text(b, part);
	}
}

/* Spells the string whose inside ends the buffer as json/write.h does, so that it reads back to
 * the same. */
static void
respell(struct buf *b, size_t begin)
{
	struct arena scratch = { 0 };
	const struct text inside = { b->p + begin + 1, b->n - begin - 1 };
	const bool escaped = memchr(inside.p, '\\', inside.n) != NULL;
	if (escaped) {
		const struct text plain = json_unescaped(&scratch, inside);
		b->n = begin;
		json_put_string(b, plain);
	} else {
		buf_char(b, '"');
	}
	arena_free(&scratch);
}

static bool
put_text(struct buf *b, struct text message)
{
	const size_t begin = b->n;
	buf_char(b, '"');
	put_parts(b, trace_member_of(message, TEXT("parts")));
	put_parts(b, trace_member_of(message, TEXT("content")));
	put_parts(b, trace_member_of(message, TEXT("contents")));
	if (b->n > begin + 1) {
		respell(b, begin);
		return true;
	}
	b->n = begin;
	return false;
}

static bool
put_tool_calls(struct buf *b, struct text message)
{
	const size_t begin = b->n;
	const struct text calls = trace_member_of(message, TEXT("tool_calls"));
	if (is_container(calls, '[') && calls.n > 2) {
		buf_text(b, calls);
		return true;
	}
	buf_char(b, '[');
	put_calls(b, trace_member_of(message, TEXT("parts")));
	put_calls(b, trace_member_of(message, TEXT("content")));
	if (b->n > begin + 1) {
		buf_char(b, ']');
		return true;
	}
	b->n = begin;
	return false;
}

static bool
put_message(struct buf *b, struct text message, bool *calls)
{
	const struct text inner = trace_member_of(message, TEXT("message"));
	if (is_container(inner, '{'))
		message = inner;
	*calls = false;
	if (put_text(b, message))
		return true;
	*calls = put_tool_calls(b, message);
	return *calls;
}

bool
import_answer(struct buf *b, struct text messages, bool *calls)
{
	struct trace_members it = trace_members(messages);
	struct text key, message;
	*calls = false;
	if (is_container(messages, '{'))
		return put_message(b, messages, calls);
	while (is_container(messages, '[') && trace_member(&it, &key, &message))
		if (is_container(message, '{') && put_message(b, message, calls))
			return true;
	return false;
}
