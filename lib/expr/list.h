/* SPDX-License-Identifier: MIT */
#ifndef EXPR_LIST_H
#define EXPR_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/text.h"
#include "event/value.h"
#include "expr/lists.h"
#include "expr/set.h"
#include "json/tree.h"

/* What a list is: private to this layer. */

/* What list_has looks into, made while loading as it is wanted. */
struct list_sets {
	struct arena *arena;                     /* of the lists */
	bool values, times, addresses, networks; /* which are made */
	struct set text;                         /* strings, booleans and JSON, by their bytes */
	struct set number;                       /* numbers */
	struct set numeric;                      /* numbers, and strings that are one */
	struct set time;                         /* int64_t, as 8 bytes */
	struct set address;                      /* struct ip.byte */
	struct ip_set network;
};

struct list {
	struct text name;             /* absent: of one expression */
	const struct json_node *node; /* its array, or its file's name; only while loading */
	struct text file;             /* absent, or the name as it was given */
	const char *path;             /* of that file; NULL likewise */
	const struct value *value;
	const size_t *line; /* of a file: where each value stands */
	size_t n;
	struct list_sets *sets;
	struct list *next; /* of the same lists */
};

/* What is wrong with the value number i: `$.lists.x.values[3]: not a time: "abc": WHY`.  Returns
 * -1. */
int list_error(const struct list *l, size_t i, struct err *e, const char *what, const char *why);

/* The values of a file of lines, in l->value, l->line and l->n. */
struct expr_loader;
int list_read_file(struct expr_loader *loader, struct list *l, const char *dir);

#endif
