/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_PART_H
#define HISTORY_PART_H

#include "base/buf.h"
#include "base/text.h"
#include "history/key.h"

/*
 * Records in memory, with their keys: the records made from some lines of one input, or a piece of
 * a history.  Their content is up to the caller.  All zeros is valid and empty.
 */
struct history_entry {
	int64_t at_ns; /* the key: */
	uint64_t line;
	unsigned input;
	uint32_t n;    /* bytes of the record */
	size_t offset; /* where the record begins in `records` */
};

struct history_part {
	struct buf records; /* all records, without gaps */
	struct history_entry *entry;
	size_t n, cap;
	bool unsorted; /* some entry belongs before its predecessor */
};

static inline struct history_key
history_entry_key(const struct history_entry *e)
{
	return (struct history_key){ e->at_ns, e->line, e->input };
}

/* Adds a record: append its bytes to the buffer that history_open returns, then give its key to
 * history_close. */
struct buf *history_open(struct history_part *part);
void history_close(struct history_part *part, const struct history_key *key);

/* Sorts the entries.  Costs nothing if they are already in order. */
void history_part_sort(struct history_part *part);

/* Copies the records of `from` to the end of part.  They must come after those of part. */
void history_part_append(struct history_part *part, const struct history_part *from);

struct text history_part_record(const struct history_part *part, size_t entry);

size_t history_part_bytes(const struct history_part *part); /* memory in use or reserved */
void history_part_fit(struct history_part *part);           /* releases spare memory */
/* Gives part, which must be empty, at least as much memory as `like` has. */
void history_part_provide(struct history_part *part, const struct history_part *like);
void history_part_clear(struct history_part *part); /* empties it; keeps the memory */
void history_part_free(struct history_part *part);

#endif
