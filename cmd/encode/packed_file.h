/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PACKED_FILE_H
#define ENCODE_PACKED_FILE_H

#include "base/text.h"
#include "cmd/encode/judge.h"
#include "io/frame_writer.h"
#include "io/time_index.h"

/*
 * A packed file that is being made: the lines of its next frame, and the index of the frames
 * before.  A frame ends behind the line that makes it `enough` bytes long, so frames do not
 * depend on how the input was read.
 */
#define PACKED_FRAME ((size_t)4 << 20) /* by default */

struct packed_file {
	size_t enough;   /* how long a frame becomes */
	struct buf text; /* of the next frame */
	struct index_frame facts;
	struct time_index index;
};

void packed_file_init(struct packed_file *f, size_t enough, const unsigned char rules[TIME_RULES]);
void packed_file_free(struct packed_file *f);

/* Adds a line, with its newline if it has one.  Returns whether the frame is full now. */
bool packed_file_add(struct packed_file *f, struct text line, const struct judged_line *judged);

/* Gives the next frame, which must not be empty, to the writer; its owner becomes f.  The file gets
 * other memory for the one after it if `again`. */
void packed_file_put(struct packed_file *f, struct frame_writer *w, bool again);

#endif
