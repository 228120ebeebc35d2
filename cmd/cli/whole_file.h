/* SPDX-License-Identifier: MIT */
#ifndef CLI_WHOLE_FILE_H
#define CLI_WHOLE_FILE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* Snapshot files, as a whole. */

/* 1: *image is what FILE has; 0: there is no FILE; -1 with *e filled. */
int whole_file_read(const char *file, struct buf *image, struct err *e);

/* Replaces FILE, in one step and with the disk.  0, or -1 with *e filled. */
int whole_file_replace(const char *file, struct text image, struct err *e);

#endif
