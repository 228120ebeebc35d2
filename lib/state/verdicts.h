/* SPDX-License-Identifier: MIT */
#ifndef STATE_VERDICTS_H
#define STATE_VERDICTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "event/decision.h"
#include "base/table.h"

/*
 * Verdicts, each once, by number from 0, with how often it was taken: as many rules can match in
 * more ways than there is memory for, one that nobody refers to any more is given back, and its
 * number given again.  Where none is dropped, numbers go up in the order in which they came.
 */
struct kept_verdict;
struct verdicts {
	struct siphash_key key;
	struct kept_verdict **list; /* by number; NULL: the number is free */
	size_t n, cap;
	uint32_t *spare; /* the numbers that are free */
	size_t spares, spare_cap;
	struct table table; /* of numbers + 1 */
	size_t last;        /* the one asked for last, often the next one too */
	uint64_t bytes;     /* of them */
};

uint32_t verdicts_take(struct verdicts *v, const struct verdict *verdict);    /* copied if new */
void verdicts_drop(struct verdicts *v, uint32_t number);                      /* which was taken */
const struct verdict *verdicts_at(const struct verdicts *v, uint32_t number); /* until dropped */
uint64_t verdicts_bytes(const struct verdicts *v);
void verdicts_free(struct verdicts *v);

#endif
