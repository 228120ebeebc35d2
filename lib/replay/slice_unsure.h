/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SLICE_UNSURE_H
#define REPLAY_SLICE_UNSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/table.h"
#include "event/event.h"

/*
 * Ids and contents of events of which it is not known whether they are first events, because
 * reading began at a time shortly before them.  An id that is met within the TTL after that time is
 * one of them.  It stops being one after a gap of more than the TTL: whatever was before, the next
 * event is a first one.
 */
struct unsure_id {
	unsigned char digest[16]; /* of tenant, id and content */
	int64_t last_ns;
	bool sure;
};

struct unsure {
	struct siphash_key key;
	int64_t from_ns, ttl_ns;
	int64_t until_ns; /* after this time, none of them is met within the TTL any more */
	struct table table;
	struct unsure_id *id;
	size_t n, cap;
};

void unsure_init(struct unsure *u, int64_t from_ns, int64_t ttl_ns, struct siphash_key key);
void unsure_free(struct unsure *u);

/* Notes an event that can be a duplicate; events come in order of time.  With `asked`, returns
 * whether it is not known if it is one.  Otherwise returns false. */
bool unsure_note(struct unsure *u, const struct event *ev, bool asked);

#endif
