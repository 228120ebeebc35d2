/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "import/gemini.h"
#include "json/write.h"
#include "time/stamp.h"
#include "trace/ids.h"
#include "trace/members.h"

/* The calls of a session of the Gemini CLI, and recorded answers. */

/* ---- JSON without white space --------------------------------------------------------------- */

/* The last member of that name; absent if there is none. */
static struct text
get(struct text object, const char *name)
{
	struct trace_members it = trace_members(object);
	struct text key, value, found = TEXT_ABSENT;
	while (it.object && trace_member(&it, &key, &value))
		if (text_eq(key, text_of(name)))
			found = value;
	return found;
}

static bool
is_kind(struct text json, char first)
{
	return json.n > 0 && json.p[0] == first;
}

static bool
is_null(struct text json)
{
	return !json.p || text_eq(json, TEXT("null"));
}

static struct text
string_of(struct import_in *in, struct text json)
{
	if (!is_kind(json, '"'))
		return TEXT_ABSENT;
	return json_unescaped(in->arena, (struct text){ json.p + 1, json.n - 2 });
}

static struct text
get_string(struct import_in *in, struct text object, const char *name)
{
	return string_of(in, get(object, name));
}

static int64_t
get_number(struct text object, const char *name)
{
	const struct text json = get(object, name);
	int64_t n;
	return json.p && !is_kind(json, '"') && number_i64(json, &n) == 0 && n >= 0 ? n : -1;
}

static int64_t
get_time(struct import_in *in, struct text object)
{
	const struct text t = get_string(in, object, "timestamp");
	int64_t at_ns;
	return t.p && stamp_parse(t, &at_ns) == 0 ? at_ns : TRACE_NO_TIME;
}

static struct text
quoted(struct import_in *in, struct text t)
{
	struct buf b = { 0 };
	json_put_string(&b, t);
	const struct text json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

/* Appends the text of a part, or of a list of parts.  Returns false if there is more in it. */
static bool
put_text(struct import_in *in, struct text content, struct buf *b)
{
	struct trace_members it = trace_members(content);
	struct text key, value;
	bool all = true;
	if (is_kind(content, '"')) {
		buf_text(b, string_of(in, content));
		return true;
	}
	while (trace_member(&it, &key, &value)) {
		const struct text text = is_kind(content, '[') && is_kind(value, '{')
					     ? get_string(in, value, "text")
					     : TEXT_ABSENT;
		if (text.p)
			buf_text(b, text);
		if (is_kind(content, '[') && is_kind(value, '"'))
			buf_text(b, string_of(in, value));
		else if (is_kind(content, '{') && text_eq(key, TEXT("text")) && is_kind(value, '"'))
			buf_text(b, string_of(in, value));
		else
			all &=
			    text.p && value.n == get(value, "text").n + sizeof("{\"text\":}") - 1;
	}
	return all;
}

/* Has the member gone elsewhere?  Each name in the list follows a character that says whose values
 * have: `"` strings, `@` times, `*` all. */
static bool
is_listed(struct import_in *in, struct text name, struct text value, const char *const *list)
{
	int64_t at_ns;
	for (; list && *list; list++) {
		if (!text_eq(name, text_of(*list + 1)))
			continue;
		const struct text t = string_of(in, value);
		return **list == '*' || (t.p && **list == '"') ||
		       (t.p && **list == '@' && stamp_parse(t, &at_ns) == 0);
	}
	return false;
}

/* The members that have not, as attributes that are begun. */
static void
rest(struct import_in *in, struct text object, const char *const *but)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	while (it.object && trace_member(&it, &key, &value))
		if (!is_listed(in, key, value, but))
			buf_text(import_rest_name(in, json_unescaped(in->arena, key)), value);
}

static struct trace_more *
new_more(struct import_in *in, struct trace_record *r)
{
	struct trace_more *more = arena_alloc(in->arena, sizeof(*more));
	*more = (struct trace_more)TRACE_MORE_INIT;
	r->more = more;
	return more;
}

static struct text
json_of(const struct gemini_message *m)
{
	return buf_as_text(&m->json);
}

/* ---- a session ------------------------------------------------------------------------------ */

