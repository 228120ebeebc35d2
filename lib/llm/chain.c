/* SPDX-License-Identifier: MIT */
#include "llm/chain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "trace/members.h"

struct llm_chains {
	const struct trace_model *model;
	struct siphash_key key;
	struct table ids; /* of llm calls, by trace and id: 1 + the call */
	uint32_t *before; /* by call: the one before it in its chain, or TRACE_NONE; */
	uint32_t *next;   /* and the one after it */
};

struct wanted {
	const struct trace_model *model;
	uint32_t trace;
	struct text id;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct trace_call *c = &w->model->call[ref - 1];
	return c->trace == w->trace && text_eq(trace_text_of(c->id), w->id);
}

static uint32_t
hash_of(const struct llm_chains *k, struct text id)
{
	return (uint32_t)siphash(k->key, id.p, id.n);
}

static struct text
after_of(const struct trace_call *c)
{
	return trace_text_of(c->more ? c->more->after : NULL);
}

static void
link_call(struct llm_chains *k, uint32_t call)
{
	const struct trace_call *c = &k->model->call[call];
	const struct wanted w = { k->model, c->trace, after_of(c) };
	if (!w.id.p)
		return;
	const uint32_t ref = table_find(&k->ids, hash_of(k, w.id), is_wanted, &w);
	if (ref == 0 || ref - 1 == call)
		return;
	k->before[call] = ref - 1;
	if (k->next[ref - 1] == TRACE_NONE)
		k->next[ref - 1] = call;
}

struct llm_chains *
llm_chains_new(const struct trace_model *m, struct siphash_key key)
{
	struct llm_chains *k = mem_zalloc(1, sizeof(*k));
	k->model = m;
	k->key = key;
	k->before = mem_alloc((m->calls + 1) * sizeof(*k->before));
	k->next = mem_alloc((m->calls + 1) * sizeof(*k->next));
	for (size_t i = 0; i < m->calls; i++)
		k->before[i] = k->next[i] = TRACE_NONE;
	for (size_t i = 0; i < m->listed; i++) {
		const struct trace_call *c = trace_call_at(m, (uint32_t)i);
		if (c->kind == TRACE_LLM && c->id)
			table_add(&k->ids, hash_of(k, trace_text_of(c->id)), m->depth_first[i] + 1);
	}
	for (size_t i = 0; i < m->listed; i++)
		if (trace_call_at(m, (uint32_t)i)->kind == TRACE_LLM)
			link_call(k, m->depth_first[i]);
	return k;
}

void
llm_chains_free(struct llm_chains *k)
{
	if (!k)
		return;
	table_free(&k->ids);
	free(k->before);
	free(k->next);
	free(k);
}

uint32_t
llm_chain_next(const struct llm_chains *k, uint32_t call)
{
	return k->next[call];
}

bool
llm_chain_has(const struct llm_chains *k, uint32_t call)
{
	return k->next[call] != TRACE_NONE || after_of(&k->model->call[call]).p;
}

/* ---- requests ------------------------------------------------------------------------------- */

struct text
llm_messages_of(struct text request)
{
	const struct text list = request.n > 0 && request.p[0] == '{'
				     ? trace_member_of(request, TEXT("messages"))
				     : TEXT_ABSENT;
	return list.n > 0 && list.p[0] == '[' ? list : TEXT_ABSENT;
}

/* Lists the calls of a chain, the last one first.  Returns -1 and fills *e if it has no beginning.
 */
static int
list_chain(const struct llm_chains *k, uint32_t call, uint32_t **list, size_t *n, struct err *e)
{
	size_t cap = 0;
	uint32_t at = call;
	*list = NULL;
	*n = 0;
	for (;; at = k->before[at]) {
		*list = mem_grow(*list, &cap, *n + 1, sizeof(**list));
		(*list)[(*n)++] = at;
		if (k->before[at] == TRACE_NONE || *n > k->model->listed)
			break;
	}
	if (*n > k->model->listed)
		return err_set(e, "the calls that it comes after go in a circle");
	const struct text after = after_of(&k->model->call[at]);
	if (after.p)
		return err_set(
		    e, "the call before it, '%.*s', is not in the input", (int)after.n, after.p);
	return 0;
}

static int
put_messages(
    const struct llm_chains *k, const uint32_t *list, size_t n, struct buf *b, struct err *e)
{
	bool any = false;
	buf_char(b, '[');
	for (size_t i = n; i-- > 0;) {
		const struct trace_call *c = &k->model->call[list[i]];
		const struct text messages = llm_messages_of(trace_text_of(c->input));
		const struct text id = trace_text_of(c->id);
		if (!messages.p)
			return err_set(e,
			    "the messages of the call '%.*s', which come before, are "
			    "not recorded",
			    (int)id.n, id.p);
		if (messages.n == 2)
			continue;
		if (any)
			buf_char(b, ',');
		buf_put(b, messages.p + 1, messages.n - 2);
		any = true;
	}
	buf_char(b, ']');
	return 0;
}

struct text
llm_chain_request(const struct llm_chains *k, uint32_t call, struct arena *a, struct err *e)
{
	const struct text input = trace_text_of(k->model->call[call].input);
	const struct text own = llm_messages_of(input);
	struct buf b = { 0 };
	struct text result = TEXT_ABSENT;
	uint32_t *list;
	size_t n;
	if (!after_of(&k->model->call[call]).p)
		return input.p ? input : TEXT("null");
	if (!own.p) {
		err_set(e, "its request is not recorded");
		return result;
	}
	buf_put(&b, input.p, (size_t)(own.p - input.p));
	if (list_chain(k, call, &list, &n, e) == 0 && put_messages(k, list, n, &b, e) == 0) {
		const char *rest = own.p + own.n;
		buf_put(&b, rest, (size_t)(input.p + input.n - rest));
		result = arena_text(a, buf_as_text(&b));
	}
	free(list);
	buf_free(&b);
	return result;
}
