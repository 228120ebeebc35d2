/* SPDX-License-Identifier: MIT */
#ifndef LLM_MATCHER_H
#define LLM_MATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How many elements two sequences have in common, by the rules of SequenceMatcher in Python's
 * difflib (Ratcliff and Obershelp, 1988): the longest run that is in both is found, then the
 * longest ones before it and after it, and so on.  Of equally long runs the first in a counts, and
 * of those the first in b.
 *
 * Elements of b that occur in more than 1 % of it are popular, if b has 200 elements or more.  As
 * in difflib (`autojunk`), no run is found by them, but a run may continue over them.
 *
 * An element is a number below `kinds`, and equal elements have the same number.
 */
struct matcher_sequence {
	const uint32_t *element;
	size_t n; /* at most MATCHER_MOST */
};

#define MATCHER_MOST ((size_t)1 << 30)

/*
 * The work is counted in pairs: an element of a that is looked up is one, and each place of b that
 * is compared with it is another.  If more than `most` pairs are needed, *partial is set, and of
 * each part that was not searched only what both sides begin or end with counts.
 *
 * weight: how much each kind of element counts; NULL: 1 each.  Returns the sum over what matches.
 */
uint64_t matcher_matched(struct matcher_sequence a, struct matcher_sequence b, size_t kinds,
    const uint32_t *weight, uint64_t most, bool *partial);

#endif
