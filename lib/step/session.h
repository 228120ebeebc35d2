/* SPDX-License-Identifier: MIT */
#ifndef STEP_SESSION_H
#define STEP_SESSION_H

#include <stdbool.h>

#include "base/err.h"
#include "step/condition.h"
#include "step/index.h"

/*
 * A walk through a recording: where one is, which frame one looks at, and where to stop.
 *
 *	struct step_index *x = step_index_new(model);
 *	struct step_session *s = step_session_new(x, interrupt);
 *	if (step_move(s, STEP_CONTINUE, &stop) == STEP_MOVED) …
 *
 * All moves take the same time in both directions.  The places of a breakpoint are found once, when
 * it is set; from then on it is a list of positions.
 */
struct step_session;
struct step_session *step_session_new(const struct step_index *x, struct step_interrupt i);
void step_session_free(struct step_session *s); /* NULL is valid; the index stays */
const struct step_index *step_session_index(const struct step_session *s);

/* Where one is: 1 to begin with; 0 only if the model has no position. */
uint64_t step_position(const struct step_session *s);

/* Goes to a position, which must exist.  The innermost frame is looked at. */
void step_go(struct step_session *s, uint64_t position);

/* The frame that is looked at, and how far from the innermost one (0). */
struct step_frame step_frame(const struct step_session *s);
uint32_t step_frame_level(const struct step_session *s);

/* Looks at the caller (up) or at the call below.  Returns false if there is none. */
bool step_up(struct step_session *s);
bool step_down(struct step_session *s);

enum step_move {
	STEP_NEXT,   /* the next position */
	STEP_BACK,   /* the position before */
	STEP_INTO,   /* the next position: the first one in a call that begins there */
	STEP_OVER,   /* the next position, but if a call begins there, the last one of that call */
	STEP_FINISH, /* the EXIT of the frame that is looked at; if one is there, its caller's */
	STEP_CONTINUE,  /* the next error, breakpoint or watch */
	STEP_REVERSE,   /* the one before */
	STEP_BACK_OVER, /* as OVER, backwards: the ENTER of a call that ended before */
	STEP_BACK_OUT /* the ENTER of the frame that is looked at; if one is there, its caller's */
};

enum step_result {
	STEP_MOVED,
	STEP_AT_END,      /* there is nothing further: STEP_CONTINUE has gone to the last position,
			   * STEP_REVERSE to the first; the others have not moved */
	STEP_INTERRUPTED, /* it was broken off, and has not moved */
};

/* Why STEP_CONTINUE and STEP_REVERSE stopped. */
struct step_stop {
	bool error;          /* something failed here */
	uint32_t breakpoint; /* the number of the first breakpoint or watch that has this place; 0:
			      * none */
};

/* stop may be NULL. */
enum step_result step_move(struct step_session *s, enum step_move move, struct step_stop *stop);

/* Do STEP_CONTINUE and STEP_REVERSE stop at errors?  They do to begin with. */
void step_stop_at_errors(struct step_session *s, bool on);

/* ---- breakpoints ---------------------------------------------------------------------------- */

enum step_break_kind {
	STEP_BREAK_NAME,  /* the ENTER of calls whose name matches a glob.  With a condition: the
			   * ENTER if it holds there, and events of the call that set a variable so
			   * that it holds, where it did not hold before */
	STEP_BREAK_ERROR, /* what step_errors lists; a glob for the type of the error */
	STEP_BREAK_VALUE, /* where a variable or an argument becomes a value */
	STEP_BREAK_LINE,  /* the ENTER of calls whose code is there, and errors there */
	STEP_WATCH        /* where a variable or an argument has another value than before in the
			   * trace, or its first one */
};

struct step_break {
	enum step_break_kind kind;
	struct text name;      /* NAME: the glob.  ERROR: a glob; absent: all.  VALUE and WATCH: the
				* variable.  LINE: the file; of two paths, one may be the end
				* of the other, by whole components */
	struct text value;     /* VALUE: JSON, as step_value_read returns it */
	uint32_t line;         /* LINE */
	struct text condition; /* NAME: EXPR; absent: none */
	/* filled in by step_break_add: */
	uint32_t number;          /* from 1; never used again */
	size_t places;            /* how many there are */
	const uint64_t *position; /* of these, in order */
};

/*
 * Sets a breakpoint.  The texts are copied.  Returns it, or NULL with *e filled: the condition is
 * wrong, or the search for places was broken off (e->text is then "interrupted").  A breakpoint
 * without places is set as well; the caller tells.
 */
const struct step_break *step_break_add(
    struct step_session *s, const struct step_break *b, struct err *e);

/* Removes it.  Returns false if there is none of that number. */
bool step_break_delete(struct step_session *s, uint32_t number);

/* The breakpoints, in order of their numbers: *n of them.  Valid until one is added or deleted. */
const struct step_break *const *step_breaks(const struct step_session *s, size_t *n);

/*
 * Calls found() for each call whose name matches the glob: with the frame in which EXPR is to be
 * evaluated.  That is the call at its ENTER, or, if a name in EXPR has no value yet, at its end.
 * Returns 0, what found() returned, or -1 if it was broken off.
 */
int step_log_point(const struct step_session *s, const struct step_condition *c, struct text glob,
    int (*found)(void *context, const struct step_frame *f), void *context);

#endif
