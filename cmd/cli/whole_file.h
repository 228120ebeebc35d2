/* SPDX-License-Identifier: MIT */
#ifndef CLI_WHOLE_FILE_H
#define CLI_WHOLE_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* Reads and replaces whole files: snapshots. */

/* Appends the content of FILE to *image.  Returns 1, 0 if there is no FILE, or -1 and fills *e. */
int whole_file_read(const char *file, struct buf *image, struct err *e);

/* Replaces FILE atomically and durably.  Returns 0, or -1 and fills *e. */
int whole_file_replace(const char *file, struct text image, struct err *e);

#endif
