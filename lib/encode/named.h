/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_NAMED_H
#define ENCODE_NAMED_H

#include "base/arena.h"
#include "base/buf.h"
#include "encode/unwrap.h"
#include "event/value.h"
#include "json/reader.h"

/*
 * Finds values by name, in the shapes that logs use: an object (whose values may be arrays), an
 * array of {name,value}, a query string, or a Cookie header.  If a name has several values, the
 * last one counts; if that is null, the value is absent.  A header joins all its values except
 * nulls.  Each look-up reads the whole container once and keeps only the matches.
 */
struct named_match {
	struct text key; /* unescaped, for members of objects */
	struct json_value value;
};

/* Where values come from and where texts go.  The buffers keep their memory from line to line. */
struct named {
	const struct unwrap *unwrap;    /* what was unwrapped in the record; NULL: nothing */
	const char *text;               /* the block */
	const struct json_index *index; /* of that; NULL: the reader makes it when it is needed */
	struct json_reader *reader;
	struct arena *scratch;     /* reset for each line */
	struct buf spelled;        /* a name, while it is compared */
	struct buf joined;         /* the values of a header */
	struct named_match *match; /* of the current look-up */
	size_t matches, match_cap;
};

void named_free(struct named *n);

/* json_members for a container of the record. */
void named_members(struct named *n, struct json_members *it, const struct json_value *container);

/* A JSON value as text: the content of a string, the JSON text of anything else.  null is absent.
 */
struct value named_value(struct named *n, const struct json_value *v);

/* Search an object, or an array of {name,value}: for the last value, or for all values of a header,
 * joined. */
struct value named_last(struct named *n, const struct json_value *container, struct text name);
struct value named_header(struct named *n, const struct json_value *container, struct text name);

/* Search `a=1&b=2`, whose parts are percent-decoded, and `a=1; b=2`, whose parts are not. */
struct value named_in_query(struct named *n, struct text query, struct text name);
struct value named_in_cookies(struct text cookies, struct text name);

#endif
