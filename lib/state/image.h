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
 * The bytes of a snapshot file: an 8-byte magic, the version of the content (4 bytes,
 * little-endian), a zstd frame, and the SHA-256 of all these stored bytes.
 */
enum { IMAGE_VERSION = 2, IMAGE_HEAD = 12, IMAGE_TAIL = 32 };

/* Ends a message about a snapshot that cannot be used. */
#define IMAGE_RESTORE "; left unchanged. Restore a copy, or start without --state"

/* Writing.  Bytes put into `raw` are compressed into `to` piece by piece. */
struct image_writer {
	struct buf raw;
	struct buf *to;
	struct ZSTD_CCtx_s *zstd;
	bool failed;
};

void image_begin(struct image_writer *w, struct buf *to); /* to: empty, owned by the caller */
void image_spill(struct image_writer *w);                 /* call now and then, between puts */
int image_end(struct image_writer *w, struct err *e);     /* 0, or -1 and fills *e; frees w */

/* Appends a number to raw: LEB128, seven bits per byte, lowest first. */
void image_put_u64(struct image_writer *w, uint64_t v);
void image_put_i64(struct image_writer *w, int64_t v);
void image_put_text(struct image_writer *w, struct text t); /* an absent text stays absent */
void image_put_fixed(struct image_writer *w, const void *p, size_t n);

/*
 * Reading.  image_open checks the checksum first.  After any error `failed` is set, all numbers
 * read as 0 and all texts as absent, so the caller may check once, at the end.
 */
struct image_reader {
	struct text rest; /* of the frame, as stored */
	struct ZSTD_DCtx_s *zstd;
	struct buf raw;
	size_t at; /* how much of raw has been read */
	bool over, failed;
};

/* Returns 0, or -1 and fills *e: no snapshot, another version, or damaged.  image must outlive
 * r. */
int image_open(struct image_reader *r, struct text image, struct err *e);
void image_close(struct image_reader *r);
bool image_at_end(struct image_reader *r);

uint64_t image_u64(struct image_reader *r);
int64_t image_i64(struct image_reader *r);
struct text image_text(struct image_reader *r);  /* valid until the next call; UTF-8 */
struct text image_bytes(struct image_reader *r); /* the same, but any bytes */
void image_fixed(struct image_reader *r, void *out, size_t n); /* out is unchanged on failure */

#endif
