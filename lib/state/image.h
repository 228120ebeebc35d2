/* SPDX-License-Identifier: MIT */
#ifndef STATE_IMAGE_H
#define STATE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * The bytes of a snapshot file: eight that say what it is, the version of what is inside (four,
 * little-endian), a zstd frame, and the SHA-256 of all that as it is stored.
 */
enum { IMAGE_VERSION = 2, IMAGE_HEAD = 12, IMAGE_TAIL = 32 };

/* What to do about one that cannot be used, for behind what is wrong with it. */
#define IMAGE_RESTORE "; it is left as it is: restore a copy, or start without --state"

/* Writing: what is put into `raw` is compressed into `to` by and by. */
struct image_writer {
	struct buf raw;
	struct buf *to;
	struct ZSTD_CCtx_s *zstd;
	bool failed;
};

void image_begin(struct image_writer *w, struct buf *to); /* to is empty; the caller's */
void image_spill(struct image_writer *w);                 /* now and then, between puts */
int image_end(struct image_writer *w, struct err *e);     /* 0, or -1 with *e filled; frees w */

/* Numbers in raw: seven bits a byte, the lowest first. */
void image_put_u64(struct image_writer *w, uint64_t v);
void image_put_i64(struct image_writer *w, int64_t v);
void image_put_text(struct image_writer *w, struct text t); /* absent stays absent */
void image_put_fixed(struct image_writer *w, const void *p, size_t n);

/*
 * Reading, with the checksum looked at first.  `failed` once anything was wrong: then all numbers
 * are 0 and all texts absent, so that one may ask at the end.
 */
struct image_reader {
	struct text rest; /* of the frame, as stored */
	struct ZSTD_DCtx_s *zstd;
	struct buf raw;
	size_t at; /* what of raw was read */
	bool over, failed;
};

/* 0, or -1 with *e filled: no snapshot, a newer version, damaged.  image must outlive r. */
int image_open(struct image_reader *r, struct text image, struct err *e);
void image_close(struct image_reader *r);
bool image_at_end(struct image_reader *r);

uint64_t image_u64(struct image_reader *r);
int64_t image_i64(struct image_reader *r);
struct text image_text(struct image_reader *r);  /* valid until the next call; UTF-8 */
struct text image_bytes(struct image_reader *r); /* likewise; of whatever bytes */
void image_fixed(struct image_reader *r, void *out, size_t n); /* left as they are if it failed */

#endif
