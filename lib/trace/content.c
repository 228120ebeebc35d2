/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "trace/build.h"

/*
 * A record equal in content to an earlier one of its id is that record again.  Contents compare by
 * a keyed hash of 64 bits, so that 100,000 records of one id take linear time.
 */

static uint64_t
add_text(struct siphash_key key, uint64_t hash, struct text t)
{
	if (!t.p)
		return hash + 1;
	key.k0 ^= hash;
	return siphash(key, t.p, t.n);
}

static uint64_t
add_event(struct siphash_key key, uint64_t hash, const struct trace_event_record *e)
{
	const int64_t numbers[] = { (int64_t)hash, e->at_ns, e->after, (int64_t)e->type };
	hash = siphash(key, numbers, sizeof(numbers));
	for (unsigned i = 0; i < TRACE_EVENT_TEXTS; i++)
		hash = add_text(key, hash, e->text[i]);
	return add_text(key, hash, e->attributes);
}

static uint64_t
add_more(struct siphash_key key, uint64_t hash, const struct trace_more *m)
{
	const struct text texts[] = { m->error.type, m->error.message, m->error.where, m->model,
		m->vendor, m->cost_usd, m->links, m->file, m->after };
	key.k1 ^= m->llm;
	hash ^= siphash(key, m->usage, sizeof(m->usage));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		hash = add_text(key, hash, texts[i]);
	return hash;
}

uint64_t
trace_content(struct siphash_key key, const struct trace_record *r)
{
	const struct text texts[] = { r->parent_id, r->name, r->service, r->process, r->input,
		r->output, r->attributes };
	const int64_t numbers[] = { (int64_t)r->what, (int64_t)r->kind, (int64_t)r->status,
		r->start_ns, r->end_ns, r->duration_ns, r->line, (int64_t)r->notes };
	uint64_t hash = siphash(key, numbers, sizeof(numbers));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		hash = add_text(key, hash, texts[i]);
	if (r->more)
		hash = add_more(key, hash, r->more);
	for (size_t i = 0; i < r->events; i++)
		hash = add_event(key, hash, &r->event[i]);
	return hash;
}

struct wanted {
	const struct trace_build *build;
	uint64_t content;
	uint32_t first;
};

static bool
is_said(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct trace_said *s = &w->build->said[ref - 1];
	return s->content == w->content && s->first == w->first;
}

uint32_t
trace_find_content(const struct trace_build *b, uint32_t first, uint64_t content)
{
	const struct wanted w = { b, content, first };
	const uint32_t found = table_find(&b->contents, (uint32_t)(content + first), is_said, &w);
	return found > 0 ? b->said[found - 1].call : TRACE_NONE;
}

void
trace_note_content(struct trace_build *b, uint32_t first, uint64_t content, uint32_t call)
{
	b->said = mem_grow(b->said, &b->said_cap, b->nsaid + 1, sizeof(*b->said));
	b->said[b->nsaid++] = (struct trace_said){ content, first, call };
	table_add(&b->contents, (uint32_t)(content + first), (uint32_t)b->nsaid);
}
