/* SPDX-License-Identifier: MIT */
#include "import/codex.h"

#include <stdlib.h>

#include "base/mem.h"
#include "time/stamp.h"
#include "trace/ids.h"

/*
 * Rollouts of Codex, line by line.
 *
 * Only its first line says to which session a file belongs.  A fork begins with a copy of the
 * history of another session, with the times of the copy.  What is copied was sent to the model
 * with the fork's first request, but its calls and its tokens are those of the other session.
 */

/* ---- recognition ---------------------------------------------------------------------------- */

static bool
is_spelled(const struct json_value *v, const struct text *list, size_t n)
{
	return v->kind == JSON_STRING && text_among((struct text){ v->p, v->n }, list, n) < n;
}

static bool
knows_rollout(const struct import_object *o)
{
	static const struct text types[] = { { "response_item", 13 }, { "event_msg", 9 },
		{ "turn_context", 12 }, { "session_meta", 12 }, { "compacted", 9 },
		{ "world_state", 11 } };
	const struct json_value type = import_get(o, KEY_TYPE);
	return import_has(o, KEY_PAYLOAD) && import_has(o, KEY_TIMESTAMP) &&
	       is_spelled(&type, types, sizeof(types) / sizeof(*types));
}

static bool
knows_exec(const struct import_object *o)
{
	static const struct text items[] = { { "item.completed", 14 }, { "item.started", 12 },
		{ "item.updated", 12 } };
	static const struct text turn[] = { { "turn.started", 12 } },
				 thread[] = { { "thread.started", 14 } },
				 completed[] = { { "turn.completed", 14 } },
				 failed[] = { { "turn.failed", 11 } }, error[] = { { "error", 5 } };
	const struct json_value type = import_get(o, KEY_TYPE);
	if (type.kind != JSON_STRING || import_has(o, KEY_PAYLOAD))
		return false;
	if (is_spelled(&type, items, 3))
		return codex_get(o, TEXT("item")).kind == JSON_OBJECT;
	if (is_spelled(&type, thread, 1))
		return codex_get(o, TEXT("thread_id")).kind == JSON_STRING;
	if (is_spelled(&type, completed, 1))
		return import_get(o, KEY_USAGE).kind == JSON_OBJECT && o->members <= 3;
	if (is_spelled(&type, failed, 1))
		return import_get(o, KEY_ERROR).kind == JSON_OBJECT && o->members <= 3;
	if (is_spelled(&type, error, 1))
		return import_get(o, KEY_MESSAGE).kind == JSON_STRING && o->members == 2;
	return is_spelled(&type, turn, 1) && o->members <= 2;
}

static bool
read(struct import_in *in)
{
	import_keep(in, &import_codex_format);
	return true;
}

const struct import_reader import_codex = { .name = "Codex", .knows = knows_rollout, .read = read };
const struct import_reader import_codex_exec = {
	.name = "Codex exec", .knows = knows_exec, .read = read
};

/* ---- sessions ------------------------------------------------------------------------------- */

struct codex_session *
codex_session_of(struct codex *c, struct text id)
{
	struct codex_session *s = import_ids_find(&c->sessions, id);
	if (s)
		return s;
	s = mem_zalloc(1, sizeof(*s));
	s->all = c;
	s->name = TEXT("session");
	s->id = s->trace_id = arena_text(&s->arena, id);
	s->began_ns = s->first_ns = s->last_ns = s->asked_ns = s->ended_ns = TRACE_NO_TIME;
	s->tools.key = c->key;
	for (size_t i = 0; i < TRACE_USAGES; i++)
		s->total.count[i] = -1;
	import_ids_add(&c->sessions, s->id, s);
	c->session = mem_grow(c->session, &c->cap, c->n + 1, sizeof(*c->session));
	c->session[c->n++] = s;
	return s;
}

void
codex_spawned(struct codex *c, struct text id, struct text call_id)
{
	c->spawn = mem_grow(c->spawn, &c->spawn_cap, c->spawns + 1, sizeof(*c->spawn));
	c->spawn[c->spawns++] =
	    (struct codex_spawn){ arena_text(&c->arena, trace_id_of(&c->arena, id)),
		    arena_text(&c->arena, call_id) };
}

static struct codex_session *
unnamed_session(struct codex *c)
{
	struct buf b = { 0 };
	buf_printf(&b, "rollout.%llu", (unsigned long long)++c->unnamed);
	struct codex_session *s = codex_session_of(c, buf_as_text(&b));
	buf_free(&b);
	return s;
}

static bool
is_ancestor(const struct codex_session *s, struct text id)
{
	for (size_t i = 0; i < s->ancestors; i++)
		if (text_eq(s->ancestor[i], id))
			return true;
	return false;
}

