/* SPDX-License-Identifier: MIT */
#ifndef STATE_KEY_H
#define STATE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Are two keys of n bytes the same?  Most have a few words: cheaper compared here than by a call.
 */
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
