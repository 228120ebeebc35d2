/* SPDX-License-Identifier: MIT */
#include "llm/convert_private.h"

#include "json/write.h"

/* ---- members of messages -------------------------------------------------------------------- */

/* Members that recorders add to messages, and that no API needs to answer them. */
static const char *const recorded[] = { "action", "additional_kwargs", "agent", "annotations",
	"cache_control", "example", "execution_time", "extra", "finish_reason", "id",
	"invalid_tool_calls", "is_demo", "lc_attributes", "message_type", "metadata", "model",
	"observation", "phase", "reasoning", "reasoning_content", "response_metadata", "source",
	"state", "status", "stop_reason", "stop_sequence", "thinking_blocks", "thought", "thoughts",
	"timestamp", "tokens", "usage", "usage_metadata", "uuid" };

/* Members of messages that a conversion reads. */
static const char *const converted[] = { "artifact", "content", "function", "function_call", "name",
	"parts", "role", "tool_call_id", "tool_call_ids", "tool_calls", "toolCalls", "type" };

static bool
is_among(struct text name, const char *const *list, size_t n)
{
	size_t i = 0;
	while (i < n && !text_eq(text_of(list[i]), name))
		i++;
	return i < n;
}

static bool
is_recorded(struct text name)
{
	return is_among(name, recorded, sizeof(recorded) / sizeof(*recorded));
}

/* A message that has the form of the API: as it is, without what a recorder added. */
static void
put_native(struct convert *c, const struct json_node *m)
{
	struct buf *b = &c->out->body;
	json_begin(b, '{');
	for (const struct json_node *n = m->child; n; n = n->next) {
		const bool content = text_eq(n->key, TEXT("content"));
		if ((convert_is_nothing(n) && !content) || text_eq(n->key, TEXT("type")))
			continue;
		if (is_recorded(n->key) ||
		    (c->api == LLM_ANTHROPIC && text_eq(n->key, TEXT("name")))) {
			convert_note_left_out(c, n->key, "a message");
			continue;
		}
		json_name_text(b, n->key);
		json_put_compact(b, n->json);
	}
	json_end(b, '}');
}

/* A message that was converted has no member that the conversion does not know. */
static int
check_members(struct convert *c, const struct json_node *m)
{
	if (m->kind != JSON_OBJECT || !json_get(m, "role"))
		return 0; /* an item, or system text */
	for (const struct json_node *n = m->child; n; n = n->next) {
		if (convert_is_nothing(n) ||
		    is_among(n->key, converted, sizeof(converted) / sizeof(*converted)))
			continue;
		if (!is_recorded(n->key))
			return convert_refuse(c, n, "a member of a message that is not converted");
		convert_note_left_out(c, n->key, "a message");
	}
	return 0;
}

/* ---- joining -------------------------------------------------------------------------------- */

/* Were the two recorded apart, although the APIs want them as one message? */
static bool
belong_together(const struct chat_message *m, const struct chat_message *next)
{
	if (!next || m->native || next->native || m->role != next->role)
		return false;
	switch (m->role) {
	case CHAT_ASSISTANT: return true;
	case CHAT_USER: return m->has[CHAT_RESULT] && next->has[CHAT_RESULT];
	case CHAT_SYSTEM: return false;
	}
	return false;
}

static int
join(struct convert *c)
{
	for (struct chat_message *m = c->message; m; m = m->next) {
		if (!m->native && check_members(c, m->node) < 0)
			return -1;
		while (belong_together(m, m->next)) {
			if (check_members(c, m->next->node) < 0)
				return -1;
			*m->part_end = m->next->part;
			if (m->next->part)
				m->part_end = m->next->part_end;
			for (size_t i = 0; i < CHAT_KINDS; i++)
				m->has[i] = m->has[i] || m->next->has[i];
			m->next = m->next->next;
		}
	}
	return 0;
}

static size_t
count(const struct chat_message *m, enum chat_kind kind)
{
	size_t n = 0;
	for (const struct chat_part *p = m->part; p; p = p->next)
		n += p->kind == kind && (kind != CHAT_TEXT || p->text.n > 0);
	return n;
}

