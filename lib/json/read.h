/* SPDX-License-Identifier: MIT */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "json/tree.h"

/*
 * Reads the members of an object into a struct, as a table says.  The table has one row per member,
 * with its name, its type, and where it goes.  For example,
 *
 *	static const struct json_row rows[] = {
 *		{ "tenant_id", JSON_ROW_TEXT, .offset = offsetof(struct job, tenant_id) },
 *		{ "error", JSON_ROW_TEXT, .offset = offsetof(struct job, error), .or_null = true },
 *	};
 *	if (json_read(root, rows, 2, &job))
 *		...
 *
 * Texts and nodes stay in the tree.
 */
enum json_row_type {
	JSON_ROW_TEXT,   /* a string: struct text */
	JSON_ROW_PARSED, /* a string that `parse` converts: int64_t */
	JSON_ROW_CHOICE, /* a string that is one of the n `names`: its index, an enum */
	JSON_ROW_U64,    /* a whole number: uint64_t */
	JSON_ROW_BOOL,   /* bool */
	JSON_ROW_ARRAY,  /* const struct json_node *; the same for an object */
	JSON_ROW_OBJECT
};

struct json_row {
	const char *name;
	enum json_row_type type;
	size_t offset;
	bool optional;                                /* may be absent */
	bool or_null;                                 /* may be null */
	int (*parse)(struct text t, int64_t *number); /* 0, or -1 */
	const struct text *names;
	unsigned n;
};

/*
 * Returns NULL if every member matches its row.  A member that is absent or null leaves its place
 * in *out as it was.  Otherwise returns the first row whose member is missing or has another type;
 * *out then has what was read before it.  A node that is NULL or not an object has no members.
 */
const struct json_row *json_read(
    const struct json_node *object, const struct json_row *row, size_t n, void *out);

#endif
