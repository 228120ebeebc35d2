/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PARTS_READ_H
#define REPLAY_PARTS_READ_H

#include "cmd/replay/parts_plan.h"
#include "replay/slice_file.h"

/*
 * Reads what a phase needs of the inputs into a replay: the stretches that have times in its
 * window, and all of its own stretches if it counts them.
 *
 * For those it writes an account and the rejects, as pieces of a file: `R`, a reject, and `A`, the
 * account of consecutive own stretches.  Each begins with the number of the first of these
 * stretches in the plan.
 */
enum { PIECE_ACCOUNT = 'A', PIECE_REJECT = 'R' };

struct parts_reading {
	struct attempt *attempt;
	const struct parts_plan *plan;
	struct replay *replay;
	struct slice_window window;
	uint64_t slice;
	struct slice_writer *writer; /* NULL: own stretches are not counted */
	/* Called now and then while reading: all events before until_ns have been read.  Returns 0,
	 * or another number to stop. */
	int (*ready)(void *context, int64_t until_ns);
	void *context;
};

/* Returns 0, what `ready` returned, or -1 after printing what is wrong. */
int parts_read(const struct parts_reading *what);

/* Sets a->rules, by which the replay reads times.  Returns whether all its plans read them so, and
 * the time indexes of packed files can be used. */
bool parts_time_rules(struct attempt *a);

/* A reject as it is in a piece; the texts are in it. */
struct parts_reject {
	uint64_t line, too_long;
	struct reject why;
	struct text raw;
};

/* Reads the number of the stretch, and then a reject.  Return 0, or -1 if that is not what the
 * piece has. */
int parts_get_stretch(struct text *piece, uint64_t *stretch);
int parts_get_reject(struct text *piece, struct parts_reject *out);

#endif