static void
add_ancestor(struct codex_session *s, struct text id)
{
	enum { MOST = 64 };
	if (!id.p || s->ancestors == MOST || is_ancestor(s, id))
		return;
	s->ancestor =
	    mem_grow(s->ancestor, &s->ancestor_cap, s->ancestors + 1, sizeof(*s->ancestor));
	s->ancestor[s->ancestors++] = arena_text(&s->arena, id);
}

/* A member of source.subagent.thread_spawn, which is there if another session began this one. */
static struct text
spawn_of(struct import_in *in, const struct import_object *body, struct text name)
{
	static const struct text path[] = { { "source", 6 }, { "subagent", 8 },
		{ "thread_spawn", 12 } };
	struct import_object o = *body;
	for (size_t i = 0; i < sizeof(path) / sizeof(*path); i++) {
		const struct json_value v = codex_get(&o, path[i]);
		if (v.kind != JSON_OBJECT)
			return TEXT_ABSENT;
		import_descend(&o, in->names, in->arena, body, &v);
	}
	return codex_string(in, &o, name);
}

static struct text
spawner_of(struct import_in *in, const struct import_object *body)
{
	return trace_id_of(in->arena, spawn_of(in, body, TEXT("parent_thread_id")));
}

static struct text
fork_of(struct import_in *in, const struct import_object *body)
{
	return trace_id_of(in->arena, codex_string(in, body, TEXT("forked_from_id")));
}

/* Is it the beginning of a session whose history is copied into this one? */
static bool
is_copy(const struct codex_session *s, struct text id, int64_t at_ns)
{
	return s && s->calls == 0 && s->turns == 0 && is_ancestor(s, id) &&
	       (at_ns == TRACE_NO_TIME || s->first_ns == TRACE_NO_TIME || at_ns >= s->first_ns);
}

/* The session that a session_meta begins, or goes on with. */
static struct codex_session *
begin_session(struct import_in *in, struct codex *c, const struct codex_line *l)
{
	const struct text id = trace_id_of(in->arena, codex_string(in, &l->body, TEXT("id")));
	const struct text spawner = spawner_of(in, &l->body), fork = fork_of(in, &l->body);
	if (!id.p)
		return c->now ? c->now : unnamed_session(c);
	struct codex_session *s = c->now;
	if (is_copy(s, id, l->at_ns) && !text_eq(s->id, id)) {
		s->copying = true;
		add_ancestor(s, fork);
		add_ancestor(s, spawner);
		return s;
	}
	s = codex_session_of(c, id);
	s->rollout = true;
	if (s->pass++ > 0)
		return s;
	add_ancestor(s, fork);
	add_ancestor(s, spawner);
	s->copying = fork.p != NULL;
	if (spawner.p && !text_eq(spawner, id)) {
		const struct codex_session *other = import_ids_find(&c->sessions, spawner);
		s->parent_id = arena_text(&s->arena, spawner);
		s->trace_id = arena_text(&s->arena, other ? other->trace_id : spawner);
		const struct text role = spawn_of(in, &l->body, TEXT("agent_role"));
		s->name = role.n > 0 ? arena_text(&s->arena, role) : TEXT("subagent");
	}
	return s;
}

static void
add_root(struct import_in *in, struct codex_session *s, struct codex_line *l)
{
	static const struct text but[] = { { "id", 2 }, { "timestamp", 9 }, { NULL, 0 } };
	const struct json_value began = codex_get(&l->body, TEXT("timestamp"));
	int64_t at_ns;
	s->began_ns = import_time(in->arena, &began, &at_ns) == 0 ? at_ns : l->at_ns;
	const struct text vendor = codex_string(in, &l->body, TEXT("model_provider"));
	if (vendor.p)
		s->vendor = arena_text(&s->arena, vendor);
	const struct text attributes = codex_rest(in, &l->body, but);
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, s->id);
	r->parent_id = s->parent_id;
	r->name = s->name;
	r->start_ns = s->began_ns;
	r->attributes = attributes;
	s->root = true;
}

/* ---- lines that were there before ----------------------------------------------------------- */

struct wanted {
	const struct codex_session *s;
	uint64_t hash;
};

static bool
has_hash(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return w->s->seen[ref - 1].hash == w->hash;
}

/* Was the line in the session when it was read before?  Files are copied, and grow after it. */
static bool
was_seen(struct codex_session *s, struct text raw)
{
	const struct wanted w = { s, siphash(s->all->key, raw.p, raw.n) };
	const uint32_t ref = table_find(&s->seen_table, (uint32_t)w.hash, has_hash, &w);
	if (ref > 0)
		return s->seen[ref - 1].pass < s->pass;
	s->seen = mem_grow(s->seen, &s->seen_cap, s->nseen + 1, sizeof(*s->seen));
	s->seen[s->nseen++] = (struct codex_seen){ w.hash, s->pass };
	table_add(&s->seen_table, (uint32_t)w.hash, (uint32_t)s->nseen);
	return false;
}

