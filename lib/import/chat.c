/* SPDX-License-Identifier: MIT */
#include "import/messages.h"
#include "json/write.h"

/* Chats, one a record: {"messages":[…]}, as files for fine-tuning and logs of requests have them.
 * They have no clock. */

static bool
is_role(const struct json_value *v)
{
	static const struct text roles[] = { { "system", 6 }, { "developer", 9 }, { "user", 4 },
		{ "assistant", 9 }, { "tool", 4 }, { "function", 8 } };
	const struct text role = { v->p, v->n };
	return v->kind == JSON_STRING && text_among(role, roles, sizeof(roles) / sizeof(*roles)) <
					     sizeof(roles) / sizeof(*roles);
}

/* Has an object a role that messages have? */
static bool
is_message(const struct import_object *o, const struct json_value *v)
{
	struct json_members it;
	struct json_value key, value;
	if (v->kind != JSON_OBJECT)
		return false;
	json_members(&it, o->text, o->index, v);
	while (json_member(&it, &key, &value))
		if (text_eq((struct text){ key.p, key.n }, TEXT("role")))
			return is_role(&value);
	return false;
}

/* Other formats have lists of messages, too; they have ids, a type or events beside them. */
static bool
knows_chat(const struct import_object *o)
{
	static const enum import_key others[] = { KEY_TRACE_ID, KEY_SPAN_ID, KEY_ID, KEY_EVENTS,
		KEY_TYPE, KEY_SESSIONID_, KEY_SESSION_ID, KEY_TRAJECTORY, KEY_HISTORY, KEY_INFO,
		KEY_CALL_ID, KEY_TIMESTAMP };
	const struct json_value list = import_get(o, KEY_MESSAGES);
	struct json_members it;
	struct json_value key, value;
	if (list.kind != JSON_ARRAY)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (import_has(o, others[i]))
			return false;
	json_members(&it, o->text, o->index, &list);
	return json_member(&it, &key, &value) && is_message(o, &value);
}

/* Members that a request has beside its messages, and the model. */
static bool
is_parameter(struct text key)
{
	static const struct text names[] = { { "tools", 5 }, { "functions", 9 },
		{ "tool_choice", 11 }, { "function_call", 13 }, { "parallel_tool_calls", 19 },
		{ "temperature", 11 }, { "top_p", 5 }, { "top_k", 5 }, { "max_tokens", 10 },
		{ "max_completion_tokens", 21 }, { "stop", 4 }, { "stop_sequences", 14 },
		{ "response_format", 15 }, { "seed", 4 }, { "n", 1 }, { "stream", 6 },
		{ "presence_penalty", 16 }, { "frequency_penalty", 17 }, { "logit_bias", 10 },
		{ "logprobs", 8 }, { "top_logprobs", 12 }, { "reasoning_effort", 16 },
		{ "system", 6 }, { "thinking", 8 }, { "user", 4 }, { "metadata", 8 },
		{ "store", 5 }, { "stream_options", 14 }, { "service_tier", 12 } };
	return text_among(key, names, sizeof(names) / sizeof(*names)) <
	       sizeof(names) / sizeof(*names);
}

/* Takes what an object has beside its messages: parameters of the request, and attributes. */
static void
read_beside(struct import_messages *m, const struct import_object *o)
{
	struct import_in *in = m->in;
	struct buf parameters = { 0 }, rest = { 0 };
	json_begin(&rest, '{');
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *v = &o->member[i];
		if (v->id == KEY_MESSAGES || (v->id == KEY_MODEL && v->value.kind == JSON_STRING))
			continue;
		struct buf *b = is_parameter(v->key) ? &parameters : &rest;
		json_name_text(b, v->key);
		import_put_json(b, &v->value);
	}
	json_end(&rest, '}');
	if (parameters.n > 0)
		m->request = arena_text(in->arena, buf_as_text(&parameters));
	if (rest.n > 2)
		import_messages_record(m, m->root)->attributes =
		    arena_text(in->arena, buf_as_text(&rest));
	buf_free(&parameters);
	buf_free(&rest);
}

static bool
read_chat(struct import_in *in)
{
	const struct json_value list = import_get(&in->object, KEY_MESSAGES);
	struct import_messages m;
	struct json_members it;
	struct json_value key, message;
	const struct text id = import_messages_id(in, TEXT("chat"));
	import_messages_begin(&m, in, id, id, TEXT("chat"));
	m.model = import_get_string(in->arena, &in->object, KEY_MODEL);
	read_beside(&m, &in->object);
	json_members(&it, in->object.text, in->object.index, &list);
	while (json_member(&it, &key, &message))
		import_messages_add(&m, &message);
	/* the answer to a request is not recorded */
	const bool asks = m.nwaiting > 0 && !(m.llms > 0 && m.nwaiting == 1);
	if (asks && (m.llms == 0 || m.model.p))
		import_messages_llm(&m, TEXT_ABSENT);
	else
		import_messages_record(&m, m.root)->status = TRACE_OK;
	import_messages_end(&m);
	return true;
}

const struct import_reader import_chat = { .name = "chat", .knows = knows_chat, .read = read_chat };
