/* SPDX-License-Identifier: MIT */
#ifndef STATE_VERDICTS_H
#define STATE_VERDICTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "event/decision.h"
#include "base/table.h"

/*
 * Verdicts, each stored once and counted by reference.  They are numbered from 0.  Many rules can
 * match in more combinations than fit in memory, so a verdict without references is freed and its
 * number used again.  If none is ever dropped, numbers follow the order of arrival.
 */
struct kept_verdict;
struct verdicts {
	struct siphash_key key;
	struct kept_verdict **list; /* by number; NULL: this number is free */
	size_t n, cap;
	uint32_t *spare; /* the free numbers */
	size_t spares, spare_cap;
	struct table table; /* of verdict numbers + 1 */
	size_t last;        /* the last one looked up, which is often looked up next */
	uint64_t bytes;
};

uint32_t verdicts_take(struct verdicts *v, const struct verdict *verdict); /* copies a new one */
void verdicts_drop(struct verdicts *v, uint32_t number); /* must have been taken */
const struct verdict *verdicts_at(
    const struct verdicts *v, uint32_t number); /* valid until dropped */
uint64_t verdicts_bytes(const struct verdicts *v);
void verdicts_free(struct verdicts *v);

#endif