struct putting {
	struct import_in *in;
	struct gemini_session *s;
	int64_t last_ns;
	struct text task, said;
	size_t tools;
	uint64_t budget; /* bytes that may be sent once more */
};

static struct trace_record *
add(struct putting *p, enum trace_kind kind, struct text id)
{
	struct trace_record *r = import_add(p->in);
	r->what = TRACE_CALL;
	r->joins = true;
	r->kind = kind;
	r->trace_id = p->s->id;
	r->call_id = id;
	r->parent_id = p->s->id;
	r->service = TEXT("gemini-cli");
	return r;
}

static void
saw(struct putting *p, int64_t at_ns)
{
	if (at_ns != TRACE_NO_TIME && (p->last_ns == TRACE_NO_TIME || at_ns > p->last_ns))
		p->last_ns = at_ns;
}

/* ---- tools ---------------------------------------------------------------------------------- */

/* Why a tool failed: the error of its response, or else its status. */
static struct text
failure_of(struct import_in *in, struct text tool, struct text status)
{
	struct trace_members it = trace_members(get(tool, "result"));
	struct text key, value;
	while (!it.object && trace_member(&it, &key, &value)) {
		const struct text error =
		    get_string(in, get(get(value, "functionResponse"), "response"), "error");
		if (error.p)
			return error;
	}
	return status;
}

static struct text
id_of(struct putting *p, struct text object, const char *what, size_t n)
{
	const struct text id = get_string(p->in, object, "id");
	struct buf b = { 0 };
	if (id.n > 0)
		return id;
	buf_text(&b, p->s->id);
	buf_printf(&b, "/%s/%zu", what, n + 1);
	const struct text own = arena_text(p->in->arena, buf_as_text(&b));
	buf_free(&b);
	return own;
}

/* A subagent has a session of its own. */
static struct text
link_to(struct import_in *in, struct text agent)
{
	struct buf b = { 0 };
	json_begin(&b, '[');
	json_begin(&b, '{');
	json_member_string(&b, "trace_id", agent);
	json_member_string(&b, "call_id", agent);
	json_end(&b, '}');
	json_end(&b, ']');
	const struct text links = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return links;
}

static void
put_tool(struct putting *p, struct text tool, int64_t start_ns)
{
	static const char *const but[] = { "\"id", "\"name", "*args", "*result", "*status",
		"@timestamp", NULL };
	struct import_in *in = p->in;
	const struct text status = get_string(in, tool, "status");
	const struct text agent = trace_id_of(in->arena, get_string(in, tool, "agentId"));
	const struct text result = get(tool, "result");
	const bool ok = gemini_is(status, "success");
	const bool failed = gemini_is(status, "error") || gemini_is(status, "cancelled");
	import_rest_begin(in);
	rest(in, tool, but);
	if (!ok && !gemini_is(status, "error") && get(tool, "status").p)
		buf_text(import_rest_name(in, TEXT("status")), get(tool, "status"));
	const struct text attributes = import_rest_done(in);
	struct trace_record *r = add(p, TRACE_TOOL, id_of(p, tool, "tool", p->tools++));
	r->name = get_string(in, tool, "name");
	r->start_ns = start_ns;
	r->input = get(tool, "args");
	r->output = is_null(result) ? TEXT_ABSENT : result;
	r->attributes = attributes;
	if (ok || failed) {
		r->end_ns = get_time(in, tool);
		r->status = ok ? TRACE_OK : TRACE_ERROR;
		saw(p, r->end_ns);
	}
	if (!failed && !agent.p)
		return;
	struct trace_more *more = new_more(in, r);
	if (failed)
		more->error.message = failure_of(in, tool, status);
	if (agent.p)
		more->links = link_to(in, agent);
}

/* ---- calls to the model --------------------------------------------------------------------- */

/*
 * Cached tokens are among those of the input, and those of tools are beside them.  Thoughts are
 * beside the output, unless the total says that they are in it.
 */
