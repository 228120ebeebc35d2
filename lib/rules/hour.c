/* SPDX-License-Identifier: MIT */
#include "rules/hour.h"

#include "base/number.h"
#include "expr/load.h"
#include "time/stamp.h"

enum { DAY_S = 86400, HOUR_S = 3600 };

static int
load_offset(struct expr_loader *l, const struct json_node *node, struct hour *out)
{
	int64_t hours;
	int seconds;
	if (!node)
		return 0;
	if (node->kind == JSON_STRING && stamp_offset(node->text, &seconds) == 0) {
		out->offset_s = seconds;
		return 0;
	}
	if (node->kind != JSON_NUMBER || number_i64(node->text, &hours) != 0 || hours < -23 ||
	    hours > 23)
		return load_error(l, node,
		    "must be an offset like \"+02:00\", \"-05:30\" or \"Z\", or whole hours");
	out->offset_s = hours * HOUR_S;
	return 0;
}

int
hour_load(struct expr_loader *l, const struct json_node *node, struct hour *out)
{
	static const struct text members[] = { TEXT("kind"), TEXT("from"), TEXT("to"),
		TEXT("utc_offset") };
	int bad = load_members(l, node, members, LOAD_COUNT(members));
	bad |= load_required(l, node, "from") ? 0 : -1;
	bad |= load_required(l, node, "to") ? 0 : -1;
	bad |= load_integer(l, node, "from", 0, 23, &out->from);
	bad |= load_integer(l, node, "to", 0, 24, &out->to);
	return bad | load_offset(l, json_get(node, "utc_offset"), out);
}

int
hour_of(const struct hour *h, int64_t at_ns)
{
	int64_t at_s = at_ns / STAMP_SECOND - (at_ns % STAMP_SECOND < 0);
	int64_t of_day = (at_s + h->offset_s) % DAY_S;
	return (int)((of_day + (of_day < 0 ? DAY_S : 0)) / HOUR_S);
}

bool
hour_holds(const struct hour *h, int64_t at_ns)
{
	int hour = hour_of(h, at_ns);
	if (h->from <= h->to)
		return h->from <= hour && hour < h->to;
	return h->from <= hour || hour < h->to;
}
