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
 * To a file: into a temporary file in the same folder, which out_commit syncs (fsync of file and
 * folder) and renames, so that the name always has the old content or all of the new.  Until then
 * the temporary file has no name (O_TMPFILE), where the file system can do that: a process that is
 * killed leaves nothing behind.  A symbolic link is followed: what it points to is replaced. A name
 * that exists and is no regular file (/dev/full, a pipe) is opened and written directly.  A name
 * that ends in .zst compresses.  An existing file's permission bits are kept; a new one has 0666
 * less the umask.
 */
struct out;

/* No compression, unless the name asks for it; else a zstd level, OUT_LEVEL if nobody says. */
#define OUT_PLAIN (-1000)
#define OUT_LEVEL 3

/* path NULL or "-": standard output.  NULL with *e filled. */
struct out *out_open(const char *path, int zstd_level, struct err *e);

/* As out_open, but an ordinary file is truncated and written in place, seen by others as it grows:
 * for reject files. */
struct out *out_open_direct(const char *path, int zstd_level, struct err *e);

/*
 * For an output that is gone on with: an ordinary file is written in place and has at first what it
 * had before, until out_cut; it is made where there is none.  An output that is no ordinary file is
 * opened as out_open does, and cutting it does nothing.
 */
struct out *out_open_again(const char *path, int zstd_level, struct err *e);

/* How long an output was, as stored, and the SHA-256 of the up to 4 KiB that came last: by these it
 * is known again. */
struct out_end {
	uint64_t n;
	unsigned char tail[32];
};

/* Where the regular file of that name ends: 1; 0: there is none; -1 with *e filled. */
int out_end_of(const char *path, struct out_end *end, struct err *e);

/* Does the regular file of that name have this end, whatever came behind it since?  0, or -1 with
 * *e filled: "is not there", "has only 12 of the 99 bytes that were written to it", … */
int out_end_check(const char *path, const struct out_end *end, struct err *e);

/* The bytes up to that end stay; what is put comes behind them.  0, or -1 with *e filled as
 * out_end_check does.  Nothing was put yet. */
int out_cut(struct out *o, const struct out_end *end, struct err *e);

/*
 * What was put so far is whole: ends the zstd frame, if one has begun (the next begins with the
 * next put), writes and, where it is an ordinary file, syncs.  *end: where it ends now; 0 for what
 * is no ordinary file.
 */
int out_mark(struct out *o, struct out_end *end, struct err *e);

/* 0, or -1 with *e filled (text like "No space left on device"); after a failure every later call
 * fails the same way. */
int out_put(struct out *o, const void *p, size_t n, struct err *e);

/* What was put is with the system now (zstd: in whole blocks, decodable). */
int out_flush(struct out *o, struct err *e);

/* All that was put is written and whole and, where it will get a name, on the disk, so that little
 * but the name is left for out_commit to fail at.  Nothing more is put. */
int out_ready(struct out *o, struct err *e);

/* Flushes, ends the zstd frame, syncs and renames what has a name, checks close(2) of what has
 * none.  Frees o in any case; on failure the name has what it had before. */
int out_commit(struct out *o, struct err *e);

/* Leaves the name as it was (what went to standard output or a pipe is gone, and what is still in
 * hand is dropped); frees o.  NULL is fine. */
void out_abort(struct out *o);

uint64_t out_bytes(const struct out *o); /* put so far, uncompressed */

/* Is the descriptor on the very file that o writes in place (so that reading it would read what was
 * written)?  Only regular files are. */
bool out_is_file(const struct out *o, int fd);

#endif
