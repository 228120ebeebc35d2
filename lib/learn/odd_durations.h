/* SPDX-License-Identifier: MIT */
#ifndef LEARN_ODD_DURATIONS_H
#define LEARN_ODD_DURATIONS_H

#include "learn/anomalies.h"

/* Durations that are odd (learn/anomalies.h). */
struct learn_odd_durations {
	struct learn_odd *odd; /* in the order of calls, depth first */
	size_t n, cap;
};

/* word: learn_words_of_calls. */
void learn_find_odd_durations(
    struct learn_odd_durations *d, const struct trace_model *m, const uint32_t *word);

/* How rare `count` of `of` are, in bits; 0: not rare. */
double learn_bits_of(uint64_t count, uint64_t of);

#endif
