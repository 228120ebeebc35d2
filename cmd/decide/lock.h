/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_LOCK_H
#define DECIDE_LOCK_H

#include "base/err.h"

/*
 * The lock of a file that is replaced as a whole.  It is an advisory lock on FILE.lock beside it,
 * which exists while the lock is held; one left behind by a killed process does no harm.  If the
 * file is a symbolic link, FILE is its target.
 */
struct lock {
	int fd;
	char *path;
};

/* Takes the lock.  Returns 0, or -1 and fills *e: FILE is not a regular file, its folder cannot be
 * written to, or another process holds the lock.  Release it with lock_drop. */
int lock_take(struct lock *l, const char *file, struct err *e);
void lock_drop(struct lock *l);

#endif