static void
read_tokens(struct text tokens, int64_t usage[TRACE_USAGES])
{
	const int64_t input = get_number(tokens, "input"), output = get_number(tokens, "output"),
		      thoughts = get_number(tokens, "thoughts"), tool = get_number(tokens, "tool"),
		      total = get_number(tokens, "total");
	const int64_t tools = tool > 0 ? tool : 0, thought = thoughts > 0 ? thoughts : 0;
	usage[TRACE_CACHE_READ_TOKENS] = get_number(tokens, "cached");
	usage[TRACE_REASONING_TOKENS] = thoughts;
	if (input >= 0)
		usage[TRACE_INPUT_TOKENS] = input + tools;
	if (output >= 0)
		usage[TRACE_OUTPUT_TOKENS] =
		    input >= 0 && total == input + output + tools ? output : output + thought;
}

enum { MOST_TOKENS = INT32_MAX };

/* Can the tokens be counted? */
static bool
are_numbers(struct text tokens)
{
	static const char *const names[] = { "input", "output", "cached", "thoughts", "tool" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct text json = get(tokens, names[i]);
		const int64_t n = get_number(tokens, names[i]);
		if (!is_null(json) && (n < 0 || n > MOST_TOKENS))
			return false;
	}
	return true;
}

static bool
are_objects(struct text list)
{
	struct trace_members it = trace_members(list);
	struct text key, value;
	bool all = is_kind(list, '[');
	while (all && trace_member(&it, &key, &value))
		all = is_kind(value, '{');
	return all;
}

/* The tools that the answer asks for. */
static struct text
asked_for(struct import_in *in, struct text tools)
{
	static const char *const names[] = { "id", "name", "args" };
	struct trace_members it = trace_members(tools);
	struct text key, tool;
	struct buf b = { 0 };
	json_begin(&b, '[');
	while (trace_member(&it, &key, &tool)) {
		if (!is_kind(tool, '{'))
			continue;
		json_begin(&b, '{');
		for (size_t i = 0; i < 3; i++)
			if (get(tool, names[i]).p)
				json_member_raw(&b, names[i], get(tool, names[i]));
		json_end(&b, '}');
	}
	json_end(&b, ']');
	const struct text asked = b.n > 2 ? arena_text(in->arena, buf_as_text(&b)) : TEXT_ABSENT;
	buf_free(&b);
	return asked;
}

/* What comes before an answer: the answer before it, and what was sent since. */
struct before {
	const struct gemini_message *answer;
	struct text answer_id;
	struct buf sent; /* messages, with commas */
	int64_t at_ns;
};

static struct text
input_of(struct import_in *in, struct text model, const struct before *before)
{
	struct buf b = { 0 };
	if (!before->answer && before->sent.n == 0)
		return TEXT_ABSENT;
	json_begin(&b, '{');
	if (model.p)
		json_member_string(&b, "model", model);
	json_member_begin(&b, "messages", '[');
	if (before->answer)
		json_add_raw(&b, json_of(before->answer));
	if (before->sent.n > 0)
		json_add_raw(&b, buf_as_text(&before->sent));
	json_end(&b, ']');
	json_end(&b, '}');
	const struct text input = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return input;
}

