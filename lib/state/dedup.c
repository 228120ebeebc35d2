/* SPDX-License-Identifier: MIT */
#include "state/dedup.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/key.h"
#include "base/pool.h"
#include "state/span.h"
#include "state/times.h"

/* A reference is a chunk's number and a place in it, in units of eight bytes, or the number of a
 * crowd. */
enum {
	PLACE_BITS = 13,
	PLACES = 1 << PLACE_BITS,
	LARGEST = PLACES * 8,
	SMALLEST = 512,
	SWEEP = 4, /* first events looked at per step; a step adds at most one */
	CROWD = 8  /* an id with more contents becomes a crowd */
};

#define CROWD_REF UINT32_C(0x80000000)

struct first {
	int64_t first_ns;
	uint32_t hash;    /* of the id; in a crowd: of the content */
	uint32_t verdict; /* or DEAD: freed, or replaced by a later one */
	uint16_t n;       /* length of the id, and the flag IN_CROWD */
	unsigned char content[CONTENT_BYTES];
	char id[]; /* in a crowd: starts with the crowd's number */
};

#define DEAD UINT32_MAX
#define IN_CROWD 0x8000u

_Static_assert(DEDUP_ID_MAX < IN_CROWD, "a length is not taken for a flag");

struct dedup_chunk {
	struct dedup_chunk *next;
	size_t number;
	size_t cap, used;
	int64_t watermark_ns; /* when it was full */
	_Alignas(8) char data[];
};

/* An id with many contents. */
struct crowd {
	char *id; /* NULL: the number is free */
	uint32_t n, hash;
	uint32_t firsts;
};

struct dedup_crowds {
	struct siphash_key secret;
	struct table table; /* by content: references to first events */
	struct pool pool;
	struct times times; /* of first events; each crowd is a group */
	size_t bytes;       /* of ids */
};

static struct first *
first_at(struct dedup_chunk *c, size_t offset)
{
	return (struct first *)(void *)(c->data + offset);
}

/* The size of a first event whose id has n bytes.  There is always room for a crowd's number. */
static size_t
size_for(size_t n)
{
	return (offsetof(struct first, id) + n + 7) & ~(size_t)7;
}

_Static_assert(
    ((offsetof(struct first, id) + 7) & ~7ull) >= offsetof(struct first, id) + sizeof(uint32_t),
    "a crowd's number has room in any first event");

static size_t
first_size(const struct first *f)
{
	return size_for(f->n & ~IN_CROWD);
}

static struct first *
first_of(const struct dedup *d, uint32_t ref)
{
	uint32_t i = ref - 1;
	return first_at(d->chunk[i >> PLACE_BITS], (size_t)(i % PLACES) * 8);
}

static uint32_t
reference(const struct dedup_chunk *c, const struct first *f)
{
	size_t offset = (size_t)((const char *)f - c->data);
	return (uint32_t)(c->number << PLACE_BITS | offset / 8) + 1;
}

/* ---- crowds --------------------------------------------------------------------------------- */

static uint32_t
crowd_number(const struct first *f)
{
	uint32_t number;
	memcpy(&number, f->id, sizeof(number));
	return number;
}

static struct crowd *
crowd_at(const struct dedup *d, uint32_t number)
{
	return pool_at(&d->crowds->pool, number);
}

static struct text
first_id(const struct dedup *d, const struct first *f)
{
	if (!(f->n & IN_CROWD))
		return (struct text){ f->id, f->n };
	const struct crowd *crowd = crowd_at(d, crowd_number(f));
	return (struct text){ crowd->id, crowd->n };
}

static uint32_t
member_hash(const struct dedup_crowds *all, uint32_t crowd, const unsigned char *content)
{
	return (uint32_t)siphash(all->secret, content, CONTENT_BYTES) ^ crowd;
}

