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

/* The parts of a list: private to this layer. */

/* The sets that list_has searches.  Each is made while loading, when a predicate first needs it. */
struct list_sets {
	struct arena *arena;                             /* of the lists */
	bool values, folded, times, addresses, networks; /* which of them are made */
	struct set text;    /* strings, booleans and JSON, by their bytes */
	struct set lower;   /* the same in lower case, for ignore_case */
	struct set number;  /* numbers */
	struct set numeric; /* numbers, and strings that are numbers */
	struct set time;    /* int64_t, as 8 bytes */
	struct set address; /* struct ip.byte */
	struct ip_set network;
};

struct list {
	struct text name;             /* absent if it belongs to one predicate */
	const struct json_node *node; /* its array, or its file's name; valid while loading; NULL
					 if it has neither */
	struct text file;             /* the file's name as it was given; absent: no file */
	const char *path;             /* where that file is; NULL: no file */
	const struct value *value;
	const size_t *line; /* the line of each value in the file */
	size_t n;
	struct list_sets *sets;
	struct list *next; /* of the same lists */
};

/* Reads the file that l->node names into l->value, l->line and l->n.  Returns 0, or -1 after
 * reporting the error. */
int list_read_file(struct expr_loader *loader, struct list *l, const char *dir);

#endif
