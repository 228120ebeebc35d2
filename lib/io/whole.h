/* SPDX-License-Identifier: MIT */
#ifndef IO_WHOLE_H
#define IO_WHOLE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "io/in.h"

/* Files that are small enough to read into memory as a whole. */

/* Appends the rest of an input, decoded.  Returns 0, or -1 with *e filled, also if it is longer
 * than `most` bytes. */
int whole_read(struct in *in, size_t most, struct buf *b, struct err *e);

/* The same for a descriptor, as stored.  Returns 0, or -1 with errno set: EFBIG if there is
 * more. */
int whole_read_fd(int fd, size_t most, struct buf *b);

/* Writes all of t.  Returns 0, or -1 with errno set. */
int whole_write_fd(int fd, struct text t);

#endif
