/* SPDX-License-Identifier: MIT */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * The frame of every page: one file of HTML that needs no other.
 *
 *	frame_begin(&f, &b, FRAME_TRACES, title);
 *	…					the sections of the page
 *	frame_end(&f, &b);
 *
 * A Content-Security-Policy (W3C CSP Level 3) in the page allows exactly its own style and script,
 * by their SHA-256, and nothing else: no other script, no attribute with code, no connection,
 * image, font, frame or form.  So a page cannot reach out even if a text of the input became
 * markup.  Elements of type application/json hold data and are not run.
 */
enum frame_kind { FRAME_TRACES, FRAME_REPORT, FRAME_COMPARE };

struct frame {
	struct buf script;
};

/* title: plain text, made harmless here. */
void frame_begin(struct frame *f, struct buf *b, enum frame_kind kind, struct text title);
void frame_end(struct frame *f, struct buf *b);

/* Appends the head of the page, with links to its sections, and begins its main part.  All texts
 * are markup.  frame_end ends that part. */
struct frame_link {
	const char *id, *text;
	bool there; /* otherwise it is left out */
};

void frame_contents(struct buf *b, const char *what, const struct frame_link *link, size_t n);

/* Begins a section with a heading, for the contents of the page.  id and heading are markup. */
void frame_section(struct buf *b, const char *id, const char *heading);
void frame_section_end(struct buf *b);

/* Begins a table that scrolls by itself if it is too wide.  heads: the cells of its head, markup.
 */
void frame_table(struct buf *b, const char *heads);
void frame_table_end(struct buf *b);

#endif
