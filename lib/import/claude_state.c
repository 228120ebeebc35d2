/* SPDX-License-Identifier: MIT */
#include "import/claude.h"

#include <string.h>

#include "base/siphash.h"
#include "json/write.h"

struct text
claude_keep(struct claude *c, struct text t)
{
	return arena_text(&c->arena, t);
}

struct claude_part
claude_share(struct import_in *in, struct text t)
{
	return (struct claude_part){ import_store(in, t), 0, t.n };
}

struct text
claude_id(struct claude *c, const struct claude_session *s, struct text id)
{
	c->id.n = 0;
	buf_text(&c->id, s->id);
	buf_char(&c->id, '\0');
	buf_text(&c->id, id);
	return buf_as_text(&c->id);
}

/* ---- sessions and calls --------------------------------------------------------------------- */

struct claude_call *
claude_call_new(struct claude *c, enum claude_what what, struct claude_session *s,
    struct claude_call *agent, struct text id)
{
	struct claude_call *call = arena_zalloc(&c->arena, 1, sizeof(*call));
	call->what = what;
	call->session = s;
	call->agent = agent;
	call->id = id;
	call->start_ns = call->end_ns = call->duration_ns = TRACE_NO_TIME;
	call->number = c->number;
	call->begun_in = c->input;
	for (size_t i = 0; i < TRACE_USAGES; i++)
		call->usage[i] = -1;
	if (c->last_call)
		c->last_call->next = call;
	else
		c->call = call;
	c->last_call = call;
	if (agent)
		agent->children++;
	return call;
}

struct claude_session *
claude_session_of(struct claude *c, struct text id)
{
	struct claude_session *s = import_ids_find(&c->sessions, id);
	if (s)
		return s;
	s = arena_zalloc(&c->arena, 1, sizeof(*s));
	s->id = claude_keep(c, id);
	import_ids_add(&c->sessions, s->id, s);
	s->root = claude_call_new(c, CLAUDE_AGENT, s, NULL, s->id);
	if (c->last_session)
		c->last_session->next = s;
	else
		c->session = s;
	c->last_session = s;
	return s;
}

struct claude_call *
claude_agent_of(struct claude_session *s, struct claude *c, struct text id)
{
	const struct text key = claude_id(c, s, id);
	struct claude_call *agent = import_ids_find(&c->agents, key);
	if (agent)
		return agent;
	const struct text own = claude_keep(c, key);
	agent = claude_call_new(
	    c, CLAUDE_AGENT, s, NULL, (struct text){ own.p + s->id.n + 1, own.n - s->id.n - 1 });
	import_ids_add(&c->agents, own, agent);
	return agent;
}

void
claude_lasts(struct claude_call *call, int64_t at_ns)
{
	if (at_ns == TRACE_NO_TIME)
		return;
	if (call->start_ns == TRACE_NO_TIME || at_ns < call->start_ns)
		call->start_ns = at_ns;
	if (call->end_ns == TRACE_NO_TIME || at_ns > call->end_ns)
		call->end_ns = at_ns;
}

void
claude_add_attributes(struct claude *c, struct claude_call *call, struct text attributes)
{
	if (!attributes.p || (call->attributes && text_eq(call->attributes->text, attributes)))
		return;
	struct claude_text *t = arena_alloc(&c->arena, sizeof(*t));
	*t = (struct claude_text){ call->attributes, claude_keep(c, attributes) };
	call->attributes = t;
}

/* ---- logs ----------------------------------------------------------------------------------- */

static void
append_log(struct claude_call *agent, struct claude_log *log)
{
	log->next = NULL;
	if (agent->last_log)
		agent->last_log->next = log;
	else
		agent->log = log;
	agent->last_log = log;
}

void
claude_log(
    struct claude_at *at, struct text text, struct text level, const struct import_object *message)
{
	struct claude *c = at->state;
	struct claude_log *log = arena_alloc(&c->arena, sizeof(*log));
	*log = (struct claude_log){ .message = claude_keep(c, text),
		.level = claude_keep(c, level),
		.attributes = claude_keep(c, claude_rest(at, message, TEXT_ABSENT)),
		.at_ns = at->at_ns,
		.after = at->agent ? at->agent->children : 0 };
	if (at->agent) {
		append_log(at->agent, log);
		return;
	}
	log->next = c->waiting;
	c->waiting = log;
}

