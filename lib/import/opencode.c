/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/messages.h"
#include "import/opencode.h"
#include "json/write.h"
#include "trace/members.h"

/* Messages and parts of messages of opencode, as its documents and its files have them alike. */

enum { MS = 1000000 }; /* nanoseconds */

struct text
opencode_member(struct text object, struct text name)
{
	return object.n > 0 && object.p[0] == '{' ? trace_member_of(object, name) : TEXT_ABSENT;
}

/* A time in milliseconds since 1970. */
static int64_t
time_of(struct text times, struct text name)
{
	const struct json_value v = import_scalar(opencode_member(times, name));
	int64_t ns;
	return v.kind == JSON_NUMBER && import_ns(&v, MS, &ns) == 0 ? ns : TRACE_NO_TIME;
}

int64_t
opencode_time(struct text record, struct text name)
{
	return time_of(opencode_member(record, TEXT("time")), name);
}

static void
set_error(struct import_in *in, struct trace_record *r, struct text type, struct text message)
{
	struct trace_more *more = import_more(in, r);
	r->status = TRACE_ERROR;
	more->error.type = type;
	more->error.message = message;
}

/* ---- messages ------------------------------------------------------------------------------- */

/* A count; one that is not there is 0.  *whole: is it one? */
static int64_t
count_of(struct text tokens, struct text name, bool *whole)
{
	const struct text value = opencode_member(tokens, name);
	int64_t n = 0;
	*whole &= !value.p || import_take_tokens(value, &n);
	return n;
}

/* Input leaves out what was cached, and output the reasoning, unless the total says that it is in
 * there. */
bool
opencode_add_tokens(struct trace_more *more, struct text tokens)
{
	bool whole = tokens.n > 0 && tokens.p[0] == '{';
	const struct text cache = opencode_member(tokens, TEXT("cache"));
	const int64_t input = count_of(tokens, TEXT("input"), &whole);
	const int64_t read = count_of(cache, TEXT("read"), &whole);
	const int64_t write = count_of(cache, TEXT("write"), &whole);
	const int64_t reasoning = count_of(tokens, TEXT("reasoning"), &whole);
	const int64_t total = count_of(tokens, TEXT("total"), &whole);
	int64_t output = count_of(tokens, TEXT("output"), &whole), sum;
	if (!whole || __builtin_add_overflow(input, read, &sum) ||
	    __builtin_add_overflow(sum, write, &sum))
		return false;
	const bool inside = total > 0 && total - sum == output;
	if (!inside && __builtin_add_overflow(output, reasoning, &output))
		return false;
	const int64_t counts[TRACE_USAGES] = { [TRACE_INPUT_TOKENS] = sum,
		[TRACE_OUTPUT_TOKENS] = output,
		[TRACE_CACHE_READ_TOKENS] = read,
		[TRACE_CACHE_WRITE_TOKENS] = write,
		[TRACE_REASONING_TOKENS] = reasoning };
	for (size_t i = 0; i < TRACE_USAGES; i++)
		if (more->usage[i] < 0 ||
		    __builtin_add_overflow(more->usage[i], counts[i], &more->usage[i]))
			more->usage[i] = counts[i];
	return true;
}

static bool
is_object(struct text json)
{
	return json.n > 0 && json.p[0] == '{';
}

static bool
is_string(struct text json)
{
	return json.n > 0 && json.p[0] == '"';
}

void
opencode_answer(struct import_in *in, struct trace_record *r, struct text info)
{
	struct text known[9] = { TEXT("id"), TEXT("sessionID"), TEXT("role") };
	size_t n = 3;
	const struct text error = opencode_member(info, TEXT("error"));
	struct trace_more *more = import_more(in, r);
	r->kind = TRACE_LLM;
	r->start_ns = opencode_time(info, TEXT("created"));
	r->end_ns = opencode_time(info, TEXT("completed"));
	more->llm = true;
	more->model = import_plain(in, opencode_member(info, TEXT("modelID")));
	more->vendor = import_plain(in, opencode_member(info, TEXT("providerID")));
	more->cost_usd = import_cost(opencode_member(info, TEXT("cost")));
	r->name = more->model.n > 0 ? more->model : TEXT("llm");
	r->status = r->end_ns != TRACE_NO_TIME ? TRACE_OK : TRACE_OPEN;
	if (r->start_ns != TRACE_NO_TIME)
		known[n++] = TEXT("time");
	if (more->model.p)
		known[n++] = TEXT("modelID");
	if (more->vendor.p)
		known[n++] = TEXT("providerID");
	if (more->cost_usd.p)
		known[n++] = TEXT("cost");
	if (opencode_add_tokens(more, opencode_member(info, TEXT("tokens"))))
		known[n++] = TEXT("tokens");
	if (is_object(error)) {
		const struct text data = opencode_member(error, TEXT("data"));
		set_error(in, r, import_plain(in, opencode_member(error, TEXT("name"))),
		    import_plain(in, opencode_member(data, TEXT("message"))));
	}
	r->attributes = import_rest_of(in, info, known, n);
}

