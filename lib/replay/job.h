/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_JOB_H
#define REPLAY_JOB_H

#include "replay/history.h"
#include "replay/replay.h"

/* What is behind struct replay, for the files of this folder. */
struct rule_tally {
	uint64_t matched, decided;
};

struct replay {
	const struct plan *plan;
	const struct rules *rules;
	struct replay_options options;
	struct encode_options window; /* what the encoder lets through: the range and its warm-up */
	struct encoder *encoder;
	struct decider *decider;
	struct history history;
	size_t *plan_field;  /* by rule field: its number in the plan, or FIELD_UNKNOWN */
	struct value *value; /* by rule field, of the event at hand */
	struct buf fields;   /* of the event at hand, as JSON */
	struct buf line;
	struct replay_counts counts;
	struct rule_tally *rule; /* by rule */
	uint64_t *warnings;      /* by plan field */
};

#endif
