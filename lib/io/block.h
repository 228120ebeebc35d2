/* SPDX-License-Identifier: MIT */
#ifndef IO_BLOCK_H
#define IO_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "io/fingerprint.h"
#include "io/frame_pool.h"
#include "json/cut.h"
#include "json/index.h"

/*
 * A part of an input that contains whole records: lines (io/lines.h), or elements of a JSON
 * document (io/elements.h).
 */
enum framing { FRAMING_LINES, FRAMING_DOCUMENT };

/* This many bytes behind the text of a block may be read, so that readers can load whole words or
 * vectors.  Their content is undefined, apart from p[n] below. */
enum { BLOCK_BEHIND = 64 };

struct input_block {
	char *p; /* whole records.  If the last line has no newline, p[n] is one anyway, because
		  * json/index.h needs it.  p[n..n + BLOCK_BEHIND) is readable. */
	size_t n;
	uint64_t too_long; /* if not 0, the block stands for one record of this many bytes, over the
			    * limit; p is NULL */
	enum framing framing;
	uint64_t
	    passed_records;    /* if passed_lines is not 0, the block stands for that many lines */
	uint64_t passed_lines; /* of packed frames that are not read (in_pass_gap); p is NULL */
	uint64_t lines_before; /* and that many lines should come before them */
	bool torn; /* lines: the last one has no newline, because the input ends or fails there */
	const struct fingerprint *fingerprint; /* if too_long and fingerprints are taken: of the
						* input up to the end of that line */
	uint64_t offset; /* of p, or of the record over the limit, in the decoded input */
	/* only for JSON documents: */
	uint64_t lines;  /* newlines of the input before that offset */
	uint64_t column; /* bytes since the newline before that offset (or the input's start) */
	const struct json_index *index;       /* already cut into elements (json/cut.h) */
	const struct json_envelope *envelope; /* what surrounds them */
	size_t envelopes;
};

/*
 * The memory of a block that has to outlive the next call: its text and, for a JSON document, its
 * index and envelopes.  All zeros is valid and empty.  The owner may keep it as long as it is
 * needed and pass another one to the next call.
 */
struct block_memory {
	char *p; /* for free(3) */
	size_t cap;
	struct frame_text *lent;         /* the block is a part of it; or NULL */
	struct fingerprint *fingerprint; /* for free(3) */
	struct json_index index;
	struct json_envelope *envelope;
	size_t envelope_cap;
	struct arena arena;
};

void block_memory_free(struct block_memory *m);

/* Gives back a frame that the block is a part of, which others can use then. */
void block_memory_rest(struct block_memory *m);

/* Moves *m out: *m becomes empty, and the result owns the block. */
static inline struct block_memory
block_memory_take(struct block_memory *m)
{
	const struct block_memory taken = *m;
	*m = (struct block_memory){ 0 };
	return taken;
}

#endif
