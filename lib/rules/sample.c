/* SPDX-License-Identifier: MIT */
#include "rules/sample.h"

#include "base/number.h"
#include "base/sha256.h"
#include "expr/load.h"

size_t
sample_put_percent(uint64_t number, char out[SAMPLE_PERCENT_MAX])
{
	number_wide v = (number_wide)number * 100;
	unsigned whole = (unsigned)(v >> 64);
	size_t n = 0;
	if (whole >= 10)
		out[n++] = (char)('0' + whole / 10);
	out[n++] = (char)('0' + whole % 10);
	if ((uint64_t)v > 0)
		out[n++] = '.';
	while ((uint64_t)v > 0) {
		v = (number_wide)(uint64_t)v * 10;
		out[n++] = (char)('0' + (unsigned)(v >> 64));
	}
	return n;
}

static bool
is_below(uint64_t number, struct text percent)
{
	char digits[SAMPLE_PERCENT_MAX];
	struct text t = { digits, sample_put_percent(number, digits) };
	return number_cmp(t, percent) < 0;
}

int
sample_load(struct expr_loader *l, const struct json_node *node, struct sample *out)
{
	static const struct text members[] = { TEXT("kind"), TEXT("percent"), TEXT("field_name") };
	struct text name;
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	const struct json_node *percent = load_required(l, node, "percent");
	bad |= load_text(l, node, "field_name", &name);
	if (!percent)
		return -1;
	if (percent->kind != JSON_NUMBER || number_cmp(percent->text, TEXT("0")) < 0 ||
	    number_cmp(percent->text, TEXT("100")) > 0)
		return load_error(l, percent, "must be a number from 0 to 100");
	if (bad)
		return -1;
	out->field = fields_find(l->fields, name);
	if (out->field == FIELD_UNKNOWN)
		out->field = fields_add(l->fields, name, TYPE_ANY);
	/* find the greatest number below the limit, bit by bit from the top */
	out->none = !is_below(0, percent->text);
	out->last = 0;
	for (int bit = 63; bit >= 0; bit--)
		if (is_below(out->last | UINT64_C(1) << bit, percent->text))
			out->last |= UINT64_C(1) << bit;
	return 0;
}

uint64_t
sample_number(struct text t)
{
	unsigned char digest[32];
	uint64_t number = 0;
	sha256(t.p, t.n, digest);
	for (int i = 0; i < 8; i++)
		number = number << 8 | digest[i];
	return number;
}
