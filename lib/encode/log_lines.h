/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_LOG_LINES_H
#define ENCODE_LOG_LINES_H

#include <stddef.h>

#include "base/buf.h"
#include "event/event.h"
#include "json/index.h"
#include "json/walk.h"
#include "plan/plan.h"

/*
 * The lines of a log that is no JSON, as JSON objects: the setting `line` of a plan.
 *
 * A portion of a block is rewritten as JSON, one line for each line of the log, and this is
 * indexed and walked as any JSON lines are.  So the size of a portion bounds the memory, whatever
 * the patterns add to each line.  A line that fits no pattern, or is not UTF-8, becomes a mark.
 *
 * Each thread needs its own.  All zeros is not valid: call log_lines_init.
 */
struct log_lines {
	const struct dissect *pattern; /* the plan's */
	size_t patterns;
	struct text *value; /* scratch: by key of the pattern at hand */
	bool valid;         /* the block is UTF-8 as a whole */
	size_t next;        /* where in the block the next portion begins */
	struct buf json;    /* the portion as JSON, */
	struct json_index index;
	struct json_pos pos; /* and where in it the next line is */
};

void log_lines_init(struct log_lines *l, const struct layout *layout);
void log_lines_free(struct log_lines *l);

/*
 * Walks the next line of the block text[0..n), by a walker of the caller's.  pos->start is where
 * that line begins in the block, 0 to start; the rest of *pos is not used.  Returns false at the
 * end of the block.
 *
 * *line is the walked line of l->json, whose index is l->index, until the next call.  *raw is the
 * line in the block, without its newline but with a CR.  If the line is rejected, *why says so: its
 * error is not absent.
 */
bool log_lines_next(struct log_lines *l, struct json_walker *w, const char *text, size_t n,
    struct json_pos *pos, struct json_line *line, struct text *raw, struct reject *why);

#endif
