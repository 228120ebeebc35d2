/* SPDX-License-Identifier: MIT */
#ifndef IO_OUT_H
#define IO_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * An output, plain or zstd, written in large blocks.
 *
 * A file is written as a temporary file in the same folder.  out_commit syncs it (fsync of file and
 * folder) and renames it, so that the name always has either the old content or all of the new.
 * Until then the file has no name (O_TMPFILE) if the file system can do that: a process that is
 * killed leaves nothing behind.  A symbolic link is followed, and what it points to is replaced.
 * An existing name that is not a regular file (/dev/full, a pipe) is opened and written directly.
 * A name that ends in .zst turns compression on.  The permission bits of an existing file are kept;
 * a new file has 0666 less the umask.
 */
struct out;

/* No compression unless the name asks for it, or a zstd level.  OUT_LEVEL is the default level. */
#define OUT_PLAIN (-1000)
#define OUT_LEVEL 3
#define OUT_AS_IS (-1001) /* whatever its name is: the caller puts compressed bytes */

/* path NULL or "-" is standard output.  Returns NULL with *e filled on failure. */
struct out *out_open(const char *path, int zstd_level, struct err *e);

/* Like out_open, but truncates a regular file and writes it in place, so that others see it grow:
 * for reject files. */
struct out *out_open_direct(const char *path, int zstd_level, struct err *e);

/*
 * Opens an output to continue it.  A regular file is written in place and keeps its content until
 * out_cut; it is created if it does not exist.  Any other output is opened as out_open does, and
 * out_cut does nothing to it.
 */
struct out *out_open_again(const char *path, int zstd_level, struct err *e);

/* Identifies the end of an output: its length, as stored, and the SHA-256 of its last 4 KiB (or
 * less). */
struct out_end {
	uint64_t n;
	unsigned char tail[32];
};

/* Finds where the regular file of that name ends.  Returns 1, 0 if there is none, or -1 with *e
 * filled. */
int out_end_of(const char *path, struct out_end *end, struct err *e);

/* Does the regular file of that name still have this end, whatever was appended since?  Returns 0,
 * or -1 with *e filled: "is not there", "has only 12 of the 99 bytes that were written to it", … */
int out_end_check(const char *path, const struct out_end *end, struct err *e);

/* Cuts the file at that end; new output follows it.  Call before the first put.  Returns 0, or -1
 * with *e filled as out_end_check does. */
int out_cut(struct out *o, const struct out_end *end, struct err *e);

/*
 * Marks the output so far as complete: ends the current zstd frame (the next put begins another),
 * writes and, for a regular file, syncs.  *end is where it ends now, or 0 if it is not a regular
 * file.
 */
int out_mark(struct out *o, struct out_end *end, struct err *e);

/* Returns 0, or -1 with *e filled (text like "No space left on device").  After a failure, every
 * later call fails in the same way. */
int out_put(struct out *o, const void *p, size_t n, struct err *e);

/* Passes everything put so far to the system (zstd: as whole blocks, which can be decoded).  Does
 * nothing to a file that gets its name later, since nobody can read it; so its bytes do not depend
 * on when this is called. */
int out_flush(struct out *o, struct err *e);

/* Writes and completes everything that was put and, if it will get a name, syncs it to disk, so
 * that out_commit has little left to fail at except the name.  Put nothing after it. */
int out_ready(struct out *o, struct err *e);

/* Flushes, ends the zstd frame, syncs and renames a file that has a name, and checks close(2) of
 * any other output.  Always frees o.  On failure the name has what it had before. */
int out_commit(struct out *o, struct err *e);

/* Leaves the name as it was, drops what was not written, and frees o.  What was already written to
 * standard output or a pipe remains.  o may be NULL. */
void out_abort(struct out *o);

/*
 * Can everything that was put be taken back, because nobody can have read it: does the output
 * become a file only at the end, or is it /dev/null?  out_take_back does so, and leaves the output
 * as it was opened; if that fails, so does every later call.
 */
bool out_is_unread(const struct out *o);
void out_take_back(struct out *o);

uint64_t out_bytes(const struct out *o); /* bytes put so far, uncompressed */

/* Is fd open on the same file that o writes in place (so that reading it would read the output)?
 * True only for regular files. */
bool out_is_file(const struct out *o, int fd);

#endif
