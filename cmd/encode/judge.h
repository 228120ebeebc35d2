/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_JUDGE_H
#define ENCODE_JUDGE_H

#include <stdint.h>

#include "cmd/cli/batch.h"
#include "plan/plan.h"

/*
 * Finds the times of the records of each line, exactly as encoding or deciding would read them.
 */
struct judged_line {
	uint32_t records, unknown;
	int64_t first_ns, last_ns; /* INT64_MAX and INT64_MIN if no record has a time */
};

struct judged {
	struct judged_line *line;
	size_t n, cap;
};

/* A judge is for one thread.  plan NULL: the records are encoded events. */
struct judge;
struct judge *judge_new(const struct plan *plan);
void judge_free(struct judge *j);

/* Judges the lines of a block; *out then has them all.  Also counts them in *b. */
void judge_block(struct judge *j, const struct block *block, struct judged *out, struct batch *b);

#endif
