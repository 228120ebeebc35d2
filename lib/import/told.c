/* SPDX-License-Identifier: MIT */
#include "import/told.h"

#include "base/arena.h"
#include "base/buf.h"
#include "import/answer.h"
#include "json/tree.h"
#include "json/write.h"
#include "trace/members.h"

/* What the events of a call have told. */
struct told {
	struct arena arena;
	struct buf messages; /* the elements of an array */
	struct text all, system, tools, answer;
};

/* JSON that stands in a string, as JSON; other values as they are. */
static struct text
embedded(struct told *t, struct text json)
{
	struct err err;
	if (json.n < 2 || json.p[0] != '"')
		return json;
	const struct text inner =
	    json_unescaped(&t->arena, (struct text){ json.p + 1, json.n - 2 });
	const struct json_node *root = inner.n > 0 && (inner.p[0] == '[' || inner.p[0] == '{')
					   ? json_tree(&t->arena, inner, &err)
					   : NULL;
	return root ? root->text : json;
}

static struct text
member(struct told *t, struct text attributes, const char *name)
{
	const struct text value = trace_member_of(attributes, text_of(name));
	return value.p ? embedded(t, value) : TEXT_ABSENT;
}

/* The body of a message: that of the log record, or an attribute of a span's event. */
static struct text
body_of(struct told *t, struct text attributes)
{
	const struct text body = member(t, attributes, "body");
	if (body.p && body.p[0] == '{')
		return body;
	const struct text content = member(t, attributes, "gen_ai.event.content");
	if (content.p && content.p[0] == '{')
		return content;
	return attributes.p ? attributes : TEXT("{}");
}

static void
add_message(struct told *t, struct text role, struct text body)
{
	struct buf *b = &t->messages;
	if (b->n > 0)
		buf_char(b, ',');
	buf_char(b, '{');
	if (!trace_member_of(body, TEXT("role")).p) {
		BUF_LIT(b, "\"role\":");
		json_put_string(b, role);
		if (body.n > 2)
			buf_char(b, ',');
	}
	buf_put(b, body.p + 1, body.n - 1);
}

static void
add_answer(struct told *t, struct text messages)
{
	struct buf b = { 0 };
	bool calls;
	if (t->answer.p || !messages.p)
		return;
	if (import_answer(&b, messages, &calls))
		t->answer = arena_text(&t->arena, buf_as_text(&b));
	buf_free(&b);
}

/* The name of a log event: its message, or an attribute beside a body that is text. */
static struct text
name_of(const struct trace_event *e, struct text attributes)
{
	static const struct text prefix = { "gen_ai.", 7 };
	const struct text message = trace_text_of(e->text[TRACE_MESSAGE]);
	if (message.n > prefix.n && memcmp(message.p, prefix.p, prefix.n) == 0)
		return message;
	const struct text name = trace_member_of(attributes, TEXT("event.name"));
	return name.n > 2 && name.p[0] == '"' ? (struct text){ name.p + 1, name.n - 2 }
					      : TEXT_ABSENT;
}

static void
add_event(struct told *t, const struct trace_event *e)
{
	static const struct text names[] = { { "gen_ai.system.message", 21 },
		{ "gen_ai.user.message", 19 }, { "gen_ai.assistant.message", 24 },
		{ "gen_ai.tool.message", 19 }, { "gen_ai.choice", 13 },
		{ "gen_ai.client.inference.operation.details", 41 },
		{ "gen_ai.content.prompt", 21 }, { "gen_ai.content.completion", 25 } };
	static const struct text roles[] = { { "system", 6 }, { "user", 4 }, { "assistant", 9 },
		{ "tool", 4 } };
	const struct text attributes = trace_text_of(e->attributes);
	const struct text name = name_of(e, attributes);
	const size_t which = name.p ? text_among(name, names, 8) : 8;
	switch (which) {
	case 0:
	case 1:
	case 2:
	case 3: add_message(t, roles[which], body_of(t, attributes)); break;
	case 4: add_answer(t, body_of(t, attributes)); break;
	case 5: {
		const struct text body = trace_member_of(attributes, TEXT("body"));
		const struct text from = body.p && body.p[0] == '{' ? body : attributes;
		t->all = member(t, from, "gen_ai.input.messages");
		t->system = member(t, from, "gen_ai.system_instructions");
		t->tools = member(t, from, "gen_ai.tool.definitions");
		add_answer(t, member(t, from, "gen_ai.output.messages"));
		break;
	}
	case 6: t->all = member(t, attributes, "gen_ai.prompt"); break;
	case 7: add_answer(t, member(t, attributes, "gen_ai.completion")); break;
	default: break;
	}
}

/* Adds a member to the request, unless it has it or nothing was told. */
static void
put_told(struct buf *b, struct text request, const char *name, struct text value)
{
	if (value.p && !trace_member_of(request, text_of(name)).p)
		json_member_raw(b, name, value);
}

/* {model, messages, system, tools, …} */
static const struct trace_text *
request_of(struct trace_model *m, const struct trace_call *c, const struct told *t)
{
	const struct text request = c->input ? trace_text_of(c->input) : TEXT("{}");
	const struct text model = c->more ? trace_text_of(c->more->model) : TEXT_ABSENT;
	struct trace_members it = trace_members(request);
	struct text key, value;
	struct buf b = { 0 };
	json_begin(&b, '{');
	const struct text own = trace_member_of(request, TEXT("model"));
	if (own.p)
		json_member_raw(&b, "model", own);
	else if (model.p)
		json_member_string(&b, "model", model);
	json_member_raw(&b, "messages", t->all);
	put_told(&b, request, "system", t->system);
	put_told(&b, request, "tools", t->tools);
	while (trace_member(&it, &key, &value)) {
		if (text_eq(key, TEXT("model")))
			continue;
		BUF_LIT(&b, ",\"");
		buf_text(&b, key);
		BUF_LIT(&b, "\":");
		buf_text(&b, value);
	}
	json_end(&b, '}');
	const struct trace_text *k = trace_intern(m, buf_as_text(&b));
	buf_free(&b);
	return k;
}

static void
fill(struct trace_model *m, struct trace_call *c)
{
	struct told t = { .all = TEXT_ABSENT };
	for (uint32_t e = c->event; e > 0; e = m->event[e - 1].next)
		if (m->event[e - 1].type == TRACE_LOG)
			add_event(&t, &m->event[e - 1]);
	if (!t.all.p && t.messages.n > 0) {
		struct buf b = { 0 };
		buf_char(&b, '[');
		buf_text(&b, buf_as_text(&t.messages));
		buf_char(&b, ']');
		t.all = arena_text(&t.arena, buf_as_text(&b));
		buf_free(&b);
	}
	const struct text input = trace_text_of(c->input);
	const bool open =
	    !input.p || (input.p[0] == '{' && !trace_member_of(input, TEXT("messages")).p &&
			    !trace_member_of(input, TEXT("prompt")).p);
	if (t.all.p && open)
		c->input = request_of(m, c, &t);
	if (t.answer.p && !c->output)
		c->output = trace_intern(m, t.answer);
	arena_free(&t.arena);
	buf_free(&t.messages);
}

void
import_told(struct trace_model *m)
{
	for (size_t i = 0; i < m->calls; i++) {
		struct trace_call *c = &m->call[i];
		if (c->kind == TRACE_LLM && c->event > 0 &&
		    (!c->input || !c->output ||
			!trace_member_of(trace_text_of(c->input), TEXT("messages")).p))
			fill(m, c);
	}
}
