/* SPDX-License-Identifier: MIT */
#ifndef LLM_RETRY_H
#define LLM_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Whether a request that failed is sent again, and after which wait. */
struct llm_retry {
	uint64_t most; /* how often it is sent again */
	int64_t initial_ns, max_ns;
	double base; /* each wait is so many times the one before; at least 1 */
};

/* 3 times, after 1, 2 and 4 seconds; at most 60 seconds each. */
#define LLM_RETRY_DEFAULT                                                                          \
	{                                                                                          \
		.most = 3, .initial_ns = 1000000000, .max_ns = INT64_C(60000000000), .base = 2     \
	}

/* What is known of a failure. */
struct llm_failure {
	struct text type;       /* of the error; absent: unknown */
	int64_t status;         /* of HTTP; -1: unknown */
	bool says, retryable;   /* whether the answer says if a retry may help, and what it says */
	int64_t retry_after_ms; /* how long the server asks to wait; -1: it does not */
};

/*
 * May a retry help?  With 429, 502 and 503, after time-outs (408, 504) and broken connections it
 * may, and whenever the answer says so; never with 400, 401, 403 and 404.
 */
bool llm_may_retry(const struct llm_failure *f);

/*
 * The wait before retry number `retry` (from 1) in nanoseconds, or -1 if there is to be none: the
 * failure is final, there were enough, or the server asks to wait longer than the longest wait.
 */
int64_t llm_retry_wait(const struct llm_retry *r, const struct llm_failure *f, uint64_t retry);

#endif
