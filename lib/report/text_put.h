/* SPDX-License-Identifier: MIT */
#ifndef REPORT_TEXT_PUT_H
#define REPORT_TEXT_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * What the parts of a report for people are made of.  It fits on a screen whatever it is about:
 * tables end after some rows and say how many more there are, names are cut.
 */
#define TEXT_NAME_MIN 10
#define TEXT_NAME_MAX 48
#define TEXT_LINE 88

/* Text of others on somebody's terminal: written as buf_visible does, and beyond so many columns an
 * ellipsis is all.  Returns how many columns it took.  Those of Chinese, Japanese, Korean and
 * pictures are two, of accents none. */
size_t text_put_readable(struct buf *b, struct text t, size_t columns);
size_t text_width(struct text t);

/* The rows of a table that has too many: those that weigh most, of equal ones the first, in the
 * order of the table. */
#define TEXT_ROWS_MOST 20
struct text_rows {
	size_t most, n, row[TEXT_ROWS_MOST];
	uint64_t weight[TEXT_ROWS_MOST];
};
void text_rows_offer(struct text_rows *rows, size_t row, uint64_t weight);

/* Two spaces, the name, and blanks up to the column behind it. */
void text_put_name(struct buf *b, struct text name, size_t column);

/* The same for the title of a table, without the two spaces. */
void text_put_title(struct buf *b, const char *title, size_t column);

void text_put_number(struct buf *b, uint64_t n); /* in twelve columns */
/* n of total in hundredths of a percent, rounded; whole numbers all the way: no locale. */
void text_put_share(struct buf *b, uint64_t n, uint64_t total);

/* Blanks, `what` ending in the column. */
void text_put_head(struct buf *b, const char *what, size_t columns);

/* `  and N more (JSON has them all)`, if N is not 0. */
void text_put_more(struct buf *b, size_t n);

/* `TITLE: NAME COUNT, NAME COUNT` of those that occurred, in at most two lines. */
void text_put_occurred(
    struct buf *b, const char *title, const struct text *name, const uint64_t *count, size_t n);

#endif
