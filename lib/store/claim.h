/* SPDX-License-Identifier: MIT */
#ifndef STORE_CLAIM_H
#define STORE_CLAIM_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "store/file.h"

/*
 * Shows that a process is working on something, for as long as it lives.  A claim is flock(2) on a
 * file of its own, which exists meanwhile; its content is one line for other processes to read.
 * The kernel releases the lock when the process ends, however it ends.  The file of a process that
 * was killed means nothing.
 */
struct claim {
	int fd; /* -1: nothing is claimed */
	struct folder folder;
	char name[48];
};

#define CLAIM_NONE ((struct claim){ .fd = -1, .folder.fd = -1 })

/* Takes the claim on a file in a folder that exists.  Returns 1; 0 if another process has it; -1
 * and fills *e. */
int claim_take(struct claim *c, const struct folder *f, const char *name, struct err *e);

/* Removes the file and releases the claim.  Does nothing if nothing is claimed. */
void claim_drop(struct claim *c);

/* Removes the file but does not release the claim.  For a process that is about to die of a
 * signal. */
void claim_unlink(const struct claim *c);

/* Writes the line for other processes.  It is cut to CLAIM_LINE bytes; errors are ignored, because
 * nothing depends on it. */
#define CLAIM_LINE 511
void claim_tell(const struct claim *c, struct text line);

/* Returns whether a process has the claim on that file.  If so, appends its line to *told, unless
 * that is NULL. */
bool claim_is_held(const struct folder *f, const char *name, struct buf *told);

#endif
