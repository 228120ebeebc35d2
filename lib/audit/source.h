/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_SOURCE_H
#define AUDIT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A file of entries that is to be read, perhaps while somebody appends to it: how much of it is
 * there now, down to the end of a line.  Where the last line is unfinished and somebody has the
 * tenant's lock (in the file's folder), it is being written, and that is waited for, some seconds
 * at most; else it was torn off by a crash.
 */
struct audit_source {
	uint64_t size; /* what lies behind came later; UINT64_MAX: not known (no regular file, or
			  compressed) */
	bool bom;      /* it begins with a byte order mark, which is no part of any entry */
	uint64_t at;   /* how much of it has been passed on by audit_source_pass */
};

struct audit_source audit_source_of(const char *path);

/* The next n bytes of it have been read: how many of them were there then. */
size_t audit_source_pass(struct audit_source *s, size_t n);

#endif
