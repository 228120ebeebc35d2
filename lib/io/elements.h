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
 * A document (json/cut.h) as blocks of whole elements, each with its index.  What is read at a time
 * is indexed and cut; what is left of an element goes before what is read next.  An element that is
 * longer than that, or that drips, is followed (json/outline.h) until its end is there.  So memory
 * is bounded by the limit for an element, and an element comes out as soon as its last byte is
 * there (a number: as soon as what follows it is).
 *
 * A document ends at its first fault of syntax, and nothing behind that is read.  Between elements
 * the fault is an element of the last block (json_element.fault); inside one it is for the caller
 * to find, by the walk, and to stop.  Of an element that does not end the block has what comes up
 * to the byte that cannot be there.
 */
struct elements {
	struct in *in;
	size_t block, max_element;
	bool open_end; /* arrays at the end need not be closed */
	char *p;       /* bytes read and not yet given out: p[start..end) */
	size_t start, end, cap;
	size_t looked;    /* so many of them were not enough for a key */
	uint64_t taken;   /* bytes that came from the input */
	uint64_t line_at; /* where in the input the line begins that p[start] stands in */
	struct json_cut cut;
	struct json_index index;
	struct json_outline outline;
	bool following;  /* p[start..] begins with an element that is not there as a whole: */
	size_t followed; /* so many bytes of it are known to the outline */
	bool skipping;   /* it is over the limit: what comes of it is let go, */
	uint64_t skipped, skipped_lines, skipped_at,
	    skipped_column;       /* and that was its beginning */
	struct input_block ready; /* the next block; neither p nor too_long: none */
	bool over;                /* nothing comes behind it */
	bool fresh;               /* not all that is in hand was looked at */
	bool eof;
	bool failed; /* at its end: */
	struct err err;
};

/* Goes on with what `l` has read, of which nothing was given out, and takes its memory over. */
void elements_begin(
    struct elements *d, struct lines *l, const struct json_arrays *arrays, bool open_end);
void elements_free(struct elements *d);

/* Where the input stands: how many bytes come before what is given out next. */
uint64_t elements_offset(const struct elements *d);

/* As lines_ready, lines_next and lines_take. -1 is also for an array that does not end. */
bool elements_ready(struct elements *d);
int elements_next(struct elements *d, struct input_block *b, struct err *e);
int elements_take(
    struct elements *d, struct block_memory *own, struct input_block *b, struct err *e);

#endif
