/* SPDX-License-Identifier: MIT */
#ifndef IO_WHOLE_H
#define IO_WHOLE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "io/in.h"

/* Files that are small enough to be in memory as a whole. */

/* Appends the rest of an input, decoded, of at most `most` bytes.  0, or -1 with *e filled. */
int whole_read(struct in *in, size_t most, struct buf *b, struct err *e);

/* The same of a descriptor, as it is stored.  0, or -1 with errno set, EFBIG where there is more.
 */
int whole_read_fd(int fd, size_t most, struct buf *b);

/* Writes all of t.  0, or -1 with errno set. */
int whole_write_fd(int fd, struct text t);

#endif
