/* SPDX-License-Identifier: MIT */
#ifndef IO_FORMATS_H
#define IO_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

/* What an input is, judged by its first bytes. */
enum format_kind {
	FORMAT_UNKNOWN, /* more bytes are needed */
	FORMAT_PLAIN,
	FORMAT_ZSTD,
	FORMAT_REFUSED, /* another compression, or a file that a command converts */
	FORMAT_RECODED, /* JSON in another encoding than UTF-8, also refused */
	FORMAT_FOREIGN  /* refused, too: no command alone makes JSON of it */
};

struct format {
	const char *name; /* "gzip"; of a foreign one, all that is to be said */
	/* The command that writes it to standard output as plain UTF-8: "zcat".  Its last argument
	 * is the file, unless it names FILE. */
	const char *tool;
	enum format_kind kind;
	unsigned char magic[16], mask[16];
	size_t n;
};

/*
 * Judges the format by the first n bytes; `all` says that there are no more.  Sets *which except
 * for FORMAT_UNKNOWN and FORMAT_PLAIN.  An input that ends after the first two bytes of a zstd
 * frame is FORMAT_ZSTD, too.
 */
enum format_kind format_tell(
    const unsigned char *p, size_t n, bool all, const struct format **which);

#endif
