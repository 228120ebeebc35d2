/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "import/codex.h"
#include "json/write.h"
#include "trace/members.h"

/* The items of a rollout of Codex, which were sent to the model or came from it, and its tools. */

bool
codex_has_suffix(struct text t, struct text suffix)
{
	return t.n > suffix.n && text_eq((struct text){ t.p + t.n - suffix.n, suffix.n }, suffix);
}

/* ---- messages ------------------------------------------------------------------------------- */

static void
add_text(struct import_in *in, struct buf *b, struct codex_item *item, const struct json_value *v)
{
	const struct text text = import_text(in->arena, v);
	if (!item->first.p)
		item->first = text;
	item->last = text;
	buf_text(b, text);
}

/* The texts of parts: strings, or objects with a member `text`. */
static void
read_parts(struct import_in *in, struct codex_item *item, const struct import_object *around,
    const struct json_value *v)
{
	struct import_object parts, part;
	struct buf b = { 0 };
	if (v->kind == JSON_STRING)
		add_text(in, &b, item, v);
	import_descend(&parts, in->names, in->arena, around, v);
	for (size_t i = 0; v->kind == JSON_ARRAY && i < parts.members; i++) {
		const struct json_value *p = &parts.member[i].value;
		import_descend(&part, in->names, in->arena, around, p);
		const struct json_value text =
		    p->kind == JSON_STRING ? *p : codex_get(&part, TEXT("text"));
		if (text.kind == JSON_STRING)
			add_text(in, &b, item, &text);
		item->plain &= text.kind == JSON_STRING && part.members <= 2;
	}
	if (item->first.p)
		item->text = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
}

static void
read_message(struct import_in *in, struct codex_item *item, const struct import_object *o)
{
	const struct json_value content = codex_get(o, TEXT("content"));
	item->plain = o->members == 3 && content.kind == JSON_ARRAY;
	item->role = text_eq(codex_string(in, o, TEXT("role")), TEXT("assistant")) ? CODEX_ASSISTANT
										   : CODEX_USER;
	read_parts(in, item, o, &content);
}

struct codex_item
codex_item(struct import_in *in, const struct import_object *o, const struct json_value *v,
    struct text type, int64_t at_ns)
{
	struct codex_item item = {
		.json = import_json(in->arena, v), .at_ns = at_ns, .role = CODEX_OTHER
	};
	if (text_eq(type, TEXT("message"))) {
		read_message(in, &item, o);
	} else if (text_eq(type, TEXT("reasoning"))) {
		const struct json_value summary = codex_get(o, TEXT("summary"));
		read_parts(in, &item, o, &summary);
	} else if (codex_has_suffix(type, TEXT("_call")) ||
		   codex_has_suffix(type, TEXT("_output"))) {
		item.role = CODEX_TOOL;
	}
	return item;
}

/* ---- tools ---------------------------------------------------------------------------------- */

struct codex_tool *
codex_tool(struct codex_session *s, struct text id)
{
	struct codex_tool *t = import_ids_find(&s->tools, id);
	if (t)
		return t;
	t = arena_zalloc(&s->arena, 1, sizeof(*t));
	t->id = arena_text(&s->arena, id);
	t->duration_ns = TRACE_NO_TIME;
	import_ids_add(&s->tools, t->id, t);
	return t;
}

static const struct text input_names[] = { { "arguments", 9 }, { "input", 5 }, { "action", 6 },
	{ "query", 5 } };

/* What a tool gets, which may be JSON in a string. */
static struct text
input_of(struct import_in *in, const struct import_object *o, struct text *name)
{
	for (size_t i = 0; i < sizeof(input_names) / sizeof(*input_names); i++) {
		const struct json_value v = codex_get(o, input_names[i]);
		if (v.kind == JSON_NONE)
			continue;
		*name = input_names[i];
		const struct text parsed = v.kind == JSON_STRING && i == 0
					       ? import_parsed(in, import_text(in->arena, &v))
					       : TEXT_ABSENT;
		return parsed.p ? parsed : import_json(in->arena, &v);
	}
	return TEXT_ABSENT;
}