static void
put_answer(struct putting *p, const struct gemini_message *m, size_t n, struct before *before)
{
	static const char *const but[] = { "\"id", "@timestamp", "\"type", "*content", "\"model",
		"*tokens", "*toolCalls", NULL };
	static const char *const counted[] = { "*input", "*output", "*cached", "*thoughts", NULL };
	struct import_in *in = p->in;
	const struct text content = get(json_of(m), "content"),
			  tools = get(json_of(m), "toolCalls"), tokens = get(json_of(m), "tokens");
	const struct text model = get_string(in, json_of(m), "model");
	const int64_t at_ns = get_time(in, json_of(m));
	struct buf text = { 0 };
	const bool all = put_text(in, content, &text);
	import_rest_begin(in);
	rest(in, json_of(m), but);
	const struct text others = import_rest_done(in);
	import_rest_begin(in);
	rest(in, tokens, are_numbers(tokens) ? counted : NULL);
	const struct text count = import_rest_done(in);
	import_rest_begin(in);
	rest(in, others, NULL);
	if (!all && content.p)
		buf_text(import_rest_name(in, TEXT("content")), content);
	if (count.p || (!is_kind(tokens, '{') && !is_null(tokens)))
		buf_text(import_rest_name(in, TEXT("tokens")), count.p ? count : tokens);
	if (!are_objects(tools) && !is_null(tools))
		buf_text(import_rest_name(in, TEXT("toolCalls")), tools);
	if (m->gone)
		BUF_LIT(import_rest_name(in, TEXT("rewound")), "true");
	const struct text attributes = import_rest_done(in);
	const struct text id = id_of(p, json_of(m), "llm", n);
	struct trace_record *r = add(p, TRACE_LLM, id);
	struct trace_more *more = new_more(in, r);
	more->llm = true;
	more->model = model;
	if (model.p)
		more->vendor = TEXT("google");
	if (are_numbers(tokens))
		read_tokens(tokens, more->usage);
	more->after = before->answer_id;
	r->name = TEXT("chat");
	r->start_ns = before->at_ns != TRACE_NO_TIME ? before->at_ns : at_ns;
	r->end_ns = at_ns;
	r->status = TRACE_OK;
	r->input = input_of(in, model, before);
	r->output = text.n > 0 ? quoted(in, buf_as_text(&text)) : asked_for(in, tools);
	r->attributes = attributes;
	if (text.n > 0 && !m->gone)
		p->said = r->output;
	buf_free(&text);
	saw(p, at_ns);
	*before = (struct before){ .answer = m, .answer_id = id, .sent = before->sent };
	before->sent.n = 0;
	before->at_ns = at_ns;
	struct trace_members it = trace_members(tools);
	struct text key, tool;
	while (is_kind(tools, '[') && trace_member(&it, &key, &tool)) {
		const int64_t tool_ns = get_time(in, tool);
		if (is_kind(tool, '{'))
			put_tool(p, tool, at_ns);
		if (tool_ns != TRACE_NO_TIME && tool_ns > before->at_ns)
			before->at_ns = tool_ns;
	}
}

/* ---- notices -------------------------------------------------------------------------------- */

static void
put_log(struct putting *p, const struct gemini_message *m, struct text level)
{
	static const char *const but[] = { "\"id", "@timestamp", "\"type", "*content", NULL };
	struct import_in *in = p->in;
	const struct text content = get(json_of(m), "content");
	struct buf text = { 0 };
	const bool all = put_text(in, content, &text);
	import_rest_begin(in);
	rest(in, json_of(m), but);
	if (!all || !content.p)
		buf_text(import_rest_name(in, TEXT("content")), content.p ? content : json_of(m));
	if (m->gone)
		BUF_LIT(import_rest_name(in, TEXT("rewound")), "true");
	const struct text attributes = import_rest_done(in);
	struct trace_event_record *e = import_event(in);
	e->type = TRACE_LOG;
	e->at_ns = get_time(in, json_of(m));
	e->text[TRACE_MESSAGE] = arena_text(in->arena, buf_as_text(&text));
	e->text[TRACE_LEVEL] = level;
	e->attributes = attributes;
	buf_free(&text);
	saw(p, e->at_ns);
	struct trace_record *r = add(p, TRACE_AGENT, p->s->id);
	r->what = TRACE_EVENT;
	r->parent_id = TEXT_ABSENT;
	import_events_done(in, r);
}

static void
send(struct putting *p, const struct gemini_message *m, struct before *before)
{
	const int64_t at_ns = get_time(p->in, json_of(m));
	if (before->sent.n > 0)
		buf_char(&before->sent, ',');
	buf_text(&before->sent, json_of(m));
	if (at_ns != TRACE_NO_TIME)
		before->at_ns = at_ns;
	saw(p, at_ns);
	if (p->task.p || m->gone)
		return;
	struct buf text = { 0 };
	put_text(p->in, get(json_of(m), "content"), &text);
	if (text.n > 0)
		p->task = quoted(p->in, buf_as_text(&text));
	buf_free(&text);
}

/* ---- all ------------------------------------------------------------------------------------ */

static int
by_place(const void *a, const void *b)
{
	const struct gemini_message *const *x = a, *const *y = b;
	return ((*x)->at > (*y)->at) - ((*x)->at < (*y)->at);
}

