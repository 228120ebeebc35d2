/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_NAMED_H
#define ENCODE_NAMED_H

#include "base/arena.h"
#include "base/buf.h"
#include "event/value.h"
#include "json/walk.h"

/*
 * Values by name, in the shapes in which logs have them: an object (whose values may be arrays), an
 * array of {name,value}, a query string, a Cookie header.  Of several values the last one counts,
 * and where that is null there is none; in a header, which joins them all, nulls are left out. Each
 * look-up goes through all of it once and keeps only what matches.
 */
struct named_match {
	struct text key; /* unescaped, for members of objects */
	struct json_value value;
};

/* Where values come from and texts go to; the buffers keep their memory from line to line. */
struct named {
	const char *text; /* the block */
	const struct json_index *index;
	struct arena *scratch;     /* reset for each line */
	struct buf spelled;        /* a name, while it is compared */
	struct buf joined;         /* values of a header */
	struct named_match *match; /* of the look-up at hand */
	size_t matches, match_cap;
};

void named_free(struct named *n);

/* A JSON value as text: a string's content, the JSON text of anything else; absent for null. */
struct value named_value(struct named *n, const struct json_value *v);

/* Of an object or an array of {name,value}: the last value; all of a header's, joined. */
struct value named_last(struct named *n, const struct json_value *container, struct text name);
struct value named_header(struct named *n, const struct json_value *container, struct text name);

/* Of a=1&b=2, percent-decoded, and of a=1; b=2, as spelled: the last one. */
struct value named_in_query(struct named *n, struct text query, struct text name);
struct value named_in_cookies(struct text cookies, struct text name);

#endif
