/* SPDX-License-Identifier: MIT */
#include "expr/compare.h"

#include "base/number.h"
#include "time/stamp.h"

static int
sign(int cmp)
{
	return (cmp > 0) - (cmp < 0);
}

int
compare_time(struct text a, int64_t at_ns)
{
	int64_t t;
	if (stamp_parse(a, &t) < 0)
		return COMPARE_UNORDERED;
	return (t > at_ns) - (t < at_ns);
}

int
compare_address(struct text a, const struct ip *ip)
{
	struct ip x;
	return ip_parse(a, &x) < 0 ? COMPARE_UNORDERED : sign(ip_cmp(&x, ip));
}

int
compare_values(const struct value *a, const struct value *b)
{
	bool numbers = a->kind == VALUE_NUMBER && b->kind == VALUE_NUMBER;
	const struct value *text = a->kind == VALUE_NUMBER ? b : a;
	if (!numbers && (a->kind == VALUE_NUMBER || b->kind == VALUE_NUMBER) &&
	    text->kind == VALUE_STRING) {
		if (!number_is_json(text->text))
			return COMPARE_UNORDERED;
		numbers = true;
	}
	return sign(numbers ? number_cmp(a->text, b->text) : text_cmp(a->text, b->text));
}

int
compare(enum compare_as as, const struct value *a, const struct value *b)
{
	int64_t at;
	struct ip ip;
	switch (as) {
	case AS_TIMES:
		return stamp_parse(b->text, &at) < 0 ? COMPARE_UNORDERED
						     : compare_time(a->text, at);
	case AS_ADDRESSES:
		return ip_parse(b->text, &ip) < 0 ? COMPARE_UNORDERED
						  : compare_address(a->text, &ip);
	case AS_VALUES: break;
	}
	return compare_values(a, b);
}
