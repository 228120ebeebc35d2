/* SPDX-License-Identifier: MIT */
#include "state/key.h"

#include "base/sha256.h"

#define PREFIX "sha256:"
enum { PREFIX_N = sizeof(PREFIX) - 1, DIGEST = 32 };

bool
key_looks_hashed(struct text t)
{
	return t.n == KEY_HASHED && memcmp(t.p, PREFIX, PREFIX_N) == 0 &&
	       sha256_is_hex((struct text){ t.p + PREFIX_N, t.n - PREFIX_N });
}

struct text
key_hashed(struct arena *a, struct text t)
{
	unsigned char digest[DIGEST];
	char *p = arena_alloc(a, KEY_HASHED);
	sha256(t.p, t.n, digest);
	memcpy(p, PREFIX, PREFIX_N);
	sha256_hex(digest, DIGEST, p + PREFIX_N);
	return (struct text){ p, KEY_HASHED };
}
