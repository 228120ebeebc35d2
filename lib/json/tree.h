/* SPDX-License-Identifier: MIT */
#ifndef JSON_TREE_H
#define JSON_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "json/walk.h"

/*
 * A whole JSON document as a tree, for plans, rule sets and jobs: small things that are read once.
 * Nodes and unescaped text live in the arena; `json` points into the document, which must live as
 * long.
 */
struct json_node {
	enum json_kind kind; /* never JSON_NONE */
	struct text key;     /* of a member of an object, unescaped; absent otherwise */
	struct text text;    /* a string's content, unescaped; anything else: its JSON text without
				white space */
	struct text json;    /* as it stands in the document (a string with its quotes) */
	size_t offset;       /* of its first byte in the document */
	const struct json_node *parent; /* NULL for the root */
	struct json_node *child;        /* the first member, in document order */
	struct json_node *next;         /* the next of the same parent */
	size_t index, count;            /* its number among its siblings; how many children */
};

/*
 * Reads one JSON text (white space around it is fine; a BOM at its start too).  NULL with *e
 * filled, offset set, where it is not valid or longer than JSON_BLOCK_MAX.  Of duplicate keys
 * only the last is in the tree (json/keys.h).
 */
struct json_node *json_tree(struct arena *a, struct text document, struct err *e);

const struct json_node *json_get(
    const struct json_node *object, const char *key); /* NULL if absent, or no object */

/* "$.fields[0].selector.kind": where a node is, for messages.  A key that is no plain name is
 * written as ["key"]. */
struct text json_where(struct arena *a, const struct json_node *n);

/* Line and column (both from 1, columns in bytes) of an offset in a text. */
void json_line_column(struct text document, size_t offset, size_t *line, size_t *column);

#endif
