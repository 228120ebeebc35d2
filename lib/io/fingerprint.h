/* SPDX-License-Identifier: MIT */
#ifndef IO_FINGERPRINT_H
#define IO_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/recent.h"

/*
 * A stream of bytes is known by its length n and a digest: the SHA-256 of its first 4 KiB, of
 * sixteen pieces of 256 bytes spread evenly over what is between, and of its last 4 KiB.  Of a
 * stream that is no longer than these together it is the SHA-256 of all bytes.
 *
 * Nobody knows beforehand how long the stream will be.  So more pieces are kept than a digest
 * needs: at each multiple of `step`, which doubles when there is no room for more of them.  Where
 * the pieces are depends on n alone: the digest is the same however the bytes came.
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

void fingerprint_init(struct fingerprint *s); /* of the empty stream */
void fingerprint_add(struct fingerprint *s, const char *p, size_t n);

/* The fingerprint of the first n bytes of a file, of which only the pieces are read; the
 * descriptor's offset stays.  0, or -1 with *e filled: it has fewer, or cannot be read. */
int fingerprint_file(struct fingerprint *s, int fd, uint64_t n, struct err *e);

/* How many bytes of the head there are. */
size_t fingerprint_head(const struct fingerprint *s);
void fingerprint_digest(const struct fingerprint *s, unsigned char digest[FINGERPRINT_DIGEST]);

#endif
