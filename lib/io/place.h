/* SPDX-License-Identifier: MIT */
#ifndef IO_PLACE_H
#define IO_PLACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/*
 * A file that is being made at a place: under no name or a name of no meaning until place_take puts
 * it there, in one step.
 */
struct place {
	char *path; /* what is replaced: never a symbolic link */
	char *dir;  /* the folder that path is in */
	char *temp; /* the name that the file has until then; NULL: none */
};

/*
 * Where does `path` lead?  1: to an ordinary file, or to where one can be made: *p is filled.  0:
 * to something that exists and is no regular file.  -1 with *e filled.
 */
int place_find(struct place *p, const char *path, struct err *e);

/* Makes the new file there; its descriptor, or -1 with *e filled. */
int place_make(struct place *p, struct err *e);

/* Syncs the file and gives it its name.  fd stays open.  0, or -1 with *e filled. */
int place_take(struct place *p, int fd, struct err *e);

/* Forgets the file, if it has not been taken, and the place. */
void place_free(struct place *p);

#endif
