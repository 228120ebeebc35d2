/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SLICE_PACK_H
#define REPLAY_SLICE_PACK_H

#include "replay/pack.h"

/* Texts in a buffer, each with its length before it.  An absent text stays absent. */
static inline void
pack_text(struct buf *b, struct text t)
{
	pack_number(b, t.p ? (uint64_t)t.n + 1 : 0);
	if (t.p)
		buf_text(b, t);
}

/* Cuts a text off the front of *from, which can be anything.  Returns 0, or -1 if there is none. */
static inline int
unpack_text(struct text *from, struct text *t)
{
	uint64_t n;
	*t = TEXT_ABSENT;
	if (unpack_checked(from, &n) < 0)
		return -1;
	if (n == 0)
		return 0;
	if (n - 1 > from->n)
		return -1;
	*t = (struct text){ from->p, (size_t)(n - 1) };
	from->p += n - 1;
	from->n -= (size_t)(n - 1);
	return 0;
}

#endif
