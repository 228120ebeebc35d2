/* SPDX-License-Identifier: MIT */
#include "import/messages.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "import/part.h"
#include "json/write.h"
#include "trace/ids.h"
#include "trace/members.h"

struct trace_record *
import_messages_record(struct import_messages *m, size_t number)
{
	return &m->in->part->item[number].record;
}

static size_t
add_record(struct import_messages *m, enum trace_kind kind, struct text name)
{
	struct trace_record *r = import_add(m->in);
	r->what = TRACE_CALL;
	r->kind = kind;
	r->trace_id = m->trace_id;
	r->name = name;
	return m->in->part->items - 1;
}

void
import_messages_begin(struct import_messages *m, struct import_in *in, struct text trace_id,
    struct text root_id, struct text name)
{
	*m = (struct import_messages){
		.in = in, .trace_id = trace_id, .root_id = root_id, .at_ns = TRACE_NO_TIME
	};
	m->root = add_record(m, TRACE_AGENT, name);
	import_messages_record(m, m->root)->call_id = root_id;
}

void
import_messages_wait(struct import_messages *m, struct text message)
{
	m->waiting = mem_grow(m->waiting, &m->waiting_cap, m->nwaiting + 1, sizeof(*m->waiting));
	m->waiting[m->nwaiting++] = (struct import_waiting){ message, m->calls, false };
}

void
import_messages_log(
    struct import_messages *m, int64_t at_ns, struct text message, struct text attributes)
{
	struct trace_event_record *e = import_event(m->in);
	e->type = TRACE_LOG;
	e->at_ns = at_ns;
	e->after = at_ns == TRACE_NO_TIME ? (int64_t)m->calls : -1;
	e->text[TRACE_MESSAGE] = message;
	e->attributes = attributes;
}

/* ---- ids ------------------------------------------------------------------------------------ */

