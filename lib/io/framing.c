/* SPDX-License-Identifier: MIT */
#include "io/framing.h"

#include <string.h>

#include "base/ascii.h"

/*
 * A first message has less than 64 MiB, so its first byte is none that a text begins with.  Nothing
 * else begins with such a byte and has the magic number of zstd four bytes later.  For the other
 * two, the first byte must be 0.  What is left is JSON in UTF-16 or UTF-32 without a BOM, whose
 * first bytes are 0 { 0 or 0 [ 0 or 0 0 0.
 */
enum { MOST = 3, KNOWN = FRAMING_LENGTH + 4 };

static bool
is_utf_32(const unsigned char *p)
{
	return p[1] == 0 && p[2] == 0 && p[4] == 0;
}

static bool
is_utf_16(const unsigned char *p)
{
	return (p[1] == '{' || p[1] == '[') && p[2] == 0 && p[3] < 0x80;
}

bool
framing_is_protobuf(char first)
{
	return first == 0x0a; /* field 1, with a length */
}

static bool
is_json(const unsigned char *p)
{
	return p[0] == '{' && (p[1] == '"' || p[1] == '}' || ascii_is_blank((char)p[1]));
}

enum framing_kind
framing_tell(const unsigned char *p, size_t n, bool all)
{
	static const unsigned char magic[] = { 0x28, 0xb5, 0x2f, 0xfd };
	if (n > 0 && p[0] > MOST)
		return FRAMING_NONE;
	if (n < KNOWN)
		return all ? FRAMING_NONE : FRAMING_UNKNOWN;
	if (memcmp(p + FRAMING_LENGTH, magic, sizeof(magic)) == 0)
		return FRAMING_ZSTD;
	if (p[0] != 0 || is_utf_32(p) || is_utf_16(p))
		return FRAMING_NONE;
	if (is_json(p + FRAMING_LENGTH))
		return FRAMING_JSON;
	return framing_is_protobuf((char)p[FRAMING_LENGTH]) ? FRAMING_PROTOBUF : FRAMING_NONE;
}

uint32_t
framing_length(const unsigned char prefix[FRAMING_LENGTH])
{
	return (uint32_t)prefix[0] << 24 | (uint32_t)prefix[1] << 16 | (uint32_t)prefix[2] << 8 |
	       prefix[3];
}
