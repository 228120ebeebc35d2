/* SPDX-License-Identifier: MIT */
#include "import/exchange_answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "import/attributes.h"
#include "json/write.h"
#include "trace/members.h"

static bool
is_kind(struct text json, char first)
{
	return json.n >= 2 && json.p[0] == first;
}

static struct text
string_of(struct import_in *in, struct text json)
{
	if (!is_kind(json, '"'))
		return TEXT_ABSENT;
	return json_unescaped(in->arena, (struct text){ json.p + 1, json.n - 2 });
}

static void
put_inside(struct buf *b, struct text string)
{
	if (is_kind(string, '"'))
		buf_put(b, string.p + 1, string.n - 2);
}

static bool
is(struct text json, struct text string)
{
	return json.p && text_eq(json, string);
}

/* A member of a member. */
static struct text
below(struct text object, struct text name, struct text inner)
{
	return trace_member_of(trace_member_of(object, name), inner);
}

static struct text
first_of(struct text array)
{
	struct trace_members it = trace_members(array);
	struct text key, value;
	return is_kind(array, '[') && trace_member(&it, &key, &value) ? value : TEXT_ABSENT;
}

/* ---- usage ---------------------------------------------------------------------------------- */

static int64_t
count_of(struct text json)
{
	int64_t n;
	return json.p && number_i64(json, &n) == 0 && n >= 0 ? n : -1;
}

static void
take_count(struct exchange_answer *a, enum trace_usage which, int64_t n)
{
	if (n >= 0)
		a->more->usage[which] = n;
}

/* The sum of those that are known; -1 if none is, or it is out of range. */
static int64_t
sum(int64_t x, int64_t y)
{
	int64_t both;
	if (x < 0 || y < 0)
		return x < 0 ? y : x;
	return __builtin_add_overflow(x, y, &both) ? -1 : both;
}

/* OpenAI: cached tokens are a part of those of the input. */
static void
take_openai(struct exchange_answer *a, struct text usage)
{
	const struct text details[][2] = {
		{ trace_member_of(usage, TEXT("prompt_tokens_details")),
		    trace_member_of(usage, TEXT("completion_tokens_details")) },
		{ trace_member_of(usage, TEXT("input_tokens_details")),
		    trace_member_of(usage, TEXT("output_tokens_details")) },
	};
	take_count(a, TRACE_INPUT_TOKENS, count_of(trace_member_of(usage, TEXT("prompt_tokens"))));
	take_count(a, TRACE_INPUT_TOKENS, count_of(trace_member_of(usage, TEXT("input_tokens"))));
	take_count(
	    a, TRACE_OUTPUT_TOKENS, count_of(trace_member_of(usage, TEXT("completion_tokens"))));
	take_count(a, TRACE_OUTPUT_TOKENS, count_of(trace_member_of(usage, TEXT("output_tokens"))));
	for (size_t i = 0; i < sizeof(details) / sizeof(*details); i++) {
		take_count(a, TRACE_CACHE_READ_TOKENS,
		    count_of(trace_member_of(details[i][0], TEXT("cached_tokens"))));
		take_count(a, TRACE_REASONING_TOKENS,
		    count_of(trace_member_of(details[i][1], TEXT("reasoning_tokens"))));
	}
}

/* Anthropic: cached tokens come on top of those of the input.  A later chunk may name only some. */
static void
take_anthropic(struct exchange_answer *a, struct text usage)
{
	int64_t *const known = a->more->usage;
	const int64_t cached = sum(known[TRACE_CACHE_READ_TOKENS], known[TRACE_CACHE_WRITE_TOKENS]);
	int64_t input = known[TRACE_INPUT_TOKENS];
	if (input >= 0 && cached > 0)
		input -= cached;
	const int64_t named = count_of(trace_member_of(usage, TEXT("input_tokens")));
	take_count(a, TRACE_CACHE_READ_TOKENS,
	    count_of(trace_member_of(usage, TEXT("cache_read_input_tokens"))));
	take_count(a, TRACE_CACHE_WRITE_TOKENS,
	    count_of(trace_member_of(usage, TEXT("cache_creation_input_tokens"))));
	take_count(a, TRACE_OUTPUT_TOKENS, count_of(trace_member_of(usage, TEXT("output_tokens"))));
	take_count(a, TRACE_INPUT_TOKENS,
	    sum(named >= 0 ? named : input,
		sum(known[TRACE_CACHE_READ_TOKENS], known[TRACE_CACHE_WRITE_TOKENS])));
}

