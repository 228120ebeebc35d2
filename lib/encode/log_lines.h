/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_LOG_LINES_H
#define ENCODE_LOG_LINES_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "encode/slots.h"
#include "event/event.h"
#include "json/index.h"
#include "json/walk.h"
#include "plan/plan.h"

/*
 * The lines of a log that is no JSON: the setting `line` of a plan.  They become records as if each
 * line were a JSON object with a member for each key of its pattern.  There are two ways, and both
 * give the same records.
 *
 * The straight way writes no JSON.  Which slots each key fills is found once, by a walk over an
 * object that has the pattern's keys.  Each line then only has to put its texts into the slots.
 * The plan must need nothing but the slots: no pattern has %{json}, for example.
 *
 * The other way rewrites a portion of a block as JSON, one line for each line of the log, and this
 * is indexed and walked as any JSON lines are.  So the size of a portion bounds the memory,
 * whatever the patterns add to each line.  A line that fits no pattern, or is not UTF-8, becomes a
 * mark.
 *
 * Each thread needs its own.  All zeros is not valid: call log_lines_init.
 */
struct log_fill {
	size_t key; /* of the pattern */
	unsigned slot;
};

struct log_shape {
	const struct log_fill *fill; /* one for each filled slot, in the order of the keys */
	size_t fills;
	struct json_value *slot; /* of the record at hand; what no key fills is JSON_NONE */
};

struct log_lines {
	const struct dissect *pattern; /* the plan's */
	size_t patterns;
	struct log_shape *shape; /* by pattern; for the straight way */
	bool straight;           /* that is the way */
	struct arena arena;      /* of the shapes and of value */
	struct text *value;      /* scratch: by key of the pattern at hand */
	bool valid;              /* the block is UTF-8 as a whole */
	size_t next;             /* where in the block the next portion begins */
	struct buf json;         /* the portion as JSON; straight: what of a line has escapes */
	struct json_index index;
	struct json_pos pos; /* where in the portion the next line is */
};

/* The walker has the paths of the slots. */
void log_lines_init(
    struct log_lines *l, const struct plan *plan, const struct slots *slots, struct json_walker *w);
void log_lines_free(struct log_lines *l);

/*
 * Walks the next line of the block text[0..n), by a walker of the caller's.  pos->start is where
 * that line begins in the block, 0 to start; the rest of *pos is not used.  Returns false at the
 * end of the block.
 *
 * *line is the walked line of l->json, whose index is l->index, until the next call.  If
 * l->straight, there is neither text nor index, and no slot needs them.  *raw is the line in the
 * block, without its newline but with a CR.  If the line is rejected, *why says so: its error is
 * not absent.
 */
bool log_lines_next(struct log_lines *l, struct json_walker *w, const char *text, size_t n,
    struct json_pos *pos, struct json_line *line, struct text *raw, struct reject *why);

#endif
