/* SPDX-License-Identifier: MIT */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "store/file.h"

/* How the store reads a tenant's audit history.  Call these with the tenant's lock held. */
#define HISTORY "audit.jsonl"

/* Sets *end to where the last whole line ends, or 0 if there is none.  Returns 0, or -1 and fills
 * *e. */
int history_end(const struct folder *f, uint64_t *end, struct err *e);

/*
 * Returns 1 if an entry that begins at byte `after` or later contains `part`, and is on the disk; 0
 * if not; -1 and fills *e.  A history shorter than `after` is another file and is searched from its
 * start.  An entry of which only the newline is missing counts, because the next append completes
 * it.  Any other torn line does not.
 */
int history_has(const struct folder *f, uint64_t after, struct text part, struct err *e);

/*
 * Reads the history backwards and finds the lines that contain a part.  The last entry on a version
 * decides everything about it and is near the end of most histories, so the rest of a long one need
 * not be read.
 */
struct history_back {
	struct text part;
	int fd; /* -1: there is no history */
	struct folder folder;
	uint64_t at;   /* bytes before this one have not been read yet */
	struct buf b;  /* the bytes from there on; lines still to be looked at */
	size_t whole;  /* are b[whole..end); an unfinished line is before them */
	size_t *found; /* where the lines with the part begin in b */
	size_t left, cap;
};

/* `part` must outlive h.  Returns 0, or -1 and fills *e.  Call history_back_close in either
 * case. */
int history_back_open(
    struct history_back *h, const struct folder *f, struct text part, struct err *e);
void history_back_close(struct history_back *h);

/*
 * Returns 1 and the last line with the part that was not returned yet, without its newline and
 * valid until the next call; 0 if there is none left; -1 and fills *e.  *torn: it had no newline.
 */
int history_back_next(struct history_back *h, struct text *line, bool *torn, struct err *e);

/* The first line of the history, after history_back_next has returned 0.  Absent if there is
 * none. */
struct text history_back_first(const struct history_back *h);

#endif