void
claude_settle(struct claude *c, struct claude_session *s)
{
	struct claude_log *first = NULL, *next;
	for (struct claude_log *log = c->waiting; log; log = next) {
		next = log->next;
		log->next = first;
		first = log;
	}
	c->waiting = NULL;
	for (struct claude_log *log = first; log; log = next) {
		next = log->next;
		log->after = s->root->children;
		append_log(s->root, log);
	}
}

/* ---- members -------------------------------------------------------------------------------- */

/* Has the session this member?  The first value that is met is the session's. */
static bool
is_common(struct claude_at *at, const struct import_member *m)
{
	static const enum import_key keys[CLAUDE_COMMON] = { KEY_CWD, KEY_VERSION, KEY_GIT_BRANCH,
		KEY_USER_TYPE, KEY_ENTRYPOINT, KEY_SLUG };
	size_t i = 0;
	while (i < CLAUDE_COMMON && keys[i] != m->id)
		i++;
	if (i == CLAUDE_COMMON || !at->session || m->id == KEY_OTHER)
		return false;
	const struct text value = import_json(at->in->arena, &m->value);
	if (!at->session->common[i].p)
		at->session->common[i] = claude_keep(at->state, value);
	return text_eq(at->session->common[i], value);
}

/* What a line says of its own place is in the model. */
static bool
is_place(struct claude_at *at, const struct import_member *m)
{
	for (size_t i = 0; i < sizeof(at->took_others) / sizeof(*at->took_others); i++)
		if (m->value.p == at->took_others[i])
			return true;
	switch ((int)m->id) {
	case KEY_CC_SESSION_ID:
	case KEY_SESSION_ID:
	case KEY_AGENT_ID: return at->session != NULL;
	case KEY_IS_SIDECHAIN: return true;
	case KEY_TIMESTAMP: return at->at_ns != TRACE_NO_TIME;
	case KEY_PARENT_UUID:
	case KEY_PARENT_TOOL_USE_ID: return m->value.kind == JSON_NULL;
	case KEY_TYPE: return at->took_type;
	case KEY_MESSAGE: return at->took_message;
	case KEY_CC_INPUT_TOKENS:
	case KEY_CC_OUTPUT_TOKENS: return at->took_tokens;
	case KEY_CC_COST_USD: return at->took_cost;
	case KEY_CC_DURATION_MS: return at->took_duration;
	case KEY_STREAM_RESULT:
	case KEY_TOOL_USE_RESULT: return at->took_result;
	default: return false;
	}
}

bool
claude_is_no_model(const struct json_value *v)
{
	return text_eq((struct text){ v->p, v->n }, TEXT("<synthetic>"));
}

static bool
is_of_message(const struct claude_at *at, const struct import_member *m)
{
	switch ((int)m->id) {
	case KEY_ID:
	case KEY_ROLE:
	case KEY_TYPE: return m->value.kind == JSON_STRING;
	case KEY_MODEL: return m->value.kind == JSON_STRING && !claude_is_no_model(&m->value);
	case KEY_USAGE: return m->value.kind == JSON_OBJECT;
	case KEY_CONTENT: return at->took_content;
	default: return m->value.kind == JSON_NULL;
	}
}

struct text
claude_rest(struct claude_at *at, const struct import_object *message, struct text usage)
{
	struct import_in *in = at->in;
	import_rest_begin(in);
	for (size_t i = 0; i < in->object.members; i++) {
		const struct import_member *m = &in->object.member[i];
		if (!is_place(at, m) && !is_common(at, m))
			import_rest_add(in, m->key, &m->value);
	}
	for (size_t i = 0; message && i < message->members; i++)
		if (!is_of_message(at, &message->member[i]))
			import_rest_add(in, message->member[i].key, &message->member[i].value);
	if (usage.p)
		buf_text(import_rest_name(in, TEXT("usage")), usage);
	return import_rest_done(in);
}

/* ---- lines ---------------------------------------------------------------------------------- */

static uint64_t
content_of(struct claude_at *at)
{
	const struct import_object *o = &at->in->object;
	const struct text type = import_get_json(at->in->arena, o, KEY_TYPE),
			  message = import_get_json(at->in->arena, o, KEY_MESSAGE);
	struct buf *b = &at->state->scratch;
	b->n = 0;
	buf_text(b, type);
	buf_text(b, message.p ? message : at->in->raw);
	return siphash(at->state->key, b->p, b->n);
}

