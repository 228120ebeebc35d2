/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_PART_H
#define HISTORY_PART_H

#include "base/buf.h"
#include "base/text.h"
#include "history/key.h"

/*
 * Records in memory, with their keys: what came of some lines of one input, or a piece of a
 * history. What a record holds is its maker's business (replay/record.h).  All zero is a valid
 * empty one.
 */
struct history_entry {
	int64_t at_ns; /* its key: */
	uint64_t line;
	unsigned input;
	uint32_t n;    /* bytes of the record */
	size_t offset; /* of the record */
};

struct history_part {
	struct buf records; /* one behind another */
	struct history_entry *entry;
	size_t n, cap;
	bool unsorted; /* some entry belongs before the one before it */
};

static inline struct history_key
history_entry_key(const struct history_entry *e)
{
	return (struct history_key){ e->at_ns, e->line, e->input };
}

/* A new record: its bytes are appended to the buffer, then it gets its key. */
struct buf *history_open(struct history_part *part);
void history_close(struct history_part *part, const struct history_key *key);

/* Puts the entries into order, which costs nothing where they are. */
void history_part_sort(struct history_part *part);

/* Copies the records of `from`, which belong behind those of part, to its end. */
void history_part_append(struct history_part *part, const struct history_part *from);

struct text history_part_record(const struct history_part *part, size_t entry);

size_t history_part_bytes(const struct history_part *part); /* the memory that it has */
void history_part_fit(struct history_part *part);           /* gives back what it has for nothing */
/* As much memory as `like` has, where part, which is empty, has less. */
void history_part_provide(struct history_part *part, const struct history_part *like);
void history_part_clear(struct history_part *part); /* empty again; keeps its memory */
void history_part_free(struct history_part *part);

#endif
