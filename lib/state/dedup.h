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
 * The first event of each id and content, kept to find duplicates.  First events are stored one
 * after another in chunks, in order of arrival.  A full chunk notes the watermark of that moment.
 * When that watermark expires, so have all first events of the chunk that are not dated after it.
 * The chunk is then freed, and the few first events that have not expired move to the newest chunk.
 * Each first event holds a reference to its verdict (verdicts.h) and drops it when it is removed.
 *
 * A table leads from an id to its first events.  Clients choose ids, so an id may have any number
 * of contents.  An id with more than a few becomes a crowd: a table of its own finds its first
 * events by content, and a tree holds their times.  So an event takes the same few steps, whatever
 * its id.  An all-zero struct is valid and empty.
 */
struct dedup_chunk;
struct dedup_crowds;
struct dedup {
	struct table table;          /* by id: references to first events, or to a crowd */
	struct dedup_crowds *crowds; /* NULL: no crowd yet */
	struct dedup_chunk **chunk;  /* by number; NULL: this number is free */
	size_t chunks, chunk_cap;
	size_t number;                       /* the number given out last */
	struct dedup_chunk *oldest, *newest; /* first events are added to the newest */
	size_t swept;                        /* how much of the oldest chunk has been swept */
	size_t bytes;                        /* of the chunks */
	int64_t watermark_ns;                /* at the last dedup_sweep */
};

/* An id of at most DEDUP_ID_MAX bytes, its hash, and its content's digest of CONTENT_BYTES. */
enum { DEDUP_ID_MAX = 1024 };
struct dedup_key {
	uint32_t hash;
	struct text id;
	const unsigned char *content;
};

/* The first event of an id and a content: its reference, or 0 if there is none. */
struct dedup_found {
	uint32_t ref, verdict;
	int64_t first_ns;
	bool others; /* if ref is 0: the id may have first events with other contents */
};
struct dedup_found dedup_find(const struct dedup *d, const struct dedup_key *key);

/* Returns whether the id has a first event in from..to (both included), whatever its content. */
bool dedup_near(const struct dedup *d, const struct dedup_key *key, int64_t from_ns, int64_t to_ns);

/* Adds a first event that is not there yet.  secret: hashes the crowds; must never change. */
void dedup_add(struct dedup *d, const struct dedup_key *key, int64_t at_ns, uint32_t verdict,
    struct siphash_key secret);
void dedup_remove(struct dedup *d, uint32_t ref, struct verdicts *verdicts);

/*
 * Does one step of freeing the first events that are more than ttl_ns before horizon_ns.  At most
 * 15 of the first events added so far may be dated after the watermark.
 */
void dedup_sweep(struct dedup *d, int64_t horizon_ns, int64_t watermark_ns, uint64_t ttl_ns,
    struct verdicts *verdicts);

/* Call after adding those of a snapshot: none of them is dated after this watermark. */
void dedup_restored(struct dedup *d, int64_t watermark_ns);

/* One first event, for snapshots. */
struct dedup_first {
	struct text id;               /* owned by the dedup */
	const unsigned char *content; /* owned by the dedup */
	int64_t first_ns;
	uint32_t verdict;
};

/* Lists the first events that are not more than ttl_ns before the horizon, in no order.  The caller
 * frees the array with free(3). */
struct dedup_first *dedup_list(
    const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns, size_t *count);

/* Returns how many first events are not more than ttl_ns before the horizon. */
uint64_t dedup_live(const struct dedup *d, int64_t horizon_ns, uint64_t ttl_ns);
uint64_t dedup_bytes(const struct dedup *d);

/* For tests: how many ids are crowds, and how deep their tree is. */
size_t dedup_crowds(const struct dedup *d);
size_t dedup_deepest(const struct dedup *d);

void dedup_free(struct dedup *d);

#endif
