/* SPDX-License-Identifier: MIT */
/* EXPR: what it reads, what it refuses, and what holds for a call. */
#include "step/condition.h"

#include "tests/unit/unit.h"

/* The call is the second one; its caller has `outer`. */
static struct trace_model *
make_model(void)
{
	struct trace_model *m = trace_model_new((struct siphash_key){ 1, 2 });
	const struct trace_event_record event[] = { { .type = TRACE_VARIABLE,
							.at_ns = TRACE_NO_TIME,
							.after = 0,
							.text = { TEXT("total"), TEXT("12.50") } },
		{ .type = TRACE_VARIABLE,
		    .at_ns = TRACE_NO_TIME,
		    .after = 0,
		    .text = { TEXT("self.x"), TEXT("{\"y\":[1,\"two\"]}") } } };
	struct trace_record r = { .what = TRACE_CALL,
		.trace_id = TEXT("t"),
		.call_id = TEXT("a"),
		.name = TEXT("outer"),
		.input = TEXT("{\"outer\":\"o\",\"n\":0}"),
		.start_ns = TRACE_NO_TIME,
		.end_ns = TRACE_NO_TIME,
		.duration_ns = 5,
		.records = 1 };
	trace_add(m, &r);
	r.call_id = TEXT("b");
	r.parent_id = TEXT("a");
	r.input =
	    TEXT("{\"n\":5,\"s\":\"abc\",\"d\":\"5\",\"t\":true,\"z\":null,\"e\":\"\","
		 "\"u\":{\"name\":\"Ann\"},\"l\":[1,2],\"a b\":1,\"big\":1e400,\"q\":\"x\\\"y\"}");
	r.attributes = TEXT("{\"http.status\":404}");
	r.output = TEXT("[7]");
	r.event = event;
	r.events = 2;
	trace_add(m, &r);
	trace_build(m);
	return m;
}

/* 1: holds; 0: does not. */
static const struct {
	const char *expr;
	int holds;
} rows[] = {
	{ "n == 5", 1 },
	{ "n==5.0", 1 },
	{ "n != 5", 0 },
	{ "n<6 and n>4", 1 },
	{ "n <= 5 and n >= 5", 1 },
	{ "n < 5 or n > 5", 0 },
	{ "big > 1e399", 1 },
	{ "total == 12.5", 1 },
	{ "total >= 12.6", 0 },
	/* strings and other values */
	{ "s == abc", 1 },
	{ "s == \"abc\"", 1 },
	{ "s < abd", 1 },
	{ "s > abd", 0 },
	{ "d == 5", 1 },
	{ "d < 6", 1 },
	{ "n == \"5\"", 1 },
	{ "s < 5", 0 },
	{ "s > 5", 0 },
	{ "s != 5", 1 },
	{ "t == true", 1 },
	{ "t == \"true\"", 1 },
	{ "z == null", 1 },
	{ "q == \"x\\\"y\"", 1 },
	{ "l == [1,2.0]", 1 },
	{ "l == [ 1, 2 ]", 1 },
	{ "u == {\"name\":\"Ann\"}", 1 },
	{ "u < {\"name\":\"Bob\"}", 0 },
	/* a name alone */
	{ "n", 1 },
	{ "z", 0 },
	{ "e", 0 },
	{ "t and not z", 1 },
	{ "l", 1 },
	/* dotted, of callers, of the call */
	{ "u.name ~ \"A*\"", 1 },
	{ "u.name ~ a*", 0 },
	{ "u.name ~ A?n", 1 },
	{ "u.name ~ A\\*", 0 },
	{ "l.1 == 2", 1 },
	{ "self.x.y.1 == two", 1 },
	{ "self.x.y.0 == 1", 1 },
	{ "outer == o", 1 },
	{ "attributes.http.status == 404", 1 },
	{ "input.n == 5", 1 },
	{ "output.0 == 7", 1 },
	{ "\"a b\" == 1", 1 },
	/* in */
	{ "n in [1, 5]", 1 },
	{ "n in [1, \"5\"]", 1 },
	{ "n in []", 0 },
	{ "s in \"xabcx\"", 1 },
	{ "s in [\"ab\", \"c\"]", 0 },
	/* what is not known */
	{ "nobody", 0 },
	{ "not nobody", 1 },
	{ "nobody == 1", 0 },
	{ "nobody != 1", 0 },
	{ "not nobody == 1", 1 },
	{ "nobody ~ *", 0 },
	{ "u.nobody == null", 0 },
	/* and binds more than or, not more than and */
	{ "t or z and z", 1 },
	{ "(t or z) and z", 0 },
	{ "not z and t", 1 },
	{ "not (z or t)", 0 },
	{ "not not t", 1 },
	{ "((n == 5))", 1 },
	{ "  n  ==  5  ", 1 },
	{ "s == abc or(z)", 1 },
};

static const struct {
	const char *expr, *why;
} wrong[] = {
	{ "", "a name is missing at the end" },
	{ "n ==", "a value is missing at the end" },
	{ "n = 5", "write == for equality at '= 5'" },
	{ "== 5", "a name is missing at '== 5'" },
	{ "n == 5 5", "`and`, `or` or the end is missing at '5'" },
	{ "n == 5 and", "a name is missing at the end" },
	{ "(n == 5", "a closing bracket is missing at the end" },
	{ "n == 5)", "`and`, `or` or the end is missing at ')'" },
	{ "and", "a name is missing at 'and'" },
	{ "n in 5", "`in` needs a list such as [1, 2] or a string, at '5'" },
	{ "n and \"", "a name is missing at '\"'" },
	{ "\xff", "it is not UTF-8" },
};

int
main(void)
{
	struct trace_model *m = make_model();
	struct step_index *x = step_index_new(m);
	struct arena arena = { 0 };
	const struct step_frame f = step_frame_at_end(x, 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = { 0 };
		unit_row(rows[i].expr);
		const struct step_condition *c =
		    step_condition_read(text_of(rows[i].expr), &arena, &e);
		CHECK(c != NULL);
		if (c)
			CHECK(step_condition_holds(c, x, &f) == rows[i].holds);
		else
			puts(e.text);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct err e = { 0 };
		unit_row(wrong[i].expr);
		CHECK(!step_condition_read(text_of(wrong[i].expr), &arena, &e));
		CHECK_TEXT(text_of(e.text), wrong[i].why);
	}
	unit_row("");
	arena_free(&arena);
	step_index_free(x);
	trace_model_free(m);
	return unit_end();
}
