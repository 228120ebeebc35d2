/* SPDX-License-Identifier: MIT */
#ifndef IO_RECORDS_H
#define IO_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/block.h"
#include "io/blocks.h"
#include "json/walk.h"

/*
 * Reads the records of an input one by one, walked, for callers with one thread.
 *
 *	records_init(&r, in, &options, paths);
 *	while ((more = records_next(&r, &record, &e)) > 0)
 *		…
 *	records_free(&r);
 */
struct records {
	struct blocks blocks;
	struct json_walker *walker;
	struct json_index index; /* of a block of lines */
	struct input_block block;
	struct json_pos pos;
	uint64_t lines;                     /* lines before the next one, in an input of lines */
	const struct json_envelope **ended; /* those of the block, in order */
	size_t nended, ended_cap, next_ended;
	bool over; /* a JSON document had a syntax error */
};

enum input_kind {
	INPUT_RECORD,
	INPUT_TOO_LONG, /* a record over the limit; only `bytes` is known */
	INPUT_ENVELOPE  /* the envelope of some records has ended, and its text is complete */
};

struct input_record {
	enum input_kind kind;
	enum framing framing;
	uint64_t number; /* of the line in which it begins, from 1 */
	uint64_t offset; /* of the record's first byte in the decoded input */
	uint64_t bytes;
	struct json_line line; /* as the walk found it; blank lines are skipped */
	const char *text;      /* text and index that contain the line's values, to descend into
				* them */
	const struct json_index *index;
	const struct json_envelope *envelope; /* around the record, as far as it was read, or the
					       * one that ended; NULL if there is none */
};

/* in, options->arrays and paths must outlive it. */
void records_init(struct records *r, struct in *in, const struct blocks_options *o,
    const struct json_paths *paths);
void records_free(struct records *r);

/* Gets the next record, which is valid until the next call.  Returns 1, 0 at the end, or -1 with *e
 * filled, like blocks_next. */
int records_next(struct records *r, struct input_record *record, struct err *e);

#endif