/* Gemini: thoughts come on top of the output. */
static void
take_gemini(struct exchange_answer *a, struct text usage)
{
	const int64_t thoughts = count_of(trace_member_of(usage, TEXT("thoughtsTokenCount")));
	take_count(
	    a, TRACE_INPUT_TOKENS, count_of(trace_member_of(usage, TEXT("promptTokenCount"))));
	take_count(a, TRACE_OUTPUT_TOKENS,
	    sum(count_of(trace_member_of(usage, TEXT("candidatesTokenCount"))), thoughts));
	take_count(a, TRACE_CACHE_READ_TOKENS,
	    count_of(trace_member_of(usage, TEXT("cachedContentTokenCount"))));
	take_count(a, TRACE_REASONING_TOKENS, thoughts);
}

/* ---- errors --------------------------------------------------------------------------------- */

static void
take_error(struct import_in *in, struct exchange_answer *a, struct text error)
{
	struct trace_error *e = &a->more->error;
	if (!is_kind(error, '{') && !is_kind(error, '"'))
		return;
	a->failed = true;
	const struct text message =
	    string_of(in, is_kind(error, '"') ? error : trace_member_of(error, TEXT("message")));
	e->message = message.p ? message : e->message;
	static const struct text names[] = { TEXT("code"), TEXT("status"), TEXT("type") };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct text type = string_of(in, trace_member_of(error, names[i]));
		if (!type.p || text_eq(type, TEXT("error")))
			continue;
		e->type = type;
		break;
	}
}

/* ---- pieces --------------------------------------------------------------------------------- */

static struct exchange_piece *
add_piece(struct exchange_answer *a, struct text index)
{
	a->piece = mem_grow(a->piece, &a->cap, a->pieces + 1, sizeof(*a->piece));
	a->piece[a->pieces] = (struct exchange_piece){ .index = index };
	return &a->piece[a->pieces++];
}

/* The piece of that number, or NULL.  Pieces come in turn, so it is among the last. */
enum { LAST_PIECES = 256 };

static struct exchange_piece *
piece_of(struct exchange_answer *a, struct text index)
{
	for (size_t i = 1; i <= a->pieces && i <= LAST_PIECES; i++)
		if (is(a->piece[a->pieces - i].index, index))
			return &a->piece[a->pieces - i];
	return NULL;
}

static void
add_whole(struct exchange_answer *a, struct text json)
{
	add_piece(a, TEXT_ABSENT)->whole = json;
}

static bool
has_tail(struct text json, struct text tail)
{
	return json.n >= tail.n && memcmp(json.p + json.n - tail.n, tail.p, tail.n) == 0;
}

/* Text, or parts of which some have text. */
static void
put_content(struct buf *b, struct text content)
{
	struct trace_members it = trace_members(content);
	struct text key, part;
	put_inside(b, content);
	while (is_kind(content, '[') && trace_member(&it, &key, &part)) {
		const struct text type = trace_member_of(part, TEXT("type"));
		const bool thought = is(trace_member_of(part, TEXT("thought")), TEXT("true"));
		if (is_kind(part, '{') && !thought &&
		    (!type.p || is(type, TEXT("\"text\"")) || is(type, TEXT("\"output_text\""))))
			put_inside(b, trace_member_of(part, TEXT("text")));
	}
}

/* ---- chat completions ----------------------------------------------------------------------- */

static void
take_call_delta(struct import_in *in, struct exchange_answer *a, struct text call)
{
	const struct text index = trace_member_of(call, TEXT("index")),
			  function = trace_member_of(call, TEXT("function"));
	struct exchange_piece *p = index.p ? piece_of(a, index) : NULL;
	if (!is_kind(call, '{'))
		return;
	if (!p)
		p = add_piece(a, index);
	const struct text id = string_of(in, trace_member_of(call, TEXT("id"))),
			  name = string_of(in, trace_member_of(function, TEXT("name")));
	p->id = id.n > 0 ? id : p->id;
	p->name = name.n > 0 ? name : p->name;
	put_inside(&p->arguments, trace_member_of(function, TEXT("arguments")));
}

