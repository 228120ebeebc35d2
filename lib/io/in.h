/* SPDX-License-Identifier: MIT */
#ifndef IO_IN_H
#define IO_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/text.h"

/*
 * One input, plain or zstd (RFC 8878), told by its first bytes and not by its name: many frames,
 * skippable frames (first ones too) and empty frames included.  Other compressions are named and
 * refused.
 */
struct in;

/*
 * Opens a file, or standard input where path is NULL or "-".  Reads nothing yet.  NULL with *e
 * filled if it cannot be opened or is a directory; the text is what is wrong alone ("No such file
 * or directory").
 */
struct in *in_open(const char *path, struct err *e);

/*
 * The same for somebody who may have to stop waiting: where there is nothing to read and `wake` (a
 * descriptor; -1: none) can be read from, in_read returns IN_WAIT.  A pipe is opened without
 * waiting for its writer.
 */
struct in *in_open_waking(const char *path, int wake, struct err *e);

/* As if opened so. */
void in_set_wake(struct in *in, int wake);

/*
 * Reads on until at least n decoded bytes are there that in_read has not given out, and shows all
 * of those; fewer only where the input ends, fails or is woken up.  They stay where they are.  0,
 * or -1 where it fails behind them: *e (may be NULL) has what in_read will say.
 */
int in_peek(struct in *in, size_t n, struct text *t, struct err *e);

/* A regular file is as if nothing had been read of it.  0, or -1 with *e filled. */
int in_rewind(struct in *in, struct err *e);

/* Passes over the first n decoded bytes of a regular file of which nothing was read yet.  0, or -1
 * with *e filled (it has fewer, or is damaged before). */
int in_skip(struct in *in, uint64_t n, struct err *e);

/*
 * Up to cap decoded bytes; 0 at the end; -1 with *e filled (a read error, refused compression, a
 * frame that is cut or corrupt: all bytes decoded before it have been returned already, and every
 * later call is -1 again).  Refused: "gzip data", and in_unpacker knows what to do.  Damage: "zstd
 * data ends in the middle of a frame", "zstd data is damaged at byte N of the file: …". Interrupted
 * calls are repeated.
 */
ssize_t in_read(struct in *in, char *p, size_t cap, struct err *e);

/*
 * As in_read, but never waits for somebody: IN_WAIT where it would have to (a pipe or a terminal
 * has nothing now, or too little to decode any more).  Regular files are never waited for.
 */
#define IN_WAIT ((ssize_t)-2)
ssize_t in_try(struct in *in, char *p, size_t cap, struct err *e);

/*
 * How much memory a zstd frame may need for its window, before anything is read: IN_WINDOW at
 * first, as zstd(1) has it.  A frame that needs more is refused like a damaged one; once this was
 * called, the message names the option --max-window.
 */
#define IN_WINDOW ((uint64_t)128 << 20)
#define IN_WINDOW_MAX ((uint64_t)1 << 31)
void in_allow_window(struct in *in, uint64_t bytes);

/* The command that makes plain UTF-8 of an input that was refused for its format ("zcat"); NULL: it
 * was not refused.  Where in_is_zstd, zstdcat has to come first. */
const char *in_unpacker(const struct in *in);

uint64_t in_raw_bytes(const struct in *in); /* read so far, as stored (compressed) */
uint64_t in_size(const struct in *in);      /* of a regular file as stored; 0 if it is not known */
bool in_is_regular(const struct in *in);
bool in_is_zstd(const struct in *in); /* known once something was read */
int in_fd(const struct in *in);       /* its descriptor, to ask fstat(2) about */
void in_close(struct in *in);

#endif
