/* SPDX-License-Identifier: MIT */
/* The parts that state is made of, each against a plain array. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "state/dedup.h"
#include "base/pool.h"
#include "base/table.h"
#include "state/tenant.h"
#include "state/times.h"
#include "tests/unit/unit.h"

static unsigned
dice(uint64_t *seed, unsigned n)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((*seed >> 33) % n);
}

static bool
is_ref(const void *context, uint32_t ref)
{
	return *(const uint32_t *)context == ref;
}

static void
test_table(void)
{
	enum { REFS = 3000 };
	static bool there[REFS + 1];
	struct table t = { 0 };
	uint64_t seed = 1;
	size_t n = 0;
	bool same = true;
	for (int i = 0; i < 100000; i++) {
		uint32_t ref = 1 + dice(&seed, REFS);
		/* few hashes: many neighbours, many equal */
		uint32_t hash = ref % 701 * UINT32_C(0x10000001);
		/* it grows, shrinks to nothing, grows again */
		bool grow = i / 25000 % 2 == 0;
		same = same && (table_find(&t, hash, is_ref, &ref) == ref) == there[ref];
		if (there[ref] && (!grow || dice(&seed, 4) == 0)) {
			table_remove(&t, hash, ref);
			there[ref] = false;
			n--;
		} else if (!there[ref] && grow) {
			table_add(&t, hash, ref);
			there[ref] = true;
			n++;
		}
		same = same && t.n == n;
	}
	CHECK(same);
	CHECK(t.cap <= 64 || n * 8 >= t.cap);
	table_free(&t);
}

static void
test_pool(void)
{
	struct pool p;
	bool same = true;
	pool_init(&p, 24);
	for (uint32_t i = 1; i <= 5000; i++) {
		uint32_t ref = pool_new(&p);
		same = same && ref == i;
		memset(pool_at(&p, ref), (int)(i & 0x7f) + 1, 24);
	}
	for (uint32_t i = 1; i <= 5000; i++) {
		const unsigned char *item = pool_at(&p, i);
		same = same && item[0] == (i & 0x7f) + 1 && item[23] == item[0];
	}
	pool_drop(&p, 17);
	pool_drop(&p, 4000);
	CHECK(p.used == 4998);
	CHECK(pool_new(&p) == 4000 && pool_new(&p) == 17 && pool_new(&p) == 5001);
	CHECK(*(char *)pool_at(&p, 17) == 0);
	CHECK(same);
	pool_free(&p);
}

/* A verdict of a kind of its own for each number. */
static struct verdict
verdict_of(int64_t number, char name[24])
{
	size_t n = (size_t)snprintf(name, 24, "rule-%lld", (long long)number);
	return (struct verdict){ .outcome = OUTCOME_BLOCK, .decided_by = { name, n } };
}

/* First events by id and content, in a plain array. */
enum { IDS = 400, CONTENTS = 60, TTL = 300, LATENESS = 50, LONG_AGO = -1000000 };
struct firsts {
	int64_t at[IDS][CONTENTS], decided[IDS][CONTENTS];
};

/* Most ids have few contents, some more than a few, one very many, and one is long. */
static unsigned
contents_of(unsigned id)
{
	return id == 3 ? CONTENTS : id % 50 == 9 ? 12 : 1 + id % 3;
}

static bool
is_near(const struct firsts *f, unsigned id, int64_t from, int64_t to)
{
	for (unsigned c = 0; c < CONTENTS; c++)
		if (f->at[id][c] >= from && f->at[id][c] <= to)
			return true;
	return false;
}

/* Records come and expire; nothing that lives is lost, what is over is given back, and so are the
 * verdicts. */
