/* SPDX-License-Identifier: MIT */
#include "import/claude.h"

#include <stdlib.h>

#include "base/mem.h"

/*
 * Sessions of Claude Code: its transcripts, and what `claude -p --output-format stream-json`
 * prints.  A line is a message, a piece of one, or a notice, which becomes a log.
 */

static bool
is_type(const struct import_object *o, struct text type)
{
	const struct json_value v = import_get(o, KEY_TYPE);
	return v.kind == JSON_STRING && text_eq((struct text){ v.p, v.n }, type);
}

static bool
has_string(const struct import_object *o, enum import_key key)
{
	const struct json_value v = import_get(o, key);
	return v.kind == JSON_STRING && v.n > 0;
}

/* A line with the id of its session, and without one of its own. */
static bool
is_notice(const struct import_object *o)
{
	static const struct text types[] = { TEXT("queue-operation"), TEXT("ai-title"),
		TEXT("custom-title"), TEXT("pr-link"), TEXT("last-prompt"), TEXT("agent-setting"),
		TEXT("agent-name"), TEXT("agent-color"), TEXT("tag"), TEXT("mode"),
		TEXT("permission-mode"), TEXT("worktree-state"), TEXT("summary") };
	const struct json_value v = import_get(o, KEY_TYPE);
	return text_among((struct text){ v.p, v.n }, types, sizeof(types) / sizeof(*types)) <
	       sizeof(types) / sizeof(*types);
}

static bool
is_message(const struct import_object *o)
{
	return is_type(o, TEXT("assistant")) || is_type(o, TEXT("user"));
}

static bool
is_streamed(const struct import_object *o)
{
	if (is_message(o))
		return import_has(o, KEY_MESSAGE) && import_has(o, KEY_PARENT_TOOL_USE_ID);
	if (is_type(o, TEXT("system")) || is_type(o, TEXT("result")))
		return import_has(o, KEY_SUBTYPE);
	if (is_type(o, TEXT("stream_event")))
		return import_has(o, KEY_EVENT);
	return is_type(o, TEXT("tool_progress")) || is_type(o, TEXT("auth_status")) ||
	       is_type(o, TEXT("rate_limit_event"));
}

static bool
knows(const struct import_object *o)
{
	if (!has_string(o, KEY_TYPE))
		return false;
	if (has_string(o, KEY_CC_SESSION_ID) && has_string(o, KEY_UUID))
		return import_has(o, KEY_PARENT_UUID) || import_has(o, KEY_MESSAGE);
	if (has_string(o, KEY_CC_SESSION_ID) && is_message(o))
		return import_get(o, KEY_MESSAGE).kind == JSON_OBJECT;
	if (has_string(o, KEY_CC_SESSION_ID) && is_notice(o))
		return true;
	if (has_string(o, KEY_SESSION_ID))
		return is_streamed(o);
	if (is_type(o, TEXT("summary")))
		return import_has(o, KEY_SUMMARY) && import_has(o, KEY_LEAF_UUID);
	return is_type(o, TEXT("file-history-snapshot")) && import_has(o, KEY_MESSAGE_ID) &&
	       import_has(o, KEY_SNAPSHOT);
}

/* ---- notices -------------------------------------------------------------------------------- */

/* What a member is, one level down. */
static struct text
member_of(struct claude_at *at, struct text outer, enum import_key key)
{
	const struct import_object *o = &at->in->object;
	struct import_object inner;
	size_t i = 0;
	while (i < o->members && !text_eq(o->member[i].key, outer))
		i++;
	if (i == o->members)
		return TEXT_ABSENT;
	import_descend(&inner, at->in->names, at->in->arena, o, &o->member[i].value);
	return import_get_string(at->in->arena, &inner, key);
}

/* The progress of an agent names the tool that started it. */
static void
link_progress(struct claude_at *at)
{
	struct claude *c = at->state;
	const struct text agent = member_of(at, TEXT("data"), KEY_AGENT_ID),
			  id = import_get_id(at->in->arena, &at->in->object, KEY_PARENT_TOOL);
	struct claude_call *tool =
	    id.p ? import_ids_find(&c->tools, claude_id(c, at->session, id)) : NULL;
	if (agent.n == 0 || !tool)
		return;
	struct claude_call *started = claude_agent_of(at->session, c, agent);
	if (!started->tool)
		started->tool = tool;
}

static void
read_notice(struct claude_at *at)
{
	static const enum import_key texts[] = { KEY_CONTENT, KEY_SUMMARY, KEY_SUBTYPE };
	const struct import_object *o = &at->in->object;
	struct text text = TEXT_ABSENT, level = TEXT_ABSENT;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts) && !text.p; i++) {
		const struct json_value v = import_get(o, texts[i]);
		text = import_get_string(at->in->arena, o, texts[i]);
		at->took_others[0] = text.p ? v.p : NULL;
	}
	const struct json_value v = import_get(o, KEY_LEVEL);
	level = import_get_string(at->in->arena, o, KEY_LEVEL);
	at->took_others[1] = level.p ? v.p : NULL;
	if (!text.p)
		text = member_of(at, TEXT("attachment"), KEY_TYPE);
	if (!text.p)
		text = member_of(at, TEXT("data"), KEY_TYPE);
	if (!text.p)
		text = import_get_string(at->in->arena, o, KEY_TYPE);
	claude_log(at, text, level, NULL);
}

/* ---- the beginning and the end of a run ----------------------------------------------------- */

static void
read_init(struct claude_at *at)
{
	const struct json_value subtype = import_get(&at->in->object, KEY_SUBTYPE);
	at->took_type = true;
	at->took_others[0] = subtype.p;
	claude_add_attributes(at->state, at->session->root, claude_rest(at, NULL, TEXT_ABSENT));
}