static struct text
name_of(struct import_in *in, const struct import_object *o, struct text type)
{
	const struct text name = codex_string(in, o, TEXT("name"));
	if (name.p)
		return name;
	type.n -= sizeof("_call") - 1;
	return type;
}

static void
begin_tool(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	struct text but[] = { { "call_id", 7 }, { "name", 4 }, { NULL, 0 }, { NULL, 0 } };
	const struct import_object *o = &l->body;
	struct text id = codex_string(in, o, TEXT("call_id"));
	const bool ends = id.n == 0;
	if (ends)
		id = codex_id(in->arena, s->id, "tool", ++s->unnamed);
	else
		codex_tool(s, id);
	const struct text input = input_of(in, o, &but[2]);
	const struct text attributes = codex_rest(in, o, but);
	const struct text status = codex_string(in, o, TEXT("status"));
	struct trace_record *r = codex_call(in, s, TRACE_TOOL, id);
	r->parent_id = codex_scope(s);
	r->name = name_of(in, o, l->type);
	r->start_ns = l->at_ns;
	r->input = input;
	r->attributes = attributes;
	if (!ends)
		return;
	const bool failed = text_eq(status, TEXT("failed"));
	r->end_ns = l->at_ns;
	r->status = failed ? TRACE_ERROR : TRACE_OK;
	if (failed)
		codex_more(in, r)->error.message = status;
}

/* Finds the exit code that the text of a command's output begins with.  Returns whether it is
 * there. */
static bool
read_exit_code(struct text t, int64_t *code)
{
	static const struct text marks[] = { { "Exit code: ", 11 },
		{ "Process exited with code ", 25 } };
	enum { LINES = 8 };
	for (size_t line = 0; line < LINES && t.n > 0; line++) {
		const char *end = memchr(t.p, '\n', t.n);
		const size_t n = end ? (size_t)(end - t.p) : t.n;
		for (size_t i = 0; i < 2; i++)
			if (n > marks[i].n && memcmp(t.p, marks[i].p, marks[i].n) == 0)
				return number_i64((struct text){ t.p + marks[i].n, n - marks[i].n },
					   code) == 0;
		if (!end || text_eq((struct text){ t.p, n }, TEXT("Output:")))
			return false;
		t.p += n + 1;
		t.n -= n + 1;
	}
	return false;
}

/* Output that is JSON in a string, {"output":..,"metadata":{"exit_code":1}}. */
static bool
read_metadata(struct import_in *in, struct text output, int64_t *code)
{
	const struct text json =
	    output.n > 0 && output.p[0] == '{' ? import_parsed(in, output) : TEXT_ABSENT;
	if (!json.p)
		return false;
	const struct text metadata = trace_member_of(json, TEXT("metadata"));
	const struct text exit_code =
	    metadata.p ? trace_member_of(metadata, TEXT("exit_code")) : TEXT_ABSENT;
	return exit_code.p && number_i64(exit_code, code) == 0;
}

/* Why a tool failed, as far as its output says that; else an absent text. */
static struct text
failure_of(struct import_in *in, const struct import_object *o, const struct json_value *output)
{
	struct codex_item text = { .plain = true };
	struct import_object content;
	int64_t code;
	read_parts(in, &text, o, output);
	if (output->kind == JSON_OBJECT) {
		import_descend(&content, in->names, in->arena, o, output);
		if (codex_get(&content, TEXT("success")).kind == JSON_FALSE) {
			const struct text message = codex_string(in, &content, TEXT("content"));
			return message.p ? message : TEXT("failed");
		}
	}
	if (!text.text.p ||
	    !(read_metadata(in, text.text, &code) || read_exit_code(text.text, &code)) || code == 0)
		return TEXT_ABSENT;
	struct buf b = { 0 };
	buf_printf(&b, "exit code %lld", (long long)code);
	const struct text message = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return message;
}

