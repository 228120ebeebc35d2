/* SPDX-License-Identifier: MIT */
#include "state/dedup.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/key.h"
#include "state/span.h"

/* A reference is a chunk's number and a place in it, in units of eight bytes. */
enum {
	PLACE_BITS = 13,
	PLACES = 1 << PLACE_BITS,
	LARGEST = PLACES * 8,
	SMALLEST = 512,
	SWEEP = 4 /* records looked at in a step; one is added at most */
};

struct record {
	int64_t first_ns;
	uint32_t hash;
	uint32_t verdict; /* DEAD: given back, or replaced by a later one */
	uint32_t n;
	char id[];
};

#define DEAD UINT32_MAX

struct dedup_chunk {
	struct dedup_chunk *next;
	size_t number;
	size_t cap, used;
	int64_t watermark_ns; /* when it was full */
	_Alignas(8) char data[];
};

static struct record *
record_at(struct dedup_chunk *c, size_t offset)
{
	return (struct record *)(void *)(c->data + offset);
}

static size_t
record_size(size_t n)
{
	return (offsetof(struct record, id) + n + 7) & ~(size_t)7;
}

static struct record *
record_of(const struct dedup *d, uint32_t ref)
{
	uint32_t i = ref - 1;
	return record_at(d->chunk[i >> PLACE_BITS], (size_t)(i % PLACES) * 8);
}

struct wanted {
	const struct dedup *dedup;
	struct text id;
};

static bool
same(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	const struct record *r = record_of(w->dedup, ref);
	return r->n == w->id.n && key_same(r->id, w->id.p, r->n);
}

uint32_t
dedup_find(
    const struct dedup *d, uint32_t hash, struct text id, int64_t *first_ns, uint32_t *verdict)
{
	struct wanted wanted = { d, id };
	uint32_t ref = table_find(&d->table, hash, same, &wanted);
	if (ref != 0) {
		*first_ns = record_of(d, ref)->first_ns;
		*verdict = record_of(d, ref)->verdict;
	}
	return ref;
}

/* Chunks go in the order they came, so the number that is free is the next one, or near. */
static size_t
free_number(struct dedup *d)
{
	for (size_t i = 0; i < d->chunks; i++) {
		d->number = d->number + 1 < d->chunks ? d->number + 1 : 0;
		if (!d->chunk[d->number])
			return d->number;
	}
	d->chunk = mem_grow(d->chunk, &d->chunk_cap, d->chunks + 1, sizeof(*d->chunk));
	return d->chunks++;
}

/*
 * The newest chunk, with room for `size` bytes.  Chunks are small beside all that is held, so that
 * many tenants with a few ids each take little; an id that is longer than a chunk has its own.
 */
static struct dedup_chunk *
chunk_for(struct dedup *d, size_t size)
{
	if (d->newest && d->newest->cap - d->newest->used >= size)
		return d->newest;
	size_t cap = d->bytes / 8 & ~(size_t)7;
	/* The first ones are as large as all before: many tenants have few ids. */
	cap = d->bytes < SMALLEST ? d->bytes : cap < SMALLEST ? SMALLEST : cap;
	cap = cap > LARGEST ? LARGEST : cap;
	cap = cap < size ? size : cap;
	size_t number = free_number(d);
	assert(number < UINT32_MAX >> PLACE_BITS);
	struct dedup_chunk *c = mem_alloc(sizeof(*c) + cap);
	*c = (struct dedup_chunk){ .number = number, .cap = cap };
	d->chunk[number] = c;
	d->bytes += cap;
	if (d->newest) {
		d->newest->next = c;
		d->newest->watermark_ns = d->watermark_ns;
	} else {
		d->oldest = c;
	}
	return d->newest = c;
}

void
dedup_add(struct dedup *d, uint32_t hash, struct text id, int64_t at_ns, uint32_t verdict)
{
	assert(id.n < UINT32_MAX);
	struct dedup_chunk *c = chunk_for(d, record_size(id.n));
	struct record *r = record_at(c, c->used);
	*r = (struct record){ .first_ns = at_ns, .hash = hash, .verdict = verdict };
	r->n = (uint32_t)id.n;
	memcpy(r->id, id.p, id.n);
	table_add(&d->table, hash, (uint32_t)(c->number << PLACE_BITS | c->used / 8) + 1);
	c->used += record_size(id.n);
}

