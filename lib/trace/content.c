/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/mem.h"
#include "trace/build.h"

/*
 * A record equal in content to an earlier one of its id is that record again.  Contents compare by
 * a keyed hash of 64 bits, so that 100,000 records of one id take linear time.
 */

/* What is hashed, put side by side: one hash of many bytes costs less than many hashes of few. */
struct content {
	struct siphash_key key;
	size_t n;
	unsigned char bytes[512];
};

static void
fold(struct content *c, const void *p, size_t n)
{
	c->key.k0 ^= siphash(c->key, p, n);
}

static void
add_bytes(struct content *c, const void *p, size_t n)
{
	if (n > sizeof(c->bytes) - c->n) {
		fold(c, c->bytes, c->n);
		c->n = 0;
	}
	if (n > sizeof(c->bytes)) {
		fold(c, p, n);
	} else if (n > 0) {
		memcpy(c->bytes + c->n, p, n);
		c->n += n;
	}
}

static void
add_number(struct content *c, int64_t n)
{
	add_bytes(c, &n, sizeof(n));
}

static void
add_text(struct content *c, struct text t)
{
	add_number(c, t.p ? (int64_t)t.n : -1);
	add_bytes(c, t.p, t.p ? t.n : 0);
}

static void
add_event(struct content *c, const struct trace_event_record *e)
{
	add_number(c, e->at_ns);
	add_number(c, e->after);
	add_number(c, (int64_t)e->type);
	for (unsigned i = 0; i < TRACE_EVENT_TEXTS; i++)
		add_text(c, e->text[i]);
	add_text(c, e->attributes);
}

static void
add_more(struct content *c, const struct trace_more *m)
{
	const struct text texts[] = { m->error.type, m->error.message, m->error.where, m->model,
		m->vendor, m->cost_usd, m->links, m->file, m->after };
	add_number(c, m->llm);
	add_bytes(c, m->usage, sizeof(m->usage));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		add_text(c, texts[i]);
}

enum { TEXTS = 7 };

/* What every record has, in few bytes: its numbers, and the lengths of its texts, which tell where
 * each begins.  There are no bytes between the members. */
struct content_head {
	int64_t start_ns, end_ns, duration_ns;
	uint32_t length[TEXTS]; /* 1 more than its low bits are; 0: the text is absent */
	uint32_t line, notes;
	uint8_t what, kind, status, more;
};

uint64_t
trace_content(struct siphash_key key, const struct trace_record *r)
{
	const struct text texts[TEXTS] = { r->parent_id, r->name, r->service, r->process, r->input,
		r->output, r->attributes };
	struct content_head head = { .start_ns = r->start_ns,
		.end_ns = r->end_ns,
		.duration_ns = r->duration_ns,
		.line = r->line,
		.notes = r->notes,
		.what = (uint8_t)r->what,
		.kind = (uint8_t)r->kind,
		.status = (uint8_t)r->status,
		.more = r->more != NULL };
	struct content c;
	c.key = key;
	c.n = 0;
	for (size_t i = 0; i < TEXTS; i++)
		head.length[i] = texts[i].p ? (uint32_t)texts[i].n + 1 : 0;
	add_bytes(&c, &head, sizeof(head));
	for (size_t i = 0; i < TEXTS; i++)
		if (texts[i].n > 0)
			add_bytes(&c, texts[i].p, texts[i].n);
	if (r->more)
		add_more(&c, r->more);
	for (size_t i = 0; i < r->events; i++)
		add_event(&c, &r->event[i]);
	return siphash(c.key, c.bytes, c.n);
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