static void
crowds_free(struct dedup_crowds *all)
{
	if (!all)
		return;
	for (uint32_t i = 1; i <= all->pool.top; i++)
		free(((struct crowd *)pool_at(&all->pool, i))->id);
	pool_free(&all->pool);
	table_free(&all->table);
	times_free(&all->times);
	free(all);
}

static uint32_t
crowd_new(struct dedup *d, const struct dedup_key *key, struct siphash_key secret)
{
	if (!d->crowds) {
		d->crowds = mem_zalloc(1, sizeof(*d->crowds));
		d->crowds->secret = secret;
		pool_init(&d->crowds->pool, sizeof(struct crowd));
		times_init(&d->crowds->times, secret);
	}
	uint32_t number = pool_new(&d->crowds->pool);
	struct crowd *crowd = crowd_at(d, number);
	crowd->id = mem_dup(key->id.p, key->id.n);
	crowd->n = (uint32_t)key->id.n;
	crowd->hash = key->hash;
	d->crowds->bytes += crowd->n + 1;
	return number;
}

/* Adds a first event that is in no table to the crowd, wherever its id was stored. */
static void
join(struct dedup *d, uint32_t number, struct first *f, uint32_t ref)
{
	struct dedup_crowds *all = d->crowds;
	memcpy(f->id, &number, sizeof(number));
	f->n |= IN_CROWD;
	f->hash = member_hash(all, number, f->content);
	table_add(&all->table, f->hash, ref);
	times_add(&all->times, number, f->first_ns);
	crowd_at(d, number)->firsts++;
}

static void
leave(struct dedup *d, struct first *f, uint32_t ref)
{
	struct dedup_crowds *all = d->crowds;
	uint32_t number = crowd_number(f);
	struct crowd *crowd = crowd_at(d, number);
	table_remove(&all->table, f->hash, ref);
	times_remove(&all->times, number, f->first_ns);
	if (--crowd->firsts > 0)
		return;
	table_remove(&d->table, crowd->hash, CROWD_REF | number);
	all->bytes -= crowd->n + 1;
	free(crowd->id);
	pool_drop(&all->pool, number);
}

/* ---- looking -------------------------------------------------------------------------------- */

struct wanted {
	const struct dedup *dedup;
	const struct dedup_key *key;
	size_t *others;         /* counts the first events of the id that were passed over */
	int64_t from_ns, to_ns; /* dedup_near only */
};

static bool
has_id(const struct wanted *w, const char *id, size_t n)
{
	return n == w->key->id.n && key_same(id, w->key->id.p, n);
}

/* Matches the id's crowd, or any of its first events. */
static bool
is_of_id(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	if (ref & CROWD_REF) {
		const struct crowd *crowd = crowd_at(w->dedup, ref & ~CROWD_REF);
		return has_id(w, crowd->id, crowd->n);
	}
	const struct first *f = first_of(w->dedup, ref);
	return has_id(w, f->id, f->n);
}

/* Matches the id's crowd, or the first event with the wanted content. */
static bool
is_wanted(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	if (!is_of_id(w, ref))
		return false;
	if (ref & CROWD_REF)
		return true;
	if (memcmp(first_of(w->dedup, ref)->content, w->key->content, CONTENT_BYTES) == 0)
		return true;
	++*w->others;
	return false;
}

/* Matches the id's crowd, or a first event in from..to. */
static bool
is_near(const void *context, uint32_t ref)
{
	const struct wanted *w = context;
	if (!is_of_id(w, ref))
		return false;
	if (ref & CROWD_REF)
		return true;
	const struct first *f = first_of(w->dedup, ref);
	return f->first_ns >= w->from_ns && f->first_ns <= w->to_ns;
}

struct member {
	const struct dedup *dedup;
	uint32_t crowd;
	const unsigned char *content;
};

static bool
is_member(const void *context, uint32_t ref)
{
	const struct member *m = context;
	const struct first *f = first_of(m->dedup, ref);
	return crowd_number(f) == m->crowd && memcmp(f->content, m->content, CONTENT_BYTES) == 0;
}

