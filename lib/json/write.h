/* SPDX-License-Identifier: MIT */
#ifndef JSON_WRITE_H
#define JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

/*
 * JSON text as every program here writes it, in two layers.
 *
 * The writer appends objects, arrays, members and values to a buffer, and adds the commas.  It has
 * no state except the buffer: a comma is needed unless the buffer is empty or its last byte is one
 * of `{`, `[`, `,`, `:` and newline.  No value ends in one of these; a string ends in a quote.
 * The text in the buffer before the call must be JSON.  For example,
 *
 *	json_begin(b, '{');
 *	json_member_string(b, "job_id", id);
 *	json_member_begin(b, "inputs", '[');
 *	json_add_string(b, first);
 *	json_add_string(b, second);
 *	json_end(b, ']');
 *	json_end(b, '}');
 *
 * appends {"job_id":"...","inputs":["...","..."]}.  After json_name or json_name_text, any other
 * function may append the value.
 *
 * The spellings, json_put_*, append exactly what they say, and never a comma.
 */

void json_begin(struct buf *b, char bracket); /* '{' or '[': begins an object or an array */
void json_end(struct buf *b, char bracket);   /* '}' or ']' */

/* Appends the name of a member.  The name for json_name must need no escaping; json_name_text takes
 * any text. */
void json_name(struct buf *b, const char *name);
void json_name_text(struct buf *b, struct text name);

/* Append one value.  An absent text becomes null in functions with or_null in their name.  raw:
 * text that is already JSON. */
void json_add_string(struct buf *b, struct text t);
void json_add_u64(struct buf *b, uint64_t v);
void json_add_bool(struct buf *b, bool v);
void json_add_null(struct buf *b);
void json_add_raw(struct buf *b, struct text json);
void json_add_raw_or_null(struct buf *b, struct text json);

/* Append a member and its value. */
void json_member_begin(struct buf *b, const char *name, char bracket);
void json_member_string(struct buf *b, const char *name, struct text t);
void json_member_string_or_null(struct buf *b, const char *name, struct text t);
void json_member_u64(struct buf *b, const char *name, uint64_t v);
void json_member_bool(struct buf *b, const char *name, bool v);
void json_member_null(struct buf *b, const char *name);
void json_member_raw(struct buf *b, const char *name, struct text json);
void json_member_raw_or_null(struct buf *b, const char *name, struct text json);

/* Appends a string with its quotes.  Escapes only `"`, `\` and U+0000..U+001F; everything else is
 * raw UTF-8 (t must be valid). */
void json_put_string(struct buf *b, struct text t);

/* Appends a string, or null if t is absent. */
void json_put_string_or_null(struct buf *b, struct text t);

/* Appends valid JSON as spelled, but without the white space between tokens. */
void json_put_compact(struct buf *b, struct text json);
bool json_is_compact(struct text json); /* would that change nothing? */

/* Do eight bytes surely need no escaping?  May be false although they need none. */
static inline bool
json_word_is_plain(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	const uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
	return !((((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) |
		     ((slash - ones) & ~slash)) &
		 high);
}

/* Does t need no escaping (would json_put_string write it as it is)? */
bool json_is_plain(struct text t);

/* Unescapes the inside of a string as spelled.  out has room for t.n bytes.  Returns the length.
 * The walk looks at keys before it knows of faults, so an invalid escape is kept as it is. */
size_t json_unescape(struct text t, char *out);
struct text json_unescaped(struct arena *a, struct text t); /* the same, in the arena */

int32_t json_hex4(const char *p); /* four hexadecimal digits; -1 if they are not that */

/* Appends RFC 4648 base64 with padding, as the inside of a string. */
void json_put_base64(struct buf *b, const void *p, size_t n);

#endif