static bool
is_answer(const struct gemini_message *m)
{
	return text_eq(get(json_of(m), "type"), TEXT("\"gemini\""));
}

/* Does an answer come after each message, to which it was sent?  Messages that are gone were sent
 * to one that is gone, too, before the history went on with others. */
static bool *
find_sent(struct import_in *in, const struct gemini_session *s)
{
	bool *sent = arena_alloc(in->arena, s->n * sizeof(*sent));
	bool left = false, gone = false;
	for (size_t i = s->n; i-- > 0;) {
		const struct gemini_message *m = s->message[i];
		gone &= m->gone;
		sent[i] = m->gone ? gone : left;
		gone |= m->gone && is_answer(m);
		left |= !m->gone && is_answer(m);
	}
	return sent;
}

/* Messages that are gone follow what was left when they were sent, unless that would be sent so
 * often that it is more than all that was read. */
static void
branch(struct putting *p, const struct before *left, struct before *gone)
{
	const uint64_t bytes = left->sent.n + (left->answer ? left->answer->json.n : 0);
	gone->sent.n = 0;
	gone->answer = NULL;
	gone->answer_id = TEXT_ABSENT;
	gone->at_ns = left->at_ns;
	if (bytes > p->budget)
		return;
	p->budget -= bytes;
	gone->answer = left->answer;
	gone->answer_id = left->answer_id;
	buf_text(&gone->sent, buf_as_text(&left->sent));
}

static void
put_messages(struct putting *p)
{
	struct gemini_session *s = p->s;
	struct before left = { .at_ns = TRACE_NO_TIME }, gone = left;
	const bool *sent = find_sent(p->in, s);
	bool was_gone = false;
	for (size_t i = 0; i < s->n; i++)
		p->budget += s->message[i]->json.n;
	for (size_t i = 0; i < s->n; i++) {
		const struct gemini_message *m = s->message[i];
		const struct text type = get_string(p->in, json_of(m), "type");
		if (m->gone && !was_gone)
			branch(p, &left, &gone);
		was_gone = m->gone;
		if (is_answer(m))
			put_answer(p, m, i, m->gone ? &gone : &left);
		else if (gemini_is(type, "user") && sent[i])
			send(p, m, m->gone ? &gone : &left);
		else
			put_log(p, m, gemini_is(type, "user") ? TEXT_ABSENT : type);
	}
	buf_free(&left.sent);
	buf_free(&gone.sent);
}

static void
put_root(struct putting *p)
{
	struct gemini_session *s = p->s;
	struct import_in *in = p->in;
	int64_t start_ns = TRACE_NO_TIME, end_ns = TRACE_NO_TIME;
	import_rest_begin(in);
	for (size_t i = 0; i < s->members; i++) {
		const struct gemini_member *m = s->member[i];
		const struct text json = buf_as_text(&m->json), t = string_of(in, json);
		if (gemini_is(m->key, "startTime") && t.p && stamp_parse(t, &start_ns) == 0)
			continue;
		if (gemini_is(m->key, "lastUpdated") && t.p && stamp_parse(t, &end_ns) == 0)
			continue;
		buf_text(import_rest_name(in, m->key), json);
	}
	const struct text attributes = import_rest_done(in);
	saw(p, end_ns);
	struct trace_record *r = add(p, TRACE_AGENT, s->id);
	r->parent_id = TEXT_ABSENT;
	r->name = TEXT("session");
	r->start_ns = start_ns;
	r->end_ns = p->last_ns;
	r->status = TRACE_OK;
	r->input = p->task;
	r->output = p->said;
	r->attributes = attributes;
	if (s->n > 0 && start_ns == TRACE_NO_TIME)
		r->start_ns = get_time(in, json_of(s->message[0]));
}

void
gemini_put(struct import_in *in, struct gemini_session *s)
{
	struct putting p = { .in = in, .s = s, .last_ns = TRACE_NO_TIME };
	if (s->n > 0)
		qsort(s->message, s->n, sizeof(*s->message), by_place);
	put_messages(&p);
	put_root(&p);
}
