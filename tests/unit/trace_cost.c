/* SPDX-License-Identifier: MIT */
/* Costs: read, added, subtracted, compared and written exactly. */
#include "trace/cost.h"

#include "tests/unit/unit.h"

static const struct {
	const char *json, *full, *rounded; /* full NULL: it is refused */
} numbers[] = {
	{ "0", "0", "0.0000" },
	{ "-0.0", "0", "0.0000" },
	{ "0.10", "0.1", "0.1000" },
	{ "1e-7", "0.0000001", "<0.0001" },
	{ "0.00005", "0.00005", "0.0001" },
	{ "0.000049999", "0.000049999", "<0.0001" },
	{ "0.99995", "0.99995", "1.0000" },
	{ "12.34565", "12.34565", "12.3457" },
	{ "-0.25", "-0.25", "-0.2500" },
	{ "-3.00001", "-3.00001", "-3.0000" },
	{ "-1", "-1", "-1.0000" },
	{ "0.30000000000000004", "0.30000000000000004", "0.3000" },
	{ "1.2345678901234567e-05", "0.000012345678901234567", "<0.0001" },
	{ "0.000000000000000000000001", "0.000000000000000000000001", "<0.0001" },
	{ "1e-25", "0", "0.0000" },
	{ "999999999.99994", "999999999.99994", "999999999.9999" },
	{ "999999999.99995", "999999999.99995", "1000000000.0000" },
	{ "1e9", NULL, NULL },
	{ "-1e9", NULL, NULL },
	{ "1e300", NULL, NULL },
	{ "-1e999999999", NULL, NULL },
	{ "nan", NULL, NULL },
	{ "\"1\"", NULL, NULL },
	{ "", NULL, NULL },
};

static struct trace_cost
read(const char *json)
{
	struct trace_cost c = { 0, 0 };
	CHECK(trace_cost_read(text_of(json), &c));
	return c;
}

static void
check_numbers(void)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct trace_cost c;
		char out[TRACE_COST_MAX];
		unit_row(numbers[i].json);
		const bool fits = trace_cost_read(text_of(numbers[i].json), &c);
		CHECK(fits == (numbers[i].full != NULL));
		if (!fits)
			continue;
		size_t n = trace_cost_put(&c, out);
		CHECK_TEXT(((struct text){ out, n }), numbers[i].full);
		n = trace_cost_put_rounded(&c, out);
		CHECK_TEXT(((struct text){ out, n }), numbers[i].rounded);
	}
}

static const struct {
	const char *a, *b, *sum, *less;
	bool more;
} pairs[] = {
	{ "0.1", "0.2", "0.3", "-0.1", false },
	{ "0.2", "0.1", "0.3", "0.1", true },
	{ "0.7", "0.7", "1.4", "0", false },
	{ "-0.5", "0.25", "-0.25", "-0.75", false },
	{ "-0.5", "-0.75", "-1.25", "0.25", true },
	{ "999999999", "999999999", "1999999998", "0", false },
	{ "2", "1e-24", "2.000000000000000000000001", "1.999999999999999999999999", true },
};

static void
check_pairs(void)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		char out[TRACE_COST_MAX];
		unit_row(pairs[i].a);
		const struct trace_cost a = read(pairs[i].a), b = read(pairs[i].b);
		struct trace_cost sum = a;
		trace_cost_add(&sum, &b);
		const struct trace_cost less = trace_cost_less(&a, &b);
		CHECK_TEXT(((struct text){ out, trace_cost_put(&sum, out) }), pairs[i].sum);
		CHECK_TEXT(((struct text){ out, trace_cost_put(&less, out) }), pairs[i].less);
		CHECK(trace_cost_is_more(&a, &b) == pairs[i].more);
	}
}

/* What a double cannot: a million cents and a millionth of a cent. */
static void
check_many(void)
{
	const struct trace_cost cent = read("0.01");
	struct trace_cost sum = read("0.00000001");
	char out[TRACE_COST_MAX];
	unit_row("a million");
	for (unsigned i = 0; i < 1000000; i++)
		trace_cost_add(&sum, &cent);
	CHECK_TEXT(((struct text){ out, trace_cost_put(&sum, out) }), "10000.00000001");
}

int
main(void)
{
	check_numbers();
	check_pairs();
	check_many();
	return unit_end();
}
