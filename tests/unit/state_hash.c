/* SPDX-License-Identifier: MIT */
/* Keys that collide under a hash without a key, as somebody who sends events could choose them. */
#include <stdlib.h>

#include "decide/decide.h"
#include "state/state_private.h"
#include "tests/unit/unit.h"

enum { BITS = 12, KEYS = 1 << BITS };

/* The hash of many a library: h * 31 + c.  "Aa" and "BB" are one to it, and so are all that is made
 * of them. */
static uint32_t
plain_hash(struct text t)
{
	uint32_t h = 0;
	for (size_t i = 0; i < t.n; i++)
		h = h * 31 + (unsigned char)t.p[i];
	return h;
}

static struct text
colliding(unsigned number, char p[2 * BITS])
{
	for (unsigned i = 0; i < BITS; i++) {
		p[2 * i] = number >> i & 1 ? 'A' : 'B';
		p[2 * i + 1] = number >> i & 1 ? 'a' : 'B';
	}
	return (struct text){ p, 2 * BITS };
}

/* How far the entry that lies the farthest from its place lies from it. */
static size_t
farthest(const struct table *t)
{
	size_t most = 0;
	for (size_t i = 0; i < t->cap; i++) {
		size_t far = (i - t->slot[i].hash) & (t->cap - 1);
		if (t->slot[i].ref != 0 && far > most)
			most = far;
	}
	return most;
}

static bool
never(const void *context, uint32_t ref)
{
	(void)context;
	(void)ref;
	return false;
}

static void
test_without_key(void)
{
	struct table t = { 0 };
	char p[2 * BITS];
	for (unsigned i = 0; i < KEYS; i++)
		table_add(&t, plain_hash(colliding(i, p)), i + 1);
	CHECK(farthest(&t) == KEYS - 1);
	CHECK(table_find(&t, plain_hash(colliding(0, p)), never, NULL) == 0);
	table_free(&t);
}

/* The entities' table of a run with such ids as entities, sessions and events. */
static uint64_t
run_with(const struct rules *r, struct siphash_key key)
{
	struct decider *d = decider_new(r, key);
	struct decision decision;
	char p[2 * BITS];
	bool right = true;
	for (unsigned i = 0; i < 2 * KEYS; i++) {
		struct value id = { colliding(i % KEYS, p), VALUE_STRING, true };
		struct event ev = { .event_id = id,
			.tenant_id = id,
			.entity_id = id,
			.session_id = id,
			.observed_at_ns = i };
		if (i % 2 == 0)
			ev.tenant_id = VALUE_NONE;
		decide_event(d, &ev, &decision);
		right = right && decision.duplicate == (i >= KEYS);
	}
	CHECK(right);
	const struct state *s = decider_state(d);
	const struct tenant *t = s->tenant[0];
	CHECK(s->tenants == KEYS / 2 + 1 && !t->named);
	CHECK(farthest(&s->table) < 100);
	CHECK(farthest(&t->held->dedup.table) < 100);
	CHECK(farthest(&t->held->space[SCOPE_ENTITY].table) < 100);
	CHECK(farthest(&t->held->space[SCOPE_SESSION].table) < 100);
	uint64_t first = t->held->space[SCOPE_ENTITY].table.slot[0].hash;
	for (size_t i = 0; i < t->held->space[SCOPE_ENTITY].table.cap; i++)
		first = first * 31 + t->held->space[SCOPE_ENTITY].table.slot[i].ref;
	decider_free(d);
	return first;
}

int
main(void)
{
	struct err e;
	struct rules *r = rules_load(TEXT("{\"rules\":[]}"), NULL, ".", &e);
	test_without_key();
	uint64_t one = run_with(r, (struct siphash_key){ 1, 2 });
	CHECK(one == run_with(r, (struct siphash_key){ 1, 2 }));
	CHECK(one != run_with(r, (struct siphash_key){ 1, 3 }));
	rules_free(r);
	return unit_end();
}
