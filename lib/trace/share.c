/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/build.h"
#include "trace/members.h"

/*
 * Long texts that stand in several records.  What a tool returns is its output, and it is a message
 * of the next request to the model, whose input is JSON around it.  Such a text is stored on its
 * own until that input comes, and is a part of that from then on.
 */
enum { LONG = 256, DEPTH = 32, LENGTHS = 1 << 16, CHUNK = 1 << 20, LARGE = CHUNK / 8 };

/*
 * Memory for texts, which is used again once all of them have moved.  malloc would not do: texts
 * are stored in one thread and move in another, and each has memory of its own.
 */
struct chunk {
	struct chunk *older; /* of all but large ones */
	struct chunk *next;  /* in the pool */
	size_t used, texts;  /* texts that have not moved */
	bool large;          /* it is for one text */
	char data[];
};

struct share {
	struct trace_text *text;
	struct chunk *chunk; /* NULL: it is a part of another text */
};

struct trace_shares {
	struct share *share;
	size_t shares, cap;
	struct table table;             /* of those that others may be equal to */
	uint64_t lengths[LENGTHS / 64]; /* that some of these have, modulo LENGTHS */
	struct chunk *chunk, *pool;     /* all, and those that are free */
	struct chunk *filling[2];       /* for texts that may move, and for those that stay */
};

void
trace_shares_free(struct trace_shares *s)
{
	struct chunk *older;
	if (!s)
		return;
	for (size_t i = 0; i < s->shares; i++)
		if (s->share[i].chunk && s->share[i].chunk->large)
			free(s->share[i].chunk);
	for (struct chunk *c = s->chunk; c; c = older) {
		older = c->older;
		free(c);
	}
	table_free(&s->table);
	free(s->share);
	free(s);
}

static void
set(struct trace_text *k, struct text t)
{
	k->length = TRACE_ELSEWHERE;
	memcpy(k->bytes, &t, sizeof(t));
}

/* A chunk without a text that may be read is free, unless it is being filled. */
static void
release(struct trace_shares *s, struct chunk *c)
{
	if (!c || c->texts > 0 || c == s->filling[0] || c == s->filling[1])
		return;
	if (c->large) {
		free(c);
		return;
	}
	c->next = s->pool;
	s->pool = c;
}

static struct chunk *
chunk_new(size_t n, bool large)
{
	struct chunk *c = mem_alloc(sizeof(*c) + n);
	*c = (struct chunk){ .large = large };
	return c;
}

static struct chunk *
next_chunk(struct trace_shares *s)
{
	struct chunk *c = s->pool;
	if (c) {
		s->pool = c->next;
		c->used = 0;
		return c;
	}
	c = chunk_new(CHUNK, false);
	c->older = s->chunk;
	s->chunk = c;
	return c;
}

/* A chunk with room for so many bytes. */
static struct chunk *
room(struct trace_shares *s, bool stays, size_t n)
{
	struct chunk *const full = s->filling[stays];
	if (n > LARGE)
		return chunk_new(n, true);
	if (full && CHUNK - full->used >= n)
		return full;
	s->filling[stays] = NULL;
	release(s, full);
	s->filling[stays] = next_chunk(s);
	return s->filling[stays];
}

/* Stores a text apart from others. */
static struct share *
store(struct trace_model *m, struct text t, bool stays)
{
	struct trace_build *b = m->build;
	if (!b->shares)
		b->shares = mem_zalloc(1, sizeof(*b->shares));
	struct trace_shares *s = b->shares;
	struct chunk *c = room(s, stays, t.n);
	char *const p = memcpy(c->data + c->used, t.p, t.n);
	c->used += t.n;
	c->texts++;
	s->share = mem_grow(s->share, &s->cap, s->shares + 1, sizeof(*s->share));
	struct share *share = &s->share[s->shares++];
	share->chunk = c;
	share->text = arena_alloc(&b->arena, sizeof(*share->text) + sizeof(t));
	set(share->text, (struct text){ p, t.n });
	return share;
}

struct equal {
	const struct trace_shares *shares;
	struct text text;
};

static bool
is_equal(const void *context, uint32_t ref)
{
	const struct equal *e = context;
	return text_eq(trace_text_of(e->shares->share[ref - 1].text), e->text);
}

/* The number of a text that is equal, from 1; 0: there is none. */
static uint32_t
find(const struct trace_shares *s, struct text t, uint32_t hash)
{
	const struct equal e = { s, t };
	return table_find(&s->table, hash, is_equal, &e);
}

static uint32_t
hash_of(const struct trace_model *m, struct text t)
{
	return (uint32_t)siphash(m->build->key, t.p, t.n);
}

const struct trace_text *
trace_share(struct trace_model *m, struct text t)
{
	if (t.n < LONG)
		return trace_keep(m, t);
	const uint32_t hash = hash_of(m, t);
	const uint32_t found = m->build->shares ? find(m->build->shares, t, hash) : 0;
	if (found > 0)
		return m->build->shares->share[found - 1].text;
	const struct share *share = store(m, t, false);
	struct trace_shares *s = m->build->shares;
	table_add(&s->table, hash, (uint32_t)s->shares);
	s->lengths[t.n % LENGTHS / 64] |= UINT64_C(1) << t.n % 64;
	return share->text;
}

/* A value of the whole text: the text that is equal to it moves there. */
static void
move(struct trace_model *m, struct text value)
{
	struct trace_shares *s = m->build->shares;
	if (value.n < LONG || !(s->lengths[value.n % LENGTHS / 64] >> value.n % 64 & 1))
		return;
	const uint32_t found = find(s, value, hash_of(m, value));
	struct share *share = found > 0 ? &s->share[found - 1] : NULL;
	struct chunk *chunk = share ? share->chunk : NULL;
	if (!chunk)
		return;
	set(share->text, value);
	share->chunk = NULL;
	chunk->texts--;
	release(s, chunk);
}

static void
move_all(struct trace_model *m, struct text json)
{
	const char *begun[DEPTH], *const end = json.p + json.n;
	size_t depth = 0;
	for (const char *p = json.p; p < end;) {
		const char *const from = p++;
		if (*from == '"') {
			p = trace_string_end(from, end);
			move(m, (struct text){ from, (size_t)(p - from) });
		} else if (*from == '{' || *from == '[') {
			if (depth++ < DEPTH)
				begun[depth - 1] = from;
		} else if ((*from == '}' || *from == ']') && depth > 0 && --depth < DEPTH) {
			move(m, (struct text){ begun[depth], (size_t)(p - begun[depth]) });
		}
	}
}

const struct trace_text *
trace_keep_whole(struct trace_model *m, struct text json)
{
	if (json.n < LONG)
		return trace_keep(m, json);
	const struct trace_text *k = store(m, json, true)->text;
	move_all(m, trace_text_of(k));
	return k;
}
