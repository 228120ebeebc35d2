/* SPDX-License-Identifier: MIT */
#include "history/survey.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/unit.h"

/* Blocks of inputs: `INPUT FIRST LAST` each, of 100 bytes in the input and 10 of records. */
struct block {
	unsigned input;
	int64_t first, last;
};

static const struct row {
	const char *name;
	uint64_t budget;
	struct block block[10];
	size_t blocks;
	const char *order; /* inputs, `+` behind the last block of one; the time in between */
} rows[] = {
	{ "one in order", 10, { { 0, 1, 4 }, { 0, 5, 8 }, { 0, 9, 9 } }, 3, "0<5 0<9 0+<end" },
	{ "ties are held", 10, { { 0, 1, 5 }, { 0, 5, 8 } }, 2, "0<5 0+<end" },
	{ "one after another", 10, { { 0, 1, 4 }, { 0, 5, 8 }, { 1, 9, 9 }, { 1, 10, 11 } }, 4,
	    "0<5 0+<9 1<10 1+<end" },
	{ "the later one first", 10, { { 0, 9, 12 }, { 1, 1, 3 }, { 1, 4, 5 } }, 3,
	    "1<4 1+<9 0+<end" },
	{ "overlapping", 20, { { 0, 1, 4 }, { 0, 5, 8 }, { 0, 9, 12 }, { 1, 3, 6 }, { 1, 7, 10 } },
	    5, "0<3 1<5 0<7 1+<9 0+<end" },
	{ "a little disorder", 30, { { 0, 1, 6 }, { 0, 4, 9 }, { 0, 3, 12 }, { 0, 13, 14 } }, 4,
	    "0<3 0<3 0<13 0+<end" },
	{ "much disorder is sorted", 10, { { 0, 1, 6 }, { 0, 4, 9 }, { 0, 3, 12 }, { 1, 2, 4 } }, 4,
	    "0<min 0<min 0+<min 1+<end" },
	{ "inputs without blocks", 10, { { 1, 1, 6 }, { 4, 7, 9 } }, 2, "1+<7 4+<end" },
	{ "nothing", 10, { { 0, 0, 0 } }, 0, "" },
};

static void
check_row(const struct row *row)
{
	unit_row(row->name);
	struct survey s = { 0 };
	uint64_t end[8] = { 0 };
	char got[256] = "";
	for (size_t i = 0; i < row->blocks; i++) {
		const struct block *b = &row->block[i];
		end[b->input] += 100;
		survey_note(&s, b->input,
		    &(struct survey_block){ end[b->input], b->first, b->last, 1, 10 });
	}
	CHECK(s.records == row->blocks);
	CHECK(survey_fits(&s, row->budget) == !strstr(row->order, "min"));
	survey_plan(&s, row->budget);
	memset(end, 0, sizeof(end));
	for (int i; (i = survey_pick(&s)) >= 0;) {
		int64_t until;
		char time[32] = "end";
		end[i] += 100;
		const bool more = survey_took(&s, (unsigned)i, end[i], &until);
		if (until == INT64_MIN)
			strcpy(time, "min");
		else if (until != INT64_MAX)
			snprintf(time, sizeof(time), "%lld", (long long)until);
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%d%s<%s",
		    got[0] ? " " : "", i, more ? "" : "+", time);
	}
	CHECK(strcmp(got, row->order) == 0);
	if (strcmp(got, row->order) != 0)
		printf("%s\n", got);
	survey_free(&s);
}

/* However many blocks there are, what is noted stays small, and the plan is still one. */
static void
check_long(void)
{
	unit_row("long");
	struct survey s = { 0 };
	const uint64_t n = 300000, grain = 1 << 18;
	for (uint64_t i = 0; i < n; i++)
		for (unsigned input = 0; input < 2; input++)
			survey_note(&s, input,
			    &(struct survey_block){ (i + 1) * grain, (int64_t)(2 * i + input),
				(int64_t)(2 * i + input + 1), 1, 10 });
	CHECK(s.records == 2 * n && s.stretches <= 1 << 16);
	CHECK(survey_fits(&s, 10000));
	survey_plan(&s, 10000);
	uint64_t read[2] = { 0 }, wrong = 0;
	int64_t until = INT64_MIN, last = INT64_MIN;
	for (int i; (i = survey_pick(&s)) >= 0; last = until) {
		/* nothing comes that is before what was said could be decided */
		wrong += (int64_t)(2 * read[i]) + i < last;
		read[i]++;
		const bool more = survey_took(&s, (unsigned)i, read[i] * grain, &until);
		wrong += more != (read[i] < n) || until < last;
	}
	CHECK(wrong == 0 && read[0] == n && read[1] == n);
	survey_free(&s);
}

/* Too many that overlap are not open at a time. */
static void
check_many(void)
{
	unit_row("many");
	struct survey s = { 0 };
	for (unsigned i = 0; i < 300; i++)
		for (uint64_t end = 1; end <= 2; end++)
			survey_note(&s, i,
			    &(struct survey_block){
				end, (int64_t)end * 10, (int64_t)end * 11, 1, 10 });
	CHECK(!survey_fits(&s, 64 << 20));
	CHECK(survey_fits(&s, (uint64_t)2 << 30));
	survey_plan(&s, 64 << 20);
	for (unsigned i = 0; i < 300; i++) {
		int64_t until;
		CHECK(survey_pick(&s) == (int)i);
		CHECK(survey_took(&s, i, 1, &until) && until == INT64_MIN);
		CHECK(!survey_took(&s, i, 2, &until));
	}
	CHECK(survey_pick(&s) == -1);
	survey_free(&s);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_row(&rows[i]);
	check_long();
	check_many();
	return unit_end();
}
