/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_LOCK_H
#define DECIDE_LOCK_H

#include "base/err.h"

/*
 * The lock of a file that is replaced as a whole: FILE.lock beside it, which is there for as long
 * as it is held (and after a kill, when it does not matter).  FILE is where a symbolic link leads.
 */
struct lock {
	int fd;
	char *path;
};

/* 0, or -1 with *e filled: FILE is no regular file, its folder cannot be written to, or another
 * process has it.  Ends with lock_drop. */
int lock_take(struct lock *l, const char *file, struct err *e);
void lock_drop(struct lock *l);

#endif
