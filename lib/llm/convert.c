/* SPDX-License-Identifier: MIT */
#include "llm/convert_private.h"

#include <stdarg.h>

#include "json/write.h"

int
convert_refuse(struct convert *c, const struct json_node *at, const char *format, ...)
{
	struct buf b = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&b, format, args);
	va_end(args);
	const struct text where = at ? json_where(c->arena, at) : TEXT("$");
	err_set(c->e, "%.*s: %.*s", (int)(where.n < 200 ? where.n : 200), where.p, (int)b.n, b.p);
	buf_free(&b);
	return -1;
}

void
convert_note(struct convert *c, const char *format, ...)
{
	struct buf line = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&line, format, args);
	va_end(args);
	buf_char(&line, '\n');
	if (!text_contains(buf_as_text(&c->out->notes), buf_as_text(&line)))
		buf_text(&c->out->notes, buf_as_text(&line));
	buf_free(&line);
}

void
convert_note_left_out(struct convert *c, struct text member, const char *of)
{
	struct buf name = { 0 };
	buf_visible(&name, (struct text){ member.p, member.n < 60 ? member.n : 60 });
	convert_note(c, "left out '%.*s' of %s, which has no place in a request to %.*s",
	    (int)name.n, name.p, of, (int)llm_api_titles[c->api].n, llm_api_titles[c->api].p);
	buf_free(&name);
}

struct text
convert_string(const struct json_node *object, const char *member)
{
	const struct json_node *n = json_get(object, member);
	return n && n->kind == JSON_STRING ? n->text : TEXT_ABSENT;
}

bool
convert_is(const struct json_node *n, const char *string)
{
	return n && n->kind == JSON_STRING && text_eq(n->text, text_of(string));
}

bool
convert_is_nothing(const struct json_node *n)
{
	if (!n || n->kind == JSON_NULL)
		return true;
	if (n->kind == JSON_STRING)
		return n->text.n == 0;
	return (n->kind == JSON_ARRAY || n->kind == JSON_OBJECT) && n->count == 0;
}

bool
convert_is_dropped(const struct convert *c, struct text name)
{
	return text_among(name, c->options->drop, c->options->drops) < c->options->drops;
}

const struct json_node *
convert_setting(const struct convert *c, const struct json_node *request, const char *name)
{
	const struct json_node *n = json_get(request, name);
	return n && n->kind != JSON_NULL && !convert_is_dropped(c, text_of(name)) ? n : NULL;
}

struct chat_message *
convert_add_message(struct convert *c, enum chat_role role, const struct json_node *node)
{
	struct chat_message *m = arena_zalloc(c->arena, 1, sizeof(*m));
	m->role = role;
	m->node = node;
	m->part_end = &m->part;
	*c->message_end = m;
	c->message_end = &m->next;
	return m;
}

struct chat_part *
convert_add_part(
    struct convert *c, struct chat_message *m, enum chat_kind kind, const struct json_node *node)
{
	struct chat_part *p = arena_zalloc(c->arena, 1, sizeof(*p));
	p->kind = kind;
	p->node = node;
	*m->part_end = p;
	m->part_end = &p->next;
	m->has[kind] = true;
	return p;
}

/* The list of messages, under one of the names that it is recorded under. */
static const struct json_node *
find_messages(const struct json_node *request)
{
	static const char *const names[] = { "messages", "input", "contents", "prompt" };
	if (request->kind == JSON_ARRAY)
		return request;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct json_node *n = json_get(request, names[i]);
		if (n)
			return n;
	}
	return NULL;
}

static int
read_chat(struct convert *c, const struct json_node *request)
{
	static const char *const names[] = { "system", "instructions", "system_instruction",
		"systemInstruction" };
	const struct json_node *messages = find_messages(request);
	if (!messages)
		return convert_refuse(c, request, "no messages were recorded");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct json_node *system = convert_setting(c, request, names[i]);
		if (!convert_is_nothing(system) && convert_system(c, system) < 0)
			return -1;
	}
	if (text_eq(messages->key, TEXT("prompt")))
		convert_note(c, "the recorded prompt is sent as the message of a user");
	if (messages->kind == JSON_STRING) {
		struct chat_message *m = convert_add_message(c, CHAT_USER, messages);
		convert_add_part(c, m, CHAT_TEXT, messages)->text = messages->text;
		return 0;
	}
	if (messages->kind == JSON_ARRAY && messages->child &&
	    messages->child->kind == JSON_ARRAY) {
		if (messages->count > 1)
			return convert_refuse(
			    c, messages, "a batch of %zu conversations", messages->count);
		messages = messages->child;
	}
	if (messages->kind != JSON_ARRAY)
		return convert_refuse(c, messages, "not a list of messages");
	return convert_messages(c, messages);
}

static const struct json_node *
find_tools(const struct convert *c, const struct json_node *request)
{
	const struct json_node *tools = convert_setting(c, request, "tools");
	return convert_is_nothing(tools) ? convert_setting(c, request, "functions") : tools;
}

static const struct json_node *
find_tool_choice(const struct convert *c, const struct json_node *request)
{
	const struct json_node *choice = convert_setting(c, request, "tool_choice");
	return convert_is_nothing(choice) ? convert_setting(c, request, "function_call") : choice;
}

static int
put_request(struct convert *c, const struct json_node *request)
{
	struct buf *b = &c->out->body;
	const struct json_node *one = convert_setting(c, request, "parallel_tool_calls");
	json_begin(b, '{');
	json_member_string(b, "model", c->model);
	if (convert_put_messages(c) < 0 || convert_put_tools(c, find_tools(c, request)) < 0 ||
	    convert_put_tool_choice(
		c, find_tool_choice(c, request), one && one->kind == JSON_FALSE) < 0 ||
	    convert_put_settings(c, request) < 0)
		return -1;
	json_end(b, '}');
	return 0;
}

int
llm_convert(struct llm_converted *out, struct arena *a, const struct json_node *request,
    struct text model, const struct llm_convert_options *options, struct err *e)
{
	struct convert c = { .arena = a,
		.options = options,
		.api = options->api,
		.model = model,
		.out = out,
		.e = e };
	*out = (struct llm_converted){ 0 };
	c.message_end = &c.message;
	if (request->kind != JSON_OBJECT && request->kind != JSON_ARRAY)
		return convert_refuse(&c, request, "the recorded request is not an object");
	if (read_chat(&c, request) < 0)
		return -1;
	if (!c.message)
		return convert_refuse(&c, request, "no messages were recorded");
	return put_request(&c, request);
}

void
llm_converted_free(struct llm_converted *c)
{
	buf_free(&c->body);
	buf_free(&c->notes);
}
