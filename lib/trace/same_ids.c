/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/build.h"
#include "trace/ids.h"

/*
 * Which trace ids are the same, and which calls without a trace id belong to another trace, before
 * anything is looked up by them.
 */

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

/* ---- calls that have a trace id, by their own id ------------------------------------------- */

struct known {
	struct trace_model *model;
	struct table table; /* of calls: the first one of each id, in any trace */
	bool *several;      /* by call: other traces have a call of the id, too */
};

struct known_id {
	const struct trace_model *model;
	struct text id;
};

static bool
is_id(const void *context, uint32_t ref)
{
	const struct known_id *w = context;
	return text_eq(trace_text_of(w->model->call[ref - 1].id), w->id);
}

static uint32_t
find_known(const struct known *k, struct text id, uint32_t *hash)
{
	const struct known_id w = { k->model, id };
	*hash = (uint32_t)siphash(k->model->build->key, id.p, id.n);
	return table_find(&k->table, *hash, is_id, &w);
}

static void
add_known(struct known *k, uint32_t call)
{
	const struct trace_making *making = k->model->build->making;
	uint32_t hash;
	const uint32_t found = find_known(k, trace_text_of(k->model->call[call].id), &hash);
	if (found == 0)
		table_add(&k->table, hash, call + 1);
	else
		k->several[found - 1] |= making[found - 1].trace_id != making[call].trace_id;
}

/* The trace of the only call of an id that has one, or NULL.  *several: there is more than one. */
static const struct trace_text *
known_trace(const struct known *k, const struct trace_text *id, bool *several)
{
	uint32_t hash;
	const uint32_t found = id ? find_known(k, trace_text_of(id), &hash) : 0;
	if (found == 0)
		return NULL;
	*several |= k->several[found - 1];
	return k->several[found - 1] ? NULL : k->model->build->making[found - 1].trace_id;
}

/* ---- calls without a trace id --------------------------------------------------------------- */

/* Of the calls of an id, the earliest keeps it, and is the parent of those that name it. */
static uint32_t
earliest_of(const struct trace_model *m, uint32_t first)
{
	const struct trace_making *making = m->build->making;
	uint32_t earliest = first;
	for (uint32_t i = first == TRACE_NONE ? 0 : making[first].same; i > 0;
	     i = making[i - 1].same) {
		const uint64_t x = trace_sort_key(m->call[i - 1].start_ns),
			       y = trace_sort_key(m->call[earliest].start_ns);
		if (x < y || (x == y && i - 1 < earliest))
			earliest = i - 1;
	}
	return earliest;
}

struct names {
	struct known known;
	const struct trace_text **name; /* by call: what its trace will be named after */
	uint32_t *earliest;             /* by the first call of an id: 1 + the earliest, or 0 */
};

static uint32_t
find_above(struct names *n, const struct trace_text *id)
{
	const struct trace_model *m = n->known.model;
	const uint32_t first = id ? trace_find_call(m, NULL, trace_text_of(id), NULL) : TRACE_NONE;
	if (first == TRACE_NONE || m->build->making[first].same == 0)
		return first;
	if (n->earliest[first] == 0)
		n->earliest[first] = 1 + earliest_of(m, first);
	return n->earliest[first] - 1;
}

/* A request that has the id of its call belongs to it. */
static uint32_t
call_above(struct names *n, uint32_t call)
{
	const struct trace_model *m = n->known.model;
	uint32_t above = TRACE_NONE;
	if (m->build->making[call].half)
		above = find_above(n, m->call[call].id);
	return above != TRACE_NONE ? above : find_above(n, m->call[call].parent_id);
}

/* The trace of the call that events alone are about. */
static const struct trace_text *
trace_of_events(const struct known *k, uint32_t call, bool *several)
{
	const struct trace_making *made = &k->model->build->making[call];
	if (made->half || made->made_up || !trace_only_events(k->model, call))
		return NULL;
	return known_trace(k, k->model->call[call].id, several);
}

/* The trace of the missing call above a call. */
static const struct trace_text *
trace_above(const struct known *k, uint32_t call, bool *several)
{
	const struct trace_call *c = &k->model->call[call];
	const struct trace_text *trace = NULL;
	if (k->model->build->making[call].half)
		trace = known_trace(k, c->id, several);
	return trace ? trace : known_trace(k, c->parent_id, several);
}

/* The name of the trace of a call that needs no other call without a trace id to be found: that of
 * a call with a trace id, or the name of a root or its missing parent.  NULL: it is that of the
 * call above. */
