/* SPDX-License-Identifier: MIT */
#include "import/codex.h"
#include "json/write.h"

/* The notices of a rollout of Codex: turns, tokens, tools, and what only repeats an item. */

/* ---- turns ---------------------------------------------------------------------------------- */

void
codex_turn_begin(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	codex_close(in, s);
	codex_mark(s, s->turns++);
	s->turn = codex_id(&s->arena, s->id, "turn", s->turns);
	s->turn_error = TEXT_ABSENT;
	s->turn_input.n = 0;
	s->turn_guessed = false;
	if (l->at_ns != TRACE_NO_TIME)
		s->asked_ns = l->at_ns;
	const struct text attributes = codex_rest(in, &l->body, NULL);
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, s->turn);
	r->parent_id = s->id;
	r->name = TEXT("turn");
	r->start_ns = l->at_ns;
	r->attributes = attributes;
}

static void
end_turn(struct import_in *in, struct codex_session *s, const struct codex_line *l,
    struct text failure, const struct text *but)
{
	codex_close(in, s);
	if (!s->turn.p) {
		codex_log(in, s, l->at_ns, l->type, &l->body, NULL);
		return;
	}
	const struct json_value said = codex_get(&l->body, TEXT("last_agent_message"));
	const struct text attributes = codex_rest(in, &l->body, but);
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, s->turn);
	r->end_ns = l->at_ns;
	r->status = failure.p || s->turn_error.p ? TRACE_ERROR : TRACE_OK;
	r->attributes = attributes;
	if (s->turn_input.n > 0)
		r->input = codex_quoted(in, buf_as_text(&s->turn_input));
	if (said.kind == JSON_STRING)
		r->output = import_json(in->arena, &said);
	if (failure.p)
		codex_more(in, r)->error = (struct trace_error){ l->type, failure, TEXT_ABSENT };
	else if (s->turn_error.p)
		codex_more(in, r)->error =
		    (struct trace_error){ TEXT("error"), s->turn_error, TEXT_ABSENT };
	s->turn = TEXT_ABSENT;
}

void
codex_turn_leave(struct import_in *in, struct codex_session *s)
{
	if (!s->turn.p || s->turn_input.n == 0)
		return;
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, s->turn);
	r->input = codex_quoted(in, buf_as_text(&s->turn_input));
}

static void
complete_turn(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	static const struct text but[] = { { "last_agent_message", 18 }, { "turn_id", 7 },
		{ NULL, 0 } };
	end_turn(in, s, l, TEXT_ABSENT, but);
}

static void
abort_turn(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	static const struct text but[] = { { "reason", 6 }, { "turn_id", 7 }, { NULL, 0 } };
	const struct text reason = codex_string(in, &l->body, TEXT("reason"));
	end_turn(in, s, l, reason.p ? reason : TEXT("aborted"), but);
}

/* The turns are gone from what is sent. */
static void
roll_back(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	const struct json_value v = codex_get(&l->body, TEXT("num_turns"));
	int64_t turns;
	if (import_i64(&v, &turns) == 0 && turns > 0 && (uint64_t)turns <= s->turns)
		codex_go_back(in, s, s->turns - (uint64_t)turns);
	codex_log(in, s, l->at_ns, l->type, &l->body, NULL);
}

/* ---- what repeats an item ------------------------------------------------------------------- */

static struct codex_item
echo(struct import_in *in, const struct codex_line *l, const char *role, struct text text)
{
	struct codex_item item = {
		.at_ns = l->at_ns, .text = text, .first = text, .last = text, .echo = true
	};
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_string(&b, "role", text_of(role));
	json_member_string(&b, "content", text);
	json_end(&b, '}');
	item.json = arena_text(in->arena, buf_as_text(&b));
	item.plain = true;
	buf_free(&b);
	return item;
}

static bool
is_nothing(const struct json_value *v)
{
	return v->kind == JSON_NULL || (v->kind == JSON_ARRAY && v->n == 2);
}

