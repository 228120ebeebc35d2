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
 * The records of an input one after another, walked: for somebody who reads in one thread.
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
	uint64_t lines;                     /* of an input of lines: those before the next one */
	const struct json_envelope **ended; /* of the block, in order */
	size_t nended, ended_cap, next_ended;
	bool over; /* a document had a fault of syntax */
};

enum input_kind {
	INPUT_RECORD,
	INPUT_TOO_LONG, /* a record over the limit, of which only `bytes` is known */
	INPUT_ENVELOPE  /* what was around records has ended, and its text is whole */
};

struct input_record {
	enum input_kind kind;
	enum framing framing;
	uint64_t number; /* of the line in which it begins, from 1 */
	uint64_t offset; /* of a record's first byte in the input, as decoded */
	uint64_t bytes;
	struct json_line line; /* as the walk found it; blank lines are left out */
	const char *text;      /* and index: what the line's values are in, to go into them */
	const struct json_index *index;
	const struct json_envelope *envelope; /* around the record, so far, or what has ended; NULL:
						 nothing is around it */
};

/* in, options->arrays and paths must outlive it. */
void records_init(struct records *r, struct in *in, const struct blocks_options *o,
    const struct json_paths *paths);
void records_free(struct records *r);

/* The next one, which lives until the next call: 1; 0 at the end; -1 with *e filled, as
 * blocks_next. */
int records_next(struct records *r, struct input_record *record, struct err *e);

#endif
