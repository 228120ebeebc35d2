/* SPDX-License-Identifier: MIT */
#include "cmd/trace/which.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "json/write.h"

void
which_count(struct command *c, const struct run_turn *turn, uint64_t unknown)
{
	const size_t wanted = (size_t)turn->item->input + 1;
	if (c->inputs < wanted) {
		c->unread = mem_grow(c->unread, &c->input_cap, wanted, sizeof(*c->unread));
		memset(&c->unread[c->inputs], 0, (wanted - c->inputs) * sizeof(*c->unread));
		c->inputs = wanted;
	}
	struct unread *u = &c->unread[turn->item->input];
	u->unknown += unknown;
	u->rejected += c->run.books.rejected - c->rejected;
	c->rejected = c->run.books.rejected;
}

/* A line of the table: what a reader or a map has read of a file. */
struct row {
	struct text file, reader, map; /* absent: none */
	uint64_t calls, unknown, rejected;
};

static void
put_json(struct buf *b, const struct row *r)
{
	json_begin(b, '{');
	json_member_string_or_null(b, "file", r->file);
	json_member_string_or_null(b, "reader", r->reader);
	json_member_string_or_null(b, "map", r->map);
	json_member_u64(b, "calls", r->calls);
	json_member_u64(b, "unknown", r->unknown);
	json_member_u64(b, "rejected", r->rejected);
	json_end(b, '}');
	buf_char(b, '\n');
}

enum { NUMBER_WIDTH = 10 };

static void
put_text(struct buf *b, const struct row *r, size_t column)
{
	const struct text by = r->map.p ? r->map : r->reader;
	size_t at = b->n;
	buf_visible(b, r->file);
	buf_printf(b, "%*s", (int)(b->n - at < column ? column - (b->n - at) : 0), "");
	buf_printf(b, "  %*" PRIu64 "  %*" PRIu64 "  %*" PRIu64 "  ", NUMBER_WIDTH, r->calls,
	    NUMBER_WIDTH, r->unknown, NUMBER_WIDTH, r->rejected);
	buf_text(b, r->map.p ? TEXT("map ") : TEXT(""));
	buf_visible(b, by.p ? by : TEXT("-"));
	buf_char(b, '\n');
}

static void
put_row(struct command *c, struct buf *b, const struct row *r, size_t column)
{
	if (c->text)
		put_text(b, r, column);
	else
		put_json(b, r);
}

static struct text
file_of(const struct command *c, size_t input)
{
	return text_of(c->settings.operands > 0 ? c->settings.operand[input] : "-");
}

/* What has read the input, one row each.  Returns how many there are; row NULL: only that. */
static size_t
readers_of(const struct command *c, size_t input, struct row *row)
{
	size_t readers = 0, rows = 0;
	while (import_reader_name(readers))
		readers++;
	for (size_t i = 0; i < readers + import_maps_count(c->maps); i++) {
		const struct import_share s = import_share(c->import, (unsigned)input, i);
		const bool map = i >= readers || import_reader_summary(i);
		if (s.records == 0)
			continue;
		if (row)
			row[rows] = (struct row){ .file = file_of(c, input),
				.reader =
				    i < readers ? text_of(import_reader_name(i)) : TEXT_ABSENT,
				.map = !map          ? TEXT_ABSENT
				       : i < readers ? text_of(import_reader_name(i))
						     : import_maps_name(c->maps, i - readers),
				.calls = s.calls };
		rows++;
	}
	return rows;
}

/* What nothing has read stands in the row of the only reader, else in a row of its own. */
static void
put_input(struct command *c, struct buf *b, size_t input, size_t column)
{
	const size_t n = readers_of(c, input, NULL);
	struct row *row = mem_zalloc(n + 1, sizeof(*row)), *const last = &row[n == 1 ? 0 : n];
	readers_of(c, input, row);
	last->file = file_of(c, input);
	if (input < c->inputs) {
		last->unknown = c->unread[input].unknown;
		last->rejected = c->unread[input].rejected;
	}
	const bool more = n == 0 || (n > 1 && last->unknown + last->rejected > 0);
	for (size_t i = 0; i < n + more; i++)
		put_row(c, b, &row[i], column);
	free(row);
}

int
which_print(struct command *c)
{
	const size_t inputs = c->settings.operands > 0 ? c->settings.operands : 1;
	struct buf b = { 0 };
	size_t column = 4;
	for (size_t i = 0; i < inputs; i++) {
		const size_t at = b.n;
		buf_visible(&b, file_of(c, i));
		column = b.n - at > column ? b.n - at : column;
	}
	b.n = 0;
	if (c->text)
		buf_printf(&b, "%-*s  %*s  %*s  %*s  reader\n", (int)column, "file", NUMBER_WIDTH,
		    "calls", NUMBER_WIDTH, "unknown", NUMBER_WIDTH, "rejected");
	for (size_t i = 0; i < inputs; i++)
		put_input(c, &b, i, column);
	const int result = run_put(&c->run, buf_as_text(&b));
	buf_free(&b);
	return result;
}
