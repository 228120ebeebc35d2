/* SPDX-License-Identifier: MIT */
#include "trace/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "trace/build.h"
#include "trace/members.h"

struct trace_model *
trace_model_new(struct siphash_key key)
{
	struct trace_model *m = mem_zalloc(1, sizeof(*m));
	m->build = mem_zalloc(1, sizeof(*m->build));
	m->build->key = key;
	return m;
}

struct siphash_key
trace_model_key(const struct trace_model *m)
{
	return m->build->key;
}

void
trace_model_free(struct trace_model *m)
{
	if (!m)
		return;
	struct trace_build *b = m->build;
	arena_free(&b->arena);
	trace_shares_free(b->shares);
	table_free(&b->interned);
	table_free(&b->ids);
	table_free(&b->contents);
	free(b->said);
	free(b->part);
	buf_free(&b->scratch);
	free(b->name);
	free(b->making);
	free(b->end);
	free(b->stray);
	free(b->astray);
	free(b);
	free(m->call);
	free(m->event);
	free(m->trace);
	free(m->depth_first);
	free(m->stray_call);
	free(m->end_call);
	free(m);
}

/* ---- texts ---------------------------------------------------------------------------------- */

const struct trace_text *
trace_keep(struct trace_model *m, struct text t)
{
	if (!t.p)
		return NULL;
	if (t.n >= TRACE_ELSEWHERE)
		return trace_share(m, t);
	struct trace_text *k = arena_alloc_aligned(&m->build->arena,
	    offsetof(struct trace_text, bytes) + t.n, _Alignof(struct trace_text));
	k->length = (uint32_t)t.n;
	if (t.n > 0)
		memcpy(k->bytes, t.p, t.n);
	return k;
}

struct named {
	const struct trace_build *build;
	struct text text;
};

static bool
is_named(const void *context, uint32_t ref)
{
	const struct named *n = context;
	return text_eq(trace_text_of(n->build->name[ref - 1]), n->text);
}

/* Where a name is remembered.  Names that collide only cost time. */
static size_t
looks_of(struct text t)
{
	size_t h = t.n * 31;
	if (t.n > 0)
		h += (unsigned char)t.p[0] + (unsigned char)t.p[t.n / 2] * 5U +
		     (unsigned char)t.p[t.n - 1] * 17U;
	return h % TRACE_RECENT;
}

const struct trace_text *
trace_intern(struct trace_model *m, struct text t)
{
	struct trace_build *b = m->build;
	if (!t.p)
		return NULL;
	/* most names were met a moment before, and comparing costs less than hashing */
	uint32_t *const recent = &b->recent[looks_of(t)];
	if (*recent > 0 && text_eq(trace_text_of(b->name[*recent - 1]), t))
		return b->name[*recent - 1];
	const struct named n = { b, t };
	const uint32_t hash = (uint32_t)siphash(b->key, t.p, t.n);
	const uint32_t found = table_find(&b->interned, hash, is_named, &n);
	if (found > 0) {
		*recent = found;
		return b->name[found - 1];
	}
	b->name = mem_grow(b->name, &b->name_cap, b->names + 1, sizeof(*b->name));
	b->name[b->names++] = trace_keep(m, t);
	*recent = (uint32_t)b->names;
	table_add(&b->interned, hash, (uint32_t)b->names);
	return b->name[b->names - 1];
}

/* ---- calls by their ids --------------------------------------------------------------------- */

struct wanted {
	const struct trace_model *model;
	const struct trace_text *trace_id, *half;
	struct text id;
};

static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct trace_making *made = &w->model->build->making[ref - 1];
	return made->trace_id == w->trace_id && made->half == w->half &&
	       text_eq(trace_text_of(w->model->call[ref - 1].id), w->id);
}

/* Traces and halves are stored once, so their address tells them apart. */
static uint32_t
mix(uint64_t id_hash, const struct trace_text *trace_id, const struct trace_text *half)
{
	const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	const uint64_t h = id_hash ^ (uintptr_t)trace_id * odd ^ ((uintptr_t)half << 7) * odd;
	return (uint32_t)(h ^ h >> 32);
}

static uint32_t
hash_of(const struct wanted *w)
{
	return mix(siphash(w->model->build->key, w->id.p, w->id.n), w->trace_id, w->half);
}

