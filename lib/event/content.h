/* SPDX-License-Identifier: MIT */
#ifndef EVENT_CONTENT_H
#define EVENT_CONTENT_H

#include <stdbool.h>

#include "base/vhash.h"
#include "event/event.h"

/*
 * What tells two events of one event_id apart: source_id, entity_id and the fields as JSON.  It is
 * held as a digest, of one of two kinds:
 *
 * The digest that can leave the process is the first 24 bytes of the SHA-256 of
 * `[source_id,entity_id,fields]` as JSON, written as a decision has them.  Nobody can find two
 * contents with the same, though the key is known.
 *
 * The quick one is a keyed hash (vhash.h), for a state that nobody saves: it takes a fifth of the
 * time.
 */
struct contents {
	bool quick;
	struct vhash_key key;
};

enum { CONTENT_BYTES = 24, CONTENT_HEX = 2 * CONTENT_BYTES };

void contents_init(struct contents *c, struct siphash_key key);

/*
 * The digests of n events, each into its place of CONTENT_BYTES; one that an event has already
 * (ev->content) is copied.  Fields that are absent count as {}.  scratch: the caller's, for reuse.
 */
void contents_digest(const struct contents *c, const struct event *const *ev,
    unsigned char *const *out, size_t n, struct buf scratch[2]);

#endif
