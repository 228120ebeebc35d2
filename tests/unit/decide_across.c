/* SPDX-License-Identifier: MIT */
/* The nearest number on the other side of a comparison. */
#include "decide/across.h"

#include "base/buf.h"
#include "tests/unit/unit.h"

static void
test_fields(void)
{
	static const struct {
		enum type type;
		enum op op;
		const char *found, *operand, *expected; /* `number distance`; empty: none */
	} rows[] = {
		{ TYPE_U64, OP_GE, "5", "5", "4 1" },
		{ TYPE_U64, OP_GE, "3", "5", "5 2" },
		{ TYPE_U64, OP_GT, "5", "5", "6 1" },
		{ TYPE_U64, OP_GT, "9", "5", "5 4" },
		{ TYPE_U64, OP_LT, "4", "5", "5 1" },
		{ TYPE_U64, OP_LT, "7", "5", "4 3" },
		{ TYPE_U64, OP_LE, "5", "5", "6 1" },
		{ TYPE_U64, OP_LE, "7", "5", "5 2" },
		{ TYPE_U64, OP_GE, "5", "4.5", "4 1" },
		{ TYPE_U64, OP_GE, "4", "4.5", "5 1" },
		{ TYPE_U64, OP_LE, "4", "4.5", "5 1" },
		{ TYPE_U64, OP_LT, "5", "4.5", "4 1" },
		{ TYPE_U64, OP_LT, "5", "0", "" }, /* none is below */
		{ TYPE_I64, OP_LT, "5", "0", "-1 6" },
		{ TYPE_I64, OP_GE, "-3", "-2.5", "-2 1" },
		{ TYPE_I64, OP_GE, "9223372036854775807", "-9223372036854775808",
		    "-9223372036854775809 18446744073709551616" },
		{ TYPE_U64, OP_GE, "18446744073709551615", "1e19",
		    "9999999999999999999 8446744073709551616" },
		{ TYPE_U64, OP_GE, "1", "1e40", "" },
		{ TYPE_ANY, OP_GE, "7", "5", "4 3" },
		{ TYPE_ANY, OP_GE, "7", "5.5", "5.499999999999999 1.5000000000000009" },
		{ TYPE_ANY, OP_LT, "7.5", "5", "4.999999999999999 2.500000000000001" },
		{ TYPE_F64, OP_GE, "0.25", "1", "1 0.75" },
		{ TYPE_F64, OP_GT, "0.25", "0", "0 0.25" },
		{ TYPE_F64, OP_GT, "-1", "0", "5e-324 1" },
		{ TYPE_F64, OP_LE, "1e308", "1e400", "" },
		{ TYPE_DURATION, OP_GE, "90", "60.5", "60.499999999 29.500000001" },
		{ TYPE_DURATION, OP_LT, "60.5", "60.5", "60.499999999 0.000000001" },
		{ TYPE_DURATION, OP_LE, "-0.5", "-0.75", "-0.75 0.25" },
	};
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct value other[ACROSS_MOST], distance[ACROSS_MOST];
		struct buf got = { 0 };
		size_t n = across_field(&a, rows[i].type, rows[i].op, text_of(rows[i].found),
		    text_of(rows[i].operand), other, distance);
		for (size_t k = 0; k < n; k++) {
			value_put(&got, &other[k]);
			buf_char(&got, ' ');
			value_put(&got, &distance[k]);
		}
		unit_row(rows[i].expected);
		CHECK_TEXT(buf_as_text(&got), rows[i].expected);
		buf_free(&got);
	}
	unit_row("");
	arena_free(&a);
}

/* A rule set of one comparison. */
static struct rules *
load(const char *comparison)
{
	struct buf b = { 0 };
	struct err e;
	buf_printf(&b, "{\"rules\":[{\"rule_id\":\"r\",\"outcome\":\"Block\",\"expression\":%s}]}",
	    comparison);
	struct rules *r = rules_load(buf_as_text(&b), NULL, ".", &e);
	CHECK(r != NULL);
	buf_free(&b);
	return r;
}

static void
test_state(void)
{
#define STATE(attribute, operator, value)                                                          \
	"{\"kind\":\"StateCmp\",\"scope\":\"Entity\",\"attribute\":\"" attribute                   \
	"\",\"operator\":\""                                                                       \
	operator"\",\"value\":" value "}"
#define WINDOW(operator, value, more)                                                              \
	"{\"kind\":\"WindowCmp\",\"scope\":\"Entity\",\"seconds\":9,\"operator\":\""               \
	operator"\",\"value\":" value more "}"
	static const struct {
		const char *comparison;
		int64_t found;
		const char *expected;
	} rows[] = {
		{ STATE("event_count", "Ge", "5"), 5, "4 " },
		{ STATE("event_count", "Ge", "1"), 1, "" },
		{ STATE("event_count", "Eq", "1"), 1, "2 " },
		{ STATE("event_count", "Eq", "3"), 3, "2 4 " },
		{ STATE("event_count", "Ne", "3"), 7, "3 " },
		{ STATE("event_count", "Ne", "3"), 3, "2 4 " },
		{ STATE("event_count", "Eq", "3.5"), 3, "" },
		{ STATE("decision_count", "Gt", "0"), 1, "0 " },
		{ STATE("decision_count", "Ge", "0"), 1, "" },
		{ STATE("age_seconds", "Lt", "60"), 59000000000, "60 " },
		{ STATE("age_seconds", "Lt", "60"), 61000000000, "59.999999999 " },
		{ STATE("idle_seconds", "Ge", "0"), 5, "" },
		{ WINDOW("Lt", "2", ""), 1, "2 " },
		{ WINDOW("Ge", "1", ""), 1, "" },
		{ WINDOW("Ge", "1", ",\"where\":{\"kind\":\"FieldExists\",\"field_name\":\"x\"}"),
		    1, "0 " },
		{ WINDOW("Lt", "0", ",\"aggregate\":{\"kind\":\"Sum\",\"field_name\":\"x\"}"), 0,
		    "-1 " },
	};
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct rules *r = load(rows[i].comparison);
		number_wide other[ACROSS_MOST];
		struct buf got = { 0 };
		if (!r)
			continue;
		size_t n = across_leaf(r, &r->leaf[0], rows[i].found, other);
		for (size_t k = 0; k < n; k++) {
			struct value v = across_value(&a, other[k], r->leaf[0].is_fine);
			value_put(&got, &v);
			buf_char(&got, ' ');
		}
		unit_row(rows[i].comparison);
		CHECK_TEXT(buf_as_text(&got), rows[i].expected);
		buf_free(&got);
		rules_free(r);
	}
	unit_row("");
	arena_free(&a);
}

int
main(void)
{
	test_fields();
	test_state();
	return unit_end();
}
