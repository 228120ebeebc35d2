/* SPDX-License-Identifier: MIT */
#ifndef IO_FRAME_WRITER_H
#define IO_FRAME_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/time_index.h"

/*
 * Compresses texts to zstd frames, each on its own, in threads of its own, and gives them back in
 * the order in which they were put.  The frames do not depend on the number of threads.
 *
 *	f = frame_writer_new_frame(w)          fill in text, facts and owner
 *	frame_writer_put(w, f)
 *	while ((f = frame_writer_next(w, frame_writer_is_full(w))) != NULL)
 *		…, frame_writer_release(w, f)
 *
 * Memory is bounded if the caller takes frames while the writer is full.
 */
struct frame_writer;

struct new_frame {
	struct buf text;          /* in */
	void *owner;              /* the caller's */
	struct index_frame facts; /* the caller's, apart from: stored, bytes, checksum */
	char *p;                  /* out: facts.stored bytes, in malloc'd memory of the writer */
	size_t cap;
	bool done, failed; /* failed: there was no memory */
	struct new_frame *next;
};

/* level: of zstd.  One thread means the caller's; there are at most 32, because each has a frame.
 */
struct frame_writer *frame_writer_new(unsigned threads, int level);
void frame_writer_free(struct frame_writer *w);

/* Returns an empty frame; its text may have memory. */
struct new_frame *frame_writer_new_frame(struct frame_writer *w);

void frame_writer_put(struct frame_writer *w, struct new_frame *f);
bool frame_writer_is_full(const struct frame_writer *w);

/* Returns the next frame in order; NULL if there is none or, without `wait`, it is not done. */
struct new_frame *frame_writer_next(struct frame_writer *w, bool wait);
void frame_writer_release(struct frame_writer *w, struct new_frame *f);

#endif
