/* SPDX-License-Identifier: MIT */
#ifndef IO_FINGERPRINT_H
#define IO_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/recent.h"

/*
 * Identifies a stream of bytes by its length n and a digest.  The digest is the SHA-256 of its
 * first 4 KiB, of sixteen pieces of 256 bytes spread evenly over the middle, and of its last 4 KiB.
 * If the stream is no longer than these together, it is the SHA-256 of all bytes.
 *
 * The length is not known in advance, so more pieces are kept than a digest needs: one at each
 * multiple of `step`, which doubles when the slots are full.  The places of the pieces depend only
 * on n, so the digest does not depend on how the bytes arrived.
 */
enum {
	FINGERPRINT_HEAD = 4096,
	FINGERPRINT_PIECE = 256,
	FINGERPRINT_PIECES = 16,
	FINGERPRINT_SLOTS = 128,
	FINGERPRINT_DIGEST = 32
};

struct fingerprint {
	uint64_t n, step; /* bytes so far; slot[i] has those from i * step on */
	char head[FINGERPRINT_HEAD];
	char slot[FINGERPRINT_SLOTS][FINGERPRINT_PIECE];
	struct recent recent;
};

void fingerprint_init(struct fingerprint *s); /* for the empty stream */
void fingerprint_add(struct fingerprint *s, const char *p, size_t n);

/*
 * Takes the fingerprint of the first n bytes of a file.  Reads only the pieces, and does not move
 * the descriptor's offset.  Returns 0, or -1 with *e filled if the file is shorter or cannot be
 * read.
 */
int fingerprint_file(struct fingerprint *s, int fd, uint64_t n, struct err *e);

/* Returns how many bytes of the head there are. */
size_t fingerprint_head(const struct fingerprint *s);
void fingerprint_digest(const struct fingerprint *s, unsigned char digest[FINGERPRINT_DIGEST]);

#endif