/* The cost is that of all calls, so it is an attribute. */
static void
read_result(struct claude_at *at)
{
	const struct import_object *o = &at->in->object;
	struct claude_call *root = at->session->root;
	const struct json_value result = import_get(o, KEY_RESULT),
				duration = import_get(o, KEY_DURATION_MS);
	const struct text subtype = import_get_string(at->in->arena, o, KEY_SUBTYPE);
	int64_t ns;
	if (duration.kind == JSON_NUMBER && import_ns(&duration, 1000000, &ns) == 0 && ns >= 0)
		root->duration_ns = ns;
	at->took_type = true;
	root->failed = import_get(o, KEY_IS_ERROR).kind == JSON_TRUE;
	root->error_type = root->error_message = TEXT_ABSENT;
	if (root->failed) {
		/* an error may call itself a success */
		if (!text_eq(subtype, TEXT("success")))
			root->error_type = claude_keep(at->state, subtype);
		root->error_message = claude_keep(at->state, import_text(at->in->arena, &result));
	}
	if (result.kind != JSON_NONE) {
		root->output = claude_share(at->in, import_json(at->in->arena, &result));
		at->took_others[0] = result.p;
	}
	claude_add_attributes(at->state, root, claude_rest(at, NULL, TEXT_ABSENT));
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* Lines that do not name their session may name a line of it. */
static struct claude_session *
session_of(struct claude_at *at)
{
	const struct import_object *o = &at->in->object;
	struct text id = import_get_id(at->in->arena, o, KEY_CC_SESSION_ID);
	if (!id.p)
		id = import_get_id(at->in->arena, o, KEY_SESSION_ID);
	if (id.p)
		return claude_session_of(at->state, id);
	id = import_get_id(at->in->arena, o, KEY_LEAF_UUID);
	if (!id.p)
		id = import_get_id(at->in->arena, o, KEY_MESSAGE_ID);
	const struct claude_line *line = import_ids_find(&at->state->all_lines, id);
	return line ? line->agent->session : NULL;
}

/* A message, or a notice among them. */
static void
read_conversation(struct claude_at *at)
{
	const struct import_object *o = &at->in->object;
	if (!claude_place(at)) {
		import_line_repeats(at->in);
		return;
	}
	if (is_type(o, TEXT("assistant"))) {
		claude_assistant(at);
	} else if (is_type(o, TEXT("user"))) {
		claude_user(at);
	} else {
		link_progress(at);
		read_notice(at);
	}
}

static void
read_line(struct claude_at *at)
{
	const struct import_object *o = &at->in->object;
	const bool messages = import_has(o, KEY_UUID) || is_message(o);
	at->agent = at->session->root;
	if (is_type(o, TEXT("stream_event"))) {
		claude_find_agent(at, NULL);
		at->agent->lines++;
		claude_stream(at);
	} else if (is_type(o, TEXT("result")) && import_has(o, KEY_SESSION_ID)) {
		read_result(at);
	} else if (is_type(o, TEXT("system")) && import_has(o, KEY_SESSION_ID) &&
		   text_eq(import_get_string(at->in->arena, o, KEY_SUBTYPE), TEXT("init"))) {
		read_init(at);
	} else if (messages) {
		read_conversation(at);
	} else {
		claude_lasts(at->agent, at->at_ns);
		read_notice(at);
	}
}

static void
line(void *state, struct import_in *in)
{
	struct claude *c = state;
	struct claude_at at = { .state = c, .in = in, .at_ns = TRACE_NO_TIME };
	const struct json_value time = import_get(&in->object, KEY_TIMESTAMP);
	c->number++;
	c->input = in->input;
	c->bytes += in->raw.n;
	if (import_time(in->arena, &time, &at.at_ns) < 0)
		at.at_ns = TRACE_NO_TIME;
	at.session = session_of(&at);
	if (!at.session) {
		read_notice(&at);
		return;
	}
	c->current = at.session;
	claude_settle(c, at.session);
	import_line_is(in, at.session->id);
	read_line(&at);
}

/* ---- the format ----------------------------------------------------------------------------- */

static void *
begin(struct siphash_key key)
{
	struct claude *c = mem_zalloc(1, sizeof(*c));
	struct import_ids *const ids[] = { &c->sessions, &c->lines, &c->messages, &c->agents,
		&c->tools, &c->prompts, &c->blocks, &c->all_lines, &c->all_messages };
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		ids[i]->key = key;
	c->key = key;
	return c;
}

/* What waits in an input belongs to the last session of it, if there is one. */
static void
input(void *state, struct import_in *in)
{
	struct claude *c = state;
	(void)in;
	if (c->current)
		claude_settle(c, c->current);
	c->current = NULL;
	c->waiting = NULL;
}

static void
end(void *state, struct import_in *in)
{
	input(state, in);
	claude_put(state, in);
}

static void
end_state(void *state)
{
	struct claude *c = state;
	struct import_ids *const ids[] = { &c->sessions, &c->lines, &c->messages, &c->agents,
		&c->tools, &c->prompts, &c->blocks, &c->all_lines, &c->all_messages };
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		import_ids_free(ids[i]);
	for (struct claude_call *call = c->call; call; call = call->next)
		buf_free(&call->streaming);
	buf_free(&c->scratch);
	buf_free(&c->id);
	arena_free(&c->arena);
	free(c);
}

static const struct import_session_format format = { begin, input, line, end, end_state };

static bool
read(struct import_in *in)
{
	import_keep(in, &format);
	return true;
}

const struct import_reader import_claude = { .name = "Claude Code", .knows = knows, .read = read };
