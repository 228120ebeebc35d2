/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "import/codex.h"
#include "json/write.h"
#include "trace/ids.h"

/*
 * What `codex exec --json` prints: turns and their items, without times and without what was sent
 * to the model.  Each turn has one call to the model, which stands for all of it.
 */

/* Ids of items begin again with each run that goes on with a session. */
static struct text
id_in_turn(struct import_in *in, const struct codex_session *s, struct text id)
{
	struct buf b = { 0 };
	buf_text(&b, s->turn);
	buf_char(&b, '/');
	buf_text(&b, id);
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* The call to the model of the turn. */
static struct trace_record *
llm_record(struct import_in *in, const struct codex_session *s)
{
	struct trace_record *r = codex_call(in, s, TRACE_LLM, id_in_turn(in, s, TEXT("llm")));
	r->parent_id = s->turn;
	r->name = TEXT("chat");
	return r;
}

static void
begin_turn(struct import_in *in, struct codex_session *s)
{
	const struct codex_line none = { .at_ns = TRACE_NO_TIME };
	codex_turn_begin(in, s, &none);
}

/* ---- items ---------------------------------------------------------------------------------- */

static void
say(struct import_in *in, struct codex_session *s, const struct import_object *item)
{
	const struct text text = codex_string(in, item, TEXT("text"));
	struct trace_record *r = llm_record(in, s);
	s->said.n = 0;
	buf_text(&s->said, text);
	r->output = codex_quoted(in, text.p ? text : TEXT(""));
	codex_more(in, r)->llm = true;
}

static void
fail(struct import_in *in, const struct codex_session *s, struct text type, struct text message)
{
	struct trace_event_record *e = import_event(in);
	e->type = TRACE_ERROR_EVENT;
	e->text[TRACE_ERROR_TYPE] = type;
	e->text[TRACE_ERROR_MESSAGE] = message;
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, codex_scope(s));
	r->what = TRACE_EVENT;
	import_events_done(in, r);
}

static struct text
tool_name(struct import_in *in, const struct import_object *item, struct text type)
{
	const struct text tool = codex_string(in, item, TEXT("tool"));
	return tool.p ? tool : type;
}

/* The first of the members that is there and not null. */
static struct text
first_of(struct import_in *in, const struct import_object *o, const struct text *names,
    struct text *found)
{
	for (size_t i = 0; names[i].p; i++) {
		const struct json_value v = codex_get(o, names[i]);
		if (v.kind == JSON_NONE || v.kind == JSON_NULL)
			continue;
		*found = names[i];
		return import_json(in->arena, &v);
	}
	return TEXT_ABSENT;
}

static bool
has_failed(struct import_in *in, const struct import_object *item, struct text *why)
{
	const struct json_value code = codex_get(item, TEXT("exit_code"));
	const struct json_value error = codex_get(item, TEXT("error"));
	const struct text status = codex_string(in, item, TEXT("status"));
	struct import_object o;
	int64_t exit_code;
	import_descend(&o, in->names, in->arena, &in->object, &error);
	*why = codex_string(in, &o, TEXT("message"));
	if (code.kind == JSON_NUMBER && import_i64(&code, &exit_code) == 0 && exit_code != 0) {
		struct buf b = { 0 };
		buf_printf(&b, "exit code %lld", (long long)exit_code);
		*why = arena_text(in->arena, buf_as_text(&b));
		buf_free(&b);
		return true;
	}
	if (!why->p && (text_eq(status, TEXT("failed")) || text_eq(status, TEXT("declined"))))
		*why = status;
	return why->p != NULL;
}

static void
use_tool(struct import_in *in, struct codex_session *s, const struct import_object *item,
    struct text type)
{
	static const struct text inputs[] = { { "command", 7 }, { "arguments", 9 },
		{ "changes", 7 }, { "query", 5 }, { "prompt", 6 }, { "items", 5 }, { NULL, 0 } };
	static const struct text outputs[] = { { "aggregated_output", 17 }, { "result", 6 },
		{ "agents_states", 13 }, { NULL, 0 } };
	struct text but[] = { { "id", 2 }, { "tool", 4 }, { "status", 6 }, { NULL, 0 }, { NULL, 0 },
		{ NULL, 0 } };
	const bool over =
	    text_eq(import_get_string(in->arena, &in->object, KEY_TYPE), TEXT("item.completed"));
	struct text taken = TEXT_ABSENT, why, id = codex_string(in, item, TEXT("id"));
	size_t n = 3;
	const struct text input = first_of(in, item, inputs, &taken);
	if (taken.p)
		but[n++] = taken;
	taken = TEXT_ABSENT;
	const struct text output = first_of(in, item, outputs, &taken);
	if (taken.p && over)
		but[n++] = taken;
	const bool failed = has_failed(in, item, &why);
	const struct text attributes = codex_rest(in, item, but);
	if (id.n == 0)
		id = codex_id(in->arena, s->id, "tool", ++s->unnamed);
	else
		id = id_in_turn(in, s, id);
	struct trace_record *r = codex_call(in, s, TRACE_TOOL, id);
	r->parent_id = codex_scope(s);
	r->name = tool_name(in, item, type);
	r->input = input;
	r->attributes = attributes;
	if (!over)
		return;
	r->output = output;
	r->status = failed ? TRACE_ERROR : TRACE_OK;
	if (failed)
		codex_more(in, r)->error.message = why;
}