static void
take_user_message(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	static const struct text but[] = { { "message", 7 }, { "kind", 4 }, { NULL, 0 } };
	const struct text text = codex_string(in, &l->body, TEXT("message"));
	bool more = false;
	if (!text.p) {
		codex_log(in, s, l->at_ns, l->type, &l->body, NULL);
		return;
	}
	struct codex_item item = echo(in, l, "user", text);
	item.role = CODEX_USER;
	codex_ask(in, s, &item);
	if (s->turn.p) {
		if (s->turn_guessed)
			s->turn_input.n = 0;
		s->turn_guessed = false;
		if (s->turn_input.n > 0)
			buf_char(&s->turn_input, '\n');
		buf_text(&s->turn_input, text);
	}
	if (!s->task.p)
		s->task = arena_text(&s->arena, text);
	for (size_t i = 0; i < l->body.members; i++)
		more |= !text_eq(l->body.member[i].key, TEXT("type")) &&
			!text_eq(l->body.member[i].key, but[0]) &&
			!text_eq(l->body.member[i].key, but[1]) &&
			!is_nothing(&l->body.member[i].value);
	if (more)
		codex_log(in, s, l->at_ns, l->type, &l->body, but);
}

static void
take_agent_message(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	const struct text text = codex_string(in, &l->body, TEXT("message"));
	if (!text.p) {
		codex_log(in, s, l->at_ns, l->type, &l->body, NULL);
		return;
	}
	struct codex_item item = echo(in, l, "assistant", text);
	item.role = CODEX_ASSISTANT;
	codex_answer(in, s, &item);
}

static void
take_reasoning(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	const struct text text = codex_string(in, &l->body, TEXT("text"));
	if (!text.p) {
		codex_log(in, s, l->at_ns, l->type, &l->body, NULL);
		return;
	}
	const struct codex_item item = { .json = import_json(in->arena, &l->value),
		.at_ns = l->at_ns,
		.role = CODEX_OTHER,
		.text = text,
		.first = text,
		.last = text,
		.echo = true };
	codex_answer(in, s, &item);
}

/* ---- tools ---------------------------------------------------------------------------------- */

/* {"secs":1,"nanos":5} */
static int64_t
duration_of(struct import_in *in, const struct codex_line *l)
{
	const struct json_value v = codex_get(&l->body, TEXT("duration"));
	struct import_object o;
	int64_t secs, nanos, ns;
	import_descend(&o, in->names, in->arena, &l->body, &v);
	const struct json_value s = codex_get(&o, TEXT("secs")), n = codex_get(&o, TEXT("nanos"));
	if (import_ns(&s, 1000000000, &secs) < 0 || import_i64(&n, &nanos) < 0 || nanos < 0 ||
	    __builtin_add_overflow(secs, nanos, &ns))
		return TRACE_NO_TIME;
	return ns;
}

/* Why the tool failed, in memory of the session; absent: the notice does not say that it did. */
static struct text
failure_of(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	const struct json_value code = codex_get(&l->body, TEXT("exit_code")),
				success = codex_get(&l->body, TEXT("success")),
				result = codex_get(&l->body, TEXT("result"));
	struct import_object o, ok;
	int64_t exit_code;
	if (code.kind == JSON_NUMBER && import_i64(&code, &exit_code) == 0 && exit_code != 0) {
		struct buf b = { 0 };
		buf_printf(&b, "exit code %lld", (long long)exit_code);
		const struct text message = arena_text(&s->arena, buf_as_text(&b));
		buf_free(&b);
		return message;
	}
	if (success.kind == JSON_FALSE) {
		const struct text message = codex_string(in, &l->body, TEXT("stderr"));
		return arena_text(&s->arena, message.n > 0 ? message : TEXT("failed"));
	}
	import_descend(&o, in->names, in->arena, &l->body, &result);
	const struct text err = codex_string(in, &o, TEXT("Err"));
	const struct json_value ok_value = codex_get(&o, TEXT("Ok"));
	import_descend(&ok, in->names, in->arena, &l->body, &ok_value);
	if (err.p)
		return arena_text(&s->arena, err);
	if (codex_get(&ok, TEXT("is_error")).kind == JSON_TRUE ||
	    codex_get(&ok, TEXT("isError")).kind == JSON_TRUE)
		return TEXT("the tool said so");
	return TEXT_ABSENT;
}

static struct text
name_of(struct import_in *in, const struct codex_line *l)
{
	static const struct text ends[] = { { "_begin", 6 }, { "_end", 4 } };
	const struct json_value v = codex_get(&l->body, TEXT("invocation"));
	struct import_object o;
	import_descend(&o, in->names, in->arena, &l->body, &v);
	const struct text tool = codex_string(in, &o, TEXT("tool"));
	if (tool.p)
		return tool;
	for (size_t i = 0; i < 2; i++)
		if (codex_has_suffix(l->type, ends[i]))
			return (struct text){ l->type.p, l->type.n - ends[i].n };
	return l->type;
}

