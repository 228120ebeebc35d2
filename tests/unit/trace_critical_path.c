/* SPDX-License-Identifier: MIT */
/* What a trace waited for: the last to end, at any time; parts that add up; odd times. */
#include "trace/critical_path.h"

#include <stdio.h>

#include "tests/unit/unit.h"

#define NONE TRACE_NO_TIME
#define MAX INT64_MAX

struct call {
	const char *id, *parent;
	int64_t start_ns, duration_ns;
};

/* The duration, then each call on the path with its part. */
static const struct {
	struct call call[7];
	const char *told;
} models[] = {
	{ { { "a", NULL, 0, 10 } }, "10: a10" },
	{ { { "a", NULL, 5, 10 }, { "b", "a", 6, 2 }, { "c", "a", 9, 3 } }, "10: a5 b2 c3" },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, 8 }, { "c", "b", 2, 6 } }, "10: a2 b2 c6" },
	/* at once: the last to end, and before it what had ended when it started */
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, 5 }, { "c", "a", 4, 5 } }, "10: a5 c5" },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, 3 }, { "c", "a", 3, 3 }, { "d", "a", 5, 4 } },
	    "10: a3 b3 d4" },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 0, 9 }, { "c", "a", 1, 2 } }, "10: a1 b9" },
	/* the same end: the first to start */
	{ { { "a", NULL, 0, 10 }, { "c", "a", 4, 4 }, { "b", "a", 2, 6 } }, "10: a4 b6" },
	/* what a child that is not on the path called is not on it either */
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, 3 }, { "c", "b", 1, 2 }, { "d", "a", 2, 6 } },
	    "10: a4 d6" },
	/* beyond the parent, or none of it */
	{ { { "a", NULL, 10, 10 }, { "b", "a", 5, 40 }, { "c", "b", 30, 9 } }, "10: a0 b10" },
	{ { { "a", NULL, 10, 10 }, { "b", "a", 0, 10 }, { "c", "a", 20, 9 } }, "10: a10" },
	{ { { "a", NULL, 10, 10 }, { "b", "a", 15, 40 }, { "c", "a", 16, 50 } }, "10: a6 c4" },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 5, 0 }, { "c", "a", 7, -2 }, { "d", "a", NONE, 3 } },
	    "10: a7 d3" },
	/* of two that outlive their parent, the one that ended later */
	{ { { "a", NULL, 0, 1000 }, { "b", "a", 100, 950 }, { "c", "a", 900, 300 } },
	    "1000: a900 c100" },
	/* the longest root, the first of equal ones */
	{ { { "a", NULL, 0, 3 }, { "b", NULL, 1, 5 }, { "c", NULL, 2, 5 } }, "5: b5" },
	/* open: as if it were not there, but on the path below what is open */
	{ { { "a", NULL, 0, 10 }, { "b", "a", 2, NONE }, { "c", "b", 3, 2 } }, "10: a8 c2" },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, NONE }, { "c", "b", 5, 4 }, { "d", "a", 2, 4 },
	      { "e", "b", 1, 1 } },
	    "10: a5 e1 c4" },
	{ { { "a", NULL, 0, NONE }, { "b", "a", NONE, NONE }, { "c", "b", 3, 2 } },
	    "5 open: a3 c2" },
	{ { { "a", NULL, 0, NONE }, { "b", "a", 2, 3 }, { "c", "a", 4, NONE }, { "d", "c", 7, 2 } },
	    "9 open: a4 c3 d2" },
	{ { { "a", NULL, 0, NONE }, { "b", "a", 2, 3 }, { "c", "b", 4, NONE } }, "5 open: a2 b3" },
	/* no clock, no duration, a clock that went backwards */
	{ { { "a", NULL, NONE, 10 }, { "b", "a", NONE, 4 } }, "10: a6 b4" },
	{ { { "a", NULL, NONE, 10 }, { "b", "a", NONE, 4 }, { "c", "a", 3, 3 },
	      { "d", "a", NONE, 9 }, { "e", "d", NONE, 1 } },
	    "10: a0 c3 b4 d2 e1" },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 4, 3 }, { "c", "a", NONE, MAX } }, "10: a0 c7 b3" },
	{ { { "a", NULL, NONE, NONE }, { "b", "a", NONE, 4 } }, "none open:" },
	{ { { "a", NULL, 0, -10 }, { "b", "a", -5, 3 } }, "0: a0" },
	{ { { "a", NULL, 0, 0 }, { "b", "a", 0, 3 } }, "0: a0" },
	/* the edges of time */
	{ { { "a", NULL, INT64_MIN + 1, MAX }, { "b", "a", INT64_MIN + 2, MAX } },
	    "9223372036854775807: a1 b9223372036854775806" },
	{ { { "a", NULL, MAX, MAX }, { "b", "a", MAX, 7 }, { "c", "a", INT64_MIN + 1, MAX } },
	    "9223372036854775807: a9223372036854775800 b7" },
};

static void
add(struct trace_model *m, const struct call *c)
{
	const struct trace_record r = { .what = TRACE_CALL,
		.trace_id = TEXT("t"),
		.call_id = text_of(c->id),
		.parent_id = c->parent ? text_of(c->parent) : TEXT_ABSENT,
		.start_ns = c->start_ns,
		.end_ns = NONE,
		.duration_ns = c->duration_ns };
	trace_add(m, &r);
}

static void
tell(struct buf *b, const struct trace_model *m, struct trace_path *p)
{
	trace_critical_path(m, 0, p);
	if (p->duration_ns == NONE)
		BUF_LIT(b, "none");
	else
		buf_i64(b, p->duration_ns);
	buf_text(b, p->open ? TEXT(" open:") : TEXT(":"));
	for (size_t i = 0; i < p->n; i++) {
		buf_char(b, ' ');
		buf_text(b, trace_text_of(m->call[p->step[i].call].id));
		buf_i64(b, p->step[i].self_ns);
	}
}

static void
check_table(void)
{
	struct trace_path p = { 0 };
	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++) {
		struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
		struct buf b = { 0 };
		for (size_t k = 0; k < 7 && models[i].call[k].id; k++)
			add(m, &models[i].call[k]);
		trace_build(m);
		unit_row(models[i].told);
		tell(&b, m, &p);
		CHECK_TEXT(buf_as_text(&b), models[i].told);
		buf_free(&b);
		trace_model_free(m);
	}
	trace_path_free(&p);
	unit_row("");
}

enum { MANY = 200000 };

/* Chains and many siblings at once, in a time that a test has. */
static void
check_many(bool deep)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	struct trace_path p = { 0 };
	int64_t sum = 0;
	char id[2][24] = { "c0", "c0" };
	add(m, &(struct call){ id[0], NULL, 0, 4 * MANY });
	for (int i = 1; i <= MANY; i++) {
		snprintf(id[0], sizeof(id[0]), "c%d", i);
		add(m, &(struct call){ id[0], id[1], deep ? i : 2 * i, deep ? 3 * MANY : 3 });
		if (deep)
			snprintf(id[1], sizeof(id[1]), "c%d", i);
	}
	trace_build(m);
	trace_critical_path(m, 0, &p);
	for (size_t i = 0; i < p.n; i++)
		sum += p.step[i].self_ns;
	CHECK(sum == 4 * MANY);
	CHECK(p.n == (deep ? 1 + MANY : 1 + MANY / 2));
	trace_path_free(&p);
	trace_model_free(m);
}

int
main(void)
{
	check_table();
	check_many(false);
	check_many(true);
	return unit_end();
}
