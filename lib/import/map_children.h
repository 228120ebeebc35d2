/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MAP_CHILDREN_H
#define IMPORT_MAP_CHILDREN_H

#include "import/map.h"

/*
 * Records in records, as `children` of a map names them.  A picker walks all of a record, so each
 * record is given to it without those in it.  That way reading them all takes time in proportion to
 * their text, however deep they are.  Private to the layer.
 */

/* A text with records in each other.  All zeros is valid; map_nest_free sets it to zero. */
struct map_nest {
	const char *text;
	const struct json_index *index;
	uint32_t *close;       /* json/find.h; NULL: not needed yet */
	struct json_index own; /* of a text that is not the caller's */
};
void map_nest_free(struct map_nest *n);

/* The members of a container of the nest. */
void map_nest_members(
    struct json_members *it, const struct map_nest *n, const struct json_value *container);

struct map_children {
	struct map_nest *nest;  /* where the list is */
	struct json_value list; /* JSON_ARRAY, or JSON_NONE: there are no children */
	size_t path;            /* which of the map's children it is */
	struct text object;     /* the record, with what is left of the list in its place: all but
				 * objects and nulls */
	bool rest;              /* something is left */
};

/*
 * Finds the children of an object of the nest.  If a string of it that the map unwraps has them,
 * they are in *inner, which must be empty before.  Records with too many around them have none.
 */
void map_children_find(struct map_children *c, struct arena *a, const struct import_map *m,
    struct picker *p, struct map_nest *nest, const struct json_value *object,
    struct map_nest *inner, unsigned depth);

#endif