static void
kill(struct dedup *d, struct dedup_chunk *c, struct record *r)
{
	size_t offset = (size_t)((char *)r - c->data);
	table_remove(&d->table, r->hash, (uint32_t)(c->number << PLACE_BITS | offset / 8) + 1);
	r->verdict = DEAD;
}

void
dedup_remove(struct dedup *d, uint32_t ref, struct verdicts *verdicts)
{
	struct record *r = record_of(d, ref);
	verdicts_drop(verdicts, r->verdict);
	kill(d, d->chunk[(ref - 1) >> PLACE_BITS], r);
}

static void
drop_oldest(struct dedup *d)
{
	struct dedup_chunk *c = d->oldest;
	d->oldest = c->next;
	d->swept = 0;
	d->bytes -= c->cap;
	d->chunk[c->number] = NULL;
	free(c);
}

void
dedup_sweep(struct dedup *d, int64_t horizon_ns, int64_t watermark_ns, uint64_t ttl_ns,
    struct verdicts *verdicts)
{
	struct dedup_chunk *c = d->oldest;
	d->watermark_ns = watermark_ns;
	if (!c || c == d->newest || !span_over(c->watermark_ns, horizon_ns, ttl_ns))
		return;
	for (int i = 0; i < SWEEP && d->swept < c->used; i++) {
		struct record *r = record_at(c, d->swept);
		d->swept += record_size(r->n);
		if (r->verdict == DEAD)
			continue;
		uint32_t verdict = r->verdict;
		kill(d, c, r);
		if (span_over(r->first_ns, horizon_ns, ttl_ns))
			verdicts_drop(verdicts, verdict);
		else
			dedup_add(d, r->hash, (struct text){ r->id, r->n }, r->first_ns, verdict);
	}
	if (d->swept == c->used)
		drop_oldest(d);
}

uint64_t
dedup_live(const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns)
{
	uint64_t live = 0;
	for (struct dedup_chunk *c = d->oldest; c; c = c->next)
		for (size_t at = 0; at < c->used;) {
			const struct record *r = record_at(c, at);
			if (r->verdict != DEAD && !span_over(r->first_ns, horizon_ns, ttl_ns))
				live++;
			at += record_size(r->n);
		}
	return live;
}

void
dedup_restored(struct dedup *d, int64_t watermark_ns)
{
	d->watermark_ns = watermark_ns;
	for (struct dedup_chunk *c = d->oldest; c; c = c->next)
		c->watermark_ns = watermark_ns;
}

struct dedup_first *
dedup_list(const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns, size_t *count)
{
	struct dedup_first *list = mem_zalloc(dedup_live(d, horizon_ns, ttl_ns) + 1, sizeof(*list));
	*count = 0;
	for (struct dedup_chunk *c = d->oldest; c; c = c->next)
		for (size_t at = 0; at < c->used;) {
			const struct record *r = record_at(c, at);
			if (r->verdict != DEAD && !span_over(r->first_ns, horizon_ns, ttl_ns))
				list[(*count)++] = (struct dedup_first){ { r->id, r->n },
					r->first_ns, r->verdict };
			at += record_size(r->n);
		}
	return list;
}

uint64_t
dedup_bytes(const struct dedup *d)
{
	uint64_t bytes = table_bytes(&d->table) + d->bytes;
	for (const struct dedup_chunk *c = d->oldest; c; c = c->next)
		bytes += mem_cost(sizeof(*c) + c->cap) - c->cap;
	return bytes + (d->chunk_cap > 0 ? mem_cost(d->chunk_cap * sizeof(*d->chunk)) : 0);
}

void
dedup_free(struct dedup *d)
{
	for (size_t i = 0; i < d->chunks; i++)
		free(d->chunk[i]);
	free(d->chunk);
	table_free(&d->table);
	*d = (struct dedup){ 0 };
}
