/* SPDX-License-Identifier: MIT */
#ifndef IO_IN_PRIVATE_H
#define IO_IN_PRIVATE_H

#include <zstd.h>

#include "base/buf.h"
#include "io/formats.h"
#include "io/frame_pool.h"
#include "io/framing.h"
#include "io/in.h"
#include "io/time_index.h"
#include "io/zstd_head.h"

enum { IN_FRAMES = 64 };

/* The frames that are decoded as a whole, and those that are not read (in_frames.c). */
struct in_frames {
	struct frame_pool *pool;   /* NULL: everything is a stream */
	unsigned depth;            /* how many frames to load ahead */
	struct frame_job *current; /* used bytes of it were returned */
	size_t used;
	struct frame_job *queue[IN_FRAMES]; /* those after it: queued of them, from head on */
	unsigned head, queued;
	uint64_t avoid;                 /* the frame there is not for the pool */
	const struct time_index *index; /* NULL: no frame is passed over */
	bool *pass;                     /* by frame of the index */
	char wrong[128];                /* what is wrong with the index; empty: nothing is */
	bool looks, stray; /* looks for an index that is not at the end; there is one */
};

/* Shared by the files of an input (private to the layer). */
struct in {
	int fd, wake; /* wake: a descriptor that ends a wait, or -1 */
	bool waits;   /* not a regular file: a read may have to wait */
	char *path;   /* NULL: standard input */
	enum format_kind format;
	const char *unpacker; /* NULL: it was not refused */
	char *raw;            /* stored bytes that were not used yet: raw[start..end) */
	size_t start, end;
	struct buf peeked; /* decoded bytes, from peeked_at on, that in_read returns first */
	size_t peeked_at;
	uint64_t raw_bytes, size;
	bool eof;   /* end of the raw bytes */
	bool moved; /* the next raw bytes are not where the descriptor stands, but at raw_bytes */
	ZSTD_DCtx *zstd;
	size_t hint; /* bytes that the decoder wants next */
	bool inside; /* a frame has begun */
	uint64_t max_window;
	bool may_allow;                    /* the user can raise max_window */
	unsigned char head[ZSTD_HEAD_MAX]; /* the first bytes of the current frame */
	size_t head_n;
	bool looking;       /* checking the first decoded bytes */
	struct buf opening; /* those decoded so far */
	bool undrained;     /* the decoder may have more output without more input */
	bool framed;        /* in messages (framing.h): */
	unsigned char prefix[FRAMING_LENGTH]; /* the length of the next one, */
	size_t prefix_n;
	uint32_t left; /* how many bytes of one are still to come, */
	bool owes;     /* and whether its newline is */
	struct in_frames frames;
	bool failed;
	struct err err;
};

int in_fail(struct in *in); /* returns -1 */

/* Reads more stored bytes after those that are there.  Returns their number, 0 at the end, -1 or
 * IN_WAIT. */
ssize_t in_fill_raw(struct in *in, bool wait);

/* Decodes some of the stored bytes that are there.  Returns how many bytes came out, or -1. */
ssize_t in_decode_some(struct in *in, char *p, size_t cap);

/* in_frames.c: makes sure that there is text of a whole frame, if the next one is for the pool.
 * Returns 1, IN_GAP, or 0 if the stream has to go on. */
int in_next_frame(struct in *in);
ssize_t in_take_frame(struct in *in, char *p, size_t cap); /* copies some of that text */
void in_drop_frames(struct in *in);

/* in_framed.c: decodes messages until there is something to return, like in_read and in_try. */
ssize_t in_take_framed(struct in *in, char *p, size_t cap, bool wait);

#endif