static void
take_chat(struct import_in *in, struct exchange_answer *a, struct text json)
{
	const struct text choice = first_of(trace_member_of(json, TEXT("choices"))),
			  message = trace_member_of(choice, TEXT("message")),
			  delta = trace_member_of(choice, TEXT("delta"));
	struct text key, call;
	put_inside(&a->text, trace_member_of(choice, TEXT("text")));
	put_content(&a->text, trace_member_of(message, TEXT("content")));
	put_content(&a->text, trace_member_of(delta, TEXT("content")));
	const struct text whole = trace_member_of(message, TEXT("tool_calls")),
			  parts = trace_member_of(delta, TEXT("tool_calls"));
	struct trace_members it = trace_members(whole);
	while (is_kind(whole, '[') && trace_member(&it, &key, &call))
		add_whole(a, call);
	it = trace_members(parts);
	while (is_kind(parts, '[') && trace_member(&it, &key, &call))
		take_call_delta(in, a, call);
	take_openai(a, trace_member_of(json, TEXT("usage")));
	take_error(in, a, trace_member_of(json, TEXT("error")));
}

/* ---- responses ------------------------------------------------------------------------------ */

static void
take_item(struct exchange_answer *a, struct text item)
{
	const struct text type = trace_member_of(item, TEXT("type"));
	if (is(type, TEXT("\"message\"")))
		put_content(&a->text, trace_member_of(item, TEXT("content")));
	else if (has_tail(type, TEXT("_call\"")))
		add_whole(a, item);
}

static void
drop_pieces(struct exchange_answer *a)
{
	for (size_t i = 0; i < a->pieces; i++)
		buf_free(&a->piece[i].arguments);
	a->pieces = 0;
	a->text.n = 0;
}

/* The object as a whole.  It replaces what came in pieces. */
static void
take_response(struct import_in *in, struct exchange_answer *a, struct text response)
{
	const struct text output = trace_member_of(response, TEXT("output"));
	struct trace_members it = trace_members(output);
	struct text key, item;
	drop_pieces(a);
	while (is_kind(output, '[') && trace_member(&it, &key, &item))
		take_item(a, item);
	take_openai(a, trace_member_of(response, TEXT("usage")));
	take_error(in, a, trace_member_of(response, TEXT("error")));
}

static void
take_responses(struct import_in *in, struct exchange_answer *a, struct text json)
{
	static const struct text ends[] = { TEXT("\"response.completed\""),
		TEXT("\"response.incomplete\""), TEXT("\"response.failed\"") };
	const struct text type = trace_member_of(json, TEXT("type")),
			  item = trace_member_of(json, TEXT("item"));
	if (!type.p)
		take_response(in, a, json);
	else if (text_among(type, ends, sizeof(ends) / sizeof(*ends)) < 3)
		take_response(in, a, trace_member_of(json, TEXT("response")));
	else if (is(type, TEXT("\"response.output_text.delta\"")))
		put_inside(&a->text, trace_member_of(json, TEXT("delta")));
	else if (is(type, TEXT("\"response.output_item.done\"")) &&
		 has_tail(trace_member_of(item, TEXT("type")), TEXT("_call\"")))
		add_whole(a, item);
	else if (is(type, TEXT("\"error\"")))
		take_error(in, a, json);
}

/* ---- messages ------------------------------------------------------------------------------- */

static void
take_message(struct exchange_answer *a, struct text message)
{
	const struct text content = trace_member_of(message, TEXT("content"));
	struct trace_members it = trace_members(content);
	struct text key, block;
	put_content(&a->text, content);
	while (is_kind(content, '[') && trace_member(&it, &key, &block))
		if (has_tail(trace_member_of(block, TEXT("type")), TEXT("tool_use\"")))
			add_whole(a, block);
	take_anthropic(a, trace_member_of(message, TEXT("usage")));
}

static void
take_block(struct import_in *in, struct exchange_answer *a, struct text json)
{
	const struct text block = trace_member_of(json, TEXT("content_block"));
	if (is(trace_member_of(block, TEXT("type")), TEXT("\"text\"")))
		put_inside(&a->text, trace_member_of(block, TEXT("text")));
	if (!has_tail(trace_member_of(block, TEXT("type")), TEXT("tool_use\"")))
		return;
	struct exchange_piece *p = add_piece(a, trace_member_of(json, TEXT("index")));
	p->id = string_of(in, trace_member_of(block, TEXT("id")));
	p->name = string_of(in, trace_member_of(block, TEXT("name")));
}

