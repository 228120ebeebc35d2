/* SPDX-License-Identifier: MIT */
#ifndef LLM_SSE_H
#define LLM_SSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * A parser of server-sent events (WHATWG HTML, section 9.2).  It takes the bytes of a stream in
 * pieces of any size and gives out complete events.  Lines may end in LF, CR or CRLF; a BOM at the
 * start, comments, and the fields id and retry are ignored.  An event that the stream breaks off
 * in is not given out.
 */
struct sse {
	struct buf line, name, data;
	bool has_data; /* a data field was seen, which may be empty */
	bool begun;    /* the first line is complete */
	bool cr;       /* the last byte was a CR, so that an LF is part of the same line end */
};

/* Takes one event.  The name is "message" if the stream gives none.  The texts are valid during the
 * call.  Returns false to stop. */
typedef bool (*sse_take)(void *context, struct text name, struct text data);

/* Feeds the parser.  Returns false if `take` did; the rest of the bytes is then ignored.  Memory is
 * bounded by the length of the longest event, which the caller limits. */
bool sse_feed(struct sse *s, struct text bytes, sse_take take, void *context);

/* Is an event incomplete, so that the stream has broken off if it ends here? */
bool sse_is_inside(const struct sse *s);

void sse_free(struct sse *s);

#endif
