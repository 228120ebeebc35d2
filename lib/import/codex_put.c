/* SPDX-License-Identifier: MIT */
#include "import/codex.h"
#include "json/write.h"

/* What a session of Codex puts into the model. */

struct json_value
codex_get(const struct import_object *o, struct text name)
{
	for (size_t i = 0; i < o->members; i++)
		if (text_eq(o->member[i].key, name))
			return o->member[i].value;
	return (struct json_value){ .kind = JSON_NONE };
}

struct text
codex_string(struct import_in *in, const struct import_object *o, struct text name)
{
	const struct json_value v = codex_get(o, name);
	return v.kind == JSON_STRING ? import_text(in->arena, &v) : TEXT_ABSENT;
}

struct text
codex_id(struct arena *a, struct text id, const char *what, uint64_t n)
{
	struct buf b = { 0 };
	buf_text(&b, id);
	buf_printf(&b, "/%s/%llu", what, (unsigned long long)n);
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

struct text
codex_scope(const struct codex_session *s)
{
	return s->turn.p ? s->turn : s->id;
}

struct trace_record *
codex_call(
    struct import_in *in, const struct codex_session *s, enum trace_kind kind, struct text id)
{
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->joins = true;
	r->kind = kind;
	r->trace_id = s->trace_id;
	r->call_id = id;
	r->service = TEXT("codex");
	return r;
}

struct trace_more *
codex_more(struct import_in *in, struct trace_record *r)
{
	struct trace_more *more = arena_alloc(in->arena, sizeof(*more));
	*more = (struct trace_more)TRACE_MORE_INIT;
	r->more = more;
	return more;
}

/* Ids and names that are no texts have gone nowhere. */
static bool
is_listed(const struct import_member *m, const struct text *list)
{
	static const struct text texts[] = { { "type", 4 }, { "call_id", 7 }, { "name", 4 },
		{ "id", 2 } };
	if (text_among(m->key, texts, 4) < 4 && m->value.kind != JSON_STRING)
		return m->value.kind == JSON_NULL;
	for (size_t i = 0; list && list[i].p; i++)
		if (text_eq(list[i], m->key))
			return true;
	return text_eq(m->key, TEXT("type"));
}

struct text
codex_rest(struct import_in *in, const struct import_object *o, const struct text *but)
{
	import_rest_begin(in);
	for (size_t i = 0; o && i < o->members; i++)
		if (o->member[i].key.p && !is_listed(&o->member[i], but))
			import_rest_add(in, o->member[i].key, &o->member[i].value);
	return import_rest_done(in);
}

void
codex_log(struct import_in *in, const struct codex_session *s, int64_t at_ns, struct text message,
    const struct import_object *o, const struct text *but)
{
	const struct text attributes = codex_rest(in, o, but);
	struct trace_event_record *e = import_event(in);
	e->type = TRACE_LOG;
	e->at_ns = at_ns;
	e->text[TRACE_MESSAGE] = message;
	e->attributes = attributes;
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, codex_scope(s));
	r->what = TRACE_EVENT;
	import_events_done(in, r);
}

struct text
codex_quoted(struct import_in *in, struct text t)
{
	struct buf b = { 0 };
	json_put_string(&b, t);
	const struct text json = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return json;
}

bool
codex_tokens(const struct import_object *o, struct codex_tokens *out)
{
	static const struct text names[TRACE_USAGES] = {
		[TRACE_INPUT_TOKENS] = { "input_tokens", 12 },
		[TRACE_OUTPUT_TOKENS] = { "output_tokens", 13 },
		[TRACE_CACHE_READ_TOKENS] = { "cached_input_tokens", 19 },
		[TRACE_CACHE_WRITE_TOKENS] = { "cache_write_input_tokens", 24 },
		[TRACE_REASONING_TOKENS] = { "reasoning_output_tokens", 23 },
	};
	bool any = false;
	for (size_t i = 0; i < TRACE_USAGES; i++) {
		const struct json_value v = codex_get(o, names[i]);
		int64_t n;
		out->count[i] = v.kind == JSON_NUMBER && import_i64(&v, &n) == 0 && n >= 0 ? n : -1;
		any |= out->count[i] >= 0;
	}
	return any;
}
