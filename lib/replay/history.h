/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_HISTORY_H
#define REPLAY_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Records that were taken in and wait for their turn, in the order of (time, input, line).  What a
 * record holds is its maker's business (replay/record.h).  All zero is a valid empty history.
 */
struct history_key {
	int64_t at_ns;
	uint64_t line;
	unsigned input;
};

struct history_entry {
	int64_t at_ns;
	uint64_t line;
	size_t offset; /* of the record */
	uint32_t n;    /* bytes of it */
	unsigned input;
};

struct history {
	struct buf records; /* one behind another */
	struct history_entry *entry;
	size_t n, cap;
	bool unsorted; /* some entry belongs before the one before it */
	size_t next;   /* for history_next */
};

/* A new record: its bytes are appended to the buffer, then it gets its key. */
struct buf *history_open(struct history *h);
void history_close(struct history *h, const struct history_key *key);

/* Moves all entries of `from`, which is empty then, behind those of h; their line numbers go up by
 * `lines_before`. */
void history_join(struct history *h, struct history *from, uint64_t lines_before);

/* When all is in: puts the entries into order.  An input that is in order costs nothing. */
void history_begin(struct history *h);

/* Then the records, one after another: 1, or 0 at the end.  The record lives until the next call.
 */
int history_next(struct history *h, struct history_key *key, struct text *record);

void history_free(struct history *h);

#endif
