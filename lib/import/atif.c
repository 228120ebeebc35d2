/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "import/messages.h"
#include "json/write.h"
#include "trace/ids.h"
#include "trace/members.h"

/*
 * The Agent Trajectory Interchange Format: a document {schema_version: "ATIF-v1.7", session_id,
 * agent, steps, final_metrics, subagent_trajectories}.  A step of the source `agent` is an llm call
 * and the tool calls in its answer, with their results.  The other steps are messages that the next
 * llm call gets.  A step has one time or none, so no call has a duration.
 *
 * Messages are written in the form of OpenAI, which has a place for all of a step that a model is
 * sent.
 */
static bool
knows(const struct import_object *o)
{
	static const struct text prefix = { "ATIF", 4 };
	const struct json_value version = import_get(o, KEY_SCHEMA_VERSION);
	return version.kind == JSON_STRING && version.n >= prefix.n &&
	       memcmp(version.p, prefix.p, prefix.n) == 0 &&
	       import_get(o, KEY_STEPS).kind == JSON_ARRAY;
}

/* A tool call that says which trajectory belongs to it. */
struct link {
	struct text trajectory, call_id;
};

struct reading {
	struct import_messages m;
	struct text model; /* of the agent */
	int64_t first_ns, last_ns;
	bool metered; /* a step says what it used */
	struct link *link;
	size_t links, link_cap;
};

static struct text
member(struct text object, struct text name)
{
	return object.n > 0 && object.p[0] == '{' ? trace_member_of(object, name) : TEXT_ABSENT;
}

static bool
is_true(struct text json)
{
	return text_eq(json, TEXT("true"));
}

/* ---- messages ------------------------------------------------------------------------------- */

/* The tool calls of a step in the form of OpenAI. */
static void
put_calls(struct buf *b, struct text calls)
{
	struct trace_members it = trace_members(calls);
	struct text key, call;
	json_member_begin(b, "tool_calls", '[');
	while (!it.object && trace_member(&it, &key, &call)) {
		const struct text arguments = member(call, TEXT("arguments"));
		json_begin(b, '{');
		json_member_raw_or_null(b, "id", member(call, TEXT("tool_call_id")));
		json_member_string(b, "type", TEXT("function"));
		json_member_begin(b, "function", '{');
		json_member_raw_or_null(b, "name", member(call, TEXT("function_name")));
		json_member_string(b, "arguments", arguments.p ? arguments : TEXT("{}"));
		json_end(b, '}');
		json_end(b, '}');
	}
	json_end(b, ']');
}

/* {role, content, tool_calls} */
static struct text
message_of(struct reading *r, struct text step)
{
	static const struct text sources[] = { { "\"agent\"", 7 }, { "\"system\"", 8 } };
	static const struct text roles[] = { { "assistant", 9 }, { "system", 6 }, { "user", 4 } };
	const struct text calls = member(step, TEXT("tool_calls"));
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_string(&b, "role", roles[text_among(member(step, TEXT("source")), sources, 2)]);
	json_member_raw_or_null(&b, "content", member(step, TEXT("message")));
	if (calls.n > 2 && calls.p[0] == '[')
		put_calls(&b, calls);
	json_end(&b, '}');
	const struct text t = arena_text(r->m.in->arena, buf_as_text(&b));
	buf_free(&b);
	return t;
}

/* A result as the next llm call gets it. */
static void
wait_for_result(struct reading *r, struct text id, struct text content, bool said)
{
	struct import_messages *m = &r->m;
	struct buf b = { 0 };
	json_begin(&b, '{');
	json_member_string(&b, "role", id.n > 0 ? TEXT("tool") : TEXT("user"));
	if (id.n > 0)
		json_member_string(&b, "tool_call_id", id);
	json_member_raw_or_null(&b, "content", content);
	json_end(&b, '}');
	import_messages_wait(m, arena_text(m->in->arena, buf_as_text(&b)));
	m->waiting[m->nwaiting - 1].said = said;
	buf_free(&b);
}

/* ---- steps ---------------------------------------------------------------------------------- */

static void
note_link(struct reading *r, struct text trajectory, struct text call_id)
{
	if (!trajectory.p)
		return;
	r->link = mem_grow(r->link, &r->link_cap, r->links + 1, sizeof(*r->link));
	r->link[r->links++] = (struct link){ trajectory, call_id };
}

