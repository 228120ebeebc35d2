/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)

static uint64_t
load(const char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return word;
}

/* Returns the end of the run of ASCII that begins at p[i], or a position a few bytes before it. */
static size_t
pass_ascii(const char *p, size_t i, size_t n)
{
	while (
	    n - i >= 32 && ((load(p + i) | load(p + i + 8) | load(p + i + 16) | load(p + i + 24)) &
			       HIGH_BITS) == 0)
		i += 32;
	while (n - i >= 8 && (load(p + i) & HIGH_BITS) == 0)
		i += 8;
	return i;
}

static int
is_tail(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/*
 * The length of the sequence of two or more bytes at u[0..n), or 0 if it is not valid.  The allowed
 * range of the second byte depends on the first (RFC 3629, section 4).  This excludes overlong
 * forms, surrogates and characters above U+10FFFF.
 */
static size_t
sequence(const unsigned char *u, size_t n)
{
	unsigned char first = u[0];
	if (first < 0xC2 || first > 0xF4 || n < 2 || !is_tail(u[1]))
		return 0;
	if (first < 0xE0)
		return 2;
	if (n < 3 || !is_tail(u[2]))
		return 0;
	if (first < 0xF0) {
		if ((first == 0xE0 && u[1] < 0xA0) || (first == 0xED && u[1] > 0x9F))
			return 0;
		return 3;
	}
	if (n < 4 || !is_tail(u[3]))
		return 0;
	if ((first == 0xF0 && u[1] < 0x90) || (first == 0xF4 && u[1] > 0x8F))
		return 0;
	return 4;
}

size_t
utf8_valid(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n) {
		if ((unsigned char)p[i] < 0x80) {
			i = pass_ascii(p, i, n);
			while (i < n && (unsigned char)p[i] < 0x80)
				i++;
		} else {
			size_t len = sequence((const unsigned char *)p + i, n - i);
			if (len == 0)
				return i;
			i += len;
		}
	}
	return n;
}

size_t
utf8_decode(const char *p, size_t n, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)p;
	if (u[0] < 0x80) {
		*cp = u[0];
		return 1;
	}
	size_t len = sequence(u, n);
	switch (len) {
	case 2: *cp = (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3F); break;
	case 3:
		*cp = (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3F);
		break;
	case 4:
		*cp = (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 |
		      (uint32_t)(u[2] & 0x3F) << 6 | (u[3] & 0x3F);
		break;
	}
	return len;
}

size_t
utf8_encode(uint32_t cp, char *out)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

bool
utf8_is_control(uint32_t cp)
{
	if (cp < 0xa0)
		return cp < 0x20 || cp >= 0x7f;
	return cp == 0x061c || cp == 0x200e || cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}
