/* SPDX-License-Identifier: MIT */
/* Rings, in order and out of it, against a plain array. */
#include <stdlib.h>

#include "state/ring.h"
#include "tests/unit/unit.h"

static unsigned
dice(uint64_t *seed, unsigned n)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((*seed >> 33) % n);
}

enum { EVENTS = 30000, TEXTS = 500 };

/* How times come: from event to event the clock moves by dice(step); late is dice(late). */
struct course {
	const char *name;
	unsigned step, late;
	bool orderly; /* no ring of times or numbers ever is in a tree */
	bool trees;   /* all others are, some of the time */
};

static const struct course courses[] = {
	{ "in order", 3, 1, true, false },
	{ "all at one time", 1, 1, true, false },
	{ "nearly in order", 3, 8, true, false },
	{ "in no order", 3, 1000, false, true },
	{ "few times, in no order", 2, 1000, false, true },
	{ "few events, in no order", 100, 1000, false, false },
};

/* What is in a window, by looking at all there are. */
struct found {
	uint64_t count, texts;
	number_wide sum, max;
};

struct plain {
	int64_t at_ns[EVENTS];
	unsigned text[EVENTS];
	number_wide number[EVENTS];
	int n;
};

static struct found
look(const struct plain *p, int64_t at_ns, int64_t span_ns, int64_t horizon_ns)
{
	static int seen[TEXTS], round;
	struct found f = { 0 };
	round++;
	for (int i = 0; i < p->n; i++) {
		if (p->at_ns[i] > at_ns || p->at_ns[i] <= at_ns - span_ns ||
		    p->at_ns[i] <= horizon_ns)
			continue;
		f.sum += p->number[i];
		if (f.count++ == 0 || p->number[i] > f.max)
			f.max = p->number[i];
		f.texts += seen[p->text[i]] != round;
		seen[p->text[i]] = round;
	}
	return f;
}

static number_wide
random_number(uint64_t *seed)
{
	if (dice(seed, 9) > 0)
		return (int)dice(seed, 2000) - 1000;
	return dice(seed, 2) ? (number_wide)UINT64_MAX : (number_wide)INT64_MIN;
}

enum { COUNT, DISTINCT, SUM, MAX, RINGS };

static const uint64_t spans[] = { 7, 50, 400, 700 };
static const struct ring_shape shapes[RINGS] = {
	{ .longest_ns = 700 },
	{ .distinct = true, .longest_ns = 700, .span_ns = spans, .windows = 4 },
	{ .fold = FOLD_SUM, .longest_ns = 700 },
	{ .fold = FOLD_MAX, .longest_ns = 700 },
};

static bool
same(struct ring ring[RINGS], const struct distinct *d, int64_t at_ns, uint64_t span,
    const struct found *f)
{
	number_wide sum = 0, max = 0;
	bool any = ring_fold(&ring[SUM], &shapes[SUM], at_ns, span, &sum);
	return ring_count(&ring[COUNT], &shapes[COUNT], at_ns, span) == f->count &&
	       ring_distinct(&ring[DISTINCT], &shapes[DISTINCT], d, at_ns, span) == f->texts &&
	       any == (f->count > 0) && sum == f->sum &&
	       ring_fold(&ring[MAX], &shapes[MAX], at_ns, span, &max) == any && max == f->max;
}

/* The events as they stand are those that are left, in order of time. */
static bool
in_order(const struct ring *ring, const struct ring_shape *shape, const struct distinct *d)
{
	int64_t last = INT64_MIN;
	for (uint32_t i = 0; i < ring->n; i++) {
		struct ring_item item;
		int64_t at = ring_event(ring, shape, d, i, &item);
		if (at < last || (shape->distinct && !item.text.p))
			return false;
		last = at;
	}
	return true;
}

