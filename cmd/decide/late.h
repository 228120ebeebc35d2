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
 * What esper-decide says of events that are too late, and of a watermark that jumps.  The first few
 * of each are named in their place among the lines of the input.  At the end it says how many there
 * were, why, and what to do.
 *
 *	late_enter(&late, block);             before the events of a block
 *	late_note(&late, view, line, batch);  when an event is decided and in the batch's books
 *	late_end(&late, seconds, &words);     before run_end
 *
 * All zero, but for `state`, is the beginning.
 */
struct late {
	const char *state; /* the file that the state comes from; NULL: none */
	uint64_t too_late, jumps;
	/* The input at hand. */
	bool entered; /* there is one */
	unsigned input;
	const char *file, *before; /* its name, and that of the input before it or NULL */
	bool in_time;              /* an event of it was in time */
	/* The first input that began with an event that was too late; NULL: none. */
	const char *late_file, *late_before;
};

void late_enter(struct late *l, const struct block *b);

/* Of a view that is too_late or jumped. */
void late_note_seen(struct late *l, const struct state_view *v, uint64_t line, struct batch *out);

/* `line`: the event's number in the block, from 1. */
static inline void
late_note(struct late *l, const struct state_view *v, uint64_t line, struct batch *out)
{
	if (v->too_late || v->jumped)
		late_note_seen(l, v, line, out);
	l->in_time |= !v->too_late;
}

/* Appends lines to say.  lateness_s: the plan's lateness_seconds. */
void late_end(const struct late *l, int64_t lateness_s, struct buf *b);

#endif
