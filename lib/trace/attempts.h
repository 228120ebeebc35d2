/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ATTEMPTS_H
#define TRACE_ATTEMPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trace/model.h"

/*
 * Attempts: the same call made again after it failed.
 *
 * Two calls are the same if they are children of one call and agree in name, kind, service and
 * input.  A call is a retry if the last call before it that is the same failed, and had ended when
 * it began; where a time is not known, the order of the children decides.  So calls that ran at
 * the same time are no retries, nor is a call that is made again after it worked.
 */

/* Are they the same, if both are children of one call?  A call without a name is like no other. */
bool trace_is_same_call(const struct trace_call *a, const struct trace_call *b);

/* Is a call a retry of the last one before it that is the same? */
bool trace_is_retry(const struct trace_call *last, const struct trace_call *again);

/* Sets retry[i] to whether the call depth_first[t->first + i] of a trace is a retry.  Inputs are
 * only compared where a call has failed.  Takes linear time. */
void trace_find_all_retries(const struct trace_model *m, size_t trace, bool *retry);

#endif
