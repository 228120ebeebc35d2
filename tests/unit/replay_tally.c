/* SPDX-License-Identifier: MIT */
#include "replay/tally.h"

#include <string.h>

#include "tests/unit/unit.h"

#define HOUR_NS (3600 * STAMP_SECOND)

/* Numbers that are all different, small and large. */
static void
fill(struct tally *t)
{
	uint64_t next = 1;
	uint64_t *const run[] = { (uint64_t *)&t->n, (uint64_t *)t->rule };
	const size_t n[] = { sizeof(t->n) / sizeof(uint64_t),
		t->rules * sizeof(*t->rule) / sizeof(uint64_t) };
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < n[k]; i++)
			run[k][i] = next++ * UINT64_C(0x3000000010001);
	tally_hour(t, -1, true);
	tally_hour(t, 5 * HOUR_NS, false);
	tally_hour(t, INT64_MAX, true);
	tally_decision(t, INT64_MIN, OUTCOME_BLOCK);
	tally_decision(t, 7 * HOUR_NS, OUTCOME_ALLOW);
	tally_decision(t, 6 * HOUR_NS, OUTCOME_OBSERVE);
	buf_text(&t->example, TEXT("{\"a\":1},{\"b\":\"\\u0000\"}"));
	t->examples = 2;
}

static bool
same(const struct tally *a, const struct tally *b)
{
	return memcmp(&a->n, &b->n, sizeof(a->n)) == 0 && a->rules == b->rules &&
	       memcmp(a->rule, b->rule, a->rules * sizeof(*a->rule)) == 0 && a->hours == b->hours &&
	       memcmp(a->hour, b->hour, a->hours * sizeof(*a->hour)) == 0 &&
	       a->decided_hours == b->decided_hours &&
	       memcmp(a->decided, b->decided, a->decided_hours * sizeof(*a->decided)) == 0 &&
	       a->examples == b->examples &&
	       text_eq(buf_as_text(&a->example), buf_as_text(&b->example));
}

static void
check_round_trip(void)
{
	struct tally t, back;
	struct buf b = { 0 };
	unit_row("round trip");
	tally_new(&t, 3);
	fill(&t);
	tally_put(&b, &t);
	buf_text(&b, TEXT("rest"));
	struct text from = buf_as_text(&b);
	tally_new(&back, 3);
	CHECK(tally_get(&from, &back) == 0 && same(&t, &back));
	CHECK(text_eq(from, TEXT("rest")));
	tally_end(&back);

	unit_row("of other rules");
	from = buf_as_text(&b);
	tally_new(&back, 2);
	CHECK(tally_get(&from, &back) < 0);
	tally_end(&back);

	unit_row("cut off anywhere");
	for (size_t n = 0; n < b.n - 4; n++) {
		from = (struct text){ b.p, n };
		tally_new(&back, 3);
		CHECK(tally_get(&from, &back) < 0);
		tally_end(&back);
	}
	tally_end(&t);
	buf_free(&b);
}

static void
check_hours(void)
{
	static const struct {
		int64_t at_ns, hour;
		const char *text;
	} rows[] = {
		{ 7 * HOUR_NS, 7, "1970-01-01T07:00Z" },
		{ 8 * HOUR_NS - 1, 7, "1970-01-01T07:00Z" },
		{ -1, -1, "1969-12-31T23:00Z" },
		{ -HOUR_NS, -1, "1969-12-31T23:00Z" },
		{ -HOUR_NS - 1, -2, "1969-12-31T22:00Z" },
		{ INT64_MAX, 2562047, "2262-04-11T23:00Z" },
		{ INT64_MIN, -2562048, "1677-09-21T00:00Z" },
		{ 3 * HOUR_NS, 3, "1970-01-01T03:00Z" },
	};
	struct tally t;
	char out[STAMP_MAX];
	tally_new(&t, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i].text);
		tally_hour(&t, rows[i].at_ns, i & 1);
		CHECK(text_eq((struct text){ out, tally_put_hour(rows[i].hour, out) },
		    text_of(rows[i].text)));
	}
	unit_row("ascending, and added up");
	static const int64_t hours[] = { -2562048, -2, -1, 3, 7, 2562047 };
	CHECK(t.hours == sizeof(hours) / sizeof(*hours));
	for (size_t i = 0; i < t.hours; i++)
		CHECK(t.hour[i].hour == hours[i]);
	CHECK(t.hour[4].events == 2 && t.hour[4].changed == 1);
	CHECK(t.hour[2].events == 2 && t.hour[2].changed == 1);
	tally_end(&t);
}

static void
check_sums(void)
{
	struct tally t;
	unit_row("sums");
	tally_new(&t, 2);
	t.n.changes[OUTCOME_ALLOW][OUTCOME_BLOCK] = 2;
	t.n.changes[OUTCOME_ALLOW][OUTCOME_ALLOW] = 5;
	t.n.changes[ANSWER_FAILED][OUTCOME_BLOCK] = 1;
	t.n.causes[CAUSE_ENCODING] = 1;
	t.n.causes[CAUSE_INTERACTION] = 2;
	CHECK(tally_compared(&t) == 8 && tally_changed(&t) == 3);
	const size_t match[] = { 1 };
	tally_label(&t, BASELINE, LABEL_BAD, OUTCOME_CHALLENGE, match, 1);
	tally_label(&t, BASELINE, LABEL_GOOD, OUTCOME_OBSERVE, match, 1);
	tally_label(&t, BASELINE, LABEL_NONE, OUTCOME_BLOCK, match, 0);
	const struct label_tally *l = &t.n.label[BASELINE];
	CHECK(l->seen[LABEL_BAD] == 1 && l->seen[LABEL_GOOD] == 1 && l->seen[LABEL_NONE] == 1);
	CHECK(l->stopped[LABEL_BAD] == 1 && l->stopped[LABEL_GOOD] == 0);
	CHECK(t.rule[1].labelled[BASELINE][LABEL_BAD] == 1);
	CHECK(t.rule[1].labelled[BASELINE][LABEL_GOOD] == 1);
	CHECK(t.rule[1].labelled[CANDIDATE][LABEL_BAD] == 0);
	CHECK(t.rule[0].labelled[BASELINE][LABEL_BAD] == 0);
	tally_end(&t);
}

int
main(void)
{
	check_round_trip();
	check_hours();
	check_sums();
	return unit_end();
}
