/* SPDX-License-Identifier: MIT */
#ifndef STATE_DEDUP_H
#define STATE_DEDUP_H

#include <stdint.h>

#include "base/text.h"
#include "state/table.h"
#include "state/verdicts.h"

/*
 * The first events of their ids, by event_id.  Records lie behind each other in chunks, in the
 * order they came.  All that was not dated after the watermark of the time when its chunk was full
 * is over when that watermark is: then the chunk is given back, and the few records of it that are
 * not over yet are put into the newest.  Each holds its verdict as taken (verdicts.h), and drops it
 * when it goes.  All zero is a valid empty one.
 */
struct dedup_chunk;
struct dedup {
	struct table table;
	struct dedup_chunk **chunk; /* by number; NULL: the number is free */
	size_t chunks, chunk_cap;
	size_t number;                       /* the last one that was given out again */
	struct dedup_chunk *oldest, *newest; /* records are added to the newest */
	size_t swept;                        /* how far the oldest was looked at */
	size_t bytes;                        /* of the chunks */
	int64_t watermark_ns;                /* of the last dedup_sweep */
};

/* The first event of an id: 0, or its reference with *first_ns and *verdict. */
uint32_t dedup_find(
    const struct dedup *d, uint32_t hash, struct text id, int64_t *first_ns, uint32_t *verdict);

void dedup_add(struct dedup *d, uint32_t hash, struct text id, int64_t at_ns, uint32_t verdict);
void dedup_remove(struct dedup *d, uint32_t ref, struct verdicts *verdicts);

/*
 * Takes a step in giving back what lies more than ttl_ns before horizon_ns.  At most 15 of the
 * records that were added so far are after the watermark.
 */
void dedup_sweep(struct dedup *d, int64_t horizon_ns, int64_t watermark_ns, uint64_t ttl_ns,
    struct verdicts *verdicts);

/* After a snapshot's have been added: all of them are from before this watermark. */
void dedup_restored(struct dedup *d, int64_t watermark_ns);

/* What is remembered of one, for snapshots. */
struct dedup_first {
	struct text id; /* the dedup's */
	int64_t first_ns;
	uint32_t verdict;
};

/* All that are not more than ttl_ns before the horizon, in no order: the caller's, with free(3). */
struct dedup_first *dedup_list(
    const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns, size_t *count);

/* How many are not more than ttl_ns before the horizon. */
uint64_t dedup_live(const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns);
uint64_t dedup_bytes(const struct dedup *d);
void dedup_free(struct dedup *d);

#endif
