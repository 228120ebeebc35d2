/* SPDX-License-Identifier: MIT */
#ifndef REPORT_TEXT_PUT_H
#define REPORT_TEXT_PUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * The parts of a report for people.  Reports fit on a screen, whatever they are about: tables end
 * after some rows and say how many more there are, and long names are cut.
 */
#define TEXT_NAME_MIN 10
#define TEXT_NAME_MAX 48
#define TEXT_LINE 88

/*
 * Appends untrusted text for a terminal, escaped as buf_visible does, and cuts it with an ellipsis
 * after this many columns.  Returns how many columns it took.  Chinese, Japanese and Korean
 * characters and pictures take two columns, accents none.
 */
size_t text_put_readable(struct buf *b, struct text t, size_t columns);
size_t text_width(struct text t);

/* Appends only its first character, which must be there.  Returns how many bytes of t that has;
 * *columns is its width. */
size_t text_put_character(struct buf *b, struct text t, size_t *columns);

/* The rows to show of a table that has too many: those with the largest weight (the first, among
 * equals), in the order of the table. */
#define TEXT_ROWS_MOST 20
struct text_rows {
	size_t most, n, row[TEXT_ROWS_MOST];
	uint64_t weight[TEXT_ROWS_MOST];
};
void text_rows_offer(struct text_rows *rows, size_t row, uint64_t weight);

/* Appends two spaces, the name, and blanks up to the next column. */
void text_put_name(struct buf *b, struct text name, size_t column);

/* The same for the title of a table, without the two spaces. */
void text_put_title(struct buf *b, const char *title, size_t column);

void text_put_number(struct buf *b, uint64_t n); /* in twelve columns */
/* Appends n / total as a percentage with two decimals, rounded, in integer arithmetic and
 * independent of the locale. */
void text_put_share(struct buf *b, uint64_t n, uint64_t total);

/* Appends `what` right-aligned, so that it ends in the column. */
void text_put_head(struct buf *b, const char *what, size_t columns);

/* Appends ` and N more (JSON has them all)`, unless N is 0. */
void text_put_more(struct buf *b, size_t n);

/* Appends `TITLE: NAME COUNT, NAME COUNT` for the names that occurred, in at most two lines. */
void text_put_occurred(
    struct buf *b, const char *title, const struct text *name, const uint64_t *count, size_t n);

#endif
