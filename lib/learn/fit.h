/* SPDX-License-Identifier: MIT */
#ifndef LEARN_FIT_H
#define LEARN_FIT_H

#include "learn/match.h"
#include "learn/predictor.h"

/* Chooses features by the cases, which it also cuts, and weighs them.  Sets what the predictor has
 * from `intercept` on.  p->traces, p->failing, p->failure and p->patterns.key are set. */
void learn_fit(struct learn_predictor *p, const struct trace_model *m, struct learn_case *c,
    size_t n, struct siphash_key key);

#endif