static void
test_dedup(void)
{
	static const struct siphash_key secret = { 8, 9 };
	static struct firsts f;
	static char large[DEDUP_ID_MAX];
	struct dedup d = { 0 };
	struct verdicts v = { 0 };
	uint64_t seed = 5, live = 0;
	int64_t horizon = 0;
	bool same = true, near = true;
	size_t most = 0, crowds = 0;
	memset(large, 'x', sizeof(large));
	for (unsigned i = 0; i < IDS; i++)
		for (unsigned c = 0; c < CONTENTS; c++)
			f.at[i][c] = LONG_AGO;
	for (int64_t t = 0; t < 300000; t++) {
		/* in bursts, so that crowds come and go */
		unsigned i = dice(&seed, IDS), crowd = dice(&seed, 4);
		if (crowd < 2 && t / 2000 % 3)
			i = crowd ? 3 : 9 + 50 * dice(&seed, IDS / 50);
		unsigned c = dice(&seed, contents_of(i));
		unsigned char content[CONTENT_BYTES] = { [0] = 7,
			[CONTENT_BYTES - 1] = (unsigned char)c };
		char name[16], rule[24];
		struct dedup_key key = { i % 77, { name, 0 }, content };
		key.id.n = (size_t)snprintf(name, sizeof(name), "id-%u", i);
		if (i == 7)
			key.id = (struct text){ large, sizeof(large) };
		struct verdict verdict = verdict_of(f.decided[i][c], rule);
		int64_t at = t - dice(&seed, LATENESS) + (dice(&seed, 200) ? 0 : 5000);
		horizon = t - LATENESS;
		dedup_sweep(&d, horizon, t, TTL, &v);
		struct dedup_found found = dedup_find(&d, &key);
		if (f.at[i][c] >= horizon - TTL)
			same =
			    same && found.ref && found.first_ns == f.at[i][c] &&
			    text_eq(verdicts_at(&v, found.verdict)->decided_by, verdict.decided_by);
		int64_t from = horizon - TTL + dice(&seed, 400), to = from + dice(&seed, 300);
		near = near && dedup_near(&d, &key, from, to) == is_near(&f, i, from, to);
		if (!found.ref && is_near(&f, i, horizon - TTL, INT64_MAX))
			near = near && found.others;
		if (found.ref && dice(&seed, 2) == 0)
			continue;
		if (found.ref)
			dedup_remove(&d, found.ref, &v);
		f.at[i][c] = at;
		f.decided[i][c] = t / 2; /* two have it */
		verdict = verdict_of(f.decided[i][c], rule);
		dedup_add(&d, &key, at, verdicts_take(&v, &verdict), secret);
		if (most < d.table.n)
			most = d.table.n;
		if (d.crowds)
			crowds = crowds < dedup_crowds(&d) ? dedup_crowds(&d) : crowds;
	}
	CHECK(same);
	CHECK(near);
	for (unsigned i = 0; i < IDS; i++)
		for (unsigned c = 0; c < CONTENTS; c++)
			live += f.at[i][c] >= horizon - TTL;
	CHECK(dedup_live(&d, horizon, TTL) == live);
	CHECK(most < 1000);
	CHECK(crowds > 1 && crowds < 12);
	CHECK(dedup_bytes(&d) < 1000 * 110 + 4 * sizeof(large));
	CHECK(verdicts_bytes(&v) < 1000 * 200);
	size_t n;
	struct dedup_first *list = dedup_list(&d, horizon, TTL, &n);
	bool listed = n == live;
	for (size_t k = 0; k < n; k++) {
		char name[16] = { 0 };
		memcpy(name, list[k].id.p, list[k].id.n < 16 ? list[k].id.n : 0);
		unsigned i = *name ? (unsigned)atoi(name + 3) : 7;
		listed = listed && f.at[i][list[k].content[CONTENT_BYTES - 1]] == list[k].first_ns;
	}
	CHECK(listed);
	free(list);
	/* when all is over, nothing is left of crowds */
	for (int64_t t = 300000; t < 310000; t++)
		dedup_sweep(&d, t + 10000, t + 10000, TTL, &v);
	CHECK(dedup_live(&d, INT64_MIN, TTL) < 200);
	dedup_free(&d);
	verdicts_free(&v);
}

/* One id with ever new contents, in any order of time: so many steps an event as for any id. */
static void
test_crowd_steps(void)
{
	enum { EVENTS = 60000 };
	static const struct siphash_key secret = { 1, 2 };
	struct dedup d = { 0 };
	unsigned found = 0;
	for (unsigned i = 0; i < EVENTS; i++) {
		unsigned char content[CONTENT_BYTES] = { 0 };
		memcpy(content, &i, sizeof(i));
		const struct dedup_key key = { 5, TEXT("-"), content };
		int64_t at = i % 2 ? EVENTS - (int64_t)i : (int64_t)i + EVENTS;
		found += dedup_find(&d, &key).ref != 0;
		found += dedup_near(&d, &key, 3 * EVENTS, 4 * EVENTS);
		dedup_add(&d, &key, at, 1, secret);
	}
	CHECK(found == 0);
	CHECK(d.table.n == 1 && d.table.cap <= 16);
	CHECK(dedup_deepest(&d) < 60);
	CHECK(dedup_bytes(&d) < 100 * EVENTS);
	dedup_free(&d);
}

static void
test_times(void)
{
	enum { GROUPS = 5, TIMES = 300 };
	static unsigned there[GROUPS][TIMES];
	struct times t;
	uint64_t seed = 11;
	bool same = true;
	times_init(&t, (struct siphash_key){ 3, 5 });
	for (int i = 0; i < 100000; i++) {
		unsigned g = dice(&seed, GROUPS), at = dice(&seed, TIMES);
		bool grow = i / 5000 % 2 == 0;
		if (there[g][at] > 0 && (!grow || dice(&seed, 3) == 0)) {
			times_remove(&t, g, at);
			there[g][at]--;
		} else if (grow) {
			times_add(&t, g, at);
			there[g][at]++;
		}
		unsigned from = dice(&seed, TIMES), to = from + dice(&seed, 6), k = from;
		while (k <= to && (k >= TIMES || there[g][k] == 0))
			k++;
		same = same && times_any(&t, g, from, to) == (k <= to);
	}
	CHECK(same);
	CHECK(!times_any(&t, GROUPS, INT64_MIN, INT64_MAX));
	times_free(&t);
}

static int
ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x > y ? 1 : x < y ? -1 : 0;
}

static void
test_watermark(void)
{
	struct tenant t = { 0 };
	int64_t all[500], sorted[500], watermark;
	uint64_t seed = 9;
	bool same = true;
	for (size_t n = 0; n < 500; n++) {
		bool there = tenant_watermark(&t, &watermark);
		memcpy(sorted, all, n * sizeof(*all));
		qsort(sorted, n, sizeof(*sorted), ascending);
		same = same && there == (n >= 16);
		if (there)
			same = same && watermark == sorted[n - 16];
		all[n] = (int64_t)n / 2 + dice(&seed, 40);
		tenant_note(&t, all[n]);
	}
	CHECK(same);
}

int
main(void)
{
	test_table();
	test_pool();
	test_dedup();
	test_crowd_steps();
	test_times();
	test_watermark();
	return unit_end();
}
