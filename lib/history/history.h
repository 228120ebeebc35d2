/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "base/err.h"
#include "base/text.h"
#include "history/file.h"
#include "history/key.h"
#include "history/part.h"

/*
 * Records that were taken in and wait for their turn, in the order of their keys.  They are held in
 * pieces, in memory and, where somebody says so, as runs in a temporary file; what comes next is
 * found by a heap of the pieces' first keys.  Pieces may come while others are taken out.
 */
struct history_options {
	size_t budget;      /* bytes that may be held; what reading runs takes is within it, too */
	const char *folder; /* for the temporary file; borrowed */
	bool resumed;       /* records up to this one, and it, are dropped: */
	struct history_key after;
};

struct history_piece {
	struct history_part part;      /* in order */
	size_t next;                   /* in it */
	struct history_reader *reader; /* not NULL: it is a run, and the part is not used */
	struct text record;            /* of the run, the first one */
};

struct history {
	struct history_options options;
	struct history_heap heap;     /* of pieces */
	struct history_piece *given;  /* the one on top, whose first record was given out */
	struct history_piece *last;   /* in memory, the one that short parts are added to */
	struct history_piece **spare; /* empty, with memory for parts to come */
	size_t nspare, spare_cap;
	size_t held; /* bytes: pieces in memory, but for spare ones */
	bool begun;  /* something was given out: */
	struct history_key past;
	bool filed; /* there is a temporary file: */
	struct history_file file;
	struct history_run *waiting; /* runs that are not read yet */
	size_t nwaiting, waiting_cap;
	size_t reading; /* runs that are */
};

void history_init(struct history *h, const struct history_options *o);
void history_free(struct history *h);

/*
 * Takes a part that is in order, and leaves it empty; its line numbers go up by `lines_before`.  0,
 * or -1 where something of it belongs before what was given out already: then nothing was taken.
 */
int history_join(struct history *h, struct history_part *part, uint64_t lines_before);

/* Is more held than the budget allows, or such a part of it (1: all)?  Then history_spill or
 * history_drop. */
bool history_is_full(const struct history *h, unsigned part);

/* What is held in memory goes into the temporary file.  0, or -1 with *e filled. */
int history_spill(struct history *h, struct err *e);

/* Forgets all records; clear keeps the memory for others. */
void history_drop(struct history *h);
void history_clear(struct history *h);

/*
 * The next record before the time `limit` (INT64_MAX: no limit): 1, 0 where there is none, or -1
 * with *e filled.  It lives until the next call of any function here.
 */
int history_next(
    struct history *h, int64_t limit, struct history_key *key, struct text *record, struct err *e);

#endif
