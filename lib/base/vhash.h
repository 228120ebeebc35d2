/* SPDX-License-Identifier: MIT */
#ifndef BASE_VHASH_H
#define BASE_VHASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/siphash.h"
#include "base/text.h"

/*
 * A fast keyed hash of a list of texts, after VHASH (Krovetz and Dai, "VHASH Security", 2007): NH
 * over blocks of 256 bytes, then a polynomial modulo 2^127 - 1 over the results.  Whoever does not
 * know the key finds two lists with one hash with a probability below 2^-60 a try.  Hashes must
 * not be shown to anybody, and mean nothing in another process: the key is of one run.
 */
enum { VHASH_WORDS = 32, VHASH_BYTES = 16 };

struct vhash_key {
	uint64_t word[VHASH_WORDS];
	unsigned __int128 point;
};

void vhash_init(struct vhash_key *key, struct siphash_key from);

/* Lists differ where their lengths do, and where a text is absent in one and empty in the other. */
void vhash(const struct vhash_key *key, const struct text *list, size_t count,
    unsigned char out[VHASH_BYTES]);

#endif
