/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "import/messages.h"
#include "trace/members.h"

/*
 * Trajectories of SWE-agent: {environment, trajectory, history, info, replay_config}, or history
 * alone.  A step of `trajectory` has what the model answered (`response`), the command in it
 * (`action`) and what came of that (`observation`); `history` has the messages.  Step and message
 * of an answer are found by their text.  There is no clock, but some steps have an execution_time.
 */
enum { SECOND = 1000000000 }; /* nanoseconds */

static bool
knows(const struct import_object *o)
{
	const struct json_value history = import_get(o, KEY_HISTORY);
	struct json_members it;
	struct json_value key, value;
	if (import_get(o, KEY_TRAJECTORY).kind == JSON_ARRAY)
		return import_has(o, KEY_ENVIRONMENT) || import_has(o, KEY_INFO) ||
		       history.kind == JSON_ARRAY;
	if (history.kind != JSON_ARRAY || import_has(o, KEY_ID) || import_has(o, KEY_TRACE_ID))
		return false;
	json_members(&it, o->text, o->index, &history);
	if (!json_member(&it, &key, &value) || value.kind != JSON_OBJECT)
		return false;
	json_members(&it, o->text, o->index, &value);
	while (json_member(&it, &key, &value))
		if (text_eq((struct text){ key.p, key.n }, TEXT("role")))
			return value.kind == JSON_STRING;
	return false;
}

struct reading {
	struct import_messages m;
	struct text *message; /* of the history */
	size_t messages, at;  /* those before `at` are read */
};

/* ---- history -------------------------------------------------------------------------------- */

static void
list_history(struct reading *r)
{
	struct import_in *in = r->m.in;
	const struct json_value list = import_get(&in->object, KEY_HISTORY);
	struct json_members it;
	struct json_value key, value;
	size_t n = 0;
	if (list.kind != JSON_ARRAY)
		return;
	json_members(&it, in->object.text, in->object.index, &list);
	while (json_member(&it, &key, &value))
		n++;
	r->message = arena_alloc(in->arena, (n + 1) * sizeof(*r->message));
	json_members(&it, in->object.text, in->object.index, &list);
	while (json_member(&it, &key, &value))
		r->message[r->messages++] = import_json(in->arena, &value);
}

static struct text
member(struct text object, struct text name)
{
	return object.n > 0 && object.p[0] == '{' ? trace_member_of(object, name) : TEXT_ABSENT;
}

/* Is it an answer of this run, and not of one that was shown to the model? */
static bool
is_answer(struct text message)
{
	return text_eq(member(message, TEXT("role")), TEXT("\"assistant\"")) &&
	       !text_eq(member(message, TEXT("is_demo")), TEXT("true"));
}

/* What was shown to the model as an example is no answer, whatever its role. */
static void
add_message(struct reading *r, struct text message)
{
	if (text_eq(member(message, TEXT("role")), TEXT("\"assistant\"")) && !is_answer(message))
		import_messages_wait(&r->m, message);
	else
		import_messages_add_json(&r->m, message);
}