/* ---- copied history ------------------------------------------------------------------------- */

static bool
starts_turn(const struct codex_line *l)
{
	return text_eq(l->type, TEXT("task_started")) || text_eq(l->type, TEXT("turn_started"));
}

/* -1: the turn began before the session; 1: it did not; 0: not known. */
static int
age_of_turn(const struct codex_session *s, const struct codex_line *l)
{
	const struct json_value v = codex_get(&l->body, TEXT("started_at"));
	int64_t at_ns;
	if (!starts_turn(l) || s->began_ns == TRACE_NO_TIME ||
	    import_ns(&v, STAMP_SECOND, &at_ns) < 0)
		return 0;
	const int64_t began_ns = s->began_ns - s->began_ns % STAMP_SECOND;
	return at_ns < began_ns ? -1 : 1;
}

/*
 * Is the line one of the history that was copied?  The true time at which a turn began decides.
 * Where it is not recorded, the copy ends with the first pause: it was written in one go.
 */
static bool
is_copied(struct codex_session *s, const struct codex_line *l)
{
	const int age = age_of_turn(s, l);
	const bool fresh = s->calls == 0 && s->turns == 0 && s->ancestors > 0;
	if (!s->copying && !(fresh && age < 0))
		return false;
	s->copied_old |= age < 0;
	const bool pause = !s->copied_old && l->at_ns != TRACE_NO_TIME &&
			   s->last_ns != TRACE_NO_TIME && l->at_ns >= s->last_ns &&
			   stamp_sub(l->at_ns, s->last_ns) >= STAMP_SECOND;
	s->copying = age < 0 || (age == 0 && !pause);
	s->copied += s->copying;
	return s->copying;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void
take_model(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	const struct text model = codex_string(in, &l->body, TEXT("model"));
	if (model.p && !text_eq(model, s->model))
		s->model = arena_text(&s->arena, model);
}

/* What holds for a turn is a log where it changes. */
static void
take_context(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	static const struct text but[] = { { "turn_id", 7 }, { NULL, 0 } };
	const struct text context = codex_rest(in, &l->body, but);
	take_model(in, s, l);
	if (!context.p || text_eq(context, buf_as_text(&s->context)))
		return;
	s->context.n = 0;
	buf_text(&s->context, context);
	codex_log(in, s, l->at_ns, TEXT("turn_context"), &l->body, but);
}

/* From now on, the items of another history are sent. */
static void
compact(struct import_in *in, struct codex_session *s, struct codex_line *l)
{
	static const struct text but[] = { { "replacement_history", 19 }, { NULL, 0 } };
	const struct json_value history = codex_get(&l->body, but[0]);
	struct import_object list, o;
	if (s->copying) {
		s->messages.n = 0;
	} else {
		codex_forget(in, s);
		codex_log(in, s, l->at_ns, TEXT("compacted"), &l->body, but);
	}
	import_descend(&list, in->names, in->arena, &l->body, &history);
	if (history.kind == JSON_ARRAY)
		for (size_t i = 0; i < list.members; i++) {
			const struct json_value *v = &list.member[i].value;
			import_descend(&o, in->names, in->arena, &l->body, v);
			const struct codex_item item =
			    codex_item(in, &o, v, codex_string(in, &o, TEXT("type")), l->at_ns);
			codex_remember(s, &item);
		}
	const struct text message = codex_string(in, &l->body, TEXT("message"));
	if (history.kind == JSON_ARRAY || message.n == 0)
		return;
	const struct codex_item item = { .json = import_json(in->arena, &l->value),
		.text = message,
		.role = CODEX_OTHER,
		.at_ns = l->at_ns };
	codex_remember(s, &item);
}

static void
take_copied(struct import_in *in, struct codex_session *s, struct text outer, struct codex_line *l)
{
	if (text_eq(outer, TEXT("response_item")))
		codex_response_item(in, s, l);
	else if (text_eq(outer, TEXT("turn_context")))
		take_model(in, s, l);
	else if (text_eq(outer, TEXT("compacted")))
		compact(in, s, l);
	else if (text_eq(l->type, TEXT("token_count")))
		codex_count_copied(in, s, l);
}

static void
take(struct import_in *in, struct codex_session *s, struct text outer, struct codex_line *l)
{
	static const struct text but[] = { { "timestamp", 9 }, { NULL, 0 } };
	if (is_copied(s, l))
		take_copied(in, s, outer, l);
	else if (l->value.kind != JSON_OBJECT)
		codex_log(in, s, l->at_ns, outer, &in->object, but);
	else if (text_eq(outer, TEXT("response_item")))
		codex_response_item(in, s, l);
	else if (text_eq(outer, TEXT("event_msg")))
		codex_event_msg(in, s, l);
	else if (text_eq(outer, TEXT("turn_context")))
		take_context(in, s, l);
	else if (text_eq(outer, TEXT("compacted")))
		compact(in, s, l);
	else
		codex_log(in, s, l->at_ns, outer, &l->body, NULL);
}

static void
take_times(struct codex_session *s, int64_t at_ns)
{
	if (at_ns == TRACE_NO_TIME)
		return;
	if (s->first_ns == TRACE_NO_TIME || at_ns < s->first_ns)
		s->first_ns = at_ns;
	if (s->last_ns == TRACE_NO_TIME || at_ns > s->last_ns)
		s->last_ns = at_ns;
}

static void
take_line(void *state, struct import_in *in)
{
	struct codex *c = state;
	const struct json_value time = import_get(&in->object, KEY_TIMESTAMP);
	const struct text outer = import_get_string(in->arena, &in->object, KEY_TYPE);
	struct codex_line l = { .value = import_get(&in->object, KEY_PAYLOAD) };
	if (l.value.kind == JSON_NONE) {
		codex_exec_line(in, c);
		return;
	}
	if (import_time(in->arena, &time, &l.at_ns) < 0)
		l.at_ns = TRACE_NO_TIME;
	if (l.value.kind == JSON_OBJECT)
		import_descend(&l.body, in->names, in->arena, &in->object, &l.value);
	l.type = codex_string(in, &l.body, TEXT("type"));
	const bool meta = text_eq(outer, TEXT("session_meta")) && l.value.kind == JSON_OBJECT;
	if (meta)
		c->now = begin_session(in, c, &l);
	else if (!c->now)
		c->now = unnamed_session(c);
	struct codex_session *s = c->now;
	s->rollout = true;
	import_line_is(in, s->trace_id);
	if (was_seen(s, in->raw))
		return;
	s->budget += in->raw.n;
	if (meta && !s->root)
		add_root(in, s, &l);
	else if (!meta || !s->copying)
		take(in, s, outer, &l);
	take_times(s, l.at_ns);
}

/* ---- the whole input ------------------------------------------------------------------------ */

static void *
begin(struct siphash_key key)
{
	struct codex *c = mem_zalloc(1, sizeof(*c));
	c->key = c->sessions.key = key;
	return c;
}

static void
begin_input(void *state, struct import_in *in)
{
	struct codex *c = state;
	(void)in;
	c->now = NULL;
}

static void
end_session(struct import_in *in, struct codex_session *s)
{
	codex_leave(in, s);
	codex_turn_leave(in, s);
	codex_exec_end(in, s);
	import_rest_begin(in);
	if (s->copied > 0)
		buf_u64(import_rest_name(in, TEXT("copied_records")), s->copied);
	const struct text attributes = import_rest_done(in);
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, s->id);
	r->name = s->name;
	r->attributes = attributes;
	r->start_ns = s->first_ns;
	if (s->began_ns != TRACE_NO_TIME && s->began_ns < s->first_ns)
		r->start_ns = s->began_ns;
	if (s->task.p)
		r->input = codex_quoted(in, s->task);
	if (s->said.n > 0)
		r->output = codex_quoted(in, buf_as_text(&s->said));
	if (s->turn.p)
		return;
	r->end_ns = s->last_ns;
	r->status = TRACE_OK;
}

