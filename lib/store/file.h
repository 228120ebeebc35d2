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
 * Files in open folders.  Every name is a single component, looked up from its folder's descriptor,
 * and no symbolic link is followed.  Only regular files are read.  Files are made with mode 0640
 * and folders with 0750, less the umask.  The texts of errors begin with the file's path.
 */
struct folder {
	int fd;     /* -1: there is no such folder */
	char *path; /* for messages */
};

/*
 * Opens the folder `name` in `in`, or at the path `name` if in is NULL; symbolic links in that path
 * are followed, because the user gave it.  With make, a missing folder is made.  Returns 1; 0 if
 * there is none, with f->fd -1 and f->path set; -1 and fills *e.
 */
int folder_open(
    struct folder *f, const struct folder *in, const char *name, bool make, struct err *e);
void folder_close(struct folder *f); /* may be all zero except fd, which is -1 */
int folder_sync(const struct folder *f, struct err *e);

/* Lists the numbers that number_of gives to names in the folder (0: none), ascending, in the arena.
 * Returns how many, 0 for a missing folder, or -1 and fills *e. */
ssize_t folder_numbers(const struct folder *f, uint64_t (*number_of)(const char *name),
    struct arena *a, uint64_t **number, struct err *e);

/* Returns whether anything has this name. */
bool folder_has(const struct folder *f, const char *name);

/* Appends the whole file, of at most FILE_MAX bytes, to *out.  Returns 1; 0 if there is none; -1
 * and fills *e. */
#define FILE_MAX ((size_t)256 << 20)
int file_read(const struct folder *f, const char *name, struct buf *out, struct err *e);

/* Makes a file, replacing any with this name.  Returns 0 when it is on the disk.  After -1 there is
 * no such file. */
int file_make(const struct folder *f, const char *name, struct text content, struct err *e);

/* Renames, replacing `to`.  Returns 1; 0 if there is no `from`; -1 and fills *e. */
int file_rename(const struct folder *f, const char *from, const char *to, struct err *e);
int file_remove(const struct folder *f, const char *name,
    struct err *e); /* 0 also if there is no such file or folder */

/* Puts "FOLDER/NAME: " and the text of errno into *e.  Returns -1. */
int file_fail(const struct folder *f, const char *name, struct err *e);

#endif