void
trace_prepare(struct siphash_key key, struct trace_record *r)
{
	if (r->call_id.p)
		r->id_hash = siphash(key, r->call_id.p, r->call_id.n);
	if (r->what != TRACE_EVENT && r->what != TRACE_END && r->parent_id.p)
		r->parent_hash = siphash(key, r->parent_id.p, r->parent_id.n);
	if (r->what != TRACE_EVENT)
		r->content = trace_content(key, r);
}

void
trace_expect(const struct trace_model *m, const struct trace_record *r)
{
	if (r->id_hash != 0 && !r->trace_id.p && !r->half.p)
		table_expect(&m->build->ids, mix(r->id_hash, NULL, NULL));
	if (r->parent_hash != 0 && !r->trace_id.p)
		table_expect(&m->build->ids, mix(r->parent_hash, NULL, NULL));
}

uint32_t
trace_parent_of(const struct trace_model *m, uint32_t call, const struct trace_record *r)
{
	const struct wanted w = { m, m->build->making[call].trace_id, NULL, r->parent_id };
	if (r->parent_hash == 0 || !r->parent_id.p)
		return TRACE_NONE;
	return table_find(&m->build->ids, mix(r->parent_hash, w.trace_id, NULL), is_wanted, &w) - 1;
}

uint32_t
trace_find_call(const struct trace_model *m, const struct trace_text *trace_id, struct text id,
    const struct trace_text *half)
{
	const struct wanted w = { m, trace_id, half, id };
	return table_find(&m->build->ids, hash_of(&w), is_wanted, &w) - 1;
}

uint32_t
trace_expect_call(
    const struct trace_model *m, const struct trace_text *trace_id, const struct trace_text *id)
{
	const struct wanted w = { m, trace_id, NULL, trace_text_of(id) };
	const uint32_t hash = hash_of(&w);
	table_expect(&m->build->ids, hash);
	return hash;
}

uint32_t
trace_find_expected(const struct trace_model *m, const struct trace_text *trace_id,
    const struct trace_text *id, uint32_t hash)
{
	const struct wanted w = { m, trace_id, NULL, trace_text_of(id) };
	return table_find(&m->build->ids, hash, is_wanted, &w) - 1;
}

uint32_t
trace_new_call(struct trace_model *m, const struct trace_text *trace_id,
    const struct trace_text *id, const struct trace_text *half)
{
	struct trace_build *b = m->build;
	m->call = mem_grow(m->call, &b->call_cap, m->calls + 1, sizeof(*m->call));
	b->making = mem_grow(b->making, &b->making_cap, m->calls + 1, sizeof(*b->making));
	m->call[m->calls] = (struct trace_call){ .id = id,
		.start_ns = TRACE_NO_TIME,
		.duration_ns = TRACE_NO_TIME,
		.trace = TRACE_NONE,
		.parent = TRACE_NONE,
		.order = b->order };
	b->making[m->calls] =
	    (struct trace_making){ .trace_id = trace_id, .half = half, .end_ns = TRACE_NO_TIME };
	b->with_trace += trace_id != NULL;
	b->without_trace += trace_id == NULL;
	b->halves += half != NULL;
	return (uint32_t)m->calls++;
}

void
trace_chain(struct trace_build *b, uint32_t first, uint32_t call)
{
	uint32_t last = call;
	b->chained++;
	while (b->making[last].same > 0)
		last = b->making[last].same - 1;
	b->making[last].same = b->making[first].same;
	b->making[first].same = call + 1;
}

/* Calls that had the same id are apart if they have come into different traces. */
static void
part_same(struct trace_build *b, uint32_t first)
{
	uint32_t next, i = b->making[first].same;
	while (i > 0 && b->making[i - 1].trace_id == b->making[first].trace_id)
		i = b->making[i - 1].same;
	for (uint32_t k = i > 0 ? first + 1 : 0; k > 0; k = next) {
		next = b->making[k - 1].same;
		b->making[k - 1].same = 0;
	}
}

