/* SPDX-License-Identifier: MIT */
#ifndef BASE_SIPHASH_H
#define BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * SipHash-1-3 (Aumasson and Bernstein, 2012), a keyed hash of short inputs.  Tables whose keys come
 * from users use it, so that nobody can choose keys that collide.  One round per word and three at
 * the end are enough for tables.  Bytes are read little-endian, as in the reference.
 */
struct siphash_key {
	uint64_t k0, k1;
};

uint64_t siphash(struct siphash_key key, const void *p, size_t n);

#endif