static void
take_item(struct import_in *in, struct codex_session *s)
{
	static const struct text but[] = { { "text", 4 }, { NULL, 0 } };
	const struct json_value v = codex_get(&in->object, TEXT("item"));
	const bool over =
	    text_eq(import_get_string(in->arena, &in->object, KEY_TYPE), TEXT("item.completed"));
	struct import_object item;
	import_descend(&item, in->names, in->arena, &in->object, &v);
	const struct text type = codex_string(in, &item, TEXT("type"));
	const struct text text = codex_string(in, &item, TEXT("text"));
	if (!s->turn.p)
		begin_turn(in, s);
	if (text_eq(type, TEXT("agent_message")) && over)
		say(in, s, &item);
	else if (text_eq(type, TEXT("error")))
		fail(in, s, type, codex_string(in, &item, TEXT("message")));
	else if (!type.p || text.p)
		codex_log(in, s, TRACE_NO_TIME, text.p ? text : TEXT("item"), &item, but);
	else
		use_tool(in, s, &item, type);
}

/* ---- turns ---------------------------------------------------------------------------------- */

/* Tokens are counted at the end, unless the rollout of the session has them. */
static void
keep_count(struct import_in *in, struct codex_session *s)
{
	const struct json_value v = import_get(&in->object, KEY_USAGE);
	struct import_object usage;
	struct codex_count count = { .tokens = { { 0 } } };
	import_descend(&usage, in->names, in->arena, &in->object, &v);
	if (!codex_tokens(&usage, &count.tokens))
		return;
	count.call_id = arena_text(&s->arena, llm_record(in, s)->call_id);
	s->count = mem_grow(s->count, &s->count_cap, s->counts + 1, sizeof(*s->count));
	s->count[s->counts++] = count;
}

static void
end_turn(struct import_in *in, struct codex_session *s, bool failed)
{
	const struct json_value v = codex_get(&in->object, TEXT("error"));
	struct import_object error;
	import_descend(&error, in->names, in->arena, &in->object, &v);
	if (!s->turn.p)
		begin_turn(in, s);
	if (!failed)
		keep_count(in, s);
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, s->turn);
	r->status = failed ? TRACE_ERROR : TRACE_OK;
	if (failed)
		codex_more(in, r)->error = (struct trace_error){ TEXT("turn.failed"),
			codex_string(in, &error, TEXT("message")), TEXT_ABSENT };
	if (!failed) {
		struct trace_record *llm = llm_record(in, s);
		llm->status = TRACE_OK;
		codex_more(in, llm)->llm = true;
	}
	s->turn = TEXT_ABSENT;
}

void
codex_exec_line(struct import_in *in, struct codex *c)
{
	const struct text type = import_get_string(in->arena, &in->object, KEY_TYPE);
	const struct text id =
	    trace_id_of(in->arena, codex_string(in, &in->object, TEXT("thread_id")));
	if (text_eq(type, TEXT("thread.started")) || !c->now) {
		struct buf b = { 0 };
		buf_printf(&b, "exec.%llu", (unsigned long long)(id.p ? 0 : ++c->unnamed));
		c->now = codex_session_of(c, id.p ? id : buf_as_text(&b));
		buf_free(&b);
	}
	struct codex_session *s = c->now;
	import_line_is(in, s->trace_id);
	if (text_eq(type, TEXT("turn.started")))
		begin_turn(in, s);
	else if (text_eq(type, TEXT("turn.completed")))
		end_turn(in, s, false);
	else if (text_eq(type, TEXT("turn.failed")))
		end_turn(in, s, true);
	else if (text_eq(type, TEXT("error")))
		fail(in, s, type, import_get_string(in->arena, &in->object, KEY_MESSAGE));
	else if (!text_eq(type, TEXT("thread.started")))
		take_item(in, s);
}

void
codex_exec_end(struct import_in *in, struct codex_session *s)
{
	for (size_t i = 0; i < s->counts && !s->rollout; i++) {
		struct trace_record *r = codex_call(in, s, TRACE_LLM, s->count[i].call_id);
		struct trace_more *more = codex_more(in, r);
		more->llm = true;
		memcpy(more->usage, s->count[i].tokens.count, sizeof(more->usage));
	}
}