static uint32_t
find_member(const struct dedup *d, uint32_t crowd, const unsigned char *content)
{
	struct member member = { d, crowd, content };
	uint32_t hash = member_hash(d->crowds, crowd, content);
	return table_find(&d->crowds->table, hash, is_member, &member);
}

struct dedup_found
dedup_find(const struct dedup *d, const struct dedup_key *key)
{
	size_t others = 0;
	struct wanted wanted = { .dedup = d, .key = key, .others = &others };
	struct dedup_found found = { .ref = table_find(&d->table, key->hash, is_wanted, &wanted) };
	if (found.ref & CROWD_REF) {
		found.ref = find_member(d, found.ref & ~CROWD_REF, key->content);
		others++;
	}
	found.others = others > 0;
	if (found.ref != 0) {
		found.first_ns = first_of(d, found.ref)->first_ns;
		found.verdict = first_of(d, found.ref)->verdict;
	}
	return found;
}

bool
dedup_near(const struct dedup *d, const struct dedup_key *key, int64_t from_ns, int64_t to_ns)
{
	struct wanted wanted = { .dedup = d, .key = key, .from_ns = from_ns, .to_ns = to_ns };
	uint32_t ref = table_find(&d->table, key->hash, is_near, &wanted);
	if (ref & CROWD_REF)
		return times_any(&d->crowds->times, ref & ~CROWD_REF, from_ns, to_ns);
	return ref != 0;
}

/* ---- adding and giving back ----------------------------------------------------------------- */

/* Chunks are freed in the order they came, so the next free number is close. */
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
 * Returns the newest chunk, with room for `size` bytes.  A chunk is small compared with all chunks
 * together, so that many tenants with a few ids each take little memory.  An id longer than a chunk
 * gets a chunk to itself.
 */
