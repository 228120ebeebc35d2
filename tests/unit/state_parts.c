/* SPDX-License-Identifier: MIT */
/* The parts that state is made of, each against a plain array. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "state/dedup.h"
#include "state/pool.h"
#include "state/wide.h"
#include "state/table.h"
#include "state/tenant.h"
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

static struct text
id_of(unsigned i, char name[16], char *large)
{
	if (i == 7)
		return (struct text){ large, 100000 };
	return (struct text){ name, (size_t)snprintf(name, 16, "id-%u", i) };
}

/* A verdict of a kind of its own for each number. */
static struct verdict
verdict_of(int64_t number, char name[24])
{
	size_t n = (size_t)snprintf(name, 24, "rule-%lld", (long long)number);
	return (struct verdict){ .outcome = OUTCOME_BLOCK, .decided_by = { name, n } };
}

/* Records come and expire; nothing that lives is lost, what is over is given back, and so are the
 * verdicts. */
static void
test_dedup(void)
{
	enum { IDS = 2000, TTL = 300, LATENESS = 50 };
	static int64_t first[IDS];
	static int64_t decided[IDS];
	static char large[100000];
	struct dedup d = { 0 };
	struct verdicts v = { 0 };
	uint64_t seed = 5, live = 0;
	int64_t horizon = 0;
	bool same = true;
	size_t most = 0;
	memset(large, 'x', sizeof(large));
	memset(first, 0x81, sizeof(first)); /* long ago */
	for (int64_t t = 0; t < 100000; t++) {
		unsigned i = dice(&seed, IDS);
		char name[16], rule[24];
		struct text id = id_of(i, name, large);
		struct verdict verdict = verdict_of(decided[i], rule);
		int64_t at = t - dice(&seed, LATENESS) + (dice(&seed, 200) ? 0 : 5000), was;
		uint32_t number, ref;
		horizon = t - LATENESS;
		dedup_sweep(&d, horizon, t, TTL, &v);
		ref = dedup_find(&d, i % 777, id, &was, &number);
		bool wanted = first[i] >= horizon - TTL;
		if (wanted)
			same = same && ref && was == first[i] &&
			       text_eq(verdicts_at(&v, number)->decided_by, verdict.decided_by);
		if (ref && dice(&seed, 2) == 0)
			continue;
		if (ref)
			dedup_remove(&d, ref, &v);
		first[i] = at;
		decided[i] = t / 2; /* two have it */
		verdict = verdict_of(decided[i], rule);
		dedup_add(&d, i % 777, id, at, verdicts_take(&v, &verdict));
		if (most < d.table.n)
			most = d.table.n;
	}
	CHECK(same);
	for (unsigned i = 0; i < IDS; i++)
		live += first[i] >= horizon - TTL;
	CHECK(dedup_live(&d, horizon, TTL) == live);
	CHECK(most < 1000);
	CHECK(dedup_bytes(&d) < 1000 * 100 + 2 * sizeof(large));
	CHECK(v.table.n <= d.table.n && v.n < 1000);
	CHECK(verdicts_bytes(&v) < 1000 * 200);
	dedup_free(&d);
	verdicts_free(&v);
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

static void
test_wide(void)
{
	static const struct {
		const char *text, *put; /* NULL: no such number */
	} rows[] = { { "0", "0" }, { "-0", "0" },
		{ "-9223372036854775808", "-9223372036854775808" },
		{ "18446744073709551615", "18446744073709551615" },
		{ "18446744073709551616", NULL }, { "-9223372036854775809", NULL }, { "1.0", NULL },
		{ "1e3", NULL }, { "", NULL } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char digits[WIDE_MAX];
		number_wide v = 0;
		unit_row(rows[i].text);
		bool read = wide_read(text_of(rows[i].text), &v);
		CHECK(read == (rows[i].put != NULL));
		if (read)
			CHECK(text_eq(
			    (struct text){ digits, wide_put(v, digits) }, text_of(rows[i].put)));
	}
	unit_row("");
	char digits[WIDE_MAX];
	number_wide sum = (number_wide)UINT64_MAX * 1000;
	CHECK(text_eq(
	    (struct text){ digits, wide_put(sum, digits) }, TEXT("18446744073709551615000")));
}

int
main(void)
{
	test_table();
	test_pool();
	test_dedup();
	test_watermark();
	test_wide();
	return unit_end();
}
