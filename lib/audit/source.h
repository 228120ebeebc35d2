/* SPDX-License-Identifier: MIT */
#ifndef AUDIT_SOURCE_H
#define AUDIT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A file of entries that is read, perhaps while another process appends to it.  Only what is there
 * at the start is read, up to the end of a line.  If the last line is unfinished and a process
 * holds the tenant's lock (in the file's folder), the line is being written; it is awaited, for
 * some seconds at most.  Otherwise a crash has torn it off.
 */
struct audit_source {
	uint64_t size; /* bytes after this came later; UINT64_MAX: unknown (not a regular file, or
			  compressed) */
	bool bom;      /* it begins with a byte order mark, which is not part of any entry */
	uint64_t at;   /* how many bytes audit_source_pass has counted */
};

struct audit_source audit_source_of(const char *path);

/* Call when the next n bytes have been read.  Returns how many of them were there at the start. */
size_t audit_source_pass(struct audit_source *s, size_t n);

#endif
