/* SPDX-License-Identifier: MIT */
#include "base/base64.h"

#include "base/ascii.h"

/* The value of a digit, or -1.  *alphabets collects which alphabet it belongs to, if that is not
 * both. */
static int
digit(char c, unsigned *alphabets)
{
	if (ascii_is_upper(c))
		return c - 'A';
	if (ascii_is_lower(c))
		return c - 'a' + 26;
	if (ascii_is_digit(c))
		return c - '0' + 52;
	*alphabets |= c == '+' || c == '/' ? 1 : c == '-' || c == '_' ? 2 : 4;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

long
base64_decode(struct text t, char *out)
{
	uint32_t bits = 0;
	unsigned alphabets = 0;
	long n = 0;
	const size_t written = t.n;
	while (t.n > 0 && written - t.n < 2 && t.p[t.n - 1] == '=')
		t.n--;
	if (t.n % 4 == 1 || (written > t.n && written % 4 != 0))
		return -1;
	for (size_t i = 0; i < t.n; i++) {
		const int d = digit(t.p[i], &alphabets);
		if (d < 0 || alphabets == 3)
			return -1;
		bits = bits << 6 | (uint32_t)d;
		if (i % 4 > 0)
			out[n++] = (char)(bits >> (6 - 2 * (i % 4)));
	}
	return n;
}
