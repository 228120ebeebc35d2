/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_LINE_HASH_H
#define ENCODE_LINE_HASH_H

#include <stddef.h>

#include "base/text.h"
#include "json/walk.h"

/*
 * The SHA-256 of lines that have no event_id.  Where one line has none, those after it mostly have
 * none, so they are hashed together (sha256_many), which is faster.  How many depends on how many
 * of the last ones were asked for.  All zeros is valid and empty.
 */
enum { LINE_HASHES = 96 };

struct line_hashes {
	size_t n, at;        /* there are n; those before `at` are behind the current line */
	size_t most, wanted; /* how many to hash, and how many of these were asked for */
	const char *line[LINE_HASHES];
	unsigned char digest[LINE_HASHES][32];
};

/* Forgets them, because another text begins. */
void line_hashes_begin(struct line_hashes *h);

/* Returns the hash of a line of text[0..n), valid until the next call.  *pos is where json_walk
 * goes on. */
const unsigned char *line_hashes_get(struct line_hashes *h, struct text line, const char *text,
    size_t n, const struct json_index *ix, const struct json_pos *pos);

#endif