/* The trajectories of subagents that a result names, in a list or alone. */
static void
read_subagents(struct reading *r, struct text refs, struct text call_id)
{
	struct trace_members it = trace_members(refs);
	struct text key, one = refs;
	while (refs.p && (it.object || trace_member(&it, &key, &one))) {
		const struct text id = member(one, TEXT("trajectory_id"));
		note_link(r, import_plain(r->m.in, id), call_id);
		note_link(r, import_plain(r->m.in, member(one, TEXT("session_id"))), call_id);
		if (it.object)
			break;
	}
}

static void
read_result(struct reading *r, struct text result)
{
	static const struct text known[] = { { "source_call_id", 14 }, { "content", 7 } };
	struct import_messages *m = &r->m;
	const struct text id = import_plain(m->in, member(result, TEXT("source_call_id")));
	const struct text content = member(result, TEXT("content"));
	size_t tool;
	const bool said = id.n > 0 && import_messages_answer(m, id, content, &tool);
	wait_for_result(r, id, result.p[0] == '{' ? content : result, said);
	if (result.p[0] != '{')
		return;
	struct trace_record *record = import_messages_record(m, said ? tool : m->root);
	const struct text rest = import_rest_of(m->in, result, known, 2);
	read_subagents(r, member(result, TEXT("subagent_trajectory_ref")), record->call_id);
	if (said)
		record->attributes = import_joined(m->in, record->attributes, rest);
	else if (rest.p)
		import_messages_log(m, m->at_ns, TEXT("observation"), rest);
}

static void
read_results(struct reading *r, struct text observation)
{
	const struct text results = member(observation, TEXT("results"));
	struct trace_members it = trace_members(results);
	struct text key, result;
	while (results.p && !it.object && trace_member(&it, &key, &result))
		read_result(r, result);
}

static void
read_calls(struct reading *r, struct text calls)
{
	static const struct text known[] = { { "tool_call_id", 12 }, { "function_name", 13 },
		{ "arguments", 9 } };
	struct trace_members it = trace_members(calls);
	struct text key, call;
	while (calls.p && !it.object && trace_member(&it, &key, &call)) {
		const size_t tool = import_messages_tool(&r->m,
		    import_plain(r->m.in, member(call, TEXT("tool_call_id"))),
		    import_plain(r->m.in, member(call, TEXT("function_name"))),
		    call.p[0] == '{' ? member(call, TEXT("arguments")) : call);
		import_messages_record(&r->m, tool)->attributes =
		    import_rest_of(r->m.in, call, known, 3);
	}
}

/* Takes what the call used.  Returns the rest of it. */
static struct text
read_metrics(struct import_in *in, struct trace_record *record, struct text metrics)
{
	static const struct {
		struct text name;
		enum trace_usage usage;
	} counts[] = {
		{ { "prompt_tokens", 13 }, TRACE_INPUT_TOKENS },
		{ { "completion_tokens", 17 }, TRACE_OUTPUT_TOKENS },
		{ { "cached_tokens", 13 }, TRACE_CACHE_READ_TOKENS },
	};
	struct trace_more *more = import_more(in, record);
	struct text known[4];
	size_t n = 0;
	if (metrics.n == 0 || metrics.p[0] != '{')
		return metrics;
	for (size_t i = 0; i < 3; i++)
		if (import_take_tokens(
			member(metrics, counts[i].name), &more->usage[counts[i].usage]))
			known[n++] = counts[i].name;
	more->cost_usd = import_cost(member(metrics, TEXT("cost_usd")));
	if (more->cost_usd.p)
		known[n++] = TEXT("cost_usd");
	return import_rest_of(in, metrics, known, n);
}

/* Is the value where a member is read from? */
static bool
is_read(struct import_in *in, struct text key, struct text value)
{
	const struct json_value v = import_scalar(value);
	int64_t at_ns;
	if (text_eq(key, TEXT("message")) || text_eq(key, TEXT("source")) ||
	    text_eq(key, TEXT("model_name")))
		return v.kind == JSON_STRING || v.kind == JSON_NULL;
	if (text_eq(key, TEXT("timestamp")))
		return v.kind == JSON_NULL ||
		       (v.kind != JSON_NONE && import_time(in->arena, &v, &at_ns) == 0);
	if (text_eq(key, TEXT("tool_calls")))
		return value.p[0] == '[' || v.kind == JSON_NULL;
	if (text_eq(key, TEXT("observation")))
		return value.p[0] == '{' || v.kind == JSON_NULL;
	return text_eq(key, TEXT("metrics")) ||
	       (text_eq(key, TEXT("step_id")) && v.kind == JSON_NUMBER);
}

