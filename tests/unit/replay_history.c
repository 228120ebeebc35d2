/* SPDX-License-Identifier: MIT */
#include "replay/history.h"

#include "base/mem.h"
#include "tests/unit/unit.h"

#define STRING(s, is_plain) ((struct value){ TEXT(s), VALUE_STRING, is_plain })

static bool
same(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && a->plain == b->plain && text_eq(a->text, b->text) &&
	       (a->text.p == NULL) == (b->text.p == NULL);
}

/* What goes in comes out, NUL bytes, empty texts and long ones included. */
static void
check_round_trip(void)
{
	static char big[100000];
	memset(big, 'x', sizeof(big));
	const struct value field[] = { STRING("a\0b", false), VALUE_NONE,
		{ TEXT("-12.50"), VALUE_NUMBER, false }, { TEXT("true"), VALUE_BOOL, false },
		{ TEXT("[1,{\"a\":null}]"), VALUE_JSON, false }, STRING("", true),
		{ { big, sizeof(big) }, VALUE_STRING, true } };
	const size_t n = sizeof(field) / sizeof(*field);
	const struct event in = { .event_id = STRING("e-1", true),
		.source_id = STRING("", false),
		.session_id = STRING("x|@", true),
		.observed_at_ns = INT64_MIN,
		.encoding_version = UINT64_MAX,
		.field = field,
		.fields_json = { big, 200 } };
	const struct event bare = { .event_id = STRING("e-2", true), .observed_at_ns = INT64_MAX };

	struct history h = { 0 };
	history_add(&h, 0, 1, &in, n);
	history_add(&h, 0, 2, &bare, 0);
	struct event ev;
	struct value got[sizeof(field) / sizeof(*field)];
	history_get(&h, 0, &ev, got, n);
	CHECK(ev.observed_at_ns == INT64_MIN && ev.encoding_version == UINT64_MAX);
	CHECK(same(&ev.event_id, &in.event_id) && same(&ev.tenant_id, &in.tenant_id));
	CHECK(same(&ev.source_id, &in.source_id) && same(&ev.entity_id, &in.entity_id));
	CHECK(same(&ev.session_id, &in.session_id));
	CHECK(ev.field == got && text_eq(ev.fields_json, in.fields_json) && ev.warnings == 0);
	for (size_t i = 0; i < n; i++)
		CHECK(same(&got[i], &field[i]));
	history_get(&h, 1, &ev, got, 0);
	CHECK(ev.observed_at_ns == INT64_MAX && text_eq(ev.event_id.text, TEXT("e-2")));
	CHECK(ev.fields_json.n == 0);
	history_free(&h);
}

struct place {
	int64_t at_ns;
	unsigned input;
	uint64_t line;
};

/* Sorts the places and compares with the order expected. */
static void
check_order(const char *name, const struct place *in, const struct place *out, size_t n)
{
	unit_row(name);
	struct history h = { 0 };
	for (size_t i = 0; i < n; i++) {
		const struct event ev = { .observed_at_ns = in[i].at_ns };
		history_add(&h, in[i].input, in[i].line, &ev, 0);
	}
	history_sort(&h);
	CHECK(h.n == n && !h.unsorted);
	for (size_t i = 0; i < n; i++)
		CHECK(h.entry[i].at_ns == out[i].at_ns && h.entry[i].input == out[i].input &&
		      h.entry[i].line == out[i].line);
	history_free(&h);
}

static void
check_orders(void)
{
	check_order("empty", NULL, NULL, 0);
	const struct place one[] = { { 5, 0, 1 } };
	check_order("one", one, one, 1);
	const struct place sorted[] = { { -3, 1, 9 }, { 5, 0, 1 }, { 5, 0, 2 }, { 5, 1, 1 } };
	check_order("in order", sorted, sorted, 4);
	const struct place two[] = { { 5, 0, 1 }, { 5, 0, 2 }, { -3, 1, 9 }, { 5, 1, 1 } };
	check_order("two inputs", two, sorted, 4);
	const struct place backwards[] = { { 5, 1, 1 }, { 5, 0, 2 }, { 5, 0, 1 }, { -3, 1, 9 } };
	check_order("backwards", backwards, sorted, 4);
	const struct place three[] = { { 2, 0, 1 }, { 1, 0, 2 }, { 0, 0, 3 } };
	const struct place three_sorted[] = { { 0, 0, 3 }, { 1, 0, 2 }, { 2, 0, 1 } };
	check_order("an odd number of runs", three, three_sorted, 3);
	const struct place ends[] = { { INT64_MAX, 0, 1 }, { INT64_MIN, 0, 2 } };
	const struct place ends_sorted[] = { { INT64_MIN, 0, 2 }, { INT64_MAX, 0, 1 } };
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
		const struct event ev = { .observed_at_ns = at,
			.event_id = { { id, (size_t)len }, VALUE_STRING, true } };
		history_add(&h, (unsigned)(i / 1000), i, &ev, 0);
	}
	CHECK(h.unsorted);
	history_sort(&h);
	size_t wrong = 0;
	for (size_t i = 0; i < n; i++) {
		const struct history_entry *e = &h.entry[i];
		if (i > 0 &&
		    (e[-1].at_ns > e->at_ns || (e[-1].at_ns == e->at_ns && e[-1].line >= e->line)))
			wrong++;
		struct event ev;
		char id[32];
		const int len = snprintf(
		    id, sizeof(id), "%lld/%llu", (long long)e->at_ns, (unsigned long long)e->line);
		history_get(&h, i, &ev, NULL, 0);
		wrong += !text_eq(ev.event_id.text, (struct text){ id, (size_t)len });
	}
	CHECK(wrong == 0);
	/* what comes later is sorted in, too */
	const struct event late = { .observed_at_ns = -1 };
	history_add(&h, 9, 1, &late, 0);
	CHECK(h.unsorted);
	history_sort(&h);
	CHECK(h.n == n + 1 && h.entry[0].input == 9);
	history_free(&h);
}

int
main(void)
{
	check_round_trip();
	check_orders();
	check_shuffled();
	return unit_end();
}
