/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/messages.h"
#include "import/opencode.h"
#include "json/write.h"
#include "trace/ids.h"
#include "trace/members.h"

/*
 * The files of opencode: one that `opencode export` writes, {info, messages: [{info, parts}]}, and
 * those of its storage, each with one session, message or part.  Only the former tells which
 * messages a call of a model got.
 */
static struct text
json_of(struct import_in *in)
{
	struct buf b = { 0 };
	json_put_compact(&b, in->raw);
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static struct text
id_of(struct import_in *in, struct text object, struct text name)
{
	return trace_id_of(in->arena, import_plain(in, opencode_member(object, name)));
}

static bool
is_type(struct text part, struct text type)
{
	return text_eq(opencode_member(part, TEXT("type")), type);
}

static bool
is_text(struct text part)
{
	const struct text text = opencode_member(part, TEXT("text"));
	return is_type(part, TEXT("\"text\"")) && text.n > 0 && text.p[0] == '"';
}

/* The id of a tool call. */
static struct text
call_of(struct import_in *in, struct text part)
{
	const struct text id = id_of(in, part, TEXT("callID"));
	return id.p ? id : id_of(in, part, TEXT("id"));
}

/* ---- storage -------------------------------------------------------------------------------- */

static bool
is_string(const struct import_object *o, enum import_key key)
{
	return import_get(o, key).kind == JSON_STRING;
}

static bool
is_message(const struct import_object *o)
{
	return is_string(o, KEY_ID) && is_string(o, KEY_SESSIONID_) && is_string(o, KEY_ROLE) &&
	       import_get(o, KEY_TIME_).kind == JSON_OBJECT;
}

static bool
is_part(const struct import_object *o)
{
	return is_string(o, KEY_ID) && is_string(o, KEY_SESSIONID_) &&
	       is_string(o, KEY_MESSAGEID_) && is_string(o, KEY_TYPE);
}

static bool
is_session(const struct import_object *o)
{
	return is_string(o, KEY_ID) && is_string(o, KEY_VERSION) && is_string(o, KEY_PROJECTID_) &&
	       import_get(o, KEY_TIME_).kind == JSON_OBJECT;
}

static bool
knows_file(const struct import_object *o)
{
	return is_message(o) || is_part(o) || is_session(o);
}

static bool
read_message(struct import_in *in, struct text message)
{
	static const struct text known[] = { { "id", 2 }, { "sessionID", 9 }, { "time", 4 } };
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->joins = true;
	r->call_id = id_of(in, message, TEXT("id"));
	r->parent_id = id_of(in, message, TEXT("sessionID"));
	if (text_eq(opencode_member(message, TEXT("role")), TEXT("\"assistant\""))) {
		opencode_answer(in, r, message);
		return r->call_id.p != NULL;
	}
	r->name = import_plain(in, opencode_member(message, TEXT("role")));
	r->start_ns = opencode_time(message, TEXT("created"));
	r->status = TRACE_OK;
	r->attributes = import_rest_of(in, message, known, r->start_ns != TRACE_NO_TIME ? 3 : 2);
	return r->call_id.p != NULL;
}

/* A text is the output of its message, and a log in it, since there may be several. */
static bool
read_part(struct import_in *in, struct text part)
{
	struct trace_record *r = import_add(in);
	r->what = TRACE_EVENT;
	r->call_id = id_of(in, part, TEXT("messageID"));
	r->parent_id = id_of(in, part, TEXT("sessionID"));
	if (is_type(part, TEXT("\"tool\""))) {
		r->what = TRACE_CALL;
		r->joins = true;
		r->call_id = call_of(in, part);
		opencode_tool(in, r, part);
		const struct text id = r->call_id;
		const struct text child = trace_id_of(in->arena, opencode_child(in, part));
		if (child.p && id.p)
			opencode_link(in, child, id);
		return id.p != NULL;
	}
	if (is_text(part)) {
		r->what = TRACE_CALL;
		r->joins = true;
		r->output = import_canonical(in, opencode_member(part, TEXT("text")));
	}
	opencode_log(in, part);
	import_events_done(in, r);
	return r->call_id.p != NULL;
}

static bool
read_file(struct import_in *in)
{
	const struct text record = json_of(in);
	if (is_part(&in->object))
		return read_part(in, record);
	if (is_message(&in->object))
		return read_message(in, record);
	struct trace_record *r = import_add(in);
	r->what = TRACE_CALL;
	r->call_id = id_of(in, record, TEXT("id"));
	opencode_session(in, r, record);
	return r->call_id.p != NULL;
}

const struct import_reader import_opencode = {
	.name = "opencode", .knows = knows_file, .read = read_file
};

/* ---- exports -------------------------------------------------------------------------------- */

struct reading {
	struct import_messages m;
	struct text session;
};

static bool
knows_export(const struct import_object *o)
{
	const struct json_value info = import_get(o, KEY_INFO), list = import_get(o, KEY_MESSAGES);
	struct json_members it;
	struct json_value key, value;
	bool project = false, id = false;
	if (info.kind != JSON_OBJECT || list.kind != JSON_ARRAY)
		return false;
	json_members(&it, o->text, o->index, &info);
	while (json_member(&it, &key, &value)) {
		const struct text name = { key.p, key.n };
		id |= text_eq(name, TEXT("id")) && value.kind == JSON_STRING;
		project |= text_eq(name, TEXT("projectID")) || text_eq(name, TEXT("directory"));
	}
	return id && project;
}

/* An event of a call that is there already. */
static void
add_events_of(struct import_in *in, struct text call_id)
{
	struct trace_record *r = import_add(in);
	r->what = TRACE_EVENT;
	r->call_id = call_id;
	import_events_done(in, r);
}

/* A part as a message has it: text, or as recorded. */
static void
put_part(struct import_in *in, struct buf *b, struct text part)
{
	static const struct text known[] = { { "id", 2 }, { "sessionID", 9 }, { "messageID", 9 } };
	if (is_text(part)) {
		json_begin(b, '{');
		json_member_string(b, "type", TEXT("text"));
		json_member_raw_or_null(b, "text", opencode_member(part, TEXT("text")));
		json_end(b, '}');
		return;
	}
	const struct text rest = import_rest_of(in, part, known, 3);
	json_add_raw(b, rest.p ? rest : part);
}

/* What the user says: a message for the next call of a model, and a log. */
static void
read_user(struct reading *r, struct text info, struct text parts)
{
	static const struct text known[] = { { "id", 2 }, { "sessionID", 9 }, { "time", 4 } };
	struct import_in *in = r->m.in;
	struct trace_members it = trace_members(parts);
	struct text key, part, text = TEXT_ABSENT;
	bool said = true;
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_string(&b, "role", TEXT("user"));
	json_member_begin(&b, "content", '[');
	while (parts.p && !it.object && trace_member(&it, &key, &part)) {
		put_part(in, &b, part);
		if (!text.p && is_text(part))
			text = import_plain(in, opencode_member(part, TEXT("text")));
		else
			said = false;
	}
	json_end(&b, ']');
	json_end(&b, '}');
	import_messages_wait(&r->m, arena_text(in->arena, buf_as_text(&b)));
	r->m.waiting[r->m.nwaiting - 1].said = said;
	buf_free(&b);
	struct trace_event_record *e = import_event(in);
	e->type = TRACE_LOG;
	e->at_ns = opencode_time(info, TEXT("created"));
	e->text[TRACE_MESSAGE] = text.p ? text : TEXT("message");
	e->attributes = import_rest_of(in, info, known, 3);
	add_events_of(in, r->m.root_id);
}

/* The answer in the form of OpenAI: {role, content, tool_calls}.  Absent: there is none. */
static struct text
answer_of(struct import_in *in, struct text parts)
{
	struct trace_members it = trace_members(parts);
	struct text key, part;
	struct buf content = { 0 }, calls = { 0 }, b = { 0 };
	while (parts.p && !it.object && trace_member(&it, &key, &part)) {
		const struct text text = opencode_member(part, TEXT("text"));
		if (is_text(part))
			buf_put(&content, text.p + 1, text.n - 2);
		if (!is_type(part, TEXT("\"tool\"")))
			continue;
		const struct text input =
		    opencode_member(opencode_member(part, TEXT("state")), TEXT("input"));
		json_begin(&calls, '{');
		json_member_string_or_null(&calls, "id", call_of(in, part));
		json_member_string(&calls, "type", TEXT("function"));
		json_member_begin(&calls, "function", '{');
		json_member_raw_or_null(&calls, "name", opencode_member(part, TEXT("tool")));
		json_member_string(&calls, "arguments", input.p ? input : TEXT("{}"));
		json_end(&calls, '}');
		json_end(&calls, '}');
	}
	if (content.n == 0 && calls.n == 0)
		return TEXT_ABSENT;
	json_begin(&b, '{');
	json_member_string(&b, "role", TEXT("assistant"));
	json_name(&b, "content");
	buf_char(&b, '"');
	buf_text(&b, buf_as_text(&content));
	buf_char(&b, '"');
	if (calls.n > 0) {
		json_member_begin(&b, "tool_calls", '[');
		buf_text(&b, buf_as_text(&calls));
		json_end(&b, ']');
	}
	json_end(&b, '}');
	const struct text t = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	buf_free(&content);
	buf_free(&calls);
	return t;
}

/* A message of several steps has the usage of the last one only. */
static void
sum_steps(struct trace_more *more, struct text parts)
{
	struct trace_members it = trace_members(parts);
	struct text key, part;
	struct trace_more sum = TRACE_MORE_INIT;
	size_t steps = 0;
	while (parts.p && !it.object && trace_member(&it, &key, &part)) {
		if (!is_type(part, TEXT("\"step-finish\"")))
			continue;
		opencode_add_tokens(&sum, opencode_member(part, TEXT("tokens")));
		steps++;
	}
	if (steps > 1)
		memcpy(more->usage, sum.usage, sizeof(sum.usage));
}

static void
read_tool(struct reading *r, struct text part)
{
	struct import_in *in = r->m.in;
	const size_t tool =
	    import_messages_tool(&r->m, call_of(in, part), TEXT_ABSENT, TEXT_ABSENT);
	struct trace_record *record = import_messages_record(&r->m, tool);
	const struct text child = trace_id_of(in->arena, opencode_child(in, part));
	const struct text id = record->call_id;
	struct buf b = { 0 };
	opencode_tool(in, record, part);
	json_begin(&b, '{');
	json_member_string(&b, "role", TEXT("tool"));
	json_member_string_or_null(&b, "tool_call_id", call_of(in, part));
	json_member_raw_or_null(&b, "content",
	    record->status == TRACE_ERROR && record->more->error.message.p
		? import_quoted(in, record->more->error.message)
		: record->output);
	json_end(&b, '}');
	const bool done = record->status != TRACE_OPEN;
	if (child.p)
		opencode_link(in, child, id);
	if (done) {
		import_messages_wait(&r->m, arena_text(in->arena, buf_as_text(&b)));
		r->m.waiting[r->m.nwaiting - 1].said = true;
	}
	buf_free(&b);
}

static void
read_answer(struct reading *r, struct text info, struct text parts)
{
	struct import_in *in = r->m.in;
	const struct text id = id_of(in, info, TEXT("id"));
	struct trace_members it = trace_members(parts);
	struct text key, part;
	r->m.model = import_plain(in, opencode_member(info, TEXT("modelID")));
	const struct text answer = answer_of(in, parts);
	/* what was not answered is asked again */
	const size_t llm =
	    answer.p ? import_messages_llm(&r->m, answer) : import_messages_aside(&r->m, answer);
	struct trace_record *record = import_messages_record(&r->m, llm);
	const struct text after = record->more->after;
	if (id.p)
		record->call_id = id;
	if (answer.p)
		r->m.last = record->call_id;
	const struct text call_id = record->call_id;
	opencode_answer(in, record, info);
	struct trace_more *more = import_more(in, record);
	more->after = after;
	sum_steps(more, parts);
	while (parts.p && !it.object && trace_member(&it, &key, &part))
		if (is_type(part, TEXT("\"tool\"")))
			read_tool(r, part);
		else if (!is_text(part))
			opencode_log(in, part);
	add_events_of(in, call_id);
}

static void
read_one(struct reading *r, struct text message)
{
	const struct text info = opencode_member(message, TEXT("info"));
	const struct text parts = opencode_member(message, TEXT("parts"));
	const bool listed = parts.n > 0 && parts.p[0] == '[';
	const struct text list = listed ? parts : TEXT_ABSENT;
	const struct text role =
	    listed || !parts.p ? opencode_member(info, TEXT("role")) : TEXT_ABSENT;
	if (text_eq(role, TEXT("\"assistant\"")))
		read_answer(r, info, list);
	else if (text_eq(role, TEXT("\"user\"")))
		read_user(r, info, list);
	else
		import_messages_wait(&r->m, message);
}

static bool
read_export(struct import_in *in)
{
	struct reading r;
	const struct text record = json_of(in);
	const struct text info = opencode_member(record, TEXT("info"));
	const struct text messages = opencode_member(record, TEXT("messages"));
	static const struct text known[] = { { "info", 4 }, { "messages", 8 } };
	struct trace_members it = trace_members(messages);
	struct text key, message, id = id_of(in, info, TEXT("id"));
	if (!id.p)
		id = import_messages_id(in, TEXT("opencode"));
	import_messages_begin(&r.m, in, TEXT_ABSENT, id, TEXT("opencode"));
	opencode_session(in, import_messages_record(&r.m, r.m.root), info);
	while (!it.object && trace_member(&it, &key, &message))
		read_one(&r, message);
	struct trace_record *root = import_messages_record(&r.m, r.m.root);
	root->attributes =
	    import_joined(in, root->attributes, import_rest_of(in, record, known, 2));
	import_messages_end(&r.m);
	return true;
}

const struct import_reader import_opencode_export = {
	.name = "opencode export", .knows = knows_export, .read = read_export
};
