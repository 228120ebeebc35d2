/* SPDX-License-Identifier: MIT */
#include "trace/compare_put.h"

#include <math.h>

#include "base/number.h"
#include "json/write.h"

static void
put_f64(struct buf *b, double number)
{
	char digits[NUMBER_F64_MAX] = "";
	const size_t n = number_put_f64(number, digits);
	buf_put(b, digits, n);
}

void
compare_put_number(struct buf *b, const char *name, bool known, real number)
{
	static const real most = 9223372036854775807.0L;
	json_name(b, name);
	if (!known)
		json_add_null(b);
	else if (number == floorl(number) && fabsl(number) <= most)
		buf_i64(b, (int64_t)number);
	else
		put_f64(b, (double)number);
}

static void
put_result(struct buf *b, const struct compare_result *r)
{
	const bool both = r->has_a && r->has_b;
	compare_put_number(b, "a", r->has_a, r->a);
	compare_put_number(b, "b", r->has_b, r->b);
	compare_put_number(b, "delta", both, r->delta);
	compare_put_number(b, "low", both, r->low);
	compare_put_number(b, "high", both, r->high);
	compare_put_number(b, "p", both, r->p);
	json_member_bool(b, "significant", r->significant);
}

static void
put_metric(struct buf *b, const struct compare_metric *m)
{
	json_begin(b, '{');
	json_member_string(b, "metric", m->name);
	put_result(b, &m->is);
	json_member_u64(b, "traces_a", m->is.n_a);
	json_member_u64(b, "traces_b", m->is.n_b);
	json_end(b, '}');
}

static void
put_name(struct buf *b, const struct compare_name *n)
{
	json_begin(b, '{');
	json_member_string(b, "name", n->name);
	put_result(b, &n->is);
	json_member_u64(b, "calls_a", n->calls[0]);
	json_member_u64(b, "calls_b", n->calls[1]);
	json_member_u64(b, "errors_a", n->errors[0]);
	json_member_u64(b, "errors_b", n->errors[1]);
	json_end(b, '}');
}

void
compare_put(struct buf *b, const struct trace_comparison *c, const struct text label[2])
{
	json_member_string(b, "a", label[0]);
	json_member_string(b, "b", label[1]);
	json_member_bool(b, "paired", c->pairing != COMPARE_UNPAIRED);
	json_member_begin(b, "metrics", '[');
	for (size_t i = 0; i < c->metrics; i++)
		put_metric(b, &c->metric[i]);
	json_end(b, ']');
	json_member_begin(b, "by_name", '[');
	for (size_t i = 0; i < c->names; i++)
		put_name(b, &c->name[i]);
	json_end(b, ']');
	if (c->winner < 0)
		json_member_null(b, "winner");
	else
		json_member_string(b, "winner", c->winner == 0 ? TEXT("a") : TEXT("b"));
}

void
compare_put_sizes(struct buf *b, const struct trace_comparison *c)
{
	const bool paired = c->pairing != COMPARE_UNPAIRED;
	json_member_u64(b, "traces_a", c->a.n);
	json_member_u64(b, "traces_b", c->b.n);
	json_member_u64(b, "pairs", c->pairs);
	json_member_string_or_null(
	    b, "paired_by", paired ? compare_pairing_names[c->pairing] : TEXT_ABSENT);
}
