/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_LATE_H
#define DECIDE_LATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "cmd/cli/batch.h"
#include "cmd/cli/run.h"
#include "state/state.h"

/*
 * Messages of esper-decide about events that are too late and about a watermark that jumps.  The
 * first few of each are named with their line of the input.  A line at the end says how many there
 * were, why, and what to do.
 *
 *	late_enter(&late, block);             before the events of a block
 *	late_note(&late, view, line, batch);  when an event is decided and in the batch's books
 *	late_end(&late, seconds, &words);     before run_end
 *
 * Set `state` and leave the rest zero to begin.
 */
struct late {
	const char *state; /* the file that the state comes from; NULL: none */
	uint64_t too_late, jumps;
	/* The current input. */
	bool entered; /* there is one */
	unsigned input;
	const char *file, *before; /* its name, and the name of the input before it or NULL */
	bool in_time;              /* one of its events was in time */
	/* The first input that began with an event that was too late, and the one before it; NULL:
	 * none. */
	const char *late_file, *late_before;
};

void late_enter(struct late *l, const struct block *b);

/* For late_note: the view is too_late or jumped. */
void late_note_seen(struct late *l, const struct state_view *v, uint64_t line, struct batch *out);

/* `line`: the event's number in the block, from 1. */
static inline void
late_note(struct late *l, const struct state_view *v, uint64_t line, struct batch *out)
{
	if (v->too_late || v->jumped)
		late_note_seen(l, v, line, out);
	l->in_time |= !v->too_late;
}

/* Appends the lines for the end of the run.  lateness_s is the plan's lateness_seconds. */
void late_end(const struct late *l, int64_t lateness_s, struct buf *b);

#endif
