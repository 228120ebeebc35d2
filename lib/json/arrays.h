/* SPDX-License-Identifier: MIT */
#ifndef JSON_ARRAYS_H
#define JSON_ARRAYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Says which arrays of a JSON document contain the records, if these are below the top level.  A
 * path such as resourceSpans.*.scopeSpans.*.spans leads to an array.  It starts at a value at the
 * top, or at an element of an array at the top.  Each step is a key, which must match exactly, or
 * `*`, which means any element of an array.  The elements of the array are records.
 *
 * Immutable; can be shared between threads.
 */
struct json_arrays;
struct json_arrays *json_arrays_new(const struct text *path, size_t count); /* the text is copied */

/*
 * The same for records that may also stand alone: an object at the top (or in an array there) in
 * which no path leads to an array is a record as a whole, and what stands beside the arrays belongs
 * to nothing.  The elements of an array at the end of a path are records, even if another path goes
 * on there.  flatten and normalize say how keys compare, as in json/paths.h.
 */
struct json_arrays *json_arrays_new_whole(
    const struct text *path, size_t count, bool flatten, bool normalize);

/* The same as json_arrays_new_whole, with keys that must match exactly; the text of envelopes is
 * kept, as it is by json_arrays_new.  Where another path goes on at the end of a path, an element
 * in which it leads to an array is no record. */
struct json_arrays *json_arrays_new_mixed(const struct text *path, size_t count);
void json_arrays_free(struct json_arrays *a);

/* A place on a path, for json/cut.c.  0 means that no path leads there.  a may be NULL: no
 * paths. */
enum { ARRAYS_NOWHERE, ARRAYS_TOP, ARRAYS_ELEMENT };
unsigned json_arrays_key(const struct json_arrays *a, unsigned place, struct text key);
unsigned json_arrays_element(const struct json_arrays *a, unsigned place);
bool json_arrays_has_keys(const struct json_arrays *a, unsigned place);
bool json_arrays_ends(const struct json_arrays *a, unsigned place); /* does a path end there? */
bool json_arrays_is_whole(const struct json_arrays *a); /* may an object be a record as a whole? */
bool json_arrays_is_kept(const struct json_arrays *a);  /* is the text of envelopes kept? */

#endif
