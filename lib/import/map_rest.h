/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MAP_REST_H
#define IMPORT_MAP_REST_H

#include "import/attributes.h"

/*
 * What no field of a map takes of a record becomes its attributes, as spelled.  An object in which
 * a field has taken something stays without that, and an array stays whole.
 */
struct map_rest {
	const char **taken; /* where the values that were taken begin */
	size_t n, cap;
};

/* Notes that a value of the record was taken.  One whose kind is JSON_NONE notes nothing. */
void map_rest_take(struct map_rest *r, struct arena *a, const struct json_value *v);

/* Adds what is left of in->object, except nulls, to the attributes.  Of objects[0..n) each member
 * becomes an attribute of its own. */
void map_rest_add(struct map_rest *r, struct import_in *in, struct import_attributes *as,
    const struct json_value *objects, size_t n);

#endif