static void
end(void *state, struct import_in *in)
{
	struct codex *c = state;
	for (size_t i = 0; i < c->n; i++)
		end_session(in, c->session[i]);
	for (size_t i = 0; i < c->spawns; i++) {
		const struct codex_session *s = import_ids_find(&c->sessions, c->spawn[i].id);
		if (!s || !s->parent_id.p)
			continue;
		struct trace_record *r = codex_call(in, s, TRACE_AGENT, s->id);
		r->parent_id = c->spawn[i].call_id;
	}
}

static void
free_session(struct codex_session *s)
{
	arena_free(&s->arena);
	arena_free(&s->items[0]);
	arena_free(&s->items[1]);
	table_free(&s->seen_table);
	import_ids_free(&s->tools);
	buf_free(&s->context);
	buf_free(&s->turn_input);
	buf_free(&s->limits);
	buf_free(&s->said);
	free(s->seen);
	free(s->ancestor);
	free(s->back);
	free(s->messages.at);
	free(s->answer.at);
	free(s->count);
	free(s);
}

static void
end_state(void *state)
{
	struct codex *c = state;
	for (size_t i = 0; i < c->n; i++)
		free_session(c->session[i]);
	import_ids_free(&c->sessions);
	arena_free(&c->arena);
	free(c->session);
	free(c->spawn);
	free(c);
}

const struct import_session_format import_codex_format = { begin, begin_input, take_line, end,
	end_state };
