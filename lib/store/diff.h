/* SPDX-License-Identifier: MIT */
#ifndef STORE_DIFF_H
#define STORE_DIFF_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "json/tree.h"

/*
 * What differs between two configs, by field and by rule and not by line.  Fields, derived fields,
 * actions, rules and tests are known by their names, wherever they stand: `fields[email].parser`,
 * `rules[login-burst].expression.predicates[1].value`; values of a list count as a set.  Members
 * compare whatever their order, strings by their content, numbers by their value.
 */
enum difference_kind {
	DIFFERENCE_ADDED,
	DIFFERENCE_REMOVED,
	DIFFERENCE_CHANGED,
	DIFFERENCE_MOVED, /* the same elements in another order: old and new are their names */
	DIFFERENCE_KINDS
};
extern const struct text difference_names[DIFFERENCE_KINDS]; /* "added", … */

struct difference {
	enum difference_kind kind;
	struct text path;
	struct text before, after; /* compact JSON; absent where something was added or removed */
};

/* In the arena, in order of the old config and then of the new one.  Returns how many. */
size_t diff_configs(struct arena *a, const struct json_node *before, const struct json_node *after,
    struct difference **difference);

/* {"change":"changed","path":"fields[email].parser","old":"String","new":"Symbol"}; null for what
 * is absent. */
void diff_put_json(struct buf *b, const struct difference *d);

/* changed fields[email].parser: "String" -> "Symbol", without a newline.  Long objects and arrays
 * are cut.  With colour, what was is red and what is now is green, as diff(1) has it. */
void diff_put_text(struct buf *b, const struct difference *d, bool color);

#endif
