/* SPDX-License-Identifier: MIT */
#ifndef CLI_WATERMARK_H
#define CLI_WATERMARK_H

#include "base/buf.h"

/* Append what is said about an event that was too late, and about a watermark that jumped.  tenant
 * may be absent, if it is clear which tenant it is. */
void watermark_put_too_late(struct buf *b, int64_t at_ns, int64_t watermark_ns, struct text tenant);
void watermark_put_jump(struct buf *b, int64_t from_ns, int64_t to_ns, struct text tenant);

/* Appends the line, at the end of a run, that there were more jumps than the `named` first ones. */
void watermark_put_jumps(struct buf *b, int64_t lateness_s, uint64_t jumps, unsigned named);

#endif
