/* SPDX-License-Identifier: MIT */
#ifndef BASE_VHASH_H
#define BASE_VHASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/text.h"

/*
 * A fast keyed hash of a list of texts, after VHASH (Krovetz and Dai, "VHASH Security", 2007): NH
 * over blocks of 256 bytes, then a polynomial modulo 2^127 - 1 over the results.  Without the key,
 * an attempt to find two lists with the same hash succeeds with a probability below 2^-60.  Hashes
 * must not be shown to anybody.  They mean nothing in another process, because each run has its own
 * key.
 */
enum { VHASH_WORDS = 32, VHASH_BYTES = 16 };

struct vhash_key {
	uint64_t word[VHASH_WORDS];
	unsigned __int128 point;
};

void vhash_init(struct vhash_key *key, struct siphash_key from);

/* Hashes a list.  Lists of different lengths differ, and an absent text differs from an empty
 * one. */
void vhash(const struct vhash_key *key, const struct text *list, size_t count,
    unsigned char out[VHASH_BYTES]);

#endif
