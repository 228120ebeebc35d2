/* SPDX-License-Identifier: MIT */
#ifndef IO_DESTINATION_H
#define IO_DESTINATION_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/*
 * The place of a file that is being written.  Until destination_take puts it there in one step, the
 * file has no name or a temporary one.
 */
struct destination {
	char *path; /* the file to replace: never a symbolic link */
	char *dir;  /* the folder that path is in */
	char *temp; /* the temporary name, or NULL */
};

/*
 * Finds out where `path` leads.  Returns 1 and fills *d for a regular file, or for a place where
 * one can be created.  Returns 0 for anything else that exists, or -1 with *e filled.
 */
int destination_find(struct destination *d, const char *path, struct err *e);

/* Creates the new file.  Returns its descriptor, or -1 with *e filled. */
int destination_make(struct destination *d, struct err *e);

/* Syncs the file and gives it its name.  fd stays open.  Returns 0, or -1 with *e filled. */
int destination_take(struct destination *d, int fd, struct err *e);

/* Releases the destination.  Removes the file unless destination_take succeeded. */
void destination_free(struct destination *d);

#endif