static void
take_messages(struct import_in *in, struct exchange_answer *a, struct text json)
{
	const struct text type = trace_member_of(json, TEXT("type")),
			  delta = trace_member_of(json, TEXT("delta"));
	if (is(type, TEXT("\"message_start\""))) {
		take_message(a, trace_member_of(json, TEXT("message")));
	} else if (is(type, TEXT("\"content_block_start\""))) {
		take_block(in, a, json);
	} else if (is(type, TEXT("\"content_block_delta\""))) {
		struct exchange_piece *p = piece_of(a, trace_member_of(json, TEXT("index")));
		put_inside(&a->text, trace_member_of(delta, TEXT("text")));
		if (p)
			put_inside(&p->arguments, trace_member_of(delta, TEXT("partial_json")));
	} else if (is(type, TEXT("\"message_delta\""))) {
		take_anthropic(a, trace_member_of(json, TEXT("usage")));
	} else if (is(type, TEXT("\"message\""))) {
		take_message(a, json);
	}
	take_error(in, a, trace_member_of(json, TEXT("error")));
}

/* ---- Gemini --------------------------------------------------------------------------------- */

static void
take_contents(struct import_in *in, struct exchange_answer *a, struct text json)
{
	const struct text candidate = first_of(trace_member_of(json, TEXT("candidates"))),
			  parts = below(candidate, TEXT("content"), TEXT("parts"));
	struct trace_members it = trace_members(parts);
	struct text key, part;
	put_content(&a->text, parts);
	while (is_kind(parts, '[') && trace_member(&it, &key, &part)) {
		const struct text call = trace_member_of(part, TEXT("functionCall"));
		if (call.p)
			add_whole(a, call);
	}
	take_gemini(a, trace_member_of(json, TEXT("usageMetadata")));
	take_error(in, a, trace_member_of(json, TEXT("error")));
}

/* ---- all of them ---------------------------------------------------------------------------- */

void
exchange_answer_add(struct import_in *in, struct exchange_answer *a, struct text json)
{
	switch (a->api) {
	case API_CHAT:
	case API_COMPLETION: take_chat(in, a, json); break;
	case API_RESPONSES: take_responses(in, a, json); break;
	case API_MESSAGES: take_messages(in, a, json); break;
	case API_GEMINI: take_contents(in, a, json); break;
	case API_EMBEDDING:
		if (trace_member_of(json, TEXT("data")).p)
			a->embeddings = json;
		take_openai(a, trace_member_of(json, TEXT("usage")));
		take_error(in, a, trace_member_of(json, TEXT("error")));
		break;
	case API_NONE: break;
	}
}

/* JSON that came in pieces, as the inside of a string; a string if it was cut off. */
static struct text
arguments_of(struct import_in *in, const struct exchange_piece *p)
{
	struct buf b = { 0 };
	if (p->arguments.n == 0)
		return TEXT("{}");
	buf_char(&b, '"');
	json_put_string(&b, json_unescaped(in->arena, buf_as_text(&p->arguments)));
	const struct text string = arena_text(in->arena, (struct text){ b.p + 1, b.n - 1 });
	buf_free(&b);
	return import_embedded(in, string, true);
}

/* A tool call that came in pieces, as it would have come whole. */
static void
put_piece(struct import_in *in, struct buf *b, enum api api, const struct exchange_piece *p)
{
	json_begin(b, '{');
	if (api != API_MESSAGES) {
		if (p->id.p)
			json_member_string(b, "id", p->id);
		json_member_string(b, "type", TEXT("function"));
		json_member_begin(b, "function", '{');
		json_member_string_or_null(b, "name", p->name);
		json_member_string(
		    b, "arguments", json_unescaped(in->arena, buf_as_text(&p->arguments)));
		json_end(b, '}');
	} else {
		json_member_string(b, "type", TEXT("tool_use"));
		if (p->id.p)
			json_member_string(b, "id", p->id);
		json_member_string_or_null(b, "name", p->name);
		json_member_raw(b, "input", arguments_of(in, p));
	}
	json_end(b, '}');
}

struct text
exchange_answer_done(struct import_in *in, struct exchange_answer *a)
{
	struct buf b = { 0 };
	struct text output = a->embeddings;
	if (a->text.n > 0) {
		json_put_string(&b, json_unescaped(in->arena, buf_as_text(&a->text)));
	} else if (a->pieces > 0) {
		json_begin(&b, '[');
		for (size_t i = 0; i < a->pieces; i++) {
			if (a->piece[i].whole.p)
				json_add_raw(&b, a->piece[i].whole);
			else
				put_piece(in, &b, a->api, &a->piece[i]);
		}
		json_end(&b, ']');
	}
	if (b.n > 0)
		output = arena_text(in->arena, buf_as_text(&b));
	drop_pieces(a);
	free(a->piece);
	buf_free(&a->text);
	buf_free(&b);
	return output;
}
