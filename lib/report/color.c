/* SPDX-License-Identifier: MIT */
#include "report/color.h"

#include <string.h>

#include "base/text.h"

/* SGR parameters (ECMA-48). */
static const struct text parameters[COLORS] = {
	[COLOR_PLACE] = TEXT("35"),
	[COLOR_ERROR] = TEXT("1;31"),
	[COLOR_WARNING] = TEXT("1;33"),
	[COLOR_OUTCOME] = TEXT("32"),
	[COLOR_OBSERVE] = TEXT("36"),
	[COLOR_CHALLENGE] = TEXT("33"),
	[COLOR_BLOCK] = TEXT("31"),
	[COLOR_GOOD] = TEXT("32"),
	[COLOR_BAD] = TEXT("31"),
	[COLOR_OPEN] = TEXT("33"),
	[COLOR_REMOVED] = TEXT("31"),
	[COLOR_ADDED] = TEXT("32"),
	[COLOR_NAME] = TEXT("1"),
	[COLOR_BAR] = TEXT("36"),
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n';
}

void
color_since(struct buf *b, size_t from, bool on, enum color c)
{
	size_t to = b->n;
	while (from < to && is_blank(b->p[from]))
		from++;
	while (from < to && is_blank(b->p[to - 1]))
		to--;
	if (!on || from == to)
		return;
	struct buf rest = { 0 };
	buf_put(&rest, b->p + from, b->n - from);
	b->n = from;
	BUF_LIT(b, "\33[");
	buf_text(b, parameters[c]);
	buf_char(b, 'm');
	buf_put(b, rest.p, to - from);
	BUF_LIT(b, "\33[0m");
	buf_put(b, rest.p + (to - from), rest.n - (to - from));
	buf_free(&rest);
}
