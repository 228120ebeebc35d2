/* SPDX-License-Identifier: MIT */
#ifndef STATE_ENTRY_CHECK_H
#define STATE_ENTRY_CHECK_H

#include "json/tree.h"
#include "state/snapshot.h"

/*
 * What an entry must be, wherever it comes from: a snapshot with a right checksum may be forged,
 * and a dump may be edited.  An entry that passes is one that a run could have left behind, as far
 * as it can be told without the rules: so all that is written of it is valid JSON, and counters can
 * go on.
 */

/* What a series says of its windows. */
struct series_shape {
	enum takes takes; /* what their items have */
	size_t keys;      /* how many values they go by */
};

/*
 * Reads a series' canonical JSON.  NULL, or what is wrong with *blame, a node of it: "must be
 * Count, Distinct, Sum or Max".
 */
const char *series_read(
    const struct json_node *series, struct series_shape *shape, const struct json_node **blame);

/* NULL, or what is wrong with an entry's numbers and names: "decision_count is more than
 * event_count". */
const char *entry_wrong(const struct entry *e);

#endif
