/* SPDX-License-Identifier: MIT */
#ifndef IO_RECENT_H
#define IO_RECENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"

/* The last 4 KiB of a stream of bytes, or all of it if it is shorter. */
enum { RECENT_MAX = 4096 };

struct recent {
	uint64_t n; /* bytes of the stream so far */
	char ring[RECENT_MAX];
};

/* Adds the next bytes of the stream. */
void recent_add(struct recent *t, const char *p, size_t n);

/* Adds the last bytes, in order, to a hash. */
void recent_hash(const struct recent *t, struct sha256 *s);

#endif
