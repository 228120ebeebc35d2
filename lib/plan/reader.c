/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "expr/load.h"
#include "plan/load.h"

static int
load_zone(struct expr_loader *l, const struct json_node *zone, struct stamp_reader *r)
{
	if (zone == NULL)
		return 0;
	r->zoned = true;
	if (zone->kind == JSON_STRING && text_eq(zone->text, TEXT("UTC")))
		return 0;
	const char *sign = "+-";
	if (zone->kind == JSON_STRING && zone->text.n > 0 && strchr(sign, zone->text.p[0]) &&
	    stamp_offset(zone->text, &r->offset_s) == 0)
		return 0;
	return load_error(l, zone,
	    "must be \"UTC\" or an offset such as \"+02:00\"; names of time zones are not supported");
}

/* `zoned`: the runtime has a time zone, or one that is reported already. */
static int
load_pattern(
    struct expr_loader *l, const struct json_node *node, bool zoned, struct stamp_format *out)
{
	struct err e;
	if (node->kind != JSON_STRING || node->text.n == 0)
		return load_error(
		    l, node, "must be a pattern such as \"%%d/%%b/%%Y:%%H:%%M:%%S %%z\"");
	if (stamp_format_compile(l->arena, node->text, out, &e) < 0)
		return e.offset == ERR_NOWHERE
			   ? load_error(l, node, "%s", e.text)
			   : load_error(
				 l, node, "%s, at byte %zu of the pattern", e.text, e.offset + 1);
	if (!out->zoned && !zoned)
		return load_error(
		    l, node, "has neither %%z nor %%s: add \"time_zone\" to the runtime");
	return 0;
}

int
load_reader(struct expr_loader *l, const struct json_node *node, struct stamp_reader *r)
{
	const struct json_node *format = json_get(node, "time_format"), *first = format;
	int bad = load_zone(l, json_get(node, "time_zone"), r);
	struct stamp_format *out;
	if (format == NULL)
		return bad;
	if (format->kind == JSON_ARRAY && format->count == 0)
		return load_error(l, format, "must have at least one pattern");
	r->formats = format->kind == JSON_ARRAY ? format->count : 1;
	r->format = out = arena_zalloc(l->arena, r->formats, sizeof(*out));
	if (format->kind == JSON_ARRAY)
		first = format->child;
	for (size_t i = 0; i < r->formats; i++, first = first->next)
		bad |= load_pattern(l, first, r->zoned, &out[i]);
	return bad;
}
