/* SPDX-License-Identifier: MIT */
/* What is left of a call beside its children: overlaps, children that outlive it, unknown ends. */
#include "trace/self_times.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tests/unit/unit.h"

#define NONE TRACE_NO_TIME
#define MAX INT64_MAX

struct call {
	const char *id, *parent;
	int64_t start_ns, duration_ns;
};

static void
add(struct trace_model *m, const struct call *c)
{
	trace_add(m, &(struct trace_record){ .what = TRACE_CALL,
			 .call_id = text_of(c->id),
			 .parent_id = c->parent ? text_of(c->parent) : TEXT_ABSENT,
			 .name = TEXT("f"),
			 .start_ns = c->start_ns,
			 .end_ns = NONE,
			 .duration_ns = c->duration_ns,
			 .records = 1 });
}

/* Each call and its self time, depth first. */
static const struct {
	struct call call[6];
	const char *told;
} models[] = {
	{ { { "a", NULL, 0, 10 } }, "a10 " },
	{ { { "a", NULL, 0, 0 }, { "b", "a", 0, 0 } }, "a0 b0 " },
	/* one after the other, recursion, and what is in a child is not in the parent twice */
	{ { { "a", NULL, 5, 10 }, { "b", "a", 6, 2 }, { "c", "a", 8, 3 } }, "a5 b2 c3 " },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, 8 }, { "c", "b", 2, 6 } }, "a2 b2 c6 " },
	/* at once: partly, one in another, alike, three of which the last bridges a gap */
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, 4 }, { "c", "a", 3, 4 } }, "a4 b4 c4 " },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, 8 }, { "c", "a", 2, 1 }, { "d", "a", 8, 1 } },
	    "a2 b8 c1 d1 " },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 2, 4 }, { "c", "a", 2, 4 }, { "d", "a", 2, 5 } },
	    "a5 b4 c4 d5 " },
	{ { { "a", NULL, 0, 10 }, { "d", "a", 6, 2 }, { "c", "a", 1, 2 }, { "b", "a", 0, 7 } },
	    "a2 b7 c2 d2 " },
	/* beyond the parent: before it, behind it, around it, outside */
	{ { { "a", NULL, 10, 10 }, { "b", "a", 5, 7 } }, "a8 b7 " },
	{ { { "a", NULL, 10, 10 }, { "b", "a", 18, 7 } }, "a8 b7 " },
	{ { { "a", NULL, 10, 10 }, { "b", "a", 0, 40 }, { "c", "a", 11, 2 } }, "a0 b40 c2 " },
	{ { { "a", NULL, 10, 10 }, { "b", "a", 0, 10 }, { "c", "a", 20, 9 } }, "a10 b10 c9 " },
	/* a child is measured by its parent, not by the root */
	{ { { "a", NULL, 0, 10 }, { "b", "a", 8, 10 }, { "c", "b", 12, 4 } }, "a8 b6 c4 " },
	/* ends that are not known, on either side */
	{ { { "a", NULL, 0, NONE }, { "b", "a", 1, 4 } }, "a? b4 " },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, NONE }, { "c", "b", 2, 3 } }, "a7 b? c3 " },
	/* what an open call called is called by its caller: in order, through several, no clock */
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, NONE }, { "c", "b", 5, 4 }, { "d", "a", 2, 4 } },
	    "a3 b? c4 d4 " },
	{ { { "a", NULL, 0, 10 }, { "b", "a", 1, NONE }, { "c", "b", 1, NONE }, { "d", "c", 2, 3 },
	      { "e", "a", 4, 9 } },
	    "a2 b? c? d3 e9 " },
	{ { { "a", NULL, NONE, 10 }, { "b", "a", NONE, NONE }, { "c", "b", NONE, 4 } },
	    "a6 b? c4 " },
	{ { { "a", NULL, 0, NONE }, { "b", "a", 1, 8 }, { "c", "b", 2, NONE }, { "d", "c", 3, 4 } },
	    "a? b4 c? d4 " },
	/* ended before they started */
	{ { { "a", NULL, 0, 10 }, { "b", "a", 5, -3 }, { "c", "a", 3, 2 } }, "a8 c2 b0 " },
	{ { { "a", NULL, 0, -10 }, { "b", "a", -5, 3 } }, "a0 b3 " },
	/* no clock: no more than there is; and a child without one beside others */
	{ { { "a", NULL, NONE, 10 }, { "b", "a", NONE, 4 }, { "c", "a", NONE, 3 } }, "a3 b4 c3 " },
	{ { { "a", NULL, NONE, 10 }, { "b", "a", NONE, 8 }, { "c", "a", 3, 3 } }, "a0 c3 b8 " },
	{ { { "a", NULL, 0, 10 }, { "b", "a", NONE, 4 }, { "c", "a", 1, 3 } }, "a3 c3 b4 " },
	{ { { "a", NULL, 0, 10 }, { "b", "a", NONE, MAX }, { "c", "a", NONE, MAX } },
	    "a0 b9223372036854775807 c9223372036854775807 " },
	/* the edges of time */
	{ { { "a", NULL, INT64_MIN + 1, MAX }, { "b", "a", 0, MAX }, { "c", "a", -4, 2 } },
	    "a9223372036854775805 c2 b9223372036854775807 " },
	{ { { "a", NULL, MAX - 1, MAX }, { "b", "a", MAX, MAX } }, "a1 b9223372036854775807 " },
	{ { { "a", NULL, MAX, 5 }, { "b", "a", INT64_MIN + 1, MAX } }, "a5 b9223372036854775807 " },
	{ { { "a", NULL, MAX, 5 }, { "b", "a", MAX, 1 }, { "c", "a", INT64_MIN + 1, 7 } },
	    "a4 c7 b1 " },
};

