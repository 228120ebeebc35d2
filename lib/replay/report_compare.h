/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_COMPARE_H
#define REPLAY_REPORT_COMPARE_H

#include "replay/replay_private.h"

/* Append the report's members of a comparison or of labels, as JSON: ,"comparison":{…} */
void report_put_compare(struct buf *b, const struct replay *r);
void report_put_labels(struct buf *b, const struct replay *r);

/*
 * How labels agree with decisions or matches.  Of the bad events that were decided, `hits` were
 * caught and `misses` were not.  Of the good events, `alarms` were caught.
 */
struct agreement {
	uint64_t hits, alarms, misses;
};

struct agreement report_agreement(
    const uint64_t held[LABELS], const struct label_tally *all); /* held: by label */

/* Returns part/(part + rest) in ten-thousandths, rounded; -1 if both are 0. */
int report_ratio(uint64_t part, uint64_t rest);

#endif
