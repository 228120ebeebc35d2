/* SPDX-License-Identifier: MIT */
#ifndef JSON_WRITE_H
#define JSON_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/* JSON text as every program here writes it. */

/* A string with its quotes: escapes only `"`, `\` and U+0000..U+001F; all else is raw UTF-8 (t must
 * be valid). */
void json_put_string(struct buf *b, struct text t);

/* A string, or null where t is absent. */
void json_put_string_or_null(struct buf *b, struct text t);

/* ,"name": or, first in an object, "name":  — name is plain ASCII. */
void json_put_name(struct buf *b, bool first, const char *name);

/* Valid JSON as spelled, but without the white space between tokens. */
void json_put_compact(struct buf *b, struct text json);
bool json_is_compact(struct text json); /* that would change nothing */

/* Does nothing in t need escaping (json_put_string would write it as it is)? */
bool json_is_plain(struct text t);

/* The characters of a string's inside as spelled.  out has room for t.n bytes; returns the length.
 * The walk looks at keys before it knows of faults: an escape that is none stays as it is. */
size_t json_unescape(struct text t, char *out);

/* RFC 4648 base64 with padding, as the inside of a string. */
void json_put_base64(struct buf *b, const void *p, size_t n);

#endif
