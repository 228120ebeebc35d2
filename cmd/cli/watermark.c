/* SPDX-License-Identifier: MIT */
#include "cmd/cli/watermark.h"

#include <inttypes.h>

#include "state/span.h"
#include "state/state.h"
#include "time/stamp.h"

static void
put_time(struct buf *b, int64_t at_ns)
{
	char at[STAMP_MAX];
	const size_t n = stamp_put(at_ns, at);
	buf_put(b, at, n);
}

static void
put_watermark(struct buf *b, struct text tenant)
{
	BUF_LIT(b, "the watermark");
	if (!tenant.p)
		return;
	BUF_LIT(b, " of tenant ");
	buf_text(b, tenant);
}

void
watermark_put_too_late(struct buf *b, int64_t at_ns, int64_t watermark_ns, struct text tenant)
{
	char seconds[STATE_SECONDS_MAX];
	const size_t n = state_put_seconds(span_ns(at_ns, watermark_ns), seconds);
	BUF_LIT(b, "too_late: ");
	put_time(b, at_ns);
	buf_printf(b, " is %.*s s behind ", (int)n, seconds);
	put_watermark(b, tenant);
	BUF_LIT(b, ", ");
	put_time(b, watermark_ns);
}

void
watermark_put_jump(struct buf *b, int64_t from_ns, int64_t to_ns, struct text tenant)
{
	put_watermark(b, tenant);
	BUF_LIT(b, " moved from ");
	put_time(b, from_ns);
	BUF_LIT(b, " to ");
	put_time(b, to_ns);
	BUF_LIT(b, " at once. This is normal after a quiet period. If a clock is wrong, --to now "
		   "leaves out times in the future");
}

void
watermark_put_jumps(struct buf *b, int64_t lateness_s, uint64_t jumps, unsigned named)
{
	if (jumps > named)
		buf_printf(b,
		    "the watermark moved by more than lateness_seconds (%" PRId64
		    ") at once %" PRIu64 " times; only the first %u are shown\n",
		    lateness_s, jumps, named);
}