static void
put_text_part(struct buf *b, struct text t)
{
	json_begin(b, '{');
	json_member_string(b, "type", TEXT("text"));
	json_member_string(b, "text", t);
	json_end(b, '}');
}

/* The value of `content`: a string for one text, an array for several. */
static void
put_texts(struct buf *b, const struct chat_message *m)
{
	const bool one = count(m, CHAT_TEXT) <= 1;
	struct text only = TEXT("");
	if (!one)
		json_begin(b, '[');
	for (const struct chat_part *p = m->part; p; p = p->next) {
		if (p->kind != CHAT_TEXT || p->text.n == 0)
			continue;
		only = p->text;
		if (!one)
			put_text_part(b, p->text);
	}
	if (one)
		json_add_string(b, only);
	else
		json_end(b, ']');
}

/* ---- OpenAI --------------------------------------------------------------------------------- */

static void
put_openai_calls(struct convert *c, const struct chat_message *m)
{
	struct buf *b = &c->out->body, input = { 0 };
	json_member_begin(b, "tool_calls", '[');
	for (const struct chat_part *p = m->part; p; p = p->next) {
		if (p->kind != CHAT_CALL)
			continue;
		input.n = 0;
		if (p->words.p) /* what a model made is sent back as it was */
			buf_text(&input, p->words);
		else
			json_put_compact(&input, p->input);
		json_begin(b, '{');
		json_member_string(b, "id", p->id);
		json_member_string(b, "type", TEXT("function"));
		json_member_begin(b, "function", '{');
		json_member_string(b, "name", p->name);
		json_member_string(b, "arguments", buf_as_text(&input));
		json_end(b, '}');
		json_end(b, '}');
	}
	json_end(b, ']');
	buf_free(&input);
}

static void
put_openai_results(struct convert *c, const struct chat_message *m)
{
	struct buf *b = &c->out->body;
	for (const struct chat_part *p = m->part; p; p = p->next) {
		if (p->kind != CHAT_RESULT)
			continue;
		if (p->failed)
			convert_note_left_out(c, TEXT("is_error"), "a tool's result");
		json_begin(b, '{');
		json_member_string(b, "role", TEXT("tool"));
		json_member_string(b, "tool_call_id", p->id);
		json_member_string(b, "content", p->text);
		json_end(b, '}');
	}
}

static void
put_openai(struct convert *c, const struct chat_message *m)
{
	static const struct text names[] = { [CHAT_SYSTEM] = { "system", 6 },
		[CHAT_USER] = { "user", 4 },
		[CHAT_ASSISTANT] = { "assistant", 9 } };
	struct buf *b = &c->out->body;
	const bool calls = m->has[CHAT_CALL];
	put_openai_results(c, m);
	if (count(m, CHAT_TEXT) == 0 && !calls) {
		if (!m->has[CHAT_RESULT])
			convert_note(c, "left out a message without content");
		return;
	}
	json_begin(b, '{');
	json_member_string(b, "role", names[m->role]);
	json_name(b, "content");
	if (count(m, CHAT_TEXT) == 0)
		json_add_null(b);
	else
		put_texts(b, m);
	if (calls)
		put_openai_calls(c, m);
	json_end(b, '}');
}

/* ---- Anthropic ------------------------------------------------------------------------------ */