/* First as the course says, then in order for long enough to be an array again; and once more. */
static void
test_course(const struct course *c)
{
	static struct plain plain;
	struct ring ring[RINGS] = { 0 };
	struct distinct d;
	uint64_t seed = c->late + c->step;
	int64_t clock = -5000, latest = -5000;
	bool right = true;
	unsigned trees[RINGS] = { 0 }, arrays[RINGS] = { 0 };
	plain.n = 0;
	distinct_init(&d, (struct siphash_key){ 3, 4 });
	unit_row(c->name);
	for (int i = 0; i < EVENTS; i++) {
		bool calm = i % 15000 > 4000;
		clock += dice(&seed, calm ? 3 : c->step);
		int64_t at = calm ? clock : clock - dice(&seed, c->late);
		int64_t horizon = clock - c->late, over = horizon - 700;
		unsigned text = dice(&seed, dice(&seed, 3) ? 4 : TEXTS);
		char name[8];
		size_t n = (size_t)snprintf(name, sizeof(name), "t%u", text);
		const struct ring_item item = { { name, n }, random_number(&seed) };
		if (calm && at < latest)
			at = clock = latest;
		latest = latest < at ? at : latest;
		plain.at_ns[plain.n] = at;
		plain.text[plain.n] = text;
		plain.number[plain.n++] = item.number;
		for (int k = 0; k < RINGS; k++) {
			ring_trim(&ring[k], &shapes[k], &d, horizon);
			ring_add(&ring[k], &shapes[k], &d, at, &item);
			trees[k] += ring[k].room == 0;
			arrays[k] += ring[k].room > 0;
		}
		uint64_t span = spans[dice(&seed, 4)];
		int64_t when = dice(&seed, 10) ? at : clock + 300 - dice(&seed, 900);
		if (when < horizon || i % 4 > 0)
			continue;
		struct found f = look(&plain, when, (int64_t)span, over);
		right = right && same(ring, &d, when, span, &f);
		if (i % 500 == 0)
			for (int k = 0; k < RINGS; k++)
				right = right && in_order(&ring[k], &shapes[k], &d);
	}
	CHECK(right);
	for (int k = 0; k < RINGS; k++) {
		CHECK(!c->trees || k == COUNT || trees[k] > 100);
		CHECK(!c->orderly || k == DISTINCT || trees[k] == 0);
		CHECK(ring[k].room > 0 && arrays[k] > 1000); /* and back */
		CHECK(ring[k].n < 400 || ring_bytes(&ring[k], &shapes[k]) < 100 * ring[k].n);
		ring_trim(&ring[k], &shapes[k], &d, clock + 100000);
		CHECK(ring[k].n == 0 && ring[k].memory == NULL);
	}
	CHECK(d.pool.used == 0 && d.table.n == 0 && d.bytes == 0);
	distinct_free(&d);
}

/* A ring that goes while it is a tree gives all back. */
static void
test_free(void)
{
	struct distinct d;
	distinct_init(&d, (struct siphash_key){ 3, 4 });
	for (int k = 0; k < RINGS; k++) {
		struct ring ring = { 0 };
		for (int i = 0; i < 5000; i++) {
			char name = (char)('a' + i % 7);
			const struct ring_item item = { { &name, 1 }, i };
			ring_add(&ring, &shapes[k], &d, 5000 - i, &item);
		}
		CHECK(ring.room == 0 && ring.n == 5000);
		CHECK(ring_bytes(&ring, &shapes[k]) < 100 * ring.n);
		ring_free(&ring, &shapes[k], &d);
		CHECK(ring.n == 0 && ring.memory == NULL);
	}
	CHECK(d.pool.used == 0 && d.table.n == 0);
	distinct_free(&d);
}

/* The ends of the range of time. */
static void
test_ends(void)
{
	struct distinct d;
	struct ring ring[RINGS] = { 0 };
	distinct_init(&d, (struct siphash_key){ 3, 4 });
	for (int i = 0; i < 3000; i++)
		for (int k = 0; k < RINGS; k++) {
			int64_t at = i % 2 ? INT64_MIN + i % 3 : INT64_MAX - 3000 + i;
			const struct ring_item item = { TEXT("x"), 1 };
			ring_add(&ring[k], &shapes[k], &d, at, &item);
		}
	struct found low = { 1500, 1, 1500, 1 }, high = { 25, 1, 25, 1 };
	CHECK(ring[COUNT].room == 0);
	CHECK(same(ring, &d, INT64_MIN + 3, 50, &low));
	CHECK(same(ring, &d, INT64_MAX - 2, 50, &high));
	for (int k = 0; k < RINGS; k++)
		ring_free(&ring[k], &shapes[k], &d);
	distinct_free(&d);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(courses) / sizeof(*courses); i++)
		test_course(&courses[i]);
	unit_row("");
	test_free();
	test_ends();
	return unit_end();
}
