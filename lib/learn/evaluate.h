/* SPDX-License-Identifier: MIT */
#ifndef LEARN_EVALUATE_H
#define LEARN_EVALUATE_H

#include "learn/match.h"
#include "learn/predictor.h"

/* Sets p->held_out by cases that were not used for the training, and cuts them. */
void learn_evaluate(
    struct learn_predictor *p, const struct trace_model *m, struct learn_case *c, size_t n);

#endif
