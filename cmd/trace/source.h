/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SOURCE_H
#define CMD_TRACE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Lines of source code, from files below one folder (--source DIR).
 *
 * A trace names files as the machine knew them that recorded it.  Such a path is looked for below
 * the folder, first whole and then without its first parts.  No path leads out of the folder by
 * `..`.
 */
struct source_file {
	char *path; /* as the trace names it */
	struct buf text;
};

struct source_folder {
	const char *path;
	struct source_file *file;
	size_t files, cap;
	bool found; /* a line was found */
};

/* Can the folder be read?  Returns 0, or -1 and errno. */
int source_folder_check(const char *path);

/* Returns a line, without its newline, or an absent text.  It is valid until the next call. */
struct text source_folder_line(void *folder, struct text file, uint32_t line);

/* Appends a line that tells if files were looked for, and nothing was found in any.  A wrong folder
 * would look as if the traces had no lines.  what: what the lines are of. */
void source_folder_say_missing(const struct source_folder *f, const char *what, struct buf *b);

/* Appends the absolute path of the file below a folder that a trace calls so.  Returns false if
 * there is none.  folder "": only the file of that name itself. */
bool source_find(const char *folder, struct text file, struct buf *path);

void source_folder_free(struct source_folder *f);

#endif
