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
 * A whole JSON text as a tree, for plans, rule sets and jobs: small files that are read once.
 * Nodes and unescaped text are in the arena.  `json` points into the caller's text, which must live
 * as long.
 */
struct json_node {
	enum json_kind kind; /* never JSON_NONE */
	struct text key;     /* for a member of an object, unescaped; otherwise absent */
	struct text text;    /* a string's content, unescaped; for other values the JSON text
			      * without white space */
	struct text json;    /* as spelled in the file (a string with its quotes) */
	size_t offset;       /* of its first byte in the file */
	const struct json_node *parent; /* NULL for the root */
	struct json_node *child;        /* the first member or element, in the order of the file */
	struct json_node *next;         /* the next child of the same parent */
	size_t index, count;            /* its number among its siblings; its number of children */
};

/*
 * Reads one JSON text, which may have a BOM at its start and white space around it.  Returns NULL
 * with *e filled and its offset set if the text is not valid, or is longer than JSON_BLOCK_MAX.
 * Of duplicate keys, only the last is in the tree (json/keys.h).
 */
struct json_node *json_tree(struct arena *a, struct text document, struct err *e);

const struct json_node *json_get(
    const struct json_node *object, const char *key); /* NULL if absent, or not an object */

/* Returns where a node is, for messages: "$.fields[0].selector.kind".  A key that is not a plain
 * name is written as ["key"]. */
struct text json_where(struct arena *a, const struct json_node *n);

/* Finds the line and column of an offset in a text, both from 1.  Columns count bytes. */
void json_line_column(struct text document, size_t offset, size_t *line, size_t *column);

#endif
