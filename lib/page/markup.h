/* SPDX-License-Identifier: MIT */
#ifndef PAGE_MARKUP_H
#define PAGE_MARKUP_H

#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "view/line.h"

/*
 * Text in a page, so that it is only ever text.
 *
 * Text of the input is first made harmless as for a terminal (buf_visible): control characters,
 * bidirectional controls and bytes that are not UTF-8 become escapes.  Then `&`, `<`, `>` and both
 * quotes become character references.  So it may stand between tags and in a quoted attribute.
 */
void markup_text(struct buf *b, struct text t);

/* The same for text that is harmless already: what the functions of view/ append. */
void markup_escape(struct buf *b, struct text t);

/*
 * Appends a JSON string for a script element that holds data.  In it `<` is written as \u003c, so
 * that neither `</script>` nor `<!--` occurs, whatever the text is.  harmless: the text comes from
 * view/; otherwise it is made harmless.
 */
void markup_json(struct buf *b, struct text t);
void markup_json_harmless(struct buf *b, struct text t);

/* How text for a page is written by view/: UTF-8, without colours.  `width` is in columns. */
struct view_style markup_style(size_t width);

/* Counts with a comma between thousands; with a noun: `1 call`, `2 calls`. */
void markup_count(struct buf *b, uint64_t n);
void markup_counted(struct buf *b, uint64_t n, const char *noun);

/* A duration with three significant digits; nothing if it is TRACE_NO_TIME. */
void markup_duration(struct buf *b, int64_t ns);

/* A time element, in UTC; nothing if it is TRACE_NO_TIME. */
void markup_time(struct buf *b, int64_t at_ns);

/* A cell of a table: a number, aligned on the right.  none: the cell stays empty for 0. */
void markup_cell_count(struct buf *b, uint64_t n);
void markup_cell_count_or_none(struct buf *b, uint64_t n, const char *class);

/* A cell that is a share of all, as a percentage with a bar. */
void markup_cell_share(struct buf *b, double share);

#endif
