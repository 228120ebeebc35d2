/* SPDX-License-Identifier: MIT */
#ifndef RERUN_EDIT_H
#define RERUN_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "json/tree.h"
#include "stats/draw.h"

/* Changes of one value within a JSON text.  Everything is in the caller's arena. */

enum { EDIT_LONGEST = 1 << 20 }; /* bytes of a text that drawn changes may make */

/* The values of a text, depth first; the first is the whole text. */
struct edit_node {
	const struct json_node *at;
	struct text place; /* its path without the numbers of elements */
};
struct edit_tree {
	struct text json;
	struct edit_node *node;
	size_t nodes;
};

/* NULL if the text is not JSON.  The text is borrowed. */
struct edit_tree *edit_tree_new(struct arena *a, struct text json);

enum edit_way {
	EDIT_REPLACE, /* by `json` */
	EDIT_REMOVE,  /* a member or an element */
	EDIT_TWICE    /* an element, two times */
};
struct edit {
	enum edit_way way;
	struct text json;
};

/* Appends the text with one change. */
void edit_put(struct buf *b, const struct edit_tree *t, size_t node, const struct edit *e);

/* About how many bytes stand where the value stood. */
size_t edit_length(const struct edit *e);

/* The changes that are tried for every value: number i of edit_choices. */
size_t edit_choices(const struct edit_tree *t, size_t node);
bool edit_choice(const struct edit_tree *t, size_t node, size_t i, struct arena *a, struct edit *e);

/* Draws a change: a number near the value, a text with another character, fewer elements, … */
void edit_draw(
    const struct edit_tree *t, size_t node, struct draw *draw, struct arena *a, struct edit *e);

/* Changes that make a value simpler: number i of them, or false. */
bool edit_simpler(
    const struct edit_tree *t, size_t node, size_t i, struct arena *a, struct edit *e);

#endif
