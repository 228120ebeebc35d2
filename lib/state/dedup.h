/* SPDX-License-Identifier: MIT */
#ifndef STATE_DEDUP_H
#define STATE_DEDUP_H

#include <stdint.h>

#include "base/siphash.h"
#include "base/text.h"
#include "event/content.h"
#include "base/table.h"
#include "state/verdicts.h"

/*
 * The first events of their ids and contents.  They lie behind each other in chunks, in the order
 * they came.  All that was not dated after the watermark of the time when its chunk was full is
 * over when that watermark is: then the chunk is given back, and the few of it that are not over
 * yet are put into the newest.  Each holds its verdict as taken (verdicts.h), and drops it when it
 * goes.
 *
 * A table leads from an id to its first events.  An id may have any number of contents, for clients
 * choose ids.  Where it has more than a few, it becomes a crowd: its first events are found by
 * their contents in a table of their own, and their times are in a tree.  So an event takes the
 * same few steps, whatever its id.  All zero is a valid empty one.
 */
struct dedup_chunk;
struct dedup_crowds;
struct dedup {
	struct table table;          /* by id: references of first events, or of a crowd */
	struct dedup_crowds *crowds; /* NULL: there was none yet */
	struct dedup_chunk **chunk;  /* by number; NULL: the number is free */
	size_t chunks, chunk_cap;
	size_t number;                       /* the last one that was given out again */
	struct dedup_chunk *oldest, *newest; /* they are added to the newest */
	size_t swept;                        /* how far the oldest was looked at */
	size_t bytes;                        /* of the chunks */
	int64_t watermark_ns;                /* of the last dedup_sweep */
};

/* An id of at most DEDUP_ID_MAX bytes with its hash, and a digest of CONTENT_BYTES. */
enum { DEDUP_ID_MAX = 1024 };
struct dedup_key {
	uint32_t hash;
	struct text id;
	const unsigned char *content;
};

/* The first event of an id and a content: its reference, or 0. */
struct dedup_found {
	uint32_t ref, verdict;
	int64_t first_ns;
	bool others; /* ref 0: there may be first events of the id with other contents */
};
struct dedup_found dedup_find(const struct dedup *d, const struct dedup_key *key);

/* Is there a first event of the id, whatever its content, from..to, both included? */
bool dedup_near(const struct dedup *d, const struct dedup_key *key, int64_t from_ns, int64_t to_ns);

/* Adds one that is not there.  secret: for the hashes of crowds, always the same. */
void dedup_add(struct dedup *d, const struct dedup_key *key, int64_t at_ns, uint32_t verdict,
    struct siphash_key secret);
void dedup_remove(struct dedup *d, uint32_t ref, struct verdicts *verdicts);

/*
 * Takes a step in giving back what lies more than ttl_ns before horizon_ns.  At most 15 of those
 * that were added so far are after the watermark.
 */
void dedup_sweep(struct dedup *d, int64_t horizon_ns, int64_t watermark_ns, uint64_t ttl_ns,
    struct verdicts *verdicts);

/* After a snapshot's have been added: all of them are from before this watermark. */
void dedup_restored(struct dedup *d, int64_t watermark_ns);

/* What is remembered of one, for snapshots. */
struct dedup_first {
	struct text id;               /* the dedup's, */
	const unsigned char *content; /* and so is this */
	int64_t first_ns;
	uint32_t verdict;
};

/* All that are not more than ttl_ns before the horizon, in no order: the caller's, with free(3). */
struct dedup_first *dedup_list(
    const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns, size_t *count);

/* How many are not more than ttl_ns before the horizon. */
uint64_t dedup_live(const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns);
uint64_t dedup_bytes(const struct dedup *d);

/* For tests: how many ids are crowds, and how many steps their tree takes at most. */
size_t dedup_crowds(const struct dedup *d);
size_t dedup_deepest(const struct dedup *d);

void dedup_free(struct dedup *d);

#endif
