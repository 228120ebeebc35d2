/* SPDX-License-Identifier: MIT */
#ifndef IO_FORMATS_H
#define IO_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

/* What the first bytes of an input say that it is. */
enum format_kind {
	FORMAT_UNKNOWN, /* more bytes are needed to tell */
	FORMAT_PLAIN,
	FORMAT_ZSTD,
	FORMAT_REFUSED, /* another compression */
	FORMAT_RECODED  /* JSON in another encoding than UTF-8, which is refused, too */
};

struct format {
	const char *name; /* "gzip" */
	const char *tool; /* that makes plain UTF-8 of it, to standard output: "zcat" */
	enum format_kind kind;
	unsigned char magic[6], mask[6];
	size_t n;
};

/*
 * Tells by the first n bytes; `all` of the input, or are more to come?  *which is set for
 * all but FORMAT_UNKNOWN and FORMAT_PLAIN.  What begins like a zstd frame by two bytes and is over
 * then is FORMAT_ZSTD, too.
 */
enum format_kind format_tell(
    const unsigned char *p, size_t n, bool all, const struct format **which);

#endif
