/* SPDX-License-Identifier: MIT */
#include "io/zstd_head.h"

#include <string.h>

#include "io/little_endian.h"

/* A frame in a single segment has no window descriptor: its content size is the window. */
static bool
content_size(const unsigned char *p, size_t n, uint64_t *size)
{
	static const size_t of_id[] = { 0, 1, 2, 4 }, of_size[] = { 1, 2, 4, 8 };
	size_t at = 5 + of_id[p[4] & 3], width = of_size[p[4] >> 6];
	if (n < at + width)
		return false;
	*size = little_endian_get(p + at, width) + (width == 2 ? 256 : 0);
	return true;
}

bool
zstd_head_window(const unsigned char *p, size_t n, uint64_t *window)
{
	static const unsigned char magic[] = { 0x28, 0xb5, 0x2f, 0xfd };
	if (n < 6 || memcmp(p, magic, sizeof(magic)) != 0)
		return false;
	if (p[4] & 0x20)
		return content_size(p, n, window);
	uint64_t base = (uint64_t)1 << (10 + (p[5] >> 3));
	*window = base + base / 8 * (p[5] & 7);
	return true;
}
