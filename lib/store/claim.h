/* SPDX-License-Identifier: MIT */
#ifndef STORE_CLAIM_H
#define STORE_CLAIM_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "store/file.h"

/*
 * That a process is at something, for as long as it lives: flock(2) on a file of its own, which is
 * there meanwhile and whose content, a line, is for others to read.  The kernel lets go of it when
 * the process ends, however it ends; the file of a process that was killed means nothing.
 */
struct claim {
	int fd; /* -1: it has nothing */
	struct folder folder;
	char name[48];
};

#define CLAIM_NONE ((struct claim){ .fd = -1, .folder.fd = -1 })

/* 1: we have it; 0: somebody else has; -1 with *e filled.  The folder is there. */
int claim_take(struct claim *c, const struct folder *f, const char *name, struct err *e);

/* Takes the file away and lets go.  Nothing happens where it has nothing. */
void claim_drop(struct claim *c);

/* Takes the file away, and does not let go: for who is about to end by a signal. */
void claim_unlink(const struct claim *c);

/* The line that others read, of at most CLAIM_LINE bytes: what is longer is not told.  Failing to
 * is nothing that would matter. */
#define CLAIM_LINE 511
void claim_tell(const struct claim *c, struct text line);

/* Has somebody that file's claim?  And what he tells, behind what *told has (NULL: who cares). */
bool claim_is_held(const struct folder *f, const char *name, struct buf *told);

#endif