static struct dedup_chunk *
chunk_for(struct dedup *d, size_t size)
{
	if (d->newest && d->newest->cap - d->newest->used >= size)
		return d->newest;
	size_t cap = d->bytes / 8 & ~(size_t)7;
	/* The first chunks double the total, because many tenants have few ids. */
	cap = d->bytes < SMALLEST ? d->bytes : cap < SMALLEST ? SMALLEST : cap;
	cap = cap > LARGEST ? LARGEST : cap;
	cap = cap < size ? size : cap;
	size_t number = free_number(d);
	assert(number < CROWD_REF >> PLACE_BITS);
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

/* Makes a first event in the newest chunk, with room for an id of n bytes. */
static struct first *
new_first(struct dedup *d, size_t n, uint32_t *ref)
{
	struct dedup_chunk *c = chunk_for(d, size_for(n));
	struct first *f = first_at(c, c->used);
	c->used += size_for(n);
	*ref = reference(c, f);
	return f;
}

/* Turns the first events of an id into a crowd. */
static uint32_t
gather(struct dedup *d, const struct dedup_key *key, struct siphash_key secret)
{
	struct wanted wanted = { .dedup = d, .key = key };
	uint32_t number = crowd_new(d, key, secret), ref;
	while ((ref = table_find(&d->table, key->hash, is_of_id, &wanted)) != 0) {
		table_remove(&d->table, key->hash, ref);
		join(d, number, first_of(d, ref), ref);
	}
	table_add(&d->table, key->hash, CROWD_REF | number);
	return number;
}

void
dedup_add(struct dedup *d, const struct dedup_key *key, int64_t at_ns, uint32_t verdict,
    struct siphash_key secret)
{
	size_t others = 0;
	struct wanted wanted = { .dedup = d, .key = key, .others = &others };
	assert(key->id.n <= DEDUP_ID_MAX);
	uint32_t ref = table_find(&d->table, key->hash, is_wanted, &wanted);
	uint32_t crowd = ref & ~CROWD_REF;
	assert(ref == 0 || ref & CROWD_REF);
	if (others + 1 >= CROWD)
		crowd = gather(d, key, secret);
	struct first *f = new_first(d, crowd ? 0 : key->id.n, &ref);
	f->first_ns = at_ns;
	f->verdict = verdict;
	memcpy(f->content, key->content, CONTENT_BYTES);
	f->n = 0;
	if (crowd) {
		join(d, crowd, f, ref);
		return;
	}
	f->hash = key->hash;
	f->n = (uint16_t)key->id.n;
	memcpy(f->id, key->id.p, key->id.n);
	table_add(&d->table, f->hash, ref);
}

/* Marks a first event as dead.  It must be in no table any more. */
static void
kill(struct dedup *d, struct dedup_chunk *c, struct first *f)
{
	if (f->n & IN_CROWD)
		leave(d, f, reference(c, f));
	else
		table_remove(&d->table, f->hash, reference(c, f));
	f->verdict = DEAD;
}

void
dedup_remove(struct dedup *d, uint32_t ref, struct verdicts *verdicts)
{
	struct first *f = first_of(d, ref);
	verdicts_drop(verdicts, f->verdict);
	kill(d, d->chunk[(ref - 1) >> PLACE_BITS], f);
}

/* Moves the first event to the newest chunk.  In a crowd, it leaves the room of its id behind. */
static void
move(struct dedup *d, struct dedup_chunk *c, struct first *f)
{
	bool in_crowd = f->n & IN_CROWD;
	struct table *table = in_crowd ? &d->crowds->table : &d->table;
	size_t n = in_crowd ? sizeof(uint32_t) : f->n;
	uint32_t ref;
	struct first *to = new_first(d, in_crowd ? 0 : f->n, &ref);
	memcpy(to, f, offsetof(struct first, id) + n);
	if (in_crowd)
		to->n = IN_CROWD;
	table_remove(table, f->hash, reference(c, f));
	table_add(table, to->hash, ref);
	f->verdict = DEAD;
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
		struct first *f = first_at(c, d->swept);
		d->swept += first_size(f);
		if (f->verdict == DEAD)
			continue;
		if (span_over(f->first_ns, horizon_ns, ttl_ns))
			dedup_remove(d, reference(c, f), verdicts);
		else
			move(d, c, f);
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
			const struct first *f = first_at(c, at);
			if (f->verdict != DEAD && !span_over(f->first_ns, horizon_ns, ttl_ns))
				live++;
			at += first_size(f);
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
			const struct first *f = first_at(c, at);
			if (f->verdict != DEAD && !span_over(f->first_ns, horizon_ns, ttl_ns))
				list[(*count)++] = (struct dedup_first){ first_id(d, f), f->content,
					f->first_ns, f->verdict };
			at += first_size(f);
		}
	return list;
}

uint64_t
dedup_bytes(const struct dedup *d)
{
	uint64_t bytes = table_bytes(&d->table) + d->bytes;
	for (const struct dedup_chunk *c = d->oldest; c; c = c->next)
		bytes += mem_cost(sizeof(*c) + c->cap) - c->cap;
	bytes += d->chunk_cap > 0 ? mem_cost(d->chunk_cap * sizeof(*d->chunk)) : 0;
	if (d->crowds)
		bytes += mem_cost(sizeof(*d->crowds)) + d->crowds->bytes +
			 pool_bytes(&d->crowds->pool) + pool_bytes(&d->crowds->times.pool) +
			 table_bytes(&d->crowds->table);
	return bytes;
}

size_t
dedup_crowds(const struct dedup *d)
{
	return d->crowds ? d->crowds->pool.used : 0;
}

size_t
dedup_deepest(const struct dedup *d)
{
	return d->crowds ? times_deepest(&d->crowds->times) : 0;
}

void
dedup_free(struct dedup *d)
{
	for (size_t i = 0; i < d->chunks; i++)
		free(d->chunk[i]);
	free(d->chunk);
	crowds_free(d->crowds);
	table_free(&d->table);
	*d = (struct dedup){ 0 };
}