static void
tell(struct buf *b, const struct trace_model *m)
{
	int64_t self[6];
	trace_self_times(m, 0, self);
	for (uint32_t i = 0; i < m->trace[0].last; i++) {
		buf_text(b, trace_text_of(trace_call_at(m, i)->id));
		if (self[i] == NONE)
			BUF_LIT(b, "? ");
		else
			buf_printf(b, "%lld ", (long long)self[i]);
	}
}

static void
check_table(void)
{
	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++) {
		struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
		struct buf b = { 0 };
		for (size_t k = 0; k < 6 && models[i].call[k].id; k++)
			add(m, &models[i].call[k]);
		trace_build(m);
		unit_row(models[i].told);
		tell(&b, m);
		CHECK_TEXT(buf_as_text(&b), models[i].told);
		buf_free(&b);
		trace_model_free(m);
	}
	unit_row("");
}

/* Chains and many siblings at once, in a time that a test has. */
enum { MANY = 200000 };

static void
check_many(bool deep)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	int64_t *self = mem_alloc((MANY + 1) * sizeof(*self)), sum = 0;
	char id[2][24] = { "c0", "c0" };
	add(m, &(struct call){ id[0], NULL, 0, 4 * MANY });
	for (int i = 1; i <= MANY; i++) {
		snprintf(id[0], sizeof(id[0]), "c%d", i);
		add(m, &(struct call){ id[0], id[1], i, deep ? 4 * MANY - 2 * i : 2 * MANY - i });
		if (deep)
			snprintf(id[1], sizeof(id[1]), "c%d", i);
	}
	trace_build(m);
	trace_self_times(m, 0, self);
	CHECK(m->traces == 1);
	CHECK(self[0] == (deep ? 2 : 2 * MANY + 1));
	for (int i = 0; i <= MANY; i++)
		sum += self[i];
	CHECK(!deep || sum == 4 * MANY);
	CHECK(deep || self[1] == 2 * MANY - 1);
	free(self);
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