/* A tool that begins a session says so in its output: {"agent_id":..}. */
static void
read_agent(struct import_in *in, struct codex_session *s, struct text call_id,
    const struct json_value *output)
{
	const struct text text =
	    output->kind == JSON_STRING ? import_text(in->arena, output) : TEXT_ABSENT;
	const struct text json =
	    text.n > 0 && text.p[0] == '{' ? import_parsed(in, text) : TEXT_ABSENT;
	const struct text id = json.p ? trace_member_of(json, TEXT("agent_id")) : TEXT_ABSENT;
	if (id.n > 2 && id.p[0] == '"')
		codex_spawned(s->all, (struct text){ id.p + 1, id.n - 2 }, call_id);
}

static void
end_tool(struct import_in *in, struct codex_session *s, const struct codex_line *l)
{
	static const struct text but[] = { { "call_id", 7 }, { "output", 6 }, { NULL, 0 } };
	const struct import_object *o = &l->body;
	const struct text id = codex_string(in, o, TEXT("call_id"));
	const struct json_value output = codex_get(o, TEXT("output"));
	if (id.n == 0) {
		codex_log(in, s, l->at_ns, l->type, o, NULL);
		return;
	}
	struct codex_tool *t = import_ids_find(&s->tools, id);
	read_agent(in, s, id, &output);
	const struct text attributes = codex_rest(in, o, but);
	const struct text failure = failure_of(in, o, &output);
	struct trace_record *r = codex_call(in, s, TRACE_TOOL, id);
	if (!t) {
		r->what = TRACE_END;
		r->parent_id = codex_scope(s);
	}
	r->end_ns = l->at_ns;
	r->duration_ns = t ? t->duration_ns : TRACE_NO_TIME;
	r->output = import_json(in->arena, &output);
	r->attributes = attributes;
	r->status = failure.p || (t && t->message.p) ? TRACE_ERROR : TRACE_OK;
	if (r->status == TRACE_ERROR)
		codex_more(in, r)->error.message = failure.p ? failure : t->message;
}

/* ---- all ------------------------------------------------------------------------------------ */

/* A message of the user may be what the session or the turn is for. */
static void
take_task(struct codex_session *s, const struct codex_item *item)
{
	if (!s->task.p)
		s->task = arena_text(&s->arena, item->text);
	if (!s->turn.p || s->turn_input.n > 0)
		return;
	buf_text(&s->turn_input, item->text);
	s->turn_guessed = true;
}

void
codex_response_item(struct import_in *in, struct codex_session *s, struct codex_line *l)
{
	const bool asks = codex_has_suffix(l->type, TEXT("_call"));
	const bool ends = codex_has_suffix(l->type, TEXT("_output"));
	const bool sent = ends || text_eq(l->type, TEXT("compaction"));
	const bool message = text_eq(l->type, TEXT("message"));
	if (l->value.kind != JSON_OBJECT ||
	    !(asks || sent || message || text_eq(l->type, TEXT("reasoning")))) {
		if (!s->copying)
			codex_log(in, s, l->at_ns, l->type.p ? l->type : TEXT("response_item"),
			    &l->body, NULL);
		return;
	}
	const struct codex_item item = codex_item(in, &l->body, &l->value, l->type, l->at_ns);
	if (message && item.role == CODEX_USER && item.text.n > 0 && item.text.p[0] != '<')
		take_task(s, &item);
	if (s->copying)
		codex_remember(s, &item);
	else if (sent || (message && item.role == CODEX_USER))
		codex_ask(in, s, &item);
	else
		codex_answer(in, s, &item);
	if (s->copying)
		return;
	if (asks)
		begin_tool(in, s, l);
	else if (ends)
		end_tool(in, s, l);
}