/* ID SEPARATOR N */
static struct text
numbered(struct import_messages *m, struct text id, const char *separator, size_t n)
{
	struct buf b = { 0 };
	buf_text(&b, id);
	buf_printf(&b, "%s%zu", separator, n);
	const struct text t = arena_text(m->in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

struct wanted_id {
	const struct import_messages *messages;
	struct text id;
};

static bool
is_id(const void *context, uint32_t ref)
{
	const struct wanted_id *w = context;
	return text_eq(w->messages->id[ref - 1].id, w->id);
}

static struct import_tool_id *
calls_of_id(struct import_messages *m, struct text id)
{
	const struct wanted_id wanted = { m, id };
	unsigned char digest[32];
	if (m->nids == 0) {
		sha256(m->in->raw.p, m->in->raw.n, digest);
		memcpy(&m->key, digest, sizeof(m->key));
	}
	const uint32_t hash = (uint32_t)siphash(m->key, id.p, id.n);
	const uint32_t found = table_find(&m->ids, hash, is_id, &wanted);
	if (found > 0)
		return &m->id[found - 1];
	m->id = mem_grow(m->id, &m->id_cap, m->nids + 1, sizeof(*m->id));
	m->id[m->nids++] = (struct import_tool_id){ id, 0, 0 };
	table_add(&m->ids, hash, (uint32_t)m->nids);
	return &m->id[m->nids - 1];
}

/* ---- tool calls ----------------------------------------------------------------------------- */

size_t
import_messages_tool(struct import_messages *m, struct text id, struct text name, struct text input)
{
	struct import_tool tool = { .record = add_record(
					m, TRACE_TOOL, name.n > 0 ? name : TEXT("tool")) };
	const struct text own = trace_id_of(m->in->arena, id);
	struct trace_record *r = import_messages_record(m, tool.record);
	m->tools++;
	m->calls++;
	r->parent_id = m->root_id;
	r->input = import_canonical(m->in, input);
	r->start_ns = m->at_ns;
	r->call_id = own.p ? own : numbered(m, m->root_id, "/tool/", m->tools);
	if (own.p) {
		struct import_tool_id *ids = calls_of_id(m, own);
		tool.same = ids->open;
		ids->open = m->tools;
		if (++ids->calls > 1) {
			r->call_id = numbered(m, own, "~", ids->calls);
			r->notes |= TRACE_DUPLICATE_ID;
		}
	}
	m->tool = mem_grow(m->tool, &m->tool_cap, m->tools, sizeof(*m->tool));
	m->tool[m->tools - 1] = tool;
	return tool.record;
}

static struct text
tool_name(const struct import_messages *m, const struct import_tool *t)
{
	return m->in->part->item[t->record].record.name;
}

bool
import_messages_answered(
    struct import_messages *m, struct text id, struct text name, size_t *record)
{
	enum { NEAR = 1000 }; /* calls without ids are not looked for further back */
	const struct text own = trace_id_of(m->in->arena, id);
	size_t found = 0;
	if (own.p) {
		struct import_tool_id *ids = calls_of_id(m, own);
		found = ids->open;
		while (found > 0 && m->tool[found - 1].answered)
			found = m->tool[found - 1].same;
		ids->open = found > 0 ? m->tool[found - 1].same : 0;
	} else {
		for (size_t i = m->tools; i > 0 && m->tools - i < NEAR && found == 0; i--)
			if (!m->tool[i - 1].answered &&
			    (!name.p || text_eq(name, tool_name(m, &m->tool[i - 1]))))
				found = i;
	}
	if (found == 0)
		return false;
	m->tool[found - 1].answered = true;
	*record = m->tool[found - 1].record;
	return true;
}

bool
import_messages_answer(
    struct import_messages *m, struct text id, struct text output, size_t *record)
{
	if (!import_messages_answered(m, id, TEXT_ABSENT, record))
		return false;
	struct trace_record *r = import_messages_record(m, *record);
	r->output = import_canonical(m->in, output);
	r->status = TRACE_OK;
	return true;
}

/* ---- calls of models ------------------------------------------------------------------------ */

/* {"model":..,"messages":[..]} */
static struct text
request_of(struct import_messages *m)
{
	struct buf b = { 0 };
	json_begin(&b, '{');
	if (m->model.p)
		json_member_string(&b, "model", m->model);
	if (m->request.p) {
		json_add_raw(&b, m->request);
		m->request = TEXT_ABSENT;
	}
	json_member_begin(&b, "messages", '[');
	for (size_t i = 0; i < m->nwaiting; i++)
		json_add_raw(&b, m->waiting[i].message);
	json_end(&b, ']');
	json_end(&b, '}');
	const struct text t = arena_text(m->in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* The text of the answer, else its tool calls, else what stands for its content. */
static struct text
output_of(struct import_messages *m, struct text answer)
{
	bool calls;
	struct text t = import_answer_in(m->in, answer, &calls);
	if (!t.p)
		t = trace_member_of(answer, TEXT("function_call"));
	if (!t.p || text_eq(t, TEXT("null")))
		t = trace_member_of(answer, TEXT("content"));
	return import_canonical(m->in, t);
}

size_t
import_messages_aside(struct import_messages *m, struct text answer)
{
	const size_t number = add_record(m, TRACE_LLM, m->model.n > 0 ? m->model : TEXT("llm"));
	struct trace_record *r = import_messages_record(m, number);
	struct trace_more *more = import_more(m->in, r);
	m->llms++;
	m->calls++;
	r->parent_id = m->root_id;
	r->call_id = numbered(m, m->root_id, "/llm/", m->llms);
	r->start_ns = m->at_ns;
	r->input = request_of(m);
	more->llm = true;
	more->model = m->model;
	more->vendor = m->vendor;
	more->after = m->last;
	for (size_t i = 0; i < m->nwaiting; i++)
		m->waiting[i].said = true;
	if (answer.p) {
		r->status = TRACE_OK;
		r->output = output_of(m, answer);
	}
	return number;
}

size_t
import_messages_llm(struct import_messages *m, struct text answer)
{
	const size_t number = import_messages_aside(m, answer);
	m->last = import_messages_record(m, number)->call_id;
	m->nwaiting = 0;
	if (answer.p) {
		import_messages_wait(m, answer);
		m->waiting[0].said = true;
	}
	return number;
}

/* ---- messages ------------------------------------------------------------------------------- */

/* {id, type, function: {name, arguments}}, or {id, function: name, arguments} */
static void
add_function_call(struct import_messages *m, struct text call)
{
	static const struct text known[] = { { "id", 2 }, { "type", 4 }, { "function", 8 },
		{ "arguments", 9 }, { "name", 4 } };
	static const struct text inner[] = { { "name", 4 }, { "arguments", 9 } };
	const struct text function = trace_member_of(call, TEXT("function"));
	const bool nested = function.n > 0 && function.p[0] == '{';
	const struct text from = nested ? function : call;
	struct text name = trace_member_of(from, TEXT("name"));
	struct text rest = import_rest_of(m->in, call, known, nested ? 3 : 5);
	if (!nested && function.p)
		name = function;
	const size_t tool = import_messages_tool(m,
	    import_id_text(m->in, trace_member_of(call, TEXT("id"))), import_plain(m->in, name),
	    import_arguments(m->in, trace_member_of(from, TEXT("arguments"))));
	if (nested)
		rest = import_joined(m->in, rest,
		    import_member_object(
			m->in, TEXT("function"), import_rest_of(m->in, function, inner, 2)));
	import_messages_record(m, tool)->attributes = rest;
}

static void
add_function_calls(struct import_messages *m, struct text calls)
{
	struct trace_members it = trace_members(calls);
	struct text key, call;
	while (!it.object && trace_member(&it, &key, &call))
		if (call.p[0] == '{')
			add_function_call(m, call);
}

static bool
is_type(struct text part, struct text type)
{
	return part.p[0] == '{' && text_eq(trace_member_of(part, TEXT("type")), type);
}

/* Parts of the type tool_use: {id, name, input} */
static void
add_tool_uses(struct import_messages *m, struct text parts)
{
	static const struct text known[] = { { "id", 2 }, { "type", 4 }, { "name", 4 },
		{ "input", 5 } };
	struct trace_members it = trace_members(parts);
	struct text key, part;
	while (!it.object && trace_member(&it, &key, &part)) {
		if (!is_type(part, TEXT("\"tool_use\"")))
			continue;
		const size_t tool = import_messages_tool(m,
		    import_id_text(m->in, trace_member_of(part, TEXT("id"))),
		    import_plain(m->in, trace_member_of(part, TEXT("name"))),
		    trace_member_of(part, TEXT("input")));
		import_messages_record(m, tool)->attributes = import_rest_of(m->in, part, known, 4);
	}
}

/* Is all that is in the parts the text of the answer, and tool calls? */
static bool
is_said(struct text content)
{
	struct trace_members it = trace_members(content);
	struct text key, part;
	if (content.n == 0 || (content.p[0] != '{' && content.p[0] != '['))
		return true;
	while (!it.object && trace_member(&it, &key, &part))
		if (!is_type(part, TEXT("\"text\"")) && !is_type(part, TEXT("\"tool_use\"")))
			return false;
	return !it.object;
}

static size_t
add_answer(struct import_messages *m, struct text message)
{
	static const struct text known[] = { { "role", 4 }, { "tool_calls", 10 },
		{ "function_call", 13 }, { "content", 7 } };
	const struct text content = trace_member_of(message, TEXT("content"));
	const struct text calls = trace_member_of(message, TEXT("tool_calls"));
	const struct text call = trace_member_of(message, TEXT("function_call"));
	const size_t llm = import_messages_llm(m, message);
	import_messages_record(m, llm)->attributes =
	    import_rest_of(m->in, message, known, is_said(content) ? 4 : 3);
	if (calls.n > 0 && calls.p[0] == '[')
		add_function_calls(m, calls);
	if (content.n > 0 && content.p[0] == '[')
		add_tool_uses(m, content);
	if (call.n > 0 && call.p[0] == '{')
		add_function_call(m, call);
	return llm;
}

/* Gives a tool call its output.  Returns whether there is such a call. */
static bool
answer_tool(struct import_messages *m, struct text id, struct text name, struct text content,
    struct text failed, struct text rest)
{
	size_t tool;
	if (!import_messages_answered(
		m, import_id_text(m->in, id), import_plain(m->in, name), &tool))
		return false;
	struct trace_record *r = import_messages_record(m, tool);
	r->output = import_canonical(m->in, content);
	r->status = text_eq(failed, TEXT("true")) ? TRACE_ERROR : TRACE_OK;
	r->attributes = import_joined(m->in, r->attributes, rest);
	if (r->status == TRACE_ERROR)
		import_more(m->in, r)->error.message = import_plain(m->in, content);
	return true;
}

/* Answers of Anthropic's kind.  Returns whether there is nothing else in the message. */
static bool
add_tool_results(struct import_messages *m, struct text parts)
{
	static const struct text known[] = { { "type", 4 }, { "tool_use_id", 11 }, { "content", 7 },
		{ "is_error", 8 } };
	struct trace_members it = trace_members(parts);
	struct text key, part;
	bool whole = !it.object;
	while (!it.object && trace_member(&it, &key, &part))
		whole &= is_type(part, TEXT("\"tool_result\"")) &&
			 answer_tool(m, trace_member_of(part, TEXT("tool_use_id")), TEXT_ABSENT,
			     trace_member_of(part, TEXT("content")),
			     trace_member_of(part, TEXT("is_error")),
			     import_rest_of(m->in, part, known, 4));
	return whole;
}

/* The one id of a list (SWE-agent), or the id itself. */
static struct text
answered_id(struct text message)
{
	const struct text ids = trace_member_of(message, TEXT("tool_call_ids"));
	struct trace_members it = trace_members(ids);
	struct text key, id = trace_member_of(message, TEXT("tool_call_id"));
	if (!id.p && ids.p && !it.object)
		trace_member(&it, &key, &id);
	return id;
}

static void
add_other(struct import_messages *m, struct text role, struct text message)
{
	static const struct text known[] = { { "role", 4 }, { "tool_call_id", 12 },
		{ "tool_call_ids", 13 }, { "content", 7 }, { "name", 4 } };
	const struct text content = trace_member_of(message, TEXT("content"));
	bool said = false;
	if (text_eq(role, TEXT("tool")) || text_eq(role, TEXT("function"))) {
		const struct text id = answered_id(message);
		said =
		    answer_tool(m, id, id.p ? TEXT_ABSENT : trace_member_of(message, TEXT("name")),
			content, TEXT_ABSENT, import_rest_of(m->in, message, known, 5));
	} else if (content.n > 0 && content.p[0] == '[') {
		said = add_tool_results(m, content);
	}
	import_messages_wait(m, message);
	m->waiting[m->nwaiting - 1].said = said;
}

size_t
import_messages_add_json(struct import_messages *m, struct text message)
{
	const struct text role = message.p[0] == '{'
				     ? import_plain(m->in, trace_member_of(message, TEXT("role")))
				     : TEXT_ABSENT;
	if (role.p && text_eq(role, TEXT("assistant")))
		return add_answer(m, message);
	add_other(m, role.p ? role : TEXT(""), message);
	return SIZE_MAX;
}

void
import_messages_add(struct import_messages *m, const struct json_value *v)
{
	import_messages_add_json(m, import_json(m->in->arena, v));
}

/* ---- the end -------------------------------------------------------------------------------- */

/* A message that no llm call got. */
static void
log_message(struct import_messages *m, const struct import_waiting *w)
{
	static const struct text known[] = { { "content", 7 } };
	const struct text plain =
	    w->message.p[0] == '{'
		? import_plain(m->in, trace_member_of(w->message, TEXT("content")))
		: TEXT_ABSENT;
	const struct text rest = w->message.p[0] == '{'
				     ? import_rest_of(m->in, w->message, known, plain.p ? 1 : 0)
				     : import_member_object(m->in, TEXT("message"), w->message);
	import_messages_log(m, m->at_ns, plain.p ? plain : TEXT("message"), rest);
}

void
import_messages_end(struct import_messages *m)
{
	const size_t calls = m->calls;
	for (size_t i = 0; i < m->nwaiting; i++) {
		m->calls = m->waiting[i].after;
		if (!m->waiting[i].said)
			log_message(m, &m->waiting[i]);
	}
	m->calls = calls;
	import_events_done(m->in, import_messages_record(m, m->root));
	free(m->waiting);
	free(m->tool);
	free(m->id);
	table_free(&m->ids);
}
