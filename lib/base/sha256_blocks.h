/* SPDX-License-Identifier: MIT */
#ifndef BASE_SHA256_BLOCKS_H
#define BASE_SHA256_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The compression function of SHA-256, over `count` blocks of 64 bytes.  Private to sha256.c and
 * its test, which runs both versions.
 */
extern const uint32_t sha256_constants[64];

void sha256_blocks_portable(uint32_t h[8], const unsigned char *p, size_t count);

/* The same with the SHA instructions of x86.  Call only if sha256_has_ni() returns true. */
bool sha256_has_ni(void);
void sha256_blocks_ni(uint32_t h[8], const unsigned char *p, size_t count);

/* Two inputs at once: with only one, the processor waits for the result of each round. */
void sha256_blocks_ni_two(
    uint32_t h[2][8], const unsigned char *p, const unsigned char *q, size_t count);

/*
 * Many inputs at once, each in a lane of vectors of 512 bits: state[i][lane] is word i of a lane's
 * state.  Call only if sha256_has_avx512() returns true.  Elsewhere it is a loop, for the
 * test.  (Gueron and Krasnov, "Simultaneous Hashing of Multiple Messages", 2012.)
 */
enum { SHA256_LANES = 32 };
bool sha256_has_avx512(void);
void sha256_blocks_avx512(
    uint32_t state[8][SHA256_LANES], const unsigned char *lane[SHA256_LANES], size_t count);

#endif
