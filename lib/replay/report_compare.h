/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_COMPARE_H
#define REPLAY_REPORT_COMPARE_H

#include "replay/replay_private.h"

/* The report's members of a comparison and of labels, as JSON: ,"comparison":{…} */
void report_put_compare(struct buf *b, const struct replay *r);
void report_put_labels(struct buf *b, const struct replay *r);

/*
 * How labels and what was held to be bad agree: of all bad ones that were decided, `hits` were, and
 * of the good ones `alarms`.
 */
struct agreement {
	uint64_t hits, alarms, misses;
};

struct agreement report_agreement(
    const uint64_t held[LABELS], const struct label_tally *all); /* held: by label */

/* part/(part + rest) in ten-thousandths, rounded; -1 where there is nothing. */
int report_ratio(uint64_t part, uint64_t rest);

#endif