/* ---- parts ---------------------------------------------------------------------------------- */

/* The session of a subagent that a tool started. */
struct text
opencode_child(struct import_in *in, struct text part)
{
	const struct text metadata =
	    opencode_member(opencode_member(part, TEXT("state")), TEXT("metadata"));
	const struct text id = opencode_member(metadata, TEXT("sessionId"));
	return import_plain(in, id.p ? id : opencode_member(metadata, TEXT("sessionID")));
}

/* What a part of the type tool says that the call does not. */
static struct text
rest_of_tool(struct import_in *in, const struct trace_record *r, struct text part)
{
	static const struct text state_known[] = { { "input", 5 }, { "output", 6 }, { "time", 4 },
		{ "status", 6 }, { "error", 5 } };
	const struct text state = opencode_member(part, TEXT("state"));
	struct text known[6] = { TEXT("id"), TEXT("sessionID"), TEXT("type") };
	size_t n = 3, states = 2;
	if (is_string(opencode_member(part, TEXT("callID"))))
		known[n++] = TEXT("callID");
	if (is_string(opencode_member(part, TEXT("tool"))))
		known[n++] = TEXT("tool");
	if (is_object(state))
		known[n++] = TEXT("state");
	if (r->start_ns != TRACE_NO_TIME)
		states = 3;
	if (states == 3 && r->status != TRACE_OPEN)
		states = r->status == TRACE_ERROR && r->more->error.message.p ? 5 : 4;
	return import_joined(
	    in, import_rest_of(in, part, known, n), import_rest_of(in, state, state_known, states));
}

void
opencode_tool(struct import_in *in, struct trace_record *r, struct text part)
{
	const struct text state = opencode_member(part, TEXT("state"));
	const struct text status = opencode_member(state, TEXT("status"));
	const struct text error = opencode_member(state, TEXT("error"));
	const struct text name = import_plain(in, opencode_member(part, TEXT("tool")));
	r->kind = TRACE_TOOL;
	r->name = name.n > 0 ? name : TEXT("tool");
	r->input = import_canonical(in, opencode_member(state, TEXT("input")));
	r->output = import_canonical(in, opencode_member(state, TEXT("output")));
	r->start_ns = opencode_time(state, TEXT("start"));
	r->end_ns = opencode_time(state, TEXT("end"));
	if (text_eq(status, TEXT("\"completed\"")))
		r->status = TRACE_OK;
	else if (text_eq(status, TEXT("\"error\"")))
		set_error(in, r, TEXT_ABSENT, import_plain(in, error));
	r->attributes = rest_of_tool(in, r, part);
}

/* A subagent is called by the tool that started it; its own records say the rest. */
void
opencode_link(struct import_in *in, struct text child, struct text call_id)
{
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->joins = true;
	r->kind = TRACE_AGENT;
	r->call_id = child;
	r->parent_id = call_id;
	r->status = TRACE_OK;
}

void
opencode_log(struct import_in *in, struct text part)
{
	static const struct text known[] = { { "sessionID", 9 }, { "messageID", 9 }, { "type", 4 },
		{ "text", 4 } };
	struct trace_event_record *e = import_event(in);
	const struct text type = import_plain(in, opencode_member(part, TEXT("type")));
	const struct text text = import_plain(in, opencode_member(part, TEXT("text")));
	e->type = TRACE_LOG;
	e->at_ns = opencode_time(part, TEXT("start"));
	if (e->at_ns == TRACE_NO_TIME)
		e->at_ns = opencode_time(part, TEXT("created"));
	e->text[TRACE_MESSAGE] = text.p ? text : type.n > 0 ? type : TEXT("part");
	e->attributes = import_rest_of(in, part, known, text.p ? 4 : type.p ? 3 : 2);
	if (!is_object(part))
		e->attributes = import_member_object(in, TEXT("part"), part);
	if (text.p && type.p && !text_eq(type, TEXT("text")))
		e->attributes = import_joined(in,
		    import_member_object(in, TEXT("type"), import_quoted(in, type)), e->attributes);
}

/* ---- sessions ------------------------------------------------------------------------------- */

void
opencode_session(struct import_in *in, struct trace_record *r, struct text info)
{
	static const struct text known[] = { { "id", 2 }, { "time", 4 }, { "title", 5 } };
	const struct text title = import_plain(in, opencode_member(info, TEXT("title")));
	r->kind = TRACE_AGENT;
	r->joins = true;
	r->name = title.n > 0 ? title : TEXT("opencode");
	r->start_ns = opencode_time(info, TEXT("created"));
	r->end_ns = opencode_time(info, TEXT("updated"));
	r->status = TRACE_OK;
	const bool timed = r->start_ns != TRACE_NO_TIME && r->end_ns != TRACE_NO_TIME;
	r->attributes = import_rest_of(in, info, known, !timed ? 1 : title.p ? 3 : 2);
}
