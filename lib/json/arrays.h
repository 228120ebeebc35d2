/* SPDX-License-Identifier: MIT */
#ifndef JSON_ARRAYS_H
#define JSON_ARRAYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * Which arrays of a document hold the records, where those lie deeper than the top.  A path such as
 * resourceSpans.*.scopeSpans.*.spans leads from a value at the top (or from an element of an array
 * at the top) to an array: each step is a key, compared to the letter, or `*`, which is any element
 * of an array.  Its elements are records.
 *
 * Immutable; can be shared between threads.
 */
struct json_arrays;
struct json_arrays *json_arrays_new(const struct text *path, size_t count); /* text is copied */
void json_arrays_free(struct json_arrays *a);

/* A place on the way, for json/cut.c.  0: no path leads there.  a NULL: there are no paths. */
enum { ARRAYS_NOWHERE, ARRAYS_TOP, ARRAYS_ELEMENT };
unsigned json_arrays_key(const struct json_arrays *a, unsigned place, struct text key);
unsigned json_arrays_element(const struct json_arrays *a, unsigned place);
bool json_arrays_has_keys(const struct json_arrays *a, unsigned place);

#endif