/* The message of the answer of a step, from `at` on.  Returns its number, or r->messages. */
static size_t
find_answer(const struct reading *r, struct text step)
{
	enum { NEAR = 100 }; /* messages between two answers */
	const struct text response = member(step, TEXT("response"));
	const struct text action = member(step, TEXT("action"));
	for (size_t i = r->at; i < r->messages && i < r->at + NEAR; i++) {
		const struct text content = member(r->message[i], TEXT("content"));
		const struct text other = member(r->message[i], TEXT("action"));
		if (!is_answer(r->message[i]))
			continue;
		if ((response.p && content.p && text_eq(content, response)) ||
		    (action.p && other.p && text_eq(action, other)))
			return i;
	}
	return r->messages;
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* {"role":ROLE,"content":content} */
static struct text
message_of(struct import_in *in, const char *role, struct text content)
{
	return import_joined(in,
	    import_member_object(in, TEXT("role"), import_quoted(in, text_of(role))),
	    import_member_object(in, TEXT("content"), content));
}

static bool
has_text(struct text json)
{
	return json.n > 2 && json.p[0] == '"';
}

/* The request of the step, if it is recorded whole: there are no messages before it, then. */
static void
take_query(struct reading *r, struct text step, size_t llm)
{
	struct import_in *in = r->m.in;
	struct text query = member(step, TEXT("query"));
	if (!query.p)
		query = member(step, TEXT("messages"));
	if (query.n == 0 || query.p[0] != '[')
		return;
	struct trace_record *record = import_messages_record(&r->m, llm);
	struct text request = import_member_object(in, TEXT("messages"), query);
	if (r->m.model.p)
		request = import_joined(in,
		    import_member_object(in, TEXT("model"), import_quoted(in, r->m.model)),
		    request);
	record->input = request;
	import_more(in, record)->after = TEXT_ABSENT;
}

/* The llm call of a step.  Returns its number; SIZE_MAX: it has none. */
static size_t
add_answer(struct reading *r, struct text step)
{
	const struct text response = member(step, TEXT("response"));
	const size_t found = find_answer(r, step);
	if (found < r->messages) {
		while (r->at < found)
			add_message(r, r->message[r->at++]);
		return import_messages_add_json(&r->m, r->message[r->at++]);
	}
	if (!has_text(response))
		return SIZE_MAX;
	const struct text answer = message_of(r->m.in, "assistant", response);
	return r->messages > 0 ? import_messages_aside(&r->m, answer)
			       : import_messages_llm(&r->m, answer);
}

/* A command is a call of the tool that it begins with. */
static struct text
tool_of(struct import_in *in, struct text action)
{
	enum { NAME_MAX = 40 };
	const struct text line = text_trim(import_plain(in, action));
	size_t n = 0;
	while (n < line.n && n < NAME_MAX && !ascii_is_blank(line.p[n]) && line.p[n] != '\n')
		n++;
	return (struct text){ line.p, n };
}

/* What the step says of the command, beside what is in the calls. */
static struct text
rest_of_step(struct import_in *in, struct text step, bool timed, bool has_action)
{
	static const struct text known[] = { { "observation", 11 }, { "response", 8 },
		{ "thought", 7 }, { "query", 5 }, { "messages", 8 }, { "execution_time", 14 },
		{ "action", 6 } };
	const struct text rest = import_rest_of(in, step, known, 7);
	struct text more = TEXT_ABSENT;
	if (!timed)
		more = import_member_object(
		    in, TEXT("execution_time"), member(step, TEXT("execution_time")));
	if (!has_action)
		more = import_joined(in, more,
		    import_member_object(in, TEXT("action"), member(step, TEXT("action"))));
	return import_joined(in, rest, more);
}

/* What the message of the answer says like the step does is not said twice. */
static void
drop_repeated(struct reading *r, struct text step, size_t llm)
{
	static const struct text names[] = { { "thought", 7 }, { "action", 6 } };
	struct trace_record *record = import_messages_record(&r->m, llm);
	for (size_t i = 0; i < 2; i++) {
		const struct text own = member(record->attributes, names[i]);
		if (own.p && text_eq(own, member(step, names[i])))
			record->attributes =
			    import_rest_of(r->m.in, record->attributes, &names[i], 1);
	}
}

/* The thought is most often the beginning of the answer. */
static void
add_thought(struct reading *r, struct text step, size_t llm)
{
	struct trace_record *record = import_messages_record(&r->m, llm);
	const struct text thought = member(step, TEXT("thought"));
	const struct text output = record->output;
	const bool said = has_text(output) && has_text(thought) && output.n >= thought.n &&
			  memcmp(output.p, thought.p, thought.n - 1) == 0;
	if (thought.p && !said && !text_eq(thought, TEXT("\"\"")))
		record->attributes = import_joined(r->m.in, record->attributes,
		    import_member_object(r->m.in, TEXT("thought"), thought));
}

/* An observation that no message of the history has is one for the next call of a model. */
static void
wait_for(struct reading *r, struct text observation)
{
	if (r->messages > 0 || !observation.p)
		return;
	import_messages_wait(&r->m, message_of(r->m.in, "user", observation));
	r->m.waiting[r->m.nwaiting - 1].said = true;
}

/* Members of a step that a log or a call has already, if they are texts. */
static size_t
said_of(struct text step, bool answered, struct text known[7])
{
	static const struct text texts[] = { { "observation", 11 }, { "action", 6 },
		{ "response", 8 }, { "thought", 7 } };
	size_t n = 0;
	for (size_t i = 0; i < (answered ? 4 : 3); i++)
		if (member(step, texts[i]).n > 0 && member(step, texts[i]).p[0] == '"')
			known[n++] = texts[i];
	if (answered) {
		known[n++] = TEXT("query");
		known[n++] = TEXT("messages");
	}
	return n;
}

/* A step without a command: what it says belongs to the answer, or else to the run. */
static void
log_step(struct reading *r, struct text step, size_t llm)
{
	struct import_in *in = r->m.in;
	struct text known[7];
	const size_t n = said_of(step, llm != SIZE_MAX, known);
	const struct text observation = import_plain(in, member(step, TEXT("observation")));
	const struct text thought = import_plain(in, member(step, TEXT("thought")));
	const struct text rest = step.p[0] == '{' ? import_rest_of(in, step, known, n)
						  : import_member_object(in, TEXT("step"), step);
	if (observation.n > 0 || llm == SIZE_MAX) {
		import_messages_log(&r->m, TRACE_NO_TIME,
		    observation.n > 0 ? observation
		    : thought.n > 0   ? thought
				      : TEXT("step"),
		    rest);
		if (observation.n > 0)
			wait_for(r, member(step, TEXT("observation")));
		return;
	}
	struct trace_record *record = import_messages_record(&r->m, llm);
	record->attributes = import_joined(in, record->attributes, rest);
}

static void
add_step(struct reading *r, struct text step)
{
	struct import_in *in = r->m.in;
	const struct text action = member(step, TEXT("action"));
	const struct text observation = member(step, TEXT("observation"));
	const struct json_value time = import_scalar(member(step, TEXT("execution_time")));
	const size_t before = r->m.tools, llm = add_answer(r, step);
	int64_t ns = TRACE_NO_TIME;
	const bool timed = import_ns(&time, SECOND, &ns) == 0;
	bool has_action = false;
	if (llm != SIZE_MAX) {
		drop_repeated(r, step, llm);
		add_thought(r, step, llm);
		take_query(r, step, llm);
	}
	if (r->m.tools == before && has_text(action)) {
		import_messages_tool(&r->m, TEXT_ABSENT, tool_of(in, action), action);
		has_action = true;
	}
	if (r->m.tools == before) {
		log_step(r, step, llm);
		return;
	}
	struct import_tool *tool = &r->m.tool[r->m.tools - 1];
	struct trace_record *record = import_messages_record(&r->m, tool->record);
	record->attributes =
	    import_joined(in, record->attributes, rest_of_step(in, step, timed, has_action));
	record->duration_ns = ns;
	tool->answered = true;
	if (observation.p) {
		record->output = import_canonical(in, observation);
		record->status = TRACE_OK;
	}
	wait_for(r, observation);
}

/* ---- the run -------------------------------------------------------------------------------- */

/* The settings of the run stand as JSON in a string. */
static struct text
read_config(struct import_in *in, struct text *problem)
{
	const struct text config =
	    import_arguments(in, import_get_json(in->arena, &in->object, KEY_REPLAY_CONFIG));
	const struct text model = member(member(config, TEXT("agent")), TEXT("model"));
	*problem = import_plain(in, member(member(config, TEXT("problem_statement")), TEXT("id")));
	return import_plain(in, member(model, TEXT("name")));
}

/* How the run ended.  Its submission is its output. */
static void
read_info(struct import_in *in, struct trace_record *r, struct text info, struct text model)
{
	static const struct text submitted = { "submitted", 9 };
	const struct text submission = member(info, TEXT("submission"));
	const struct text stats = member(info, TEXT("model_stats"));
	const struct text end = import_plain(in, member(info, TEXT("exit_status")));
	int64_t calls = 0;
	r->output = import_canonical(in, submission);
	if (end.p)
		r->status = end.n >= submitted.n && memcmp(end.p, submitted.p, submitted.n) == 0
				? TRACE_OK
				: TRACE_ERROR;
	if (r->status == TRACE_ERROR)
		import_more(in, r)->error.type = end;
	if (!import_take_tokens(member(stats, TEXT("api_calls")), &calls) || calls == 0)
		return;
	/* what all calls of models used together */
	struct trace_more *more = import_more(in, r);
	more->llm = true;
	more->model = model;
	import_take_tokens(member(stats, TEXT("tokens_sent")), &more->usage[TRACE_INPUT_TOKENS]);
	import_take_tokens(
	    member(stats, TEXT("tokens_received")), &more->usage[TRACE_OUTPUT_TOKENS]);
	more->cost_usd = import_cost(member(stats, TEXT("instance_cost")));
}

static void
read_root(struct reading *r)
{
	static const struct text known[] = { { "submission", 10 } };
	struct import_in *in = r->m.in;
	struct trace_record *record = import_messages_record(&r->m, r->m.root);
	const struct text info = import_get_json(in->arena, &in->object, KEY_INFO);
	const bool object = info.n > 0 && info.p[0] == '{';
	struct text rest = TEXT_ABSENT;
	import_rest_begin(in);
	for (size_t i = 0; i < in->object.members; i++) {
		const struct import_member *m = &in->object.member[i];
		const bool list = m->value.kind == JSON_ARRAY &&
				  (m->id == KEY_TRAJECTORY || m->id == KEY_HISTORY);
		if (!list && !(m->id == KEY_INFO && object))
			import_rest_add(in, m->key, &m->value);
	}
	rest = import_rest_done(in);
	if (object) {
		read_info(in, record, info, r->m.model);
		rest = import_joined(in, rest,
		    import_member_object(in, TEXT("info"), import_rest_of(in, info, known, 1)));
	} else if (!import_has(&in->object, KEY_TRAJECTORY)) {
		record->status = TRACE_OK; /* a history alone does not say how it ended */
	}
	record->attributes = rest;
}

static bool
read(struct import_in *in)
{
	const struct json_value list = import_get(&in->object, KEY_TRAJECTORY);
	struct reading r = { .messages = 0 };
	struct json_members it;
	struct json_value key, step;
	struct text problem;
	const struct text model = read_config(in, &problem);
	const struct text name = problem.n > 0 ? problem : TEXT("swe-agent");
	const struct text id = import_messages_id(in, name);
	import_messages_begin(&r.m, in, id, id, name);
	r.m.model = model;
	list_history(&r);
	if (list.kind == JSON_ARRAY) {
		json_members(&it, in->object.text, in->object.index, &list);
		while (json_member(&it, &key, &step))
			add_step(&r, import_json(in->arena, &step));
	}
	while (r.at < r.messages)
		add_message(&r, r.message[r.at++]);
	read_root(&r);
	import_messages_end(&r.m);
	return true;
}

const struct import_reader import_swe_agent = { .name = "SWE-agent", .knows = knows, .read = read };
