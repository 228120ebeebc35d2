/* SPDX-License-Identifier: MIT */
#ifndef TRACE_COMPARE_PUT_H
#define TRACE_COMPARE_PUT_H

#include "base/buf.h"
#include "trace/compare.h"

/*
 * Appends a comparison as members of an object that is begun, in the order of the contract, section
 * 5: a, b, paired, metrics, by_name, winner.  The caller adds divergence, and then what
 * compare_put_sizes appends: how many traces there are, and what pairs have in common.
 *
 * label: what a and b are called.
 */
void compare_put(struct buf *b, const struct trace_comparison *c, const struct text label[2]);
void compare_put_sizes(struct buf *b, const struct trace_comparison *c);

/* Appends a member that is a number, or null. */
void compare_put_number(struct buf *b, const char *name, bool known, real number);

#endif
