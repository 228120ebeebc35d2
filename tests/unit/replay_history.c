/* SPDX-License-Identifier: MIT */
#include "replay/history.h"

#include "base/mem.h"
#include "tests/unit/unit.h"

static void
add(struct history *h, const struct history_key *key, struct text record)
{
	buf_text(history_open(h), record);
	history_close(h, key);
}

/* Sorts the places and compares with the order expected. */
static void
check_order(const char *name, const struct history_key *in, const struct history_key *out, size_t n)
{
	unit_row(name);
	struct history h = { 0 };
	for (size_t i = 0; i < n; i++)
		add(&h, &in[i], TEXT(""));
	history_begin(&h);
	struct history_key key;
	struct text record;
	for (size_t i = 0; i < n; i++)
		CHECK(history_next(&h, &key, &record) == 1 && key.at_ns == out[i].at_ns &&
		      key.input == out[i].input && key.line == out[i].line);
	CHECK(history_next(&h, &key, &record) == 0);
	history_free(&h);
}

static void
check_orders(void)
{
	check_order("empty", NULL, NULL, 0);
	const struct history_key one[] = { { 5, 1, 0 } };
	check_order("one", one, one, 1);
	const struct history_key sorted[] = { { -3, 9, 1 }, { 5, 1, 0 }, { 5, 2, 0 }, { 5, 1, 1 } };
	check_order("in order", sorted, sorted, 4);
	const struct history_key two[] = { { 5, 1, 0 }, { 5, 2, 0 }, { -3, 9, 1 }, { 5, 1, 1 } };
	check_order("two inputs", two, sorted, 4);
	const struct history_key backwards[] = { { 5, 1, 1 }, { 5, 2, 0 }, { 5, 1, 0 },
		{ -3, 9, 1 } };
	check_order("backwards", backwards, sorted, 4);
	const struct history_key three[] = { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 3, 0 } };
	const struct history_key three_sorted[] = { { 0, 3, 0 }, { 1, 2, 0 }, { 2, 1, 0 } };
	check_order("an odd number of runs", three, three_sorted, 3);
	const struct history_key ends[] = { { INT64_MAX, 1, 0 }, { INT64_MIN, 2, 0 } };
	const struct history_key ends_sorted[] = { { INT64_MIN, 2, 0 }, { INT64_MAX, 1, 0 } };
	check_order("ends of time", ends, ends_sorted, 2);
}

/* Any order of many entries, with many ties, becomes the one order; each event stays with its
 * entry. */
static void
check_shuffled(void)
{
	unit_row("shuffled");
	struct history h = { 0 };
	uint64_t x = 1;
	const size_t n = 5000;
	for (size_t i = 0; i < n; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		char id[32];
		const int64_t at = (int64_t)(x >> 33) % 300;
		const int len = snprintf(id, sizeof(id), "%lld/%zu", (long long)at, i);
		add(&h, &(struct history_key){ at, i, (unsigned)(i / 1000) },
		    (struct text){ id, (size_t)len });
	}
	history_begin(&h);
	size_t wrong = 0;
	struct history_key last = { INT64_MIN, 0, 0 }, key;
	struct text record;
	for (size_t i = 0; i < n; i++, last = key) {
		char id[32];
		wrong += history_next(&h, &key, &record) != 1;
		wrong +=
		    last.at_ns > key.at_ns || (last.at_ns == key.at_ns && last.line >= key.line);
		const int len = snprintf(id, sizeof(id), "%lld/%llu", (long long)key.at_ns,
		    (unsigned long long)key.line);
		wrong += !text_eq(record, (struct text){ id, (size_t)len });
	}
	CHECK(wrong == 0);
	history_free(&h);
}

int
main(void)
{
	check_orders();
	check_shuffled();
	return unit_end();
}
