/* SPDX-License-Identifier: MIT */
#ifndef STATE_DISTINCT_H
#define STATE_DISTINCT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/text.h"
#include "base/pool.h"
#include "base/table.h"

/*
 * The texts of Distinct series.  Each text is stored once per ring (one series and one key), with
 * the number of events that have it and the latest of them.
 */
struct distinct_text {
	char *p; /* NULL: this reference is free */
	const void *ring;
	uint32_t n, hash;
	uint32_t events;
	uint32_t last; /* the latest event, by its number in the ring */
};

struct distinct {
	struct siphash_key key;
	struct table table;
	struct pool pool;
	uint64_t bytes; /* of the texts themselves */
};

void distinct_init(struct distinct *d, struct siphash_key key);
void distinct_free(struct distinct *d);

/* Returns the reference of the ring's text t, counted for one more event. */
uint32_t distinct_take(struct distinct *d, const void *ring, struct text t);
void distinct_drop(struct distinct *d, uint32_t ref); /* counts one event less */

static inline struct distinct_text *
distinct_at(const struct distinct *d, uint32_t ref)
{
	return pool_at(&d->pool, ref);
}

uint64_t distinct_bytes(const struct distinct *d);

#endif
