/* SPDX-License-Identifier: MIT */
#ifndef LLM_EDIT_H
#define LLM_EDIT_H

#include <stddef.h>

#include "base/buf.h"
#include "json/tree.h"

/* Replaces parts of a JSON text, and copies the rest byte for byte. */
enum { EDITS_MOST = 16 };

struct edits {
	struct text document; /* that the tree was made of */
	struct edit {
		size_t at, n;    /* the part of the document that goes */
		struct text put; /* and what comes in its place; must live until edits_put */
	} edit[EDITS_MOST];
	size_t n;
};

/* Replaces a value.  No two edits may be within each other. */
void edit_value(struct edits *e, const struct json_node *node, struct text json);

/* Puts a member before the others of an object, or an element before the others of an array.
 * item: `"key":value` or a value. */
void edit_add_first(
    struct edits *e, const struct json_node *container, struct text item, struct arena *a);

/* The same, behind the others.  An empty container may get more than one, after at most one at its
 * beginning. */
void edit_add_last(
    struct edits *e, const struct json_node *container, struct text item, struct arena *a);

void edits_put(struct edits *e, struct buf *b); /* appends the edited document */

#endif
