/* SPDX-License-Identifier: MIT */
#include "replay/report_top_text.h"

#include <inttypes.h>

#include "report/text_put.h"

enum { KIND_MOST = 24, KEY_LEAST = 24, KEY_MOST = 48, COUNT_WIDTH = 8 }; /* columns */

/* What the rule's key is, cut. */
static size_t
put_kind(struct buf *b, const struct replay *r, size_t rule)
{
	struct buf kind = { 0 };
	top_put_kind(&kind, r->top, rule);
	BUF_LIT(b, "  by ");
	const size_t width = text_put_readable(b, buf_as_text(&kind), KIND_MOST);
	buf_free(&kind);
	buf_char(b, ':');
	return width + 6;
}

/* The keys that fit into the line, and always the first. */
static void
put_keys(struct buf *b, const struct replay *r, size_t rule, size_t column)
{
	struct top_place place[TOP_PLACES];
	const size_t n = top_places(r->top, rule, place);
	const size_t room = column + COUNT_WIDTH < TEXT_LINE ? TEXT_LINE - column - COUNT_WIDTH : 0;
	const size_t most = room > KEY_MOST ? KEY_MOST : room < KEY_LEAST ? KEY_LEAST : room;
	for (size_t i = 0; i < n; i++) {
		struct buf key = { 0 };
		const struct text shown = place[i].key.n > 0 ? place[i].key : TEXT("\"\"");
		size_t width = text_put_readable(&key, shown, most);
		const size_t before = key.n;
		buf_printf(&key, " %" PRIu64, place[i].matches);
		width += key.n - before + 2;
		const bool fits = i == 0 || column + width <= TEXT_LINE;
		if (fits && i > 0)
			buf_char(b, ',');
		if (fits)
			buf_char(b, ' ');
		if (fits)
			buf_text(b, buf_as_text(&key));
		column += width;
		buf_free(&key);
		if (!fits)
			break;
	}
}

void
report_text_top(struct buf *b, const struct replay *r, size_t column, size_t most)
{
	struct text_rows rows = { .most = most < TEXT_ROWS_MOST ? most : TEXT_ROWS_MOST };
	struct top_place place[TOP_PLACES];
	size_t matched = 0;
	for (size_t i = 0; i < r->rules->count; i++) {
		if (top_places(r->top, i, place) == 0)
			continue;
		matched++;
		text_rows_offer(&rows, i, r->tally.rule[i].matched[CANDIDATE]);
	}
	if (matched == 0)
		return;
	BUF_LIT(b, "most matches\n");
	for (size_t k = 0; k < rows.n; k++) {
		const size_t rule = rows.row[k];
		text_put_name(b, r->rules->rule[rule].rule_id, column);
		const size_t width = put_kind(b, r, rule);
		put_keys(b, r, rule, column + 2 + width);
		buf_char(b, '\n');
	}
	text_put_more(b, matched - rows.n);
}
