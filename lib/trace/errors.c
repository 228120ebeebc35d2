/* SPDX-License-Identifier: MIT */
#include "trace/errors.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/table.h"
#include "json/write.h"
#include "trace/message.h"
#include "trace/places.h"
#include "trace/put.h"
#include "trace/root_cause.h"

struct trace_errors_private {
	struct siphash_key hash_key;
	struct table table;
	struct arena arena;     /* of the keys */
	struct text *key;       /* of each group; its end is the message */
	struct trace_place *at; /* of each example */
	size_t *place;          /* of each group, once they are sorted */
	size_t group_cap, key_cap, at_cap;
	struct buf scratch;
};

/* ---- groups --------------------------------------------------------------------------------- */

/* Appends a text so that no two lists of texts look alike. */
static void
add_to_key(struct buf *b, const struct trace_text *text)
{
	const struct text t = trace_text_of(text);
	const uint32_t n = t.p ? (uint32_t)t.n : UINT32_MAX;
	buf_put(b, &n, sizeof(n));
	buf_text(b, t);
}

/* Makes the key of a failure.  Returns where in it the message begins. */
static size_t
make_key(struct buf *b, const struct trace_call *c, const struct root_cause *r)
{
	b->n = 0;
	add_to_key(b, c->name);
	add_to_key(b, r->type);
	add_to_key(b, r->where);
	buf_char(b, r->message ? 1 : 0);
	const size_t from = b->n;
	if (r->message)
		trace_put_message(b, trace_text_of(r->message));
	return from;
}

struct wanted {
	const struct text *key;
	struct text wanted;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	return text_eq(w->key[ref - 1], w->wanted);
}

/* Looks for the key that is in the scratch buffer.  Returns 1 + the number of its group, or 0. */
static uint32_t
find_key(const struct trace_errors_private *k, uint32_t *hash)
{
	const struct wanted w = { k->key, buf_as_text(&k->scratch) };
	*hash = (uint32_t)siphash(k->hash_key, w.wanted.p, w.wanted.n);
	return table_find(&k->table, *hash, is_wanted, &w);
}

static struct trace_error_group *
group_of(struct trace_errors *e, const struct trace_call *c, const struct root_cause *r)
{
	struct trace_errors_private *k = e->private;
	const size_t message = make_key(&k->scratch, c, r);
	uint32_t hash;
	const uint32_t found = find_key(k, &hash);
	if (found > 0)
		return &e->group[found - 1];
	e->group = mem_grow(e->group, &k->group_cap, e->n + 1, sizeof(*e->group));
	k->key = mem_grow(k->key, &k->key_cap, e->n + 1, sizeof(*k->key));
	k->at = mem_grow(k->at, &k->at_cap, e->n + 1, sizeof(*k->at));
	const struct text key = arena_text(&k->arena, buf_as_text(&k->scratch));
	k->key[e->n] = key;
	k->at[e->n] = (struct trace_place){ r->call, r->event, 0 };
	e->group[e->n] = (struct trace_error_group){ .name = c->name,
		.type = r->type,
		.where = r->where,
		.message =
		    r->message ? (struct text){ key.p + message, key.n - message } : TEXT_ABSENT,
		.first_ns = TRACE_NO_TIME,
		.last_ns = TRACE_NO_TIME,
		.call = r->call,
		.trace = UINT32_MAX,
		.number = (uint32_t)e->n,
		.example = r->message };
	table_add(&k->table, hash, (uint32_t)++e->n);
	return &e->group[e->n - 1];
}

static void
count(struct trace_errors *e, const struct trace_call *c, const struct root_cause *r)
{
	struct trace_error_group *g = group_of(e, c, r);
	g->count++;
	g->handled += r->handled;
	g->traces += g->trace != c->trace;
	g->trace = c->trace;
	if (r->at_ns == TRACE_NO_TIME)
		return;
	if (g->first_ns == TRACE_NO_TIME || r->at_ns < g->first_ns)
		g->first_ns = r->at_ns;
	if (g->last_ns == TRACE_NO_TIME || r->at_ns > g->last_ns)
		g->last_ns = r->at_ns;
}

static int
by_count(const void *a, const void *b)
{
	const struct trace_error_group *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->position > y->position) - (x->position < y->position);
}

struct trace_errors *
trace_errors_new(const struct trace_model *m, struct siphash_key key)
{
	struct trace_errors *e = mem_zalloc(1, sizeof(*e));
	struct trace_errors_private *k = e->private = mem_zalloc(1, sizeof(*k));
	k->hash_key = key;
	uint32_t trace = UINT32_MAX;
	for (uint32_t at = 0; at < m->listed; at++) {
		const struct trace_call *c = trace_call_at(m, at);
		struct root_cause r;
		if (c->status != TRACE_ERROR || !trace_failure(m, m->depth_first[at], &r))
			continue;
		count(e, c, &r);
		e->count++;
		e->traces += c->trace != trace;
		trace = c->trace;
	}
	trace_find_positions(m, k->at, e->n);
	for (size_t i = 0; i < e->n; i++)
		e->group[i].position = k->at[i].position;
	if (e->n > 0)
		qsort(e->group, e->n, sizeof(*e->group), by_count);
	k->place = mem_alloc((e->n + 1) * sizeof(*k->place));
	for (size_t i = 0; i < e->n; i++)
		k->place[e->group[i].number] = i;
	return e;
}

size_t
trace_errors_group(struct trace_errors *e, const struct trace_model *m, const struct root_cause *r)
{
	uint32_t hash;
	make_key(&e->private->scratch, &m->call[r->call], r);
	const uint32_t found = find_key(e->private, &hash);
	assert(found > 0);
	return e->private->place[found - 1];
}

void
trace_errors_free(struct trace_errors *e)
{
	if (!e)
		return;
	table_free(&e->private->table);
	arena_free(&e->private->arena);
	buf_free(&e->private->scratch);
	free(e->private->key);
	free(e->private->at);
	free(e->private->place);
	free(e->private);
	free(e->group);
	free(e);
}

/* ---- as JSON -------------------------------------------------------------------------------- */

void
trace_put_error_group(struct buf *b, const struct trace_model *m, const struct trace_error_group *g)
{
	const struct trace_call *c = &m->call[g->call];
	json_begin(b, '{');
	json_member_string_or_null(b, "error_type", trace_text_of(g->type));
	json_member_string_or_null(b, "message", g->message);
	json_member_string_or_null(b, "name", trace_text_of(g->name));
	json_member_string_or_null(b, "where", trace_text_of(g->where));
	json_member_u64(b, "count", g->count);
	json_member_u64(b, "traces", g->traces);
	json_name(b, "first_at");
	trace_put_time(b, g->first_ns);
	json_name(b, "last_at");
	trace_put_time(b, g->last_ns);
	json_member_begin(b, "example", '{');
	json_member_string_or_null(b, "trace_id", trace_text_of(m->trace[c->trace].id));
	json_member_string_or_null(b, "call_id", trace_text_of(c->id));
	json_member_u64(b, "position", g->position);
	json_member_string_or_null(b, "message", trace_text_of(g->example));
	json_end(b, '}');
	json_member_u64(b, "handled", g->handled);
	json_end(b, '}');
	buf_char(b, '\n');
}
