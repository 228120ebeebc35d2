/* SPDX-License-Identifier: MIT */
#include "decide/across.h"

#include <math.h>
#include <string.h>

#include "base/fixed.h"

/* Finds the numbers nearest to n for which the operator gives the opposite result. */
static size_t
across(enum op op, number_wide floor, bool exact, number_wide n, number_wide out[ACROSS_MOST])
{
	/* The lowest number for which Ge, or Gt, holds. */
	number_wide border = floor + (op == OP_GT || op == OP_LE || !exact);
	if (floor >= NUMBER_FLOOR_MAX || floor <= -NUMBER_FLOOR_MAX)
		return 0;
	if (op != OP_EQ && op != OP_NE) {
		out[0] = n >= border ? border - 1 : border;
		return 1;
	}
	if (!exact)
		return 0;
	out[0] = n == floor ? n - 1 : floor;
	out[1] = n + 1;
	return n == floor ? 2 : 1;
}

size_t
across_leaf(
    const struct rules *r, const struct leaf *leaf, number_wide n, number_wide out[ACROSS_MOST])
{
	number_wide least, found[ACROSS_MOST];
	const bool bounded = leaf_least(r, leaf, &least);
	const number_wide grain = leaf_grain(r, leaf, n), rest = leaf->floor % grain;
	const number_wide floor = leaf->floor / grain - (rest < 0);
	size_t count = across(leaf->op, floor, leaf->exact && rest == 0, n / grain, found),
	       kept = 0;
	for (size_t i = 0; i < count; i++)
		if (!bounded || found[i] * grain >= least)
			out[kept++] = found[i] * grain;
	return kept;
}

static struct value
number_value(struct arena *a, const char *p, size_t n)
{
	return (struct value){ arena_text(a, (struct text){ p, n }), VALUE_NUMBER, false };
}

struct value
across_value(struct arena *a, number_wide n, bool fine)
{
	char digits[FIXED_MAX];
	return number_value(a, digits, fine ? fixed_put(n, digits) : fixed_put_whole(n, digits));
}

static struct value
double_value(struct arena *a, double d)
{
	char digits[NUMBER_F64_MAX];
	return number_value(a, digits, number_put_f64(d, digits));
}

/* Returns the next double above or below d; infinity after the last. */
static double
neighbour(double d, bool above)
{
	uint64_t bits, sign = UINT64_C(1) << 63;
	if (d == 0) {
		bits = above ? 1 : sign | 1;
	} else {
		memcpy(&bits, &d, sizeof(bits));
		bits += (d > 0) == above ? 1 : (uint64_t)-1;
	}
	memcpy(&d, &bits, sizeof(d));
	return d;
}

/* Returns the double on the other side of the operand that is nearest to the number found. */
static size_t
across_double(struct arena *a, enum op op, struct text found, struct text operand,
    struct value *out, struct value *distance)
{
	double from, border, best = 0;
	bool any = false, holds = op_holds(op, number_cmp(found, operand));
	if (number_f64(found, &from) != 0 || number_f64(operand, &border) != 0)
		return 0;
	const double candidate[] = { border, neighbour(border, false), neighbour(border, true) };
	for (size_t i = 0; i < 3; i++) {
		if (!isfinite(candidate[i]))
			continue;
		struct value v = double_value(a, candidate[i]);
		if (op_holds(op, number_cmp(v.text, operand)) == holds ||
		    (any && fabs(candidate[i] - from) >= fabs(best - from)))
			continue;
		any = true;
		best = candidate[i];
		*out = v;
	}
	if (any)
		*distance = double_value(a, fabs(best - from));
	return any;
}

size_t
across_field(struct arena *a, enum type type, enum op op, struct text found, struct text operand,
    struct value out[ACROSS_MOST], struct value distance[ACROSS_MOST])
{
	const enum numbers numbers = types[type].numbers;
	const bool fine = numbers == NUMBERS_SECONDS || numbers == NUMBERS_DECIMAL;
	number_wide n, floor, other[ACROSS_MOST];
	bool whole = number_floor(found, fine ? 9 : 0, &n);
	bool exact = number_floor(operand, fine ? 9 : 0, &floor);
	if (!whole || numbers == NUMBERS_DOUBLE || (numbers == NUMBERS_UNKNOWN && !exact))
		return across_double(a, op, found, operand, out, distance);
	if (across(op, floor, exact, n, other) == 0 || (numbers == NUMBERS_NATURAL && other[0] < 0))
		return 0;
	out[0] = across_value(a, other[0], fine);
	distance[0] = across_value(a, other[0] > n ? other[0] - n : n - other[0], fine);
	return 1;
}
