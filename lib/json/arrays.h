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
void json_arrays_free(struct json_arrays *a);

/* A place on a path, for json/cut.c.  0 means that no path leads there.  a may be NULL: no
 * paths. */
enum { ARRAYS_NOWHERE, ARRAYS_TOP, ARRAYS_ELEMENT };
unsigned json_arrays_key(const struct json_arrays *a, unsigned place, struct text key);
unsigned json_arrays_element(const struct json_arrays *a, unsigned place);
bool json_arrays_has_keys(const struct json_arrays *a, unsigned place);

#endif
