/* SPDX-License-Identifier: MIT */
#ifndef IO_BLOCK_H
#define IO_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "io/fingerprint.h"
#include "json/cut.h"
#include "json/index.h"

/*
 * A piece of an input that has whole records: lines (io/lines.h), or elements of a document
 * (io/elements.h).
 */
enum framing { FRAMING_LINES, FRAMING_DOCUMENT };

struct input_block {
	char *p; /* whole records.  Lines: where the last one has no newline, p[n] is one all the
		    same (json/index.h wants that) */
	size_t n;
	uint64_t too_long; /* not 0: the block stands for one record over the limit, of so many
			      bytes; p is NULL */
	enum framing framing;
	bool torn; /* lines: the last one has no newline: the input ends there, or fails */
	const struct fingerprint *fingerprint; /* too_long, where fingerprints are taken: of the
						  input up to the end of that line */
	uint64_t offset; /* of p, or of the record over the limit, in the input as decoded */
	/* of documents alone: */
	uint64_t lines;  /* the newlines of the input before that offset */
	uint64_t column; /* bytes between there and the newline before it (or the input's start) */
	const struct json_index *index;       /* cut into elements (json/cut.h) */
	const struct json_envelope *envelope; /* what is around them */
	size_t envelopes;
};

/*
 * What a block lives in, where it has to outlive the next call: its text, and of a document its
 * index and envelopes.  All zero is a valid empty one.  Whoever has it may keep it as long as it is
 * needed, and give the next call another one.
 */
struct block_memory {
	char *p; /* for free(3) */
	size_t cap;
	struct fingerprint *fingerprint; /* likewise */
	struct json_index index;
	struct json_envelope *envelope;
	size_t envelope_cap;
	struct arena arena;
};

void block_memory_free(struct block_memory *m);

/* Takes *m over: it is empty then, and what is returned has the block. */
static inline struct block_memory
block_memory_take(struct block_memory *m)
{
	const struct block_memory taken = *m;
	*m = (struct block_memory){ 0 };
	return taken;
}

#endif
