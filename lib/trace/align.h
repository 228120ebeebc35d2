/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ALIGN_H
#define TRACE_ALIGN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Aligns two sequences: which element of one is which of the other, in order, so that few are left
 * over.  Myers' algorithm in linear space (An O(ND) Difference Algorithm and Its Variations, 1986),
 * which leaves over as few as possible.  Where that would take more than a few million steps, each
 * element takes the next equal one instead, if that is near.
 *
 * Elements are the same if their numbers are.  of_a[i] becomes 1 + the partner of a[i], or 0;
 * of_b[] likewise.
 */
void trace_align(
    const uint64_t *a, size_t n, const uint64_t *b, size_t m, uint32_t *of_a, uint32_t *of_b);

#endif