static const struct trace_text *
own_name(struct names *n, uint32_t call, uint32_t *above)
{
	struct trace_model *m = n->known.model;
	const struct trace_call *c = &m->call[call];
	bool several = false;
	const struct trace_text *name = trace_of_events(&n->known, call, &several);
	*above = call_above(n, call);
	if (!name && *above == TRACE_NONE) {
		name = trace_above(&n->known, call, &several);
		name = name ? name : c->parent_id ? c->parent_id : c->id;
	}
	m->apart += several;
	return name;
}

/* Finds after what their traces will be named. */
static void
find_names(struct names *n)
{
	const struct trace_model *m = n->known.model;
	const struct trace_text **const name = n->name;
	uint32_t *seen = mem_zalloc(m->calls + 1, sizeof(*seen));
	for (uint32_t i = 0; i < m->calls; i++) {
		uint32_t c = i, above;
		if (m->build->making[i].trace_id)
			continue;
		while (!name[c] && seen[c] != i + 1) {
			seen[c] = i + 1;
			name[c] = own_name(n, c, &above);
			c = name[c] ? c : above;
		}
		/* in a circle, any of its calls will do */
		const struct trace_text *found = name[c] ? name[c] : m->call[c].id;
		for (c = i; !name[c]; c = call_above(n, c))
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

/* Gives calls without a trace id that of another trace, if they belong to a call of it or theirs
 * will have that name. */
static bool
join_named(struct trace_model *m, const struct tails *tails)
{
	struct trace_making *making = m->build->making;
	struct names n = { .known = { .model = m } };
	struct table recorded = { 0 };
	bool changed = false;
	n.name = mem_zalloc(m->calls + 1, sizeof(*n.name));
	n.earliest = mem_zalloc(m->calls + 1, sizeof(*n.earliest));
	n.known.several = mem_zalloc(m->calls + 1, sizeof(*n.known.several));
	for (uint32_t i = 0; i < m->calls; i++) {
		if (!making[i].trace_id)
			continue;
		first_with(m, &recorded, making[i].trace_id, i);
		if (!making[i].made_up)
			add_known(&n.known, i);
	}
	find_names(&n);
	for (uint32_t i = 0; i < m->calls; i++) {
		if (making[i].trace_id)
			continue;
		const struct trace_text *id = trace_intern(m, trace_text_of(n.name[i]));
		if (!take_long(tails, &id) &&
		    first_with(m, &recorded, id, TRACE_NONE) == TRACE_NONE)
			continue;
		making[i].trace_id = id;
		changed = true;
	}
	table_free(&n.known.table);
	table_free(&recorded);
	free(n.known.several);
	free(n.earliest);
	free(n.name);
	return changed;
}

/* Collects the trace ids of 32 digits, if there are others that may end them. */
static void
add_tails(struct tails *t)
{
	const struct trace_model *m = t->model;
	const struct trace_build *b = m->build;
	bool wanted = b->without_trace > 0;
	for (uint32_t i = 0; i < m->calls && !wanted; i++)
		wanted = is_short(b->making[i].trace_id);
	for (size_t i = 0; i < b->strays && !wanted; i++)
		wanted = is_short(b->stray[i].trace_id);
	for (uint32_t i = 0; i < m->calls && wanted; i++)
		if (is_long(b->making[i].trace_id))
			add_tail(t, b->making[i].trace_id);
	for (size_t i = 0; i < b->strays && wanted; i++)
		if (is_long(b->stray[i].trace_id))
			add_tail(t, b->stray[i].trace_id);
}

void
trace_build_ids(struct trace_model *m)
{
	struct trace_build *b = m->build;
	struct tails tails = { .model = m };
	bool changed = false;
	if (b->with_trace == 0 && b->strays == 0)
		return;
	add_tails(&tails);
	for (uint32_t i = 0; i < m->calls && tails.n > 0; i++)
		changed |= take_long(&tails, &b->making[i].trace_id);
	for (size_t i = 0; i < b->strays && tails.n > 0; i++)
		take_long(&tails, &b->stray[i].trace_id);
	if (b->with_trace > 0 && b->without_trace > 0) {
		/* before calls of one id part */
		trace_build_ends(m);
		changed |= join_named(m, &tails);
	}
	if (changed)
		trace_index_calls(m);
	table_free(&tails.table);
	free(tails.id);
	free(tails.several);
}
