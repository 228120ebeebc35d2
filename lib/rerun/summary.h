/* SPDX-License-Identifier: MIT */
#ifndef RERUN_SUMMARY_H
#define RERUN_SUMMARY_H

#include "rerun/rerun.h"
#include "view/line.h"

/* What all replays of a run come to. */
struct rerun_sum {
	uint64_t traces, failed;
	uint64_t served[RERUN_SERVED];
	uint64_t verdicts[RERUN_VERDICTS];
	uint64_t missing, misses, reordered, repeated, nothing; /* nothing: traces without any
								    recording or other answer */
};

void rerun_sum_add(struct rerun_sum *sum, const struct rerun_result *r);

void rerun_sum_join(struct rerun_sum *sum, const struct rerun_sum *more);

/* Has a result nothing that was recorded, and nothing that served in its place? */
bool rerun_is_nothing(const struct rerun_result *r);

/* Appends a trace for people: a heading, and a line for each call that did not come from the
 * recording, failed, or is missing. */
void rerun_put_summary(struct buf *b, const struct view_style *style, const struct rerun_result *r);

/* Appends the last line. */
void rerun_put_sum(struct buf *b, const struct view_style *style, const struct rerun_sum *sum);

#endif
