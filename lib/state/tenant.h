/* SPDX-License-Identifier: MIT */
#ifndef STATE_TENANT_H
#define STATE_TENANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state/dedup.h"
#include "state/space.h"

/* The watermark is the so-manieth latest time that was seen. */
enum { WATERMARK_RANK = 16 };

/* What a tenant's events have left behind, its times aside. */
struct held {
	struct dedup dedup;
	struct space space[]; /* by kind of key */
};

/* What is remembered of one tenant: where nothing else is, its id and its times. */
struct tenant {
	struct held *held; /* the state's `nothing`, which is empty and nobody's, or the tenant's */
	int64_t latest_ns[WATERMARK_RANK]; /* the latest times, ascending */
	uint32_t times;
	uint32_t n;
	bool named; /* false: of the events that have no tenant_id */
	char id[];
};

static inline struct text
tenant_id(const struct tenant *t)
{
	return t->named ? (struct text){ t->id, t->n } : TEXT_ABSENT;
}

/* Notes the time of an event, whatever becomes of it. */
void tenant_note(struct tenant *t, int64_t at_ns);

/* The watermark; false where there is none before so many events. */
static inline bool
tenant_watermark(const struct tenant *t, int64_t *at_ns)
{
	*at_ns = t->latest_ns[0];
	return t->times == WATERMARK_RANK;
}

#endif
