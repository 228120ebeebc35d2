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
 * One input, plain or zstd (RFC 8878).  Its first bytes decide, not its name.  It may have many
 * frames, including skippable frames (also as the first one) and empty frames.  Other compressions
 * are recognized and refused.
 *
 * It may also be messages of the OTel Collector (framing.h): JSON, plain or zstd, each behind its
 * length.  They are decoded to lines.
 */
struct in;

/*
 * Opens a file, or standard input if path is NULL or "-".  Reads nothing yet.  Returns NULL with *e
 * filled if the input cannot be opened or is a directory; the text does not name the file ("No such
 * file or directory").
 */
struct in *in_open(const char *path, struct err *e);

/*
 * The same for a caller that may have to stop waiting.  If there is nothing to read and the
 * descriptor `wake` is readable (-1: no descriptor), in_read returns IN_WAIT.  A pipe is opened
 * without waiting for its writer.
 */
struct in *in_open_waking(const char *path, int wake, struct err *e);

/* Sets the descriptor of in_open_waking later. */
void in_set_wake(struct in *in, int wake);

/*
 * Reads ahead until there are at least n decoded bytes that in_read has not returned, and sets *t
 * to all of them.  There are fewer only if the input ends, fails or is woken up.  in_read still
 * returns them.  Returns 0, or -1 if the input fails after them; *e (may be NULL) is the error that
 * in_read will report.
 */
int in_peek(struct in *in, size_t n, struct text *t, struct err *e);

/* Goes back to the start of a regular file.  Returns 0, or -1 with *e filled. */
int in_rewind(struct in *in, struct err *e);

/* Skips the first n decoded bytes of a regular file.  Call before the first read.  Returns 0, or -1
 * with *e filled if the file has fewer bytes or is damaged before that. */
int in_skip(struct in *in, uint64_t n, struct err *e);

/*
 * Reads up to cap decoded bytes.  Returns their number, 0 at the end, or -1 with *e filled: a read
 * error, a refused compression, or a frame that is cut off or corrupt.  All bytes decoded before
 * the error are returned first, and every later call returns -1 again.  The message for a refused
 * input is "gzip data"; in_unpacker says what to do.  Damage: "zstd data ends in the middle of a
 * frame", "zstd data is damaged at byte N of the file: …".  Interrupted calls are repeated.
 */
ssize_t in_read(struct in *in, char *p, size_t cap, struct err *e);

/*
 * Like in_read, but never waits: returns IN_WAIT if a pipe or a terminal has nothing now, or too
 * little to decode more.  Regular files never return it.
 */
#define IN_WAIT ((ssize_t)-2)
ssize_t in_try(struct in *in, char *p, size_t cap, struct err *e);

/*
 * Sets how much memory a zstd frame may need for its window.  Call before reading.  The default is
 * IN_WINDOW, as in zstd(1).  A frame that needs more is refused like a damaged one.  After this
 * call, the message names the option --max-window.
 */
#define IN_WINDOW ((uint64_t)128 << 20)
#define IN_WINDOW_MAX ((uint64_t)1 << 31)
void in_allow_window(struct in *in, uint64_t bytes);

/* Returns the command that turns an input that was refused for its format into plain UTF-8
 * ("zcat"), or NULL if it was not refused.  If in_is_zstd, zstdcat has to come first. */
const char *in_unpacker(const struct in *in);

/*
 * Frames that are decoded as a whole, in other threads too if there are any.  A pool is for regular
 * files that have a name; for all others, setting one does nothing.  Call before reading; the pool
 * must outlive the input.  `ahead` is how many frames are loaded ahead.  All functions above go on
 * as before.
 */
struct frame_pool;
struct frame_text;
void in_set_pool(struct in *in, struct frame_pool *pool, unsigned ahead);
bool in_has_frames(const struct in *in); /* was the last read from a whole frame? */

/*
 * Lends what is left of a whole frame, so that nothing need be copied.  Returns 1 and sets *t,
 * which is not empty; or IN_GAP; or 0 if in_read has to go on.  The text is valid until the next
 * frame is entered, or as long as in_lent_memory is held (frame_text_hold).  in_take_lent moves
 * past the first n bytes of it.
 */
int in_lend(struct in *in, struct text *t);
void in_take_lent(struct in *in, size_t n);
struct frame_text *in_lent_memory(const struct in *in);

/*
 * Passes over frames of a packed file (time_index.h): those with pass[number].  Call before
 * reading; *ix and pass must outlive the input, which may set members of pass to false.  Only for
 * regular files that have a name; for all others, everything is read.
 *
 * Before such a frame, reading returns IN_GAP.  in_pass_gap moves past this frame and those after
 * it that are passed over, too, and says what they have; the line after it is the first one of its
 * frame.  It returns false if the file has no such frame there; then reading goes on with what is
 * there.  in_close_gap reads the next frame after all, in_close_gaps all that follow.
 *
 * For each frame that is passed over, its head and its checksum are compared with the index; for
 * each that is read, its sizes, too.  After in_index_fault has said that something is wrong (NULL:
 * nothing), nothing more is passed over.
 */
#define IN_GAP ((ssize_t)-3)
struct in_gap {
	size_t frames;
	uint64_t lines_before, lines, records, bytes;
};
struct time_index;
void in_set_index(struct in *in, const struct time_index *ix, bool *pass);
bool in_pass_gap(struct in *in, struct in_gap *gap);
void in_close_gap(struct in *in);
void in_close_gaps(struct in *in);
const char *in_index_fault(const struct in *in);

/* Looks out for a time index in the middle of a file; has one been found so far? */
void in_look_for_index(struct in *in);
bool in_has_stray_index(const struct in *in);

uint64_t in_raw_bytes(const struct in *in); /* stored (compressed) bytes read so far */
uint64_t in_size(const struct in *in);      /* stored bytes of a regular file, or 0 if not known */
bool in_is_regular(const struct in *in);
bool in_is_zstd(const struct in *in); /* or in messages: its stored bytes are not what is read;
				       * known after the first read */
int in_fd(const struct in *in);       /* its descriptor, for fstat(2) */
void in_close(struct in *in);

#endif
