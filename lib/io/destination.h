/* SPDX-License-Identifier: MIT */
#ifndef IO_DESTINATION_H
#define IO_DESTINATION_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/*
 * Where a file that is being made will appear.  Until destination_take puts it there, in one step,
 * the file has no name or a temporary one.
 */
struct destination {
	char *path; /* what is replaced: never a symbolic link */
	char *dir;  /* the folder that path is in */
	char *temp; /* the name that the file has until then; NULL: none */
};

/*
 * Where does `path` lead?  1: to an ordinary file, or to where one can be made: *d is filled.  0:
 * to something that exists and is no regular file.  -1 with *e filled.
 */
int destination_find(struct destination *d, const char *path, struct err *e);

/* Makes the new file there; its descriptor, or -1 with *e filled. */
int destination_make(struct destination *d, struct err *e);

/* Syncs the file and gives it its name.  fd stays open.  0, or -1 with *e filled. */
int destination_take(struct destination *d, int fd, struct err *e);

/* Forgets the destination, and the file unless it was taken. */
void destination_free(struct destination *d);

#endif
