/* SPDX-License-Identifier: MIT */
#include "rules/hour.h"

#include "base/ascii.h"
#include "base/number.h"
#include "expr/load.h"
#include "time/stamp.h"

enum { DAY_S = 86400, HOUR_S = 3600 };

/* Two digits of at most `most`; -1 if they are none. */
static int
two_digits(const char *p, int most)
{
	if (!ascii_is_digit(p[0]) || !ascii_is_digit(p[1]))
		return -1;
	int v = (p[0] - '0') * 10 + (p[1] - '0');
	return v <= most ? v : -1;
}

static int
parse_offset(struct text t, int64_t *out)
{
	if (text_eq_nocase(t, TEXT("Z"))) {
		*out = 0;
		return 0;
	}
	if (t.n != 6 || (t.p[0] != '+' && t.p[0] != '-') || t.p[3] != ':')
		return -1;
	int hours = two_digits(t.p + 1, 23), minutes = two_digits(t.p + 4, 59);
	if (hours < 0 || minutes < 0)
		return -1;
	*out = hours * HOUR_S + minutes * 60;
	if (t.p[0] == '-')
		*out = -*out;
	return 0;
}

static int
load_offset(struct expr_loader *l, const struct json_node *node, struct hour *out)
{
	int64_t hours;
	if (!node)
		return 0;
	if (node->kind == JSON_STRING && parse_offset(node->text, &out->offset_s) == 0)
		return 0;
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
