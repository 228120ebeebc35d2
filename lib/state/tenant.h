/* SPDX-License-Identifier: MIT */
#ifndef STATE_TENANT_H
#define STATE_TENANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state/dedup.h"
#include "state/space.h"

/* The watermark is the event time of this rank, counted from the latest. */
enum { WATERMARK_RANK = 16 };

/* What a tenant's events have left behind, except its times. */
struct held {
	struct dedup dedup;
	struct space space[]; /* by kind of key */
};

/* One tenant.  A tenant of whom nothing else is remembered has only an id and times. */
struct tenant {
	struct held *held; /* the tenant's own, or the state's shared, empty `nothing` */
	int64_t latest_ns[WATERMARK_RANK]; /* the latest times, ascending */
	uint32_t times;
	uint32_t n;
	bool named; /* false: events without a tenant_id */
	char id[];
};

static inline struct text
tenant_id(const struct tenant *t)
{
	return t->named ? (struct text){ t->id, t->n } : TEXT_ABSENT;
}

/* Notes the time of any event, even one that is too late or a duplicate. */
void tenant_note(struct tenant *t, int64_t at_ns);

/* Gets the watermark; returns false before there have been WATERMARK_RANK events. */
static inline bool
tenant_watermark(const struct tenant *t, int64_t *at_ns)
{
	*at_ns = t->latest_ns[0];
	return t->times == WATERMARK_RANK;
}

#endif