void
trace_index_calls(struct trace_model *m)
{
	struct trace_build *b = m->build;
	bool *later = mem_zalloc(m->calls + 1, sizeof(*later));
	for (uint32_t i = 0; i < m->calls; i++)
		if (b->making[i].same > 0)
			later[b->making[i].same - 1] = true;
	for (uint32_t i = 0; i < m->calls && b->chained > 0; i++)
		if (b->making[i].same > 0 && !later[i])
			part_same(b, i);
	b->moved = true;
	memset(later, 0, m->calls);
	for (uint32_t i = 0; i < m->calls; i++)
		if (b->making[i].same > 0)
			later[b->making[i].same - 1] = true;
	table_free(&b->ids);
	for (uint32_t i = 0; i < m->calls; i++) {
		const struct trace_making *made = &b->making[i];
		const struct wanted w = { m, made->trace_id, made->half,
			trace_text_of(m->call[i].id) };
		if (later[i] || trace_is_absorbed(&m->call[i]))
			continue;
		const uint32_t hash = hash_of(&w), first = table_find(&b->ids, hash, is_wanted, &w);
		if (first == 0) {
			table_add(&b->ids, hash, i + 1);
		} else if (trace_is_part(m, first - 1, i) && b->making[i].begun) {
			table_remove(&b->ids, hash, first);
			table_add(&b->ids, hash, i + 1);
			trace_absorb_call(m, first - 1, i);
		} else if (trace_is_part(m, i, first - 1)) {
			trace_absorb_call(m, i, first - 1);
		} else {
			trace_chain(b, first - 1, i);
		}
	}
	free(later);
}

void
trace_index_instead(struct trace_model *m, uint32_t call, uint32_t other)
{
	const struct trace_making *made = &m->build->making[call];
	const struct wanted w = { m, made->trace_id, made->half, trace_text_of(m->call[call].id) };
	m->build->moved = true;
	table_remove(&m->build->ids, hash_of(&w), call + 1);
	table_add(&m->build->ids, hash_of(&w), other + 1);
}

uint32_t
trace_index_half(struct trace_model *m, uint32_t call, const struct trace_text *id)
{
	struct trace_making *made = &m->build->making[call];
	const struct wanted with = { m, made->trace_id, made->half,
		trace_text_of(m->call[call].id) };
	const struct wanted alone = { m, made->trace_id, NULL, trace_text_of(id) };
	m->build->moved = true;
	table_remove(&m->build->ids, hash_of(&with), call + 1);
	for (uint32_t i = call + 1; i > 0; i = m->build->making[i - 1].same)
		m->build->making[i - 1].half = NULL;
	m->call[call].id = id;
	const uint32_t first = table_find(&m->build->ids, hash_of(&alone), is_wanted, &alone);
	if (first > 0 && trace_only_events(m, first - 1)) {
		table_remove(&m->build->ids, hash_of(&alone), first);
		trace_absorb_call(m, first - 1, call);
	}
	if (first == 0 || trace_is_absorbed(&m->call[first - 1])) {
		table_add(&m->build->ids, hash_of(&alone), call + 1);
		return TRACE_NONE;
	}
	trace_chain(m->build, first - 1, call);
	return first - 1;
}

uint32_t
trace_call_of(struct trace_model *m, const struct trace_record *r)
{
	const struct trace_text *trace_id = trace_intern(m, r->trace_id);
	const struct wanted w = { m, trace_id, trace_intern(m, r->half), r->call_id };
	const uint32_t hash = r->id_hash != 0 ? mix(r->id_hash, w.trace_id, w.half) : hash_of(&w);
	const uint32_t found = table_find(&m->build->ids, hash, is_wanted, &w);
	if (found > 0)
		return found - 1;
	const uint32_t call = trace_new_call(m, trace_id, trace_keep(m, r->call_id), w.half);
	table_add(&m->build->ids, hash, call + 1);
	return call;
}

void
trace_set_shared(struct trace_model *m, uint32_t call, const struct trace_text *service,
    const struct trace_text *resource)
{
	struct trace_call *c = &m->call[call];
	c->service = c->service ? c->service : service;
	c->resource = c->resource ? c->resource : resource;
}

void
trace_add_shared(struct trace_model *m, uint32_t call, const struct trace_text *attributes)
{
	struct trace_call *c = &m->call[call];
	if (!c->resource)
		c->resource = attributes;
	else if (c->resource != attributes)
		trace_join_attributes(m, call, trace_text_of(attributes), false);
}

size_t
trace_strays(const struct trace_model *m)
{
	return m->build->strays;
}

uint32_t
trace_stray_call(const struct trace_model *m, size_t stray)
{
	return m->stray_call ? m->stray_call[stray] : TRACE_NONE;
}

size_t
trace_late_ends(const struct trace_model *m)
{
	return m->build->ends;
}

uint32_t
trace_late_end_call(const struct trace_model *m, size_t end)
{
	return m->end_call ? m->end_call[end] : TRACE_NONE;
}
