/* SPDX-License-Identifier: MIT */
#ifndef STATE_KEY_H
#define STATE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * How the state stores texts that are keys: an id, a value of group_by or Distinct, or the name of
 * either.  A short text is stored as is, a long one as `sha256:` and the 64 hex digits of its
 * SHA-256.  A short text that looks like a hash is hashed too, so that no client can send one that
 * collides with a long text.
 */
enum { KEY_LONG = 1024, KEY_HASHED = 7 + 64 /* length of a hashed key */ };

struct text key_hashed(struct arena *a, struct text t); /* hashes a text of any length */
bool key_looks_hashed(struct text t);

/* Returns the key: the text itself, or its hash in the arena. */
static inline struct text
key_of(struct arena *a, struct text t)
{
	if (t.n <= KEY_LONG && (t.n != KEY_HASHED || !key_looks_hashed(t)))
		return t;
	return key_hashed(a, t);
}

/* Compares two keys of n bytes.  Most keys have only a few words, so this is faster than memcmp. */
static inline bool
key_same(const char *a, const char *b, size_t n)
{
	uint64_t x, y;
	if (n < sizeof(x) || n > 8 * sizeof(x))
		return n == 0 || memcmp(a, b, n) == 0;
	for (size_t i = 0; i < n - sizeof(x); i += sizeof(x)) {
		memcpy(&x, a + i, sizeof(x));
		memcpy(&y, b + i, sizeof(y));
		if (x != y)
			return false;
	}
	memcpy(&x, a + n - sizeof(x), sizeof(x));
	memcpy(&y, b + n - sizeof(y), sizeof(y));
	return x == y;
}

#endif
