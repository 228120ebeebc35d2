/* SPDX-License-Identifier: MIT */
#ifndef CLI_WATERMARK_H
#define CLI_WATERMARK_H

#include "base/buf.h"

/* What is said of events that were too late, and of a watermark that jumped.  tenant: whose it is,
 * where that is not clear; else absent. */
void watermark_put_too_late(struct buf *b, int64_t at_ns, int64_t watermark_ns, struct text tenant);
void watermark_put_jump(struct buf *b, int64_t from_ns, int64_t to_ns, struct text tenant);

/* A line at the end: that there were more jumps than the first ones that were named. */
void watermark_put_jumps(struct buf *b, int64_t lateness_s, uint64_t jumps, unsigned named);

#endif
