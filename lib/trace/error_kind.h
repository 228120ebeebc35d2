/* SPDX-License-Identifier: MIT */
#ifndef TRACE_ERROR_KIND_H
#define TRACE_ERROR_KIND_H

#include "trace/root_cause.h"

/*
 * Well-known kinds of errors.  The type and the message tell the kind, by words that many languages
 * and libraries use in them; if several kinds fit, the first counts.  Where no word says anything,
 * a status of HTTP or gRPC may say that there was a time-out: a type or a message that is 408 or
 * 504 or calls it a status (`HTTP 504`, `status code 408`), or a member of the attributes or of the
 * output, such as `status`, `status_code`, `http.response.status_code` or `rpc.grpc.status_code`.
 */
enum error_kind {
	ERROR_DIVISION, /* by 0 */
	ERROR_NOTHING,  /* null where a value was needed */
	ERROR_KEY,
	ERROR_INDEX,
	ERROR_RECURSION,
	ERROR_CONTEXT, /* more tokens than a model takes */
	ERROR_LIMIT,   /* of requests */
	ERROR_TIMEOUT,
	ERROR_CONNECTION,
	ERROR_PERMISSION,
	ERROR_MEMORY,
	ERROR_SPACE, /* on a disk */
	ERROR_MISSING_FILE,
	ERROR_SYNTAX,
	ERROR_KINDS /* none of these */
};

/* r: a failure, of which the call, the type and the message are used. */
enum error_kind trace_error_kind(const struct trace_model *m, const struct root_cause *r);

/* Is it ERROR_TIMEOUT?  Fast for what is not. */
bool trace_timed_out(const struct trace_model *m, const struct root_cause *r);

#endif
