/* SPDX-License-Identifier: MIT */
#include "trace/cost.h"

#include <string.h>

#include "base/fixed.h"

enum { PLACES = 24, SHOWN = 4 };

static const number_wide one = (number_wide)1000000000000 * 1000000000000;

static struct trace_cost
of(number_wide whole, number_wide rest)
{
	if (rest < 0) {
		whole--;
		rest += one;
	} else if (rest >= one) {
		whole++;
		rest -= one;
	}
	return (struct trace_cost){ (int64_t)whole, rest };
}

bool
trace_cost_read(struct text json, struct trace_cost *out)
{
	const number_wide most = one * 1000000000;
	number_wide v;
	if (!number_is_json(json))
		return false;
	number_floor(json, PLACES, &v);
	if (v >= most || v <= -most)
		return false;
	*out = of(v / one, v % one);
	return true;
}

void
trace_cost_add(struct trace_cost *to, const struct trace_cost *cost)
{
	*to = of((number_wide)to->whole + cost->whole, to->rest + cost->rest);
}

struct trace_cost
trace_cost_less(const struct trace_cost *a, const struct trace_cost *b)
{
	return of((number_wide)a->whole - b->whole, a->rest - b->rest);
}

bool
trace_cost_is_more(const struct trace_cost *a, const struct trace_cost *b)
{
	return a->whole != b->whole ? a->whole > b->whole : a->rest > b->rest;
}

/* Writes the decimals of a rest, with zeros in front. */
static size_t
put_decimals(number_wide rest, int places, char *out)
{
	for (int i = places; i > 0; rest /= 10)
		out[--i] = (char)('0' + (int)(rest % 10));
	return (size_t)places;
}

/* The size of a cost, without its sign. */
static struct trace_cost
size_of(const struct trace_cost *c, bool *negative)
{
	const struct trace_cost none = { 0, 0 };
	*negative = c->whole < 0;
	return *negative ? trace_cost_less(&none, c) : *c;
}

size_t
trace_cost_put(const struct trace_cost *c, char out[TRACE_COST_MAX])
{
	bool negative;
	const struct trace_cost size = size_of(c, &negative);
	size_t n = negative;
	out[0] = '-';
	n += fixed_put_whole(size.whole, out + n);
	if (size.rest == 0)
		return n;
	out[n++] = '.';
	n += put_decimals(size.rest, PLACES, out + n);
	while (out[n - 1] == '0')
		n--;
	return n;
}

double
trace_cost_number(const struct trace_cost *c)
{
	char text[TRACE_COST_MAX];
	double d = 0;
	number_f64((struct text){ text, trace_cost_put(c, text) }, &d);
	return d;
}

size_t
trace_cost_put_rounded(const struct trace_cost *c, char out[TRACE_COST_MAX])
{
	static const char little[] = "<0.0001";
	const number_wide unit = (number_wide)100000000000000000 * 1000; /* of the last decimal */
	bool negative;
	struct trace_cost size = size_of(c, &negative);
	if (!negative && size.whole == 0 && size.rest > 0 && size.rest < unit / 2) {
		memcpy(out, little, sizeof(little) - 1);
		return sizeof(little) - 1;
	}
	size = of(size.whole, size.rest + unit / 2);
	size_t n = negative;
	out[0] = '-';
	n += fixed_put_whole(size.whole, out + n);
	out[n++] = '.';
	return n + put_decimals(size.rest / unit, SHOWN, out + n);
}
