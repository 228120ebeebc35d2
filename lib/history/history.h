/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "base/err.h"
#include "base/text.h"
#include "history/file.h"
#include "history/key.h"
#include "history/part.h"

/*
 * Records that wait for their turn, in the order of their keys.  They are held in pieces: in
 * memory, and also as runs in a temporary file if the caller spills them.  A heap over the first
 * keys of the pieces finds the next record.  Pieces may be added while records are taken out.
 */
struct history_options {
	size_t budget;      /* bytes that may be held, including the buffers for runs */
	const char *folder; /* for the temporary file; borrowed */
	bool resumed;       /* drop records up to this one, inclusive: */
	struct history_key after;
};

struct history_piece {
	struct history_part part;      /* in order */
	size_t next;                   /* its next record */
	struct history_reader *reader; /* if not NULL, the piece is a run and `part` is not used */
	struct text record;            /* the first one of the run */
};

struct history {
	struct history_options options;
	struct history_heap heap;     /* of pieces */
	struct history_piece *given;  /* the top piece, whose first record was returned */
	struct history_piece *last;   /* in memory; short parts are added to it */
	struct history_piece **spare; /* empty, with memory for later parts */
	size_t nspare, spare_cap;
	size_t held; /* bytes of the pieces in memory, except spare ones */
	bool begun;  /* a record was returned: */
	struct history_key past;
	bool filed; /* there is a temporary file: */
	struct history_file file;
	struct history_run *waiting; /* runs that are not being read yet */
	size_t nwaiting, waiting_cap;
	size_t reading; /* how many runs are being read */
};

void history_init(struct history *h, const struct history_options *o);
void history_free(struct history *h);

/*
 * Takes a part that is in order, and leaves it empty.  Adds `lines_before` to its line numbers.
 * Returns 0, or -1 if a record of it belongs before one that was already returned; then nothing is
 * taken.
 */
int history_join(struct history *h, struct history_part *part, uint64_t lines_before);

/* Do the pieces in memory exceed 1/part of the budget?  (Use 1 for the whole budget.)  If so, call
 * history_spill or history_drop. */
bool history_is_full(const struct history *h, unsigned part);

/* Moves everything in memory to the temporary file.  Returns 0, or -1 and fills *e. */
int history_spill(struct history *h, struct err *e);

/* Forget all records.  history_clear keeps the memory for reuse. */
void history_drop(struct history *h);
void history_clear(struct history *h);

/*
 * Returns the next record before the time `limit` (INT64_MAX: no limit).  The result is 1, 0 if
 * there is no such record, or -1 with *e filled.  The record is valid until the next call of any
 * function here.
 */
int history_next(
    struct history *h, int64_t limit, struct history_key *key, struct text *record, struct err *e);

#endif
