/* SPDX-License-Identifier: MIT */
#ifndef IO_ZSTD_HEAD_H
#define IO_ZSTD_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest header of a zstd frame, magic number included (RFC 8878, 3.1.1.1). */
#define ZSTD_HEAD_MAX 18

/*
 * How many bytes of window a frame needs whose first n bytes these are.  false where they do not
 * say so yet, or it is no frame of compressed data.
 */
bool zstd_head_window(const unsigned char *p, size_t n, uint64_t *window);

#endif
