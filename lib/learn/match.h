/* SPDX-License-Identifier: MIT */
#ifndef LEARN_MATCH_H
#define LEARN_MATCH_H

#include "learn/sequence.h"

/*
 * Where traces are cut, so that they can be compared with the beginnings of traces that failed.
 *
 * A trace that failed is seen up to its failure.  If one that passed were seen whole, everything
 * that comes late in a trace would seem to prevent failures, whatever caused them.  So each trace
 * that passed is cut, too: in a call of a name in which others failed, as often for each name as
 * they did.  All calls of the name are equally likely (Lubin and Gail, On Biased Selection of
 * Controls for Case-Control Analyses, 1984).  Where a name hardly occurs, the caller of the failed
 * call is taken in its place, or its caller, up to any root.
 *
 * There are two ways to cut a call, because a record does not tell whether one that failed had all
 * its children: at its end, or after as many children as one that failed had.
 *
 * And there are two sets of calls to choose from: those of traces that passed, or also those that
 * went well in traces that failed later.  If every call fails as easily, long traces rarely pass.
 * Then only the second set is like the calls that failed; but it also has the calls between the
 * reason of a failure and the failure.
 *
 * If failures come at random, one of the four samples is like the traces that failed.  So nothing
 * is learned unless it is learned with all.
 */
enum learn_way {
	LEARN_WHOLE_CALLS,
	LEARN_SAME_CHILDREN,
	LEARN_ALL_WHOLE_CALLS,
	LEARN_ALL_SAME_CHILDREN
};
#define LEARN_WAYS (LEARN_ALL_SAME_CHILDREN + 1)
#define LEARN_PASSING_WAYS (LEARN_SAME_CHILDREN + 1) /* the first: one call of each trace */

/* A long trace is cut in at most so many calls. */
enum { LEARN_CUTS_MOST = 64 };

/* A trace whose end is known. */
struct learn_case {
	uint32_t trace;
	bool failed;
	struct learn_cut failure; /* of one that failed: learn_cut_before */
	struct learn_cut cut[LEARN_PASSING_WAYS];
	/* Is it in the sample, with this cut?  Not if it has no call of such a name, or if it has
	 * few and others have many. */
	bool in[LEARN_PASSING_WAYS];
};

/* Sets cut and in of those that passed, and failure.at_risk of those that failed. */
void learn_match(struct learn_case *c, size_t n, const struct learn_reading *r);

/* Cuts of traces of any end, as many as there are traces. */
struct learn_cuts {
	struct learn_cut *cut;
	size_t n, cap;
};

/* Replaces the content of *cuts.  failure.at_risk of the cases changes to the same as before. */
void learn_match_all(struct learn_cuts *cuts, struct learn_case *c, size_t n,
    const struct learn_reading *r, enum learn_way way);

#endif
