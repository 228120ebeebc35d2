/* SPDX-License-Identifier: MIT */
#ifndef IO_TIME_INDEX_H
#define IO_TIME_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * The time index of a packed file: which lines and which times are in each of its zstd frames.
 * esper-store(5) describes the file byte by byte.
 *
 * A packed file is zstd frames of whole lines, then the index in a skippable frame, then the seek
 * table of zstd's seekable format 0.1.0 in another.  The seek table ends the file, so any reader of
 * that format finds it.  Its last entry is the index, so the index ends where the seek table
 * begins.
 *
 * An index is for readers that judge records as the one did that made it.  `rules` is a digest of
 * how times were read; a reader with other rules must not use the index.
 */
enum { TIME_RULES = 32 };

struct index_frame {
	uint64_t at;     /* where the frame begins in the file, */
	uint64_t stored; /* how many bytes it has there, */
	uint64_t offset; /* where its text begins in the decoded file, */
	uint64_t bytes;  /* and how many bytes of text it has */
	uint64_t lines_before;
	uint64_t lines;   /* blank ones included; the last frame may end in a line without a
			   * newline */
	uint64_t records; /* events, including those that are no good; blank lines have none */
	uint64_t unknown; /* records of which no time could be read, for whatever reason */
	uint64_t longest; /* the bytes of its longest line, without the newline */
	int64_t first_ns, last_ns; /* the earliest and the latest time; INT64_MAX and INT64_MIN if
				    * no record has one */
	uint32_t checksum;         /* the lower half of the XXH64 of its text, as in the frame */
};

struct time_index {
	unsigned char rules[TIME_RULES];
	struct index_frame *frame;
	size_t frames, cap;
	uint64_t file;                  /* bytes of the whole file */
	uint64_t bytes, lines, records; /* of all frames */
};

void time_index_free(struct time_index *ix);

/*
 * Reads the index of a regular file.  Does not move the descriptor's offset.  Returns 1 if there is
 * one, which fits the file, or 0 if there is none.  Returns -1 with *e filled if there is one that
 * is damaged, of an unknown version, or not of this file ("the time index is for a file of 12
 * bytes, not 34").  Only after 1 must it be freed.
 *
 * What is checked: the length of the file, the SHA-256 of the index, that it agrees with the seek
 * table, and that its numbers are possible.  The frames themselves are not looked at.
 */
int time_index_read(struct time_index *ix, int fd, struct err *e);

/*
 * For writers: adds the next frame.  Only stored, bytes, lines, records, unknown, longest, the two
 * times and the checksum need be set; apart from the times they must be below 2^32.
 */
void time_index_add(struct time_index *ix, const struct index_frame *frame);

/* Appends both frames that end the file.  *ix has all frames and the rules; its sums are filled
 * in. */
void time_index_put(struct buf *b, struct time_index *ix);

/* Can a record with from <= time < to be in the frame, or one without a time?  to_ns INT64_MAX: no
 * end. */
bool index_frame_may_have(const struct index_frame *f, int64_t from_ns, int64_t to_ns);

/* Does the file have a frame there that looks like the one of the index, and needs no larger
 * window? */
bool index_frame_is_there(const struct index_frame *f, int fd, uint64_t max_window);

/* Does a time index begin there?  After a packed file to which something was added, it is not at
 * the end, and time_index_read does not find it. */
bool time_index_begins(int fd, uint64_t at);

#endif
