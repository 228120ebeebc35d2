/* SPDX-License-Identifier: MIT */
#include "llm/tools.h"

#include <stdlib.h>

#include "base/mem.h"
#include "json/write.h"
#include "llm/request.h"
#include "trace/canonical.h"
#include "trace/members.h"

enum { DEEPEST = 8 };

/* ---- one answer ----------------------------------------------------------------------------- */

static bool
is_object_text(struct text t)
{
	t = text_trim(t);
	return t.n > 0 && (t.p[0] == '{' || t.p[0] == '[');
}

/* The arguments of a tool call are JSON, which OpenAI writes in a string. */
static struct text
canonical(const struct json_node *arguments, struct arena *a)
{
	struct buf b = { 0 };
	struct err e;
	if (!arguments)
		return TEXT("{}");
	struct text json = arguments->json;
	if (arguments->kind == JSON_STRING && is_object_text(arguments->text) &&
	    json_tree(a, arguments->text, &e))
		json = arguments->text;
	struct buf compact = { 0 };
	json_put_compact(&compact, json);
	trace_put_canonical(&b, buf_as_text(&compact));
	const struct text t = arena_text(a, buf_as_text(&b));
	buf_free(&compact);
	buf_free(&b);
	return t;
}

static void
add(struct llm_tools *t, const struct json_node *name, const struct json_node *arguments,
    struct arena *a)
{
	t->tool = mem_grow(t->tool, &t->cap, t->n + 1, sizeof(*t->tool));
	t->tool[t->n++] = (struct llm_tool){ name->text, canonical(arguments, a) };
}

static const struct json_node *
arguments_of(const struct json_node *n)
{
	static const char *const names[] = { "arguments", "input", "args" };
	const struct json_node *found = NULL;
	for (size_t i = 0; i < 3 && !found; i++)
		found = json_get(n, names[i]);
	return found;
}

/* Is it a tool call by itself? */
static bool
add_call(struct llm_tools *t, const struct json_node *n, struct arena *a)
{
	static const char *const around[] = { "function", "functionCall", "function_call" };
	const struct json_node *call = n, *name = NULL;
	for (size_t i = 0; i < 3 && call == n; i++) {
		const struct json_node *inner = json_get(n, around[i]);
		call = inner && inner->kind == JSON_OBJECT ? inner : n;
	}
	name = json_get(call, "name");
	if (!name || name->kind != JSON_STRING || (call == n && !arguments_of(n)))
		return false;
	add(t, name, arguments_of(call), a);
	return true;
}

static void
collect(struct llm_tools *t, const struct json_node *n, unsigned depth, struct arena *a)
{
	static const char *const inside[] = { "tool_calls", "content", "parts", "message",
		"choices", "additional_kwargs", "kwargs", "output", "candidates" };
	if (depth > DEEPEST)
		return;
	if (n->kind == JSON_ARRAY)
		for (const struct json_node *c = n->child; c; c = c->next)
			collect(t, c, depth + 1, a);
	if (n->kind != JSON_OBJECT || add_call(t, n, a))
		return;
	const size_t before = t->n;
	/* LangChain writes the same calls in several places: the first of them is enough */
	for (size_t i = 0; i < sizeof(inside) / sizeof(*inside) && t->n == before; i++) {
		const struct json_node *c = json_get(n, inside[i]);
		if (c)
			collect(t, c, depth + 1, a);
	}
}

void
llm_tools_add(struct llm_tools *t, struct text json, struct arena *a)
{
	struct err e;
	if (json.n == 0 || (json.p[0] != '{' && json.p[0] != '['))
		return;
	const struct json_node *root = json_tree(a, json, &e);
	if (root)
		collect(t, root, 0, a);
}

void
llm_tools_free(struct llm_tools *t)
{
	free(t->tool);
	*t = (struct llm_tools){ 0 };
}

static int
by_name(const void *a, const void *b)
{
	const struct llm_tool *x = a, *y = b;
	const int order = text_cmp(x->name, y->name);
	return order != 0 ? order : text_cmp(x->input, y->input);
}

bool
llm_tools_are_same(struct llm_tools *a, struct llm_tools *b)
{
	if (a->n != b->n)
		return false;
	if (a->n == 0)
		return true;
	qsort(a->tool, a->n, sizeof(*a->tool), by_name);
	qsort(b->tool, b->n, sizeof(*b->tool), by_name);
	for (size_t i = 0; i < a->n; i++)
		if (by_name(&a->tool[i], &b->tool[i]) != 0)
			return false;
	return true;
}

/* ---- the recorded answer -------------------------------------------------------------------- */

static bool
is_of_model(const struct json_node *message)
{
	const struct text role = llm_message_role(message);
	const struct json_node *type = json_get(message, "type");
	if (role.p)
		return text_eq(role, TEXT("assistant"));
	/* an item of OpenAI's responses */
	return type && type->kind == JSON_STRING &&
	       (text_eq(type->text, TEXT("function_call")) ||
		   text_eq(type->text, TEXT("custom_tool_call")) ||
		   text_eq(type->text, TEXT("reasoning")));
}

/* Adds what the messages of the model ask for with which a list goes on after `skipped` others. */
static void
add_answer(struct llm_tools *t, struct text messages, size_t skipped, struct arena *a)
{
	struct err e;
	const struct json_node *list = json_tree(a, messages, &e);
	for (const struct json_node *n = list ? list->child : NULL; n; n = n->next) {
		if (n->index < skipped)
			continue;
		if (!is_of_model(n))
			return;
		collect(t, n, 0, a);
	}
}

/* How many messages a request has that another one begins with; SIZE_MAX: it does not. */
static size_t
count_prefix(struct text messages, struct text longer)
{
	struct trace_members a = trace_members(messages), b = trace_members(longer);
	struct text key, x, y;
	size_t n = 0;
	while (trace_member(&a, &key, &x)) {
		if (!trace_member(&b, &key, &y) || !trace_is_same_value(x, y))
			return SIZE_MAX;
		n++;
	}
	return trace_member(&b, &key, &y) ? n : SIZE_MAX;
}

void
llm_tools_add_recorded(struct llm_tools *t, const struct trace_model *m,
    const struct llm_chains *chains, uint32_t call, struct arena *a)
{
	const struct trace_call *c = &m->call[call];
	const uint32_t next = llm_chain_next(chains, call);
	const size_t before = t->n;
	llm_tools_add(t, trace_text_of(c->output), a);
	if (t->n > before)
		return;
	if (next != TRACE_NONE) {
		add_answer(t, llm_messages_of(trace_text_of(m->call[next].input)), 0, a);
		return;
	}
	const struct text messages = llm_messages_of(trace_text_of(c->input));
	for (uint32_t at = c->at + 1; messages.p && at < m->trace[c->trace].last; at++) {
		const struct trace_call *later = trace_call_at(m, at);
		if (later->kind != TRACE_LLM)
			continue;
		const struct text longer = llm_messages_of(trace_text_of(later->input));
		const size_t n = longer.p ? count_prefix(messages, longer) : SIZE_MAX;
		if (n != SIZE_MAX)
			add_answer(t, longer, n, a);
		return; /* only the next one is looked at, so that the time is linear */
	}
}
