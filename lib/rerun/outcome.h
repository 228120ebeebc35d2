/* SPDX-License-Identifier: MIT */
#ifndef RERUN_OUTCOME_H
#define RERUN_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "trace/model.h"

/*
 * What a call gave: an output or an error.  Texts are borrowed from the model, from the mocks, or
 * from the arena of the one who asked.
 */
struct rerun_outcome {
	bool failed;
	struct text output;                     /* JSON; absent: none */
	struct text error_type, message, where; /* if it failed; absent: unknown */
	int64_t duration_ns;                    /* TRACE_NO_TIME: unknown */
	int64_t usage[TRACE_USAGES];            /* -1: unknown */
	struct text cost_usd;                   /* JSON, a number */
	struct text tool_calls;                 /* JSON: what a model asks for beside its text */
	int64_t status;                         /* of HTTP, as the answer says; -1: unknown */
	bool retryable;                         /* the answer says that trying again may help */
	bool says_retryable;                    /* the answer says one or the other */
	int64_t retry_after_ms;                 /* -1: not said */
	uint32_t retries;                       /* how often it was tried again */
};

#define RERUN_OUTCOME_NONE                                                                         \
	(struct rerun_outcome)                                                                     \
	{                                                                                          \
		.duration_ns = TRACE_NO_TIME, .usage = { -1, -1, -1, -1, -1 }, .status = -1,       \
		.retry_after_ms = -1                                                               \
	}

/* An error of this type.  Both texts are borrowed. */
struct rerun_outcome rerun_failure(struct text type, struct text message);

/*
 * What the recording says that a call gave.  Returns false if it says nothing: there is neither an
 * output nor an error.  The output of an http call becomes {status, headers, body}, in the arena.
 */
bool rerun_recorded(
    const struct trace_model *m, uint32_t call, struct arena *a, struct rerun_outcome *o);

/* The same question without the answer. */
bool rerun_is_recorded(const struct trace_call *c);

/* Must such a call have a recording?  The others are replayed through their children. */
bool rerun_needs_recording(enum trace_kind kind);

/*
 * What an http call answered, as far as it is known: absent texts are unknown.  From an output that
 * has members for them, and from the attributes.
 */
struct rerun_http {
	struct text status, headers, body; /* JSON */
};
struct rerun_http rerun_http_of(const struct trace_call *c);

/* Is there an output to give?  An http call that failed has one if it got an answer, such as one of
 * status 500. */
bool rerun_has_answer(enum trace_kind kind, const struct rerun_outcome *o);

/* An empty output, of the type that the recorded one has: "", [], {} or null. */
struct text rerun_empty(const struct trace_call *c, struct arena *a);

#endif
