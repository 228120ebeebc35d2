/* SPDX-License-Identifier: MIT */
#include "import/gemini.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trace/ids.h"

/*
 * Sessions of the Gemini CLI: a document, or lines that change one.  A message whose id was there
 * before replaces the earlier one, and a session can go back to an earlier message.  So the calls
 * are known only at the end.
 */

/* ---- members -------------------------------------------------------------------------------- */

static struct json_value
get(const struct import_object *o, const char *name)
{
	for (size_t i = 0; i < o->members; i++)
		if (o->member[i].key.p && text_eq(o->member[i].key, text_of(name)))
			return o->member[i].value;
	return (struct json_value){ .kind = JSON_NONE };
}

static struct text
string_of(struct import_in *in, const struct import_object *o, const char *name)
{
	const struct json_value v = get(o, name);
	return v.kind == JSON_STRING ? import_text(in->arena, &v) : TEXT_ABSENT;
}

/* ---- recognition ---------------------------------------------------------------------------- */

static bool
is_message_type(const struct json_value *v)
{
	static const struct text types[] = { { "user", 4 }, { "gemini", 6 }, { "info", 4 },
		{ "error", 5 }, { "warning", 7 } };
	return v->kind == JSON_STRING && text_among((struct text){ v->p, v->n }, types, 5) < 5;
}

static bool
is_message(const struct import_object *o)
{
	const struct json_value type = import_get(o, KEY_TYPE);
	return import_get(o, KEY_ID).kind == JSON_STRING && import_has(o, KEY_TIMESTAMP) &&
	       is_message_type(&type) && get(o, "content").kind != JSON_NONE &&
	       get(o, "sessionId").kind == JSON_NONE && get(o, "uuid").kind == JSON_NONE;
}

static bool
is_answer(const struct import_object *o)
{
	static const struct text methods[] = { { "generateContent", 15 },
		{ "generateContentStream", 21 }, { "countTokens", 11 }, { "embedContent", 12 } };
	const struct json_value response = get(o, "response"), method = get(o, "method");
	return o->members == 2 && method.kind == JSON_STRING &&
	       text_among((struct text){ method.p, method.n }, methods, 4) < 4 &&
	       (response.kind == JSON_ARRAY || response.kind == JSON_OBJECT);
}

static bool
knows(const struct import_object *o)
{
	if (import_has(o, KEY_PROJECT_HASH))
		return get(o, "sessionId").kind == JSON_STRING;
	if (o->members == 1 && import_has(o, KEY_SET))
		return import_get(o, KEY_SET).kind == JSON_OBJECT;
	if (o->members == 1 && import_has(o, KEY_REWIND_TO))
		return import_get(o, KEY_REWIND_TO).kind == JSON_STRING;
	return is_message(o) || is_answer(o);
}

static bool
read(struct import_in *in)
{
	import_keep(in, &import_gemini_format);
	return true;
}

const struct import_reader import_gemini = { .name = "Gemini CLI", .knows = knows, .read = read };

/* ---- sessions ------------------------------------------------------------------------------- */

static struct gemini_session *
session_of(struct gemini *g, struct text id)
{
	struct gemini_session *s = import_ids_find(&g->sessions, id);
	if (s)
		return s;
	s = mem_zalloc(1, sizeof(*s));
	s->id = arena_text(&s->arena, id);
	s->ids.key = s->keys.key = g->key;
	import_ids_add(&g->sessions, s->id, s);
	g->session = mem_grow(g->session, &g->cap, g->n + 1, sizeof(*g->session));
	g->session[g->n++] = s;
	return s;
}

static struct gemini_session *
unnamed_session(struct gemini *g)
{
	struct buf b = { 0 };
	buf_printf(&b, "chat.%llu", (unsigned long long)++g->unnamed);
	struct gemini_session *s = session_of(g, buf_as_text(&b));
	buf_free(&b);
	return s;
}

static void
set_member(struct import_in *in, struct gemini_session *s, const struct import_member *m)
{
	struct gemini_member *own = import_ids_find(&s->keys, m->key);
	if (!own) {
		own = mem_zalloc(1, sizeof(*own));
		own->key = arena_text(&s->arena, m->key);
		s->member = mem_grow(s->member, &s->member_cap, s->members + 1, sizeof(*s->member));
		s->member[s->members++] = own;
		import_ids_add(&s->keys, own->key, own);
	}
	own->json.n = 0;
	buf_text(&own->json, import_json(in->arena, &m->value));
}

static struct gemini_message *
new_message(struct gemini_session *s, struct text id)
{
	struct gemini_message *m = mem_zalloc(1, sizeof(*m));
	m->id = arena_text(&s->arena, id);
	m->gone = true;
	s->message = mem_grow(s->message, &s->cap, s->n + 1, sizeof(*s->message));
	s->message[s->n++] = m;
	if (m->id.p)
		import_ids_add(&s->ids, m->id, m);
	return m;
}