/* What a step has that no other member takes. */
static struct text
rest_of_step(const struct reading *r, struct text step)
{
	static const struct text results[] = { { "results", 7 } };
	const struct text observation = member(step, TEXT("observation"));
	struct import_in *in = r->m.in;
	struct trace_members it = trace_members(step);
	struct text key, value, known[8];
	size_t n = 0;
	while (it.object && n < 8 && trace_member(&it, &key, &value))
		if (is_read(in, key, value))
			known[n++] = key;
	return import_joined(in, import_rest_of(in, step, known, n),
	    import_member_object(
		in, TEXT("observation"), import_rest_of(in, observation, results, 1)));
}

static void
read_agent_step(struct reading *r, struct text step)
{
	struct import_messages *m = &r->m;
	const struct text model = import_plain(m->in, member(step, TEXT("model_name")));
	const struct text metrics = member(step, TEXT("metrics"));
	m->model = model.p ? model : r->model;
	const size_t llm = import_messages_llm(m, message_of(r, step));
	struct trace_record *record = import_messages_record(m, llm);
	r->metered |= metrics.p != NULL;
	record->attributes = import_joined(m->in, rest_of_step(r, step),
	    import_member_object(m->in, TEXT("metrics"), read_metrics(m->in, record, metrics)));
}

/* A step that is no llm call is a message, and a log if more is known of it. */
static void
read_other_step(struct reading *r, struct text step)
{
	struct import_messages *m = &r->m;
	const struct text message = import_plain(m->in, member(step, TEXT("message")));
	const struct text metrics = member(step, TEXT("metrics"));
	const struct text rest = import_joined(
	    m->in, rest_of_step(r, step), import_member_object(m->in, TEXT("metrics"), metrics));
	const bool log = m->at_ns != TRACE_NO_TIME || rest.p;
	if (log)
		import_messages_log(m, m->at_ns, message.n > 0 ? message : TEXT("step"),
		    import_joined(m->in,
			import_member_object(m->in, TEXT("source"), member(step, TEXT("source"))),
			rest));
	if (step.p[0] == '{' && !member(step, TEXT("message")).p)
		return;
	import_messages_wait(m, step.p[0] == '{' ? message_of(r, step) : step);
	m->waiting[m->nwaiting - 1].said = log;
}

static void
read_step(struct reading *r, struct text step)
{
	struct import_messages *m = &r->m;
	const struct json_value time = import_scalar(member(step, TEXT("timestamp")));
	const struct text calls = member(step, TEXT("tool_calls"));
	const struct text answers = member(step, TEXT("llm_call_count"));
	const bool agent = text_eq(member(step, TEXT("source")), TEXT("\"agent\""));
	m->at_ns = TRACE_NO_TIME;
	if (time.kind != JSON_NONE && import_time(m->in->arena, &time, &m->at_ns) == 0) {
		if (r->first_ns == TRACE_NO_TIME || m->at_ns < r->first_ns)
			r->first_ns = m->at_ns;
		if (m->at_ns > r->last_ns)
			r->last_ns = m->at_ns;
	}
	/* copied steps were called in another trajectory */
	const bool copied = is_true(member(step, TEXT("is_copied_context")));
	if (agent && !copied && !text_eq(answers, TEXT("0")))
		read_agent_step(r, step);
	else
		read_other_step(r, step);
	if (!copied)
		read_calls(r, calls);
	read_results(r, member(step, TEXT("observation")));
}

/* ---- the trajectory ------------------------------------------------------------------------- */

