/* SPDX-License-Identifier: MIT */
#ifndef STORE_DIFF_H
#define STORE_DIFF_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "json/tree.h"

/*
 * What differs between two configs, by field and by rule, not by line.  Fields, derived fields,
 * actions, rules and tests are matched by name, wherever they stand: `fields[email].parser`,
 * `rules[login-burst].expression.predicates[1].value`.  The values of a list are compared as a set,
 * members in any order, strings by content, numbers by value.
 */
enum difference_kind {
	DIFFERENCE_ADDED,
	DIFFERENCE_REMOVED,
	DIFFERENCE_CHANGED,
	DIFFERENCE_MOVED, /* same elements, other order: before and after are their names */
	DIFFERENCE_KINDS
};
extern const struct text difference_names[DIFFERENCE_KINDS]; /* "added", … */

struct difference {
	enum difference_kind kind;
	struct text path;
	struct text before, after; /* compact JSON; absent if something was added or removed */
};

/* Lists the differences in the arena, in the order of the old config and then of the new one.
 * Returns how many there are. */
size_t diff_configs(struct arena *a, const struct json_node *before, const struct json_node *after,
    struct difference **difference);

/* Appends {"change":"changed","path":"fields[email].parser","old":"String","new":"Symbol"}, with
 * null for an absent value. */
void diff_put_json(struct buf *b, const struct difference *d);

/* Appends changed fields[email].parser: "String" -> "Symbol", without a newline.  Long objects and
 * arrays are cut.  With color, the old value is red and the new one green, as in diff(1). */
void diff_put_text(struct buf *b, const struct difference *d, bool color);

#endif
