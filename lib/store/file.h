/* SPDX-License-Identifier: MIT */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Files in folders that are open: every name is one component, looked up in its folder's
 * descriptor, and no symbolic link is followed.  Only regular files are read.  Files are made with
 * the permissions 0640, folders with 0750, less the umask.  Errors begin with the file's path.
 */
struct folder {
	int fd;     /* -1: there is no such folder */
	char *path; /* for messages */
};

/*
 * Opens the folder `name` in `in`, or at the path `name` where in is NULL (links in that path are
 * followed, it is the user's own word).  make: makes it where it is not there.  1; 0 where there is
 * none: f->fd is -1 and f->path is set all the same; -1 with *e filled.
 */
int folder_open(
    struct folder *f, const struct folder *in, const char *name, bool make, struct err *e);
void folder_close(struct folder *f); /* all zero but for fd, which is -1, is fine */
int folder_sync(const struct folder *f, struct err *e);

/* The numbers that number_of gives to names in the folder (0: none), ascending, in the arena.  How
 * many, of no folder none; -1 with *e filled. */
ssize_t folder_numbers(const struct folder *f, uint64_t (*number_of)(const char *name),
    struct arena *a, uint64_t **number, struct err *e);

/* Is there anything of that name? */
bool folder_has(const struct folder *f, const char *name);

/* The whole file behind what *out has, of at most FILE_MAX bytes.  1; 0 where there is none; -1. */
#define FILE_MAX ((size_t)256 << 20)
int file_read(const struct folder *f, const char *name, struct buf *out, struct err *e);

/* A new file in place of what has this name, on the disk when it returns 0; after -1 there is no
 * such file. */
int file_make(const struct folder *f, const char *name, struct text content, struct err *e);

/* 1; 0 where there is no `from`; -1.  What `to` was is replaced. */
int file_rename(const struct folder *f, const char *from, const char *to, struct err *e);
int file_remove(const struct folder *f, const char *name, struct err *e); /* 0 if it is not there,
										  nor its folder */

/* "FOLDER/NAME: what errno says" in *e.  Returns -1. */
int file_fail(const struct folder *f, const char *name, struct err *e);

#endif
