/* SPDX-License-Identifier: MIT */
#ifndef EXPORT_OUT_H
#define EXPORT_OUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "export/export.h"

/* Where a format writes: a buffer that goes out when it is full.  Private to the layer. */
enum { EXPORT_ENOUGH = 1 << 18 };

struct export_out {
	const struct export_to *to;
	struct buf b;
	bool stopped; /* nothing goes out any more */
};

/* Puts out what there is, if it is at least so many bytes.  Returns whether to go on. */
static inline bool
export_flush(struct export_out *o, size_t enough)
{
	if (!o->stopped && o->b.n > 0 && o->b.n >= enough)
		o->stopped = o->to->put(o->to->context, buf_as_text(&o->b)) < 0;
	if (o->stopped || o->b.n >= enough)
		o->b.n = 0;
	return !o->stopped;
}

#endif