/* What a notice says of a tool call goes to its attributes, under the name of the notice. */
static void
take_tool(
    struct import_in *in, struct codex_session *s, const struct codex_line *l, struct text call_id)
{
	static const struct text but[] = { { "call_id", 7 }, { NULL, 0 } };
	const bool ends = codex_has_suffix(l->type, TEXT("_end"));
	const bool is_new = !import_ids_find(&s->tools, call_id);
	struct codex_tool *t = codex_tool(s, call_id);
	const int64_t duration_ns = duration_of(in, l);
	const struct text failure = failure_of(in, s, l);
	const struct text rest = codex_rest(in, &l->body, but);
	if (duration_ns != TRACE_NO_TIME)
		t->duration_ns = duration_ns;
	if (failure.p)
		t->message = failure;
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_name_text(&b, l->type);
	json_add_raw(&b, rest.p ? rest : TEXT("{}"));
	json_end(&b, '}');
	struct trace_record *r = codex_call(in, s, TRACE_TOOL, call_id);
	r->attributes = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	if (is_new) {
		r->parent_id = codex_scope(s);
		r->name = name_of(in, l);
		r->start_ns = l->at_ns;
		if (ends && duration_ns != TRACE_NO_TIME && l->at_ns != TRACE_NO_TIME &&
		    __builtin_sub_overflow(l->at_ns, duration_ns, &r->start_ns))
			r->start_ns = l->at_ns;
	}
	if (ends) {
		r->end_ns = l->at_ns;
		r->duration_ns = t->duration_ns;
		r->status = t->message.p ? TRACE_ERROR : TRACE_OK;
		if (t->message.p)
			codex_more(in, r)->error.message = t->message;
	}
	const struct text spawned = codex_string(in, &l->body, TEXT("new_thread_id"));
	if (spawned.n > 0)
		codex_spawned(s->all, spawned, call_id);
}

/* ---- all ------------------------------------------------------------------------------------ */

static void
take_error(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	static const struct text but[] = { { "message", 7 }, { NULL, 0 } };
	codex_close(in, s);
	const struct text attributes = codex_rest(in, &l->body, but);
	const struct text message = codex_string(in, &l->body, TEXT("message"));
	s->turn_error = arena_text(&s->arena, message.p ? message : TEXT(""));
	struct trace_event_record *e = import_event(in);
	e->type = TRACE_ERROR_EVENT;
	e->at_ns = l->at_ns;
	e->text[TRACE_ERROR_TYPE] = l->type;
	e->text[TRACE_ERROR_MESSAGE] = message;
	e->attributes = attributes;
	struct trace_record *r = codex_call(in, s, TRACE_AGENT, codex_scope(s));
	r->what = TRACE_EVENT;
	import_events_done(in, r);
}

void
codex_event_msg(struct import_in *in, struct codex_session *s, struct codex_line *l)
{
	static const struct {
		struct text type;
		void (*take)(
		    struct import_in *in, struct codex_session *s, const struct codex_line *l);
	} types[] = {
		{ { "task_started", 12 }, codex_turn_begin },
		{ { "turn_started", 12 }, codex_turn_begin },
		{ { "task_complete", 13 }, complete_turn },
		{ { "turn_complete", 13 }, complete_turn },
		{ { "turn_aborted", 12 }, abort_turn },
		{ { "thread_rolled_back", 18 }, roll_back },
		{ { "token_count", 11 }, codex_count },
		{ { "user_message", 12 }, take_user_message },
		{ { "agent_message", 13 }, take_agent_message },
		{ { "agent_reasoning", 15 }, take_reasoning },
		{ { "agent_reasoning_raw_content", 27 }, take_reasoning },
		{ { "error", 5 }, take_error },
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (text_eq(l->type, types[i].type)) {
			types[i].take(in, s, l);
			return;
		}
	const struct text call_id = codex_string(in, &l->body, TEXT("call_id"));
	if (call_id.n > 0 && l->type.p)
		take_tool(in, s, l, call_id);
	else
		codex_log(in, s, l->at_ns, l->type.p ? l->type : TEXT("event_msg"), &l->body, NULL);
}
