/* SPDX-License-Identifier: MIT */
#ifndef IO_ZSTD_HEAD_H
#define IO_ZSTD_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the longest zstd frame header, including the magic number (RFC 8878, 3.1.1.1). */
#define ZSTD_HEAD_MAX 18

/*
 * Sets *window to the bytes of window that a frame needs whose first n bytes are at p.  Returns
 * false if these are too few, or not the start of a frame of compressed data.
 */
bool zstd_head_window(const unsigned char *p, size_t n, uint64_t *window);

/* Does that frame end in a checksum of its content?  p has at least 5 bytes. */
static inline bool
zstd_head_has_checksum(const unsigned char *p)
{
	return p[4] & 4;
}

#endif
