/* SPDX-License-Identifier: MIT */
#ifndef EVENT_CONTENT_H
#define EVENT_CONTENT_H

#include <stdbool.h>

#include "base/vhash.h"
#include "event/event.h"

/*
 * The content of an event: its source_id, its entity_id and its fields as JSON.  Events with the
 * same event_id are duplicates only if their content is the same.  Content is kept as a digest, of
 * one of two kinds:
 *
 * The digest that can be saved is the first 24 bytes of the SHA-256 of the JSON text
 * `[source_id,entity_id,fields]`, spelled as in a decision.  It has no key, and nobody can find two
 * contents that have the same digest.
 *
 * The quick digest is a keyed hash (vhash.h).  It takes a fifth of the time, and is used if the
 * state is not saved.
 */
struct contents {
	bool quick;
	struct vhash_key key;
};

enum { CONTENT_BYTES = 24, CONTENT_HEX = 2 * CONTENT_BYTES };

void contents_init(struct contents *c, struct siphash_key key);

/*
 * Writes the digests of n events, CONTENT_BYTES to each out[i].  If an event already has a digest
 * (ev->content), that is copied.  Absent fields count as {}.  The caller owns scratch; pass the
 * same buffers again to save allocations.
 */
void contents_digest(const struct contents *c, const struct event *const *ev,
    unsigned char *const *out, size_t n, struct buf scratch[2]);

#endif
