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

/* What the store asks the audit history of a tenant.  All of it under the lock. */
#define HISTORY "audit.jsonl"

/* Where its last whole line ends: 0 where there is none.  0, or -1 with *e filled. */
int history_end(const struct folder *f, uint64_t *end, struct err *e);

/*
 * Is `part` in an entry that begins at byte `after` or later (anywhere, where the history is
 * shorter than that: it is another file), and on the disk?  An entry of which only the newline is
 * missing counts, since the next one that is appended will follow it; what else is torn does not.
 * 1 or 0; -1 with *e filled.
 */
int history_has(const struct folder *f, uint64_t after, struct text part, struct err *e);

/*
 * Reads the history from its end towards its beginning, and finds the lines that contain a part.
 * Whatever is asked about a version was decided by its last entry, which is near the end of most
 * histories; the rest of a long one need not be read.
 */
struct history_back {
	struct text part;
	int fd; /* -1: there is no history */
	struct folder folder;
	uint64_t at;   /* what is before this byte was not read yet */
	struct buf b;  /* what was read from there on; the lines in it that are left to look at */
	size_t whole;  /* are b[whole..end): before that is the end of a line that began earlier */
	size_t *found; /* where lines with the part begin in b */
	size_t left, cap;
};

/* `part` lives as long.  0, or -1 with *e filled; call history_back_close in either case. */
int history_back_open(
    struct history_back *h, const struct folder *f, struct text part, struct err *e);
void history_back_close(struct history_back *h);

/*
 * The last line with the part that was not returned yet, without its newline, valid until the next
 * call; *torn: there was none.  1; 0: there is no other; -1 with *e filled.
 */
int history_back_next(struct history_back *h, struct text *line, bool *torn, struct err *e);

/* The first line of the history, once history_back_next has returned 0.  Absent: there is none. */
struct text history_back_first(const struct history_back *h);

#endif
