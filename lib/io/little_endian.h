/* SPDX-License-Identifier: MIT */
#ifndef IO_LITTLE_ENDIAN_H
#define IO_LITTLE_ENDIAN_H

#include <stddef.h>
#include <stdint.h>

/* Numbers of n bytes (1 to 8), as zstd frames have them, at any address. */
static inline uint64_t
little_endian_get(const unsigned char *p, size_t n)
{
	uint64_t value = 0;
	while (n > 0)
		value = value << 8 | p[--n];
	return value;
}

static inline void
little_endian_put(unsigned char *p, size_t n, uint64_t value)
{
	for (size_t i = 0; i < n; i++, value >>= 8)
		p[i] = (unsigned char)value;
}

#endif
