/* SPDX-License-Identifier: MIT */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* SHA-256 (FIPS 180-4).  Uses the SHA instructions of x86 if the processor has them; the digests
 * are the same either way. */
struct sha256 {
	uint32_t h[8];
	uint64_t n;             /* bytes so far */
	unsigned char tail[64]; /* the last n % 64 of them */
};

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
void sha256_end(struct sha256 *s, unsigned char digest[32]);

void sha256(const void *p, size_t n, unsigned char digest[32]);
/* Hashes two inputs.  If they are about equally long, this takes little more time than one of
 * them. */
void sha256_two(struct text a, struct text b, unsigned char digest[2][32]);

/* Hashes n inputs.  With many of them, this can take half of the time. */
void sha256_many(const struct text *list, size_t n, unsigned char (*digest)[32]);

void sha256_hex(const unsigned char *digest, size_t nbytes,
    char *hex);                    /* 2 * nbytes lower-case digits, no NUL */
bool sha256_is_hex(struct text t); /* are all characters of t such digits? */

#endif
