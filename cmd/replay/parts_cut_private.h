/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PARTS_CUT_PRIVATE_H
#define REPLAY_PARTS_CUT_PRIVATE_H

#include "cmd/cli/source.h"
#include "cmd/replay/parts_plan.h"
#include "encode/encode.h"
#include "plan/plan.h"

/* Shared by the files that cut a replay: parts_cut.c, and parts_index.c for packed files. */
enum { PARTS_SAMPLE = 1 << 17 };

struct cut {
	struct attempt *attempt;
	struct parts_plan *plan;
	struct plan times[SIDES]; /* the plans without their fields */
	struct encode_options window;
	int64_t from_ns, to_ns; /* times that matter */
	uint64_t length;        /* of a stretch, at least */
	size_t cap;             /* of plan->stretch */
	int64_t *sample;
	size_t samples;
	uint64_t seen, stride;
	uint64_t *decoded; /* by input: its length, as decoded */
	bool *packed;      /* by input: it has a time index, which is used */
	struct source_frames frames;
	unsigned *number; /* of the inputs that are read: their numbers */
	bool split;       /* the plans read different times: at this place */
	unsigned split_input;
	uint64_t split_line;
};

/* Adds a time to the sample.  If it is full, every second one is dropped. */
void parts_sample(struct cut *cut, int64_t at_ns);

/* Takes the times of an input from its time index.  Returns whether it has one that can be used; if
 * it has another one, reading says why it is not used. */
bool parts_take_index(struct cut *cut, unsigned input);

#endif
