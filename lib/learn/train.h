/* SPDX-License-Identifier: MIT */
#ifndef LEARN_TRAIN_H
#define LEARN_TRAIN_H

#include "learn/match.h"
#include "learn/predictor.h"

/*
 * Learns from traces whose end is known which patterns of calls and errors come before failures.
 *
 * The last fifth of the traces by time is held out.  If it has too few that failed, or that passed,
 * the last fifth of each of the two is held out in its place (`split`).  From the others the
 * patterns are chosen whose counts differ most between failing and passing, with a p below 0.01; of
 * patterns that the same traces have, one.  A logistic regression weighs them.  The traces held out
 * then tell how well it works.
 *
 * It has learned something if two things hold with each way to cut traces (learn/match.h).  The
 * area under the ROC curve of those held out is at least LEARN_AUC_LEAST, or LEARN_AUC_LEAST_OF_ALL
 * if calls of failing traces are among the others.  And the one-sided test of Mann and Whitney
 * gives a p below LEARN_ALPHA.  auc, precision and recall are those of the two ways to cut traces
 * that passed with the smaller area; if nothing was learned, those of all ways with the smallest.
 * p is the largest.
 *
 * All numbers depend on the traces alone, and not on their order.
 */
#define LEARN_AUC_LEAST 0.6
#define LEARN_AUC_LEAST_OF_ALL 0.55
#define LEARN_ALPHA 0.01
enum { LEARN_HELD_OUT = 5, LEARN_TRACES_LEAST = 3 /* that fail, or pass, of those held out */ };

struct learn_training {
	struct learn_predictor predictor;
	uint64_t open;      /* traces whose end is not known: left out */
	uint64_t recovered; /* traces that passed although calls failed */
	bool split;
	/* What there was too little of; NULL: nothing. */
	const char *lacking;
};

/* The key is for tables; nothing depends on it. */
void learn_train(struct learn_training *t, const struct trace_model *m, struct siphash_key key);
void learn_training_free(struct learn_training *t);

#endif
