/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_OBJECT_H
#define IMPORT_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "import/keys.h"
#include "json/walk.h"

/*
 * The members of a JSON object or array, in order, and by name if a reader knows the name
 * (import/keys.h).  Of duplicate keys only the last is there.
 *
 * Valid as long as the text and the index are, until the arena is reset or the next record begins
 * (import_names_record).
 */
struct import_member {
	struct text key;    /* unescaped; absent in an array */
	enum import_key id; /* KEY_OTHER: not a known name */
	struct json_value value;
};

struct import_object {
	const char *text; /* and its index: to go into values */
	const struct json_index *index;
	struct import_member *member;
	size_t members;
	uint32_t at[IMPORT_KEY_COUNT]; /* 1 + the number of the member of that name; 0: none */
};

/* The names, with what was guessed right in the record before.  Each thread needs its own.  All
 * zeros is valid. */
struct import_names;
struct import_names *import_names_new(void);
void import_names_free(struct import_names *n);

/* A record begins: the members of all objects that were opened with these names are gone, and those
 * to come take their place.  If it is never called, they are in the arenas given to import_open. */
void import_names_record(struct import_names *n);

/* Gets the members of a container, in the arena.  A value of another kind has none. */
void import_open(struct import_object *o, struct import_names *n, struct arena *a, const char *text,
    const struct json_index *ix, const struct json_value *container);

/* The same for a value in the same text. */
void import_descend(struct import_object *o, struct import_names *n, struct arena *a,
    const struct import_object *around, const struct json_value *container);

static inline bool
import_has(const struct import_object *o, enum import_key key)
{
	return o->at[key] != 0;
}

/* The value of a member, or a value whose kind is JSON_NONE. */
static inline struct json_value
import_get(const struct import_object *o, enum import_key key)
{
	const struct json_value none = { .kind = JSON_NONE };
	return o->at[key] ? o->member[o->at[key] - 1].value : none;
}

/* A string's content, unescaped, or a number's spelling.  Absent for all other kinds. */
struct text import_text(struct arena *a, const struct json_value *v);
struct text import_get_text(struct arena *a, const struct import_object *o, enum import_key key);

/* Is it the string without content, which is no id? */
bool import_is_empty(const struct json_value *v);

/* A string's content; absent for all other kinds. */
struct text import_get_string(struct arena *a, const struct import_object *o, enum import_key key);

/* The same as an id (trace/ids.h); numbers are ids, too. */
struct text import_get_id(struct arena *a, const struct import_object *o, enum import_key key);

/* The value as JSON without white space between tokens; absent for JSON_NONE.  A string has its
 * quotes, and stays as spelled if that is how json/write.h would write it. */
struct text import_json(struct arena *a, const struct json_value *v);
struct text import_get_json(struct arena *a, const struct import_object *o, enum import_key key);

/* Appends the value to *b in the same way. */
void import_put_json(struct buf *b, const struct json_value *v);

/* A whole number, also as a string, in the range of int64.  Returns 0, or -1. */
int import_i64(const struct json_value *v, int64_t *out);

/* A number of units of `unit_ns` nanoseconds, with or without a fraction, also as a string, in
 * whole nanoseconds; halves are rounded up, also below 0.  Returns 0, or -1 if it does not fit. */
int import_ns(const struct json_value *v, int64_t unit_ns, int64_t *out);

/* A time as stamp_parse reads it, also a number.  Times without an offset are UTC.  Returns 0, or
 * -1. */
int import_time(struct arena *a, const struct json_value *v, int64_t *out);

#endif
