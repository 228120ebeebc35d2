/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PACK_H
#define REPLAY_PACK_H

#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/* Numbers in few bytes: LEB128, seven bits per byte, lowest first. */
static inline void
pack_number(struct buf *b, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		buf_char(b, (char)(v | 0x80));
	buf_char(b, (char)v);
}

/* Reads a number that this process packed itself, so it must be whole. */
static inline uint64_t
unpack_number(const char **p)
{
	uint64_t v = 0;
	for (unsigned shift = 0;; shift += 7) {
		const uint64_t byte = (unsigned char)*(*p)++;
		v |= (byte & 0x7f) << shift;
		if (byte < 0x80)
			return v;
	}
}

/* Cuts a number off the front of *from, which can be anything.  Returns 0, or -1 if there is
 * none. */
static inline int
unpack_checked(struct text *from, uint64_t *v)
{
	*v = 0;
	for (unsigned shift = 0; shift < 64 && from->n > 0; shift += 7) {
		const uint64_t byte = (unsigned char)*from->p;
		from->p++;
		from->n--;
		if (shift == 63 && byte > 1)
			return -1;
		*v |= (byte & 0x7f) << shift;
		if (byte < 0x80)
			return 0;
	}
	return -1;
}

#endif