static void
put_message(struct import_in *in, struct gemini_session *s, const struct import_object *o,
    const struct json_value *v)
{
	const struct text id = string_of(in, o, "id");
	struct gemini_message *m = import_ids_find(&s->ids, id);
	if (!m)
		m = new_message(s, id);
	if (m->gone) {
		m->at = s->next++;
		s->left = mem_grow(s->left, &s->left_cap, s->nleft + 1, sizeof(*s->left));
		s->left[s->nleft++] = m;
	}
	m->json.n = 0;
	buf_text(&m->json, import_json(in->arena, v));
	m->gone = false;
	m->listed = s->histories;
}

/* A history.  If it is the whole one, what it does not have is gone. */
static void
put_history(
    struct import_in *in, struct gemini_session *s, const struct json_value *list, bool whole)
{
	struct import_object elements, o;
	size_t n = 0;
	s->histories++;
	import_descend(&elements, in->names, in->arena, &in->object, list);
	for (size_t i = 0; i < elements.members; i++) {
		const struct json_value *v = &elements.member[i].value;
		import_descend(&o, in->names, in->arena, &in->object, v);
		put_message(in, s, &o, v);
	}
	for (size_t i = 0; whole && i < s->nleft; i++) {
		s->left[i]->gone = s->left[i]->listed != s->histories;
		if (!s->left[i]->gone)
			s->left[n++] = s->left[i];
	}
	if (whole)
		s->nleft = n;
}

static void
set_members(
    struct import_in *in, struct gemini_session *s, const struct import_object *o, bool whole)
{
	for (size_t i = 0; i < o->members; i++) {
		const struct import_member *m = &o->member[i];
		if (text_eq(m->key, TEXT("messages")) && m->value.kind == JSON_ARRAY)
			put_history(in, s, &m->value, whole);
		else if (!text_eq(m->key, TEXT("sessionId")) || m->value.kind != JSON_STRING)
			set_member(in, s, m);
	}
}

/* That message and those after it are gone; all, if it is not there. */
static void
rewind_to(struct gemini_session *s, struct text id)
{
	const struct gemini_message *to = import_ids_find(&s->ids, id);
	const uint64_t from = to && !to->gone ? to->at : 0;
	while (s->nleft > 0 && s->left[s->nleft - 1]->at >= from)
		s->left[--s->nleft]->gone = true;
}

static void
take_line(void *state, struct import_in *in)
{
	struct gemini *g = state;
	const struct import_object *o = &in->object;
	const struct text id = trace_id_of(in->arena, string_of(in, o, "sessionId"));
	const struct json_value self = { .p = in->raw.p, .n = in->raw.n, .kind = JSON_OBJECT };
	if (is_answer(o)) {
		gemini_answer(in, g, import_json(in->arena, &self));
		return;
	}
	if (id.p)
		g->now = session_of(g, id);
	else if (!g->now)
		g->now = unnamed_session(g);
	struct gemini_session *s = g->now;
	const struct json_value set = import_get(o, KEY_SET);
	import_line_is(in, s->id);
	if (import_has(o, KEY_PROJECT_HASH)) {
		set_members(in, s, o, false);
	} else if (set.kind == JSON_OBJECT && o->members == 1) {
		struct import_object changes;
		import_descend(&changes, in->names, in->arena, o, &set);
		set_members(in, s, &changes, true);
	} else if (import_has(o, KEY_REWIND_TO) && o->members == 1) {
		rewind_to(s, import_get_string(in->arena, o, KEY_REWIND_TO));
	} else {
		put_message(in, s, o, &self);
	}
}

/* ---- the whole input ------------------------------------------------------------------------ */

static void *
begin(struct siphash_key key)
{
	struct gemini *g = mem_zalloc(1, sizeof(*g));
	g->key = g->sessions.key = key;
	return g;
}

static void
begin_input(void *state, struct import_in *in)
{
	struct gemini *g = state;
	(void)in;
	g->now = NULL;
	g->list = TEXT_ABSENT;
}

static void
end(void *state, struct import_in *in)
{
	struct gemini *g = state;
	for (size_t i = 0; i < g->n; i++)
		gemini_put(in, g->session[i]);
}

static void
free_session(struct gemini_session *s)
{
	for (size_t i = 0; i < s->n; i++) {
		buf_free(&s->message[i]->json);
		free(s->message[i]);
	}
	for (size_t i = 0; i < s->members; i++) {
		buf_free(&s->member[i]->json);
		free(s->member[i]);
	}
	arena_free(&s->arena);
	import_ids_free(&s->ids);
	import_ids_free(&s->keys);
	free(s->message);
	free(s->left);
	free(s->member);
	free(s);
}

static void
end_state(void *state)
{
	struct gemini *g = state;
	for (size_t i = 0; i < g->n; i++)
		free_session(g->session[i]);
	import_ids_free(&g->sessions);
	arena_free(&g->arena);
	free(g->session);
	free(g);
}

const struct import_session_format import_gemini_format = { begin, begin_input, take_line, end,
	end_state };
