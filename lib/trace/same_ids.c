/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/build.h"
#include "trace/ids.h"

/* Which trace ids are the same, before anything is looked up by them. */

/* The only 32-digit trace ids that end in the 16 digits of others. */
struct tails {
	struct table table;
	const struct trace_model *model;
	const struct trace_text **id;
	bool *several;
	size_t n, cap, several_cap;
};

struct tail {
	const struct tails *tails;
	struct text digits;
};

static bool
is_tail(const void *context, uint32_t ref)
{
	const struct tail *t = context;
	const struct text id = trace_text_of(t->tails->id[ref - 1]);
	return memcmp(id.p + id.n - 16, t->digits.p, 16) == 0;
}

static uint32_t
find_tail(const struct tails *t, struct text digits, uint32_t *hash)
{
	const struct tail tail = { t, digits };
	*hash = (uint32_t)siphash(t->model->build->key, digits.p, digits.n);
	return table_find(&t->table, *hash, is_tail, &tail);
}

/* Trace ids are stored once, so those that differ differ in their address. */
static void
add_tail(struct tails *t, const struct trace_text *id)
{
	const struct text text = trace_text_of(id);
	uint32_t hash;
	const uint32_t found = find_tail(t, (struct text){ text.p + 16, 16 }, &hash);
	if (found > 0) {
		t->several[found - 1] |= t->id[found - 1] != id;
		return;
	}
	t->id = mem_grow(t->id, &t->cap, t->n + 1, sizeof(*t->id));
	t->several = mem_grow(t->several, &t->several_cap, t->n + 1, sizeof(*t->several));
	t->id[t->n] = id;
	t->several[t->n++] = false;
	table_add(&t->table, hash, (uint32_t)t->n);
}

static bool
is_short(const struct trace_text *id)
{
	return id && trace_id_is_hex(trace_text_of(id), 16);
}

static bool
is_long(const struct trace_text *id)
{
	return id && trace_id_is_hex(trace_text_of(id), 32);
}

/* Replaces an id of 16 digits.  Returns whether it did. */
static bool
take_long(const struct tails *t, const struct trace_text **id)
{
	uint32_t hash;
	if (!is_short(*id))
		return false;
	const uint32_t found = find_tail(t, trace_text_of(*id), &hash);
	if (found == 0 || t->several[found - 1])
		return false;
	*id = t->id[found - 1];
	return true;
}

/* ---- calls without a trace id --------------------------------------------------------------- */

/* A request that has the id of its call belongs to it. */
static uint32_t
call_above(const struct trace_model *m, uint32_t call)
{
	const struct trace_making *made = &m->build->making[call];
	const struct trace_call *c = &m->call[call];
	uint32_t above = TRACE_NONE;
	if (made->half)
		above = trace_find_call(m, NULL, trace_text_of(c->id), NULL);
	if (above == TRACE_NONE && c->parent_id)
		above = trace_find_call(m, NULL, trace_text_of(c->parent_id), NULL);
	return above;
}

/* Finds after what their traces will be named: the root, or its parent that is missing. */
static void
find_names(const struct trace_model *m, const struct trace_text **name)
{
	uint32_t *seen = mem_zalloc(m->calls + 1, sizeof(*seen));
	for (uint32_t i = 0; i < m->calls; i++) {
		uint32_t c = i, above = TRACE_NONE;
		if (m->build->making[i].trace_id)
			continue;
		while (!name[c] && seen[c] != i + 1) {
			seen[c] = i + 1;
			above = call_above(m, c);
			if (above == TRACE_NONE)
				name[c] =
				    m->call[c].parent_id ? m->call[c].parent_id : m->call[c].id;
			else
				c = above;
		}
		/* in a circle, any of its calls will do */
		const struct trace_text *found = name[c] ? name[c] : m->call[c].id;
		for (c = i; !name[c]; c = call_above(m, c))
			name[c] = found;
	}
	free(seen);
}

static bool
is_same(const void *context, uint32_t ref)
{
	const struct trace_making *const *made = context;
	return made[0][ref - 1].trace_id == made[1]->trace_id;
}

/* The first call with that trace id, which is stored once, or TRACE_NONE; the call is added. */
static uint32_t
first_with(
    const struct trace_model *m, struct table *table, const struct trace_text *id, uint32_t call)
{
	const struct trace_making wanted = { .trace_id = id };
	const struct trace_making *const context[] = { m->build->making, &wanted };
	const uint32_t hash = (uint32_t)siphash(m->build->key, &id, sizeof(id));
	const uint32_t found = table_find(table, hash, is_same, context);
	if (found == 0 && call != TRACE_NONE)
		table_add(table, hash, call + 1);
	return found - 1;
}

/* Gives calls without a trace id that of another trace, if theirs will have that name. */
static bool
join_named(struct trace_model *m, const struct tails *tails)
{
	struct trace_making *making = m->build->making;
	const struct trace_text **name = mem_zalloc(m->calls + 1, sizeof(*name));
	struct table recorded = { 0 };
	bool changed = false;
	for (uint32_t i = 0; i < m->calls; i++)
		if (making[i].trace_id)
			first_with(m, &recorded, making[i].trace_id, i);
	find_names(m, name);
	for (uint32_t i = 0; i < m->calls; i++) {
		if (making[i].trace_id)
			continue;
		const struct trace_text *id = trace_intern(m, trace_text_of(name[i]));
		if (!take_long(tails, &id) &&
		    first_with(m, &recorded, id, TRACE_NONE) == TRACE_NONE)
			continue;
		making[i].trace_id = id;
		changed = true;
	}
	table_free(&recorded);
	free(name);
	return changed;
}

void
trace_build_ids(struct trace_model *m)
{
	struct trace_build *b = m->build;
	struct tails tails = { .model = m };
	const bool any = b->with_trace > 0, none = b->without_trace > 0;
	bool shorter = false, changed = false;
	if (!any && b->strays == 0)
		return;
	for (uint32_t i = 0; i < m->calls && any; i++)
		shorter |= is_short(b->making[i].trace_id);
	for (size_t i = 0; i < b->strays && !shorter; i++)
		shorter = is_short(b->stray[i].trace_id);
	for (uint32_t i = 0; i < m->calls && (shorter || none); i++)
		if (is_long(b->making[i].trace_id))
			add_tail(&tails, b->making[i].trace_id);
	for (size_t i = 0; i < b->strays && (shorter || none); i++)
		if (is_long(b->stray[i].trace_id))
			add_tail(&tails, b->stray[i].trace_id);
	if (any && none)
		changed = join_named(m, &tails);
	for (uint32_t i = 0; i < m->calls && tails.n > 0; i++)
		changed |= take_long(&tails, &b->making[i].trace_id);
	for (size_t i = 0; i < b->strays && tails.n > 0; i++)
		take_long(&tails, &b->stray[i].trace_id);
	if (changed)
		trace_index_calls(m);
	table_free(&tails.table);
	free(tails.id);
	free(tails.several);
}
