/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "json/tree.h"
#include "json/write.h"
#include "rerun/command.h"
#include "trace/put.h"

/* ---- members -------------------------------------------------------------------------------- */

static struct text
compact(struct arena *a, const struct json_node *v)
{
	struct buf b = { 0 };
	if (!v)
		return TEXT_ABSENT;
	json_put_compact(&b, v->json);
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return t;
}

static struct text
string_of(const struct json_node *v)
{
	return v && v->kind == JSON_STRING ? v->text : TEXT_ABSENT;
}

static bool
is_there(const struct json_node *v)
{
	return v && v->kind != JSON_NULL;
}

/* A whole number from 0 on, or -1. */
static int64_t
number_in(const struct json_node *object, const char *name)
{
	const struct json_node *v = json_get(object, name);
	int64_t n;
	if (!v || v->kind != JSON_NUMBER || number_i64(v->text, &n) < 0 || n < 0)
		return -1;
	return n;
}

/* The names of vendors for tokens, too: commands often pass on what they got. */
static void
read_usage(const struct json_node *usage, struct rerun_outcome *o)
{
	static const char *const others[TRACE_USAGES] = { "prompt_tokens", "completion_tokens",
		"cached_tokens", NULL, NULL };
	for (size_t i = 0; i < TRACE_USAGES; i++) {
		o->usage[i] = number_in(usage, trace_usage_names[i].p);
		if (o->usage[i] < 0 && others[i])
			o->usage[i] = number_in(usage, others[i]);
	}
}

/* An error may also be a text alone. */
static void
read_error(const struct json_node *v, struct rerun_outcome *o)
{
	o->failed = true;
	o->error_type = string_of(json_get(v, "type"));
	o->message = string_of(json_get(v, "message"));
	o->where = string_of(json_get(v, "where"));
	if (v->kind == JSON_STRING)
		o->message = v->text;
}

static enum rerun_said
read_result(struct arena *a, const struct json_node *root, struct rerun_answer *answer)
{
	struct rerun_outcome *o = &answer->outcome;
	const struct json_node *error = json_get(root, "error"),
			       *retryable = json_get(root, "retryable"),
			       *cost = json_get(root, "cost_usd");
	*o = RERUN_OUTCOME_NONE;
	if (is_there(error))
		read_error(error, o);
	else
		o->output = compact(a, json_get(root, "output"));
	read_usage(json_get(root, "usage"), o);
	if (cost && cost->kind == JSON_NUMBER)
		o->cost_usd = cost->text;
	if (is_there(json_get(root, "tool_calls")))
		o->tool_calls = compact(a, json_get(root, "tool_calls"));
	o->status = number_in(root, "status");
	o->retry_after_ms = number_in(root, "retry_after_ms");
	o->says_retryable =
	    retryable && (retryable->kind == JSON_TRUE || retryable->kind == JSON_FALSE);
	o->retryable = retryable && retryable->kind == JSON_TRUE;
	return RERUN_ANSWER;
}

static enum rerun_said
read_question(
    struct arena *a, const struct json_node *call, struct rerun_answer *answer, struct err *e)
{
	struct rerun_subject *q = &answer->question;
	const struct json_node *kind = json_get(call, "kind");
	*q = (struct rerun_subject){ .any_kind = true, .call = TRACE_NONE };
	q->name = string_of(json_get(call, "name"));
	q->service = string_of(json_get(call, "service"));
	q->input = compact(a, json_get(call, "input"));
	if (call->kind != JSON_OBJECT || !q->name.p) {
		err_set(e, "asked for a call without a name");
		return RERUN_NO_ANSWER;
	}
	if (is_there(kind)) {
		const size_t k = text_among(string_of(kind), trace_kind_names, TRACE_KINDS);
		if (k == TRACE_KINDS) {
			err_set(e, "asked for a call of an unknown kind: %.*s", (int)kind->json.n,
			    kind->json.p);
			return RERUN_NO_ANSWER;
		}
		q->kind = (enum trace_kind)k;
		q->any_kind = false;
	}
	return RERUN_QUESTION;
}

enum rerun_said
rerun_read_answer(struct arena *a, struct text line, struct rerun_answer *answer, struct err *e)
{
	const struct json_node *root = json_tree(a, line, NULL);
	*answer = (struct rerun_answer){ 0 };
	if (!root) {
		err_set(e, "wrote a line that is not JSON");
		return RERUN_NO_ANSWER;
	}
	const struct json_node *id = json_get(root, "id");
	if (!id || id->kind != JSON_NUMBER || number_u64(id->text, &answer->id) < 0) {
		err_set(e, "wrote a line without the id of a request");
		return RERUN_NO_ANSWER;
	}
	const struct json_node *chunk = json_get(root, "chunk"), *call = json_get(root, "call");
	if (chunk && chunk->kind == JSON_STRING) {
		answer->chunk = chunk->text;
		return RERUN_CHUNK;
	}
	if (call)
		return read_question(a, call, answer, e);
	if (json_get(root, "output") || is_there(json_get(root, "error")))
		return read_result(a, root, answer);
	err_set(e, "wrote neither an output, an error, a chunk nor a call");
	return RERUN_NO_ANSWER;
}
