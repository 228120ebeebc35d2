/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_STREAM_H
#define IMPORT_STREAM_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * Goes through the events of a text/event-stream (HTML Standard, section 9.2), each with its data.
 * The last one counts even if the stream ends before the empty line behind it: that is how a stream
 * looks that was cut off.
 *
 *	struct import_stream s = import_stream(text);
 *	while (import_stream_next(&s, arena, &data)) …
 */
struct import_stream {
	const char *p, *end;
};

struct import_stream import_stream(struct text text);
bool import_stream_next(struct import_stream *s, struct arena *a, struct text *data);

#endif