/* The root takes what all calls used together, if they do not say it themselves. */
static void
read_root(struct reading *r, struct text trajectory)
{
	static const struct {
		struct text name;
		enum trace_usage usage;
	} totals[] = {
		{ { "total_prompt_tokens", 19 }, TRACE_INPUT_TOKENS },
		{ { "total_completion_tokens", 23 }, TRACE_OUTPUT_TOKENS },
		{ { "total_cached_tokens", 19 }, TRACE_CACHE_READ_TOKENS },
	};
	static const struct text known[] = { { "steps", 5 }, { "schema_version", 14 },
		{ "subagent_trajectories", 21 } };
	struct import_in *in = r->m.in;
	struct trace_record *record = import_messages_record(&r->m, r->m.root);
	const struct text metrics = member(trajectory, TEXT("final_metrics"));
	const struct text inner = member(trajectory, TEXT("subagent_trajectories"));
	record->status = TRACE_OK;
	record->start_ns = r->first_ns;
	record->end_ns = r->last_ns;
	record->attributes =
	    import_rest_of(in, trajectory, known, inner.n > 0 && inner.p[0] == '[' ? 3 : 2);
	if (!metrics.p || r->metered)
		return;
	struct trace_more *more = import_more(in, record);
	for (size_t i = 0; i < sizeof(totals) / sizeof(*totals); i++)
		more->llm |= import_take_tokens(
		    member(metrics, totals[i].name), &more->usage[totals[i].usage]);
	more->cost_usd = import_cost(member(metrics, TEXT("total_cost_usd")));
	more->llm |= more->cost_usd.p != NULL;
	more->model = more->llm ? r->model : TEXT_ABSENT;
}

/* The tool call that a trajectory belongs to. */
static struct text
call_of(const struct reading *r, struct text trajectory)
{
	const struct text ids[] = { import_plain(
					r->m.in, member(trajectory, TEXT("trajectory_id"))),
		import_plain(r->m.in, member(trajectory, TEXT("session_id"))) };
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; ids[k].p && i < r->links; i++)
			if (text_eq(r->link[i].trajectory, ids[k]))
				return r->link[i].call_id;
	return r->m.root_id;
}

static void read_trajectory(struct import_in *in, struct text trajectory, struct text trace_id,
    struct text root_id, struct text parent_id, unsigned depth);

/* Those of subagents are agents in the same trace.  One without an id gets a number. */
static void
read_inner(struct reading *r, struct text trajectory, unsigned depth)
{
	enum { DEPTH_MAX = 32 };
	const struct text inner = member(trajectory, TEXT("subagent_trajectories"));
	struct trace_members it = trace_members(inner);
	struct import_in *in = r->m.in;
	struct text key, one;
	size_t n = 0;
	while (inner.p && !it.object && depth < DEPTH_MAX && trace_member(&it, &key, &one)) {
		struct text id = import_plain(in, member(one, TEXT("trajectory_id")));
		struct buf b = { 0 };
		buf_text(&b, r->m.root_id);
		buf_printf(&b, "/agent/%zu", ++n);
		id = trace_id_of(in->arena, id);
		if (!id.p)
			id = arena_text(in->arena, buf_as_text(&b));
		buf_free(&b);
		if (one.p[0] == '{')
			read_trajectory(in, one, r->m.trace_id, id, call_of(r, one), depth + 1);
	}
}

static void
read_trajectory(struct import_in *in, struct text trajectory, struct text trace_id,
    struct text root_id, struct text parent_id, unsigned depth)
{
	struct reading r = { .first_ns = TRACE_NO_TIME, .last_ns = TRACE_NO_TIME };
	const struct text agent = member(trajectory, TEXT("agent"));
	const struct text steps = member(trajectory, TEXT("steps"));
	const struct text name = import_plain(in, member(agent, TEXT("name")));
	struct trace_members it = trace_members(steps);
	struct text key, step;
	r.model = import_plain(in, member(agent, TEXT("model_name")));
	import_messages_begin(&r.m, in, trace_id, root_id, name.n > 0 ? name : TEXT("agent"));
	import_messages_record(&r.m, r.m.root)->parent_id = parent_id;
	while (steps.p && !it.object && trace_member(&it, &key, &step))
		read_step(&r, step);
	read_root(&r, trajectory);
	r.m.at_ns = r.last_ns;
	import_messages_end(&r.m);
	read_inner(&r, trajectory, depth);
	free(r.link);
}

static bool
read(struct import_in *in)
{
	struct buf b = { 0 };
	json_put_compact(&b, in->raw);
	const struct text whole = arena_text(in->arena, buf_as_text(&b));
	struct text id = import_get_id(in->arena, &in->object, KEY_SESSION_ID);
	buf_free(&b);
	if (!id.p)
		id = import_messages_id(in, TEXT("atif"));
	read_trajectory(in, whole, id, id, TEXT_ABSENT, 0);
	return true;
}

const struct import_reader import_atif = { .name = "ATIF", .knows = knows, .read = read };
