/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_STATE_FILE_H
#define REPLAY_STATE_FILE_H

#include "base/buf.h"
#include "base/err.h"

/* Reads the snapshot of --state.  Returns 0, or -1 with *e if it is not there or cannot be read.
 * The caller frees *image, which must be empty, in both cases. */
int state_file_read(const char *path, struct buf *image, struct err *e);

#endif