/* A side chain without an agent's id is an agent that has the id of its first line. */
static struct claude_call *
agent_of(struct claude_at *at, const struct claude_line *parent)
{
	const struct import_object *o = &at->in->object;
	const bool aside = import_get(o, KEY_IS_SIDECHAIN).kind == JSON_TRUE;
	struct text id = import_get_id(at->in->arena, o, KEY_PARENT_TOOL_USE_ID);
	if (id.p) {
		struct buf *b = &at->state->scratch;
		b->n = 0;
		buf_text(b, id);
		buf_text(b, TEXT("/agent"));
		return claude_agent_of(at->session, at->state, buf_as_text(b));
	}
	if (!aside)
		return at->session->root;
	id = import_get_id(at->in->arena, o, KEY_AGENT_ID);
	if (!id.p && parent && parent->agent->session == at->session &&
	    parent->agent != at->session->root)
		return parent->agent;
	if (!id.p)
		id = import_get_id(at->in->arena, o, KEY_UUID);
	return id.p ? claude_agent_of(at->session, at->state, id) : at->session->root;
}

/* Its tool may be known by its id. */
void
claude_find_agent(struct claude_at *at, const struct claude_line *parent)
{
	at->agent = agent_of(at, parent);
	const struct text id =
	    import_get_id(at->in->arena, &at->in->object, KEY_PARENT_TOOL_USE_ID);
	if (id.p && !at->agent->tool)
		at->agent->tool =
		    import_ids_find(&at->state->tools, claude_id(at->state, at->session, id));
}

static struct claude_line *
find_line(struct claude_at *at, struct text id)
{
	struct claude_line *line =
	    id.p ? import_ids_find(&at->state->lines, claude_id(at->state, at->session, id)) : NULL;
	return line ? line : import_ids_find(&at->state->all_lines, id);
}

static void
add_ids(struct claude_at *at, struct text id)
{
	struct claude *c = at->state;
	if (!import_ids_find(&c->lines, claude_id(c, at->session, id)))
		import_ids_add(&c->lines, claude_keep(c, claude_id(c, at->session, id)), at->line);
	if (!import_ids_find(&c->all_lines, id))
		import_ids_add(&c->all_lines, claude_keep(c, id), at->line);
}

static bool
is_answer(const struct import_object *o)
{
	const struct json_value type = import_get(o, KEY_TYPE);
	return text_eq((struct text){ type.p, type.n }, TEXT("assistant"));
}

bool
claude_place(struct claude_at *at)
{
	struct claude *c = at->state;
	const struct import_object *o = &at->in->object;
	const struct text id = import_get_id(at->in->arena, o, KEY_UUID);
	const struct json_value parent_id = import_get(o, KEY_PARENT_UUID);
	const uint64_t content = content_of(at);
	const struct claude_line *same =
	    id.p ? import_ids_find(&c->lines, claude_id(c, at->session, id)) : NULL;
	if (same && same->content == content &&
	    (same->at_ns != TRACE_NO_TIME || at->at_ns == TRACE_NO_TIME))
		return false;
	struct claude_line *parent =
	    find_line(at, import_get_id(at->in->arena, o, KEY_PARENT_UUID));
	struct claude_line *line = arena_zalloc(&c->arena, 1, sizeof(*line));
	claude_find_agent(at, parent);
	/* a line that names none begins a conversation, unless no line ever names one; a name that
	 * leads nowhere leaves only the order of the lines */
	at->agent->linked |= parent_id.kind == JSON_STRING;
	const bool begins = parent_id.kind == JSON_NULL && at->agent->linked && !is_answer(o);
	if (!parent && !begins)
		parent = at->agent->last;
	*line = (struct claude_line){ .parent = parent,
		.agent = at->agent,
		.number = c->number,
		.content = content,
		.at_ns = at->at_ns,
		.before_ns = parent ? parent->at_ns : TRACE_NO_TIME };
	/* notices are passed over now, so that nothing walks over them later */
	if (parent && !parent->message && !parent->llm)
		line->parent = parent->parent;
	at->line = line;
	if (id.p)
		add_ids(at, id);
	at->agent->last = line;
	at->agent->lines++;
	claude_lasts(at->agent, at->at_ns);
	claude_lasts(at->session->root, at->at_ns);
	return true;
}
