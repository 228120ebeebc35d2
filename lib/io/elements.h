/* SPDX-License-Identifier: MIT */
#ifndef IO_ELEMENTS_H
#define IO_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/block.h"
#include "io/lines.h"
#include "json/cut.h"
#include "json/outline.h"

/*
 * Reads a JSON document (json/cut.h) as blocks of whole elements, each block with its index.  A
 * piece of input is read, indexed and cut; the rest, the start of an element, goes before the next
 * piece.  An element that is longer than a piece, or that arrives slowly, is followed
 * (json/outline.h) until it is complete.  So memory is bounded by the limit for an element, and an
 * element is returned as soon as its last byte arrives (a number: as soon as what follows it does).
 *
 * A document ends at its first syntax error; nothing after that is read.  An error between elements
 * is an element of the last block (json_element.fault).  The caller finds an error inside an
 * element by walking it, and then has to stop.  Such an element is in the block up to the byte that
 * is wrong, unless the end of the element was found.
 */
struct elements {
	struct in *in;
	size_t block, max_element;
	bool open_end; /* arrays may be open at the end */
	char *p;       /* bytes read and not yet returned: p[start..end) */
	size_t start, end, cap;
	size_t looked;    /* this many of them were too few to decide about a key */
	uint64_t taken;   /* bytes read from the input */
	uint64_t line_at; /* where in the input the line of p[start] begins */
	struct json_cut cut;
	struct json_index index;
	struct json_outline outline;
	bool following;  /* p[start..] begins with an incomplete element: */
	size_t followed; /* bytes of it that the outline has seen */
	size_t tried;    /* this many were cut, in vain */
	bool skipping;   /* it is over the limit: its bytes are dropped, */
	uint64_t skipped, skipped_lines, skipped_at, skipped_column; /* and it began here */
	struct input_block ready; /* the next block; neither p nor too_long: none */
	bool over;                /* nothing comes after it */
	bool fresh;               /* not everything that was read was looked at */
	bool eof;
	bool failed; /* at its end: */
	struct err err;
};

/* Continues with what `l` has read, of which nothing may have been returned, and takes over its
 * memory. */
void elements_begin(
    struct elements *d, struct lines *l, const struct json_arrays *arrays, bool open_end);
void elements_free(struct elements *d);

/* Returns the position in the input: how many bytes come before the next record. */
uint64_t elements_offset(const struct elements *d);

/* Like lines_ready, lines_next and lines_take.  Returns -1 also for an array that does not end. */
bool elements_ready(struct elements *d);
int elements_next(struct elements *d, struct input_block *b, struct err *e);
int elements_take(
    struct elements *d, struct block_memory *own, struct input_block *b, struct err *e);

#endif
