/* SPDX-License-Identifier: MIT */
#include "state/key.h"

#include "base/sha256.h"

#define PREFIX "sha256:"
enum { PREFIX_N = sizeof(PREFIX) - 1, DIGEST = 32 };

bool
key_looks_hashed(struct text t)
{
	if (t.n != KEY_HASHED || memcmp(t.p, PREFIX, PREFIX_N) != 0)
		return false;
	for (size_t i = PREFIX_N; i < t.n; i++)
		if ((unsigned)(t.p[i] - '0') > 9 && (unsigned)(t.p[i] - 'a') > 5)
			return false;
	return true;
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
