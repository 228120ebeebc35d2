/* SPDX-License-Identifier: MIT */
#ifndef TRACE_FAILURE_PATH_H
#define TRACE_FAILURE_PATH_H

#include "base/buf.h"
#include "trace/root_cause.h"

/* How a failure travelled from its origin to the root. */

/* The caller that passed the failure on behind `call`, which is the origin or such a caller: the
 * next one above it that failed, with none that went well between.  TRACE_NONE: there is none. */
uint32_t trace_passed_on_by(const struct trace_model *m, uint32_t call);

/* The services that failed, one after the other.  Begin with the origin and NULL; sets *call to the
 * next call of a known service that is not *service, and *service.  Returns false at the end. */
bool trace_next_service(
    const struct trace_model *m, uint32_t *call, const struct trace_text **service);

/* The attempts (trace/attempts.h) among which the origin was, or the nearest caller that was tried
 * more than once. */
struct trace_retries {
	uint32_t call; /* the first attempt that failed */
	uint64_t attempts, failed;
	bool worked; /* the last attempt went well */
};

/* Returns false if nothing was tried again. */
bool trace_find_retries(
    const struct trace_model *m, const struct root_cause *r, struct trace_retries *retries);

/* Appends a root cause as one object, and a newline.  position: that of the failure. */
void trace_put_root_cause(
    struct buf *b, const struct trace_model *m, const struct root_cause *r, uint64_t position);

#endif