/* Ids may have letters, digits, `_` and `-`. */
static void
put_anthropic_id(struct buf *b, const char *member, struct text id)
{
	struct buf safe = { 0 };
	for (size_t i = 0; i < id.n; i++) {
		const char ch = id.p[i];
		const bool plain = (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') ||
				   (ch >= 'a' && ch <= 'z') || ch == '-';
		buf_char(&safe, plain ? ch : '_');
	}
	json_member_string(b, member, buf_as_text(&safe));
	buf_free(&safe);
}

static int
put_anthropic_call(struct convert *c, const struct chat_part *p)
{
	struct buf *b = &c->out->body;
	if (p->input.p[0] != '{')
		return convert_refuse(c, p->node,
		    "the arguments of this call are no JSON object, which Anthropic requires");
	json_begin(b, '{');
	json_member_string(b, "type", TEXT("tool_use"));
	put_anthropic_id(b, "id", p->id);
	json_member_string(b, "name", p->name);
	json_name(b, "input");
	json_put_compact(b, p->input);
	json_end(b, '}');
	return 0;
}

static void
put_anthropic_result(struct convert *c, const struct chat_part *p)
{
	struct buf *b = &c->out->body;
	json_begin(b, '{');
	json_member_string(b, "type", TEXT("tool_result"));
	put_anthropic_id(b, "tool_use_id", p->id);
	json_member_string(b, "content", p->text);
	if (p->failed)
		json_member_bool(b, "is_error", true);
	json_end(b, '}');
}

static int
put_anthropic_parts(struct convert *c, const struct chat_message *m, enum chat_kind kind)
{
	for (const struct chat_part *p = m->part; p; p = p->next) {
		if (p->kind != kind)
			continue;
		switch (kind) {
		case CHAT_TEXT:
			if (p->text.n > 0)
				put_text_part(&c->out->body, p->text);
			break;
		case CHAT_CALL:
			if (put_anthropic_call(c, p) < 0)
				return -1;
			break;
		case CHAT_RESULT: put_anthropic_result(c, p); break;
		}
	}
	return 0;
}

static int
put_anthropic(struct convert *c, const struct chat_message *m)
{
	struct buf *b = &c->out->body;
	const bool blocks = m->has[CHAT_CALL] || m->has[CHAT_RESULT];
	if (count(m, CHAT_TEXT) == 0 && !blocks) {
		convert_note(c, "left out a message without content");
		return 0;
	}
	json_begin(b, '{');
	json_member_string(b, "role", m->role == CHAT_USER ? TEXT("user") : TEXT("assistant"));
	json_name(b, "content");
	if (blocks) {
		/* results must come first, and calls last */
		json_begin(b, '[');
		if (put_anthropic_parts(c, m, CHAT_RESULT) < 0 ||
		    put_anthropic_parts(c, m, CHAT_TEXT) < 0 ||
		    put_anthropic_parts(c, m, CHAT_CALL) < 0)
			return -1;
		json_end(b, ']');
	} else {
		put_texts(b, m);
	}
	json_end(b, '}');
	return 0;
}

/* Anthropic has the system text beside the messages. */
static int
put_anthropic_system(struct convert *c)
{
	struct buf *b = &c->out->body;
	const struct chat_message *m = c->message, *end = m;
	size_t n = 0;
	for (; end && end->role == CHAT_SYSTEM; end = end->next)
		n++;
	for (const struct chat_message *late = end; late; late = late->next)
		if (late->role == CHAT_SYSTEM)
			return convert_refuse(c, late->node,
			    "a system message between others, for which Anthropic has no place");
	if (n == 0)
		return 0;
	json_name(b, "system");
	if (n == 1 && m->native) {
		json_put_compact(b, m->native->json);
		return 0;
	}
	if (n == 1 && count(m, CHAT_TEXT) <= 1) {
		put_texts(b, m);
		return 0;
	}
	json_begin(b, '[');
	for (; m != end; m = m->next) {
		const struct json_node *own = m->native;
		if (own && own->kind == JSON_STRING && own->text.n > 0)
			put_text_part(b, own->text);
		for (const struct json_node *part = own && own->kind == JSON_ARRAY ? own->child
										   : NULL;
		     part; part = part->next)
			json_add_raw(b, part->json);
		if (put_anthropic_parts(c, m, CHAT_TEXT) < 0)
			return -1;
	}
	json_end(b, ']');
	return 0;
}

int
convert_put_messages(struct convert *c)
{
	struct buf *b = &c->out->body;
	if (join(c) < 0 || (c->api == LLM_ANTHROPIC && put_anthropic_system(c) < 0))
		return -1;
	json_member_begin(b, "messages", '[');
	for (const struct chat_message *m = c->message; m; m = m->next) {
		if (m->native) {
			if (m->role != CHAT_SYSTEM || c->api == LLM_OPENAI)
				put_native(c, m->native);
		} else if (c->api == LLM_OPENAI) {
			put_openai(c, m);
		} else if (m->role != CHAT_SYSTEM && put_anthropic(c, m) < 0) {
			return -1;
		}
	}
	json_end(b, ']');
	return 0;
}
