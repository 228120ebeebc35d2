/* SPDX-License-Identifier: MIT */
#include "json/read.h"

#include <string.h>

#include "base/number.h"

static bool
has_type(const struct json_node *node, enum json_row_type type)
{
	switch (type) {
	case JSON_ROW_TEXT:
	case JSON_ROW_PARSED:
	case JSON_ROW_CHOICE: return node->kind == JSON_STRING;
	case JSON_ROW_U64: return node->kind == JSON_NUMBER;
	case JSON_ROW_BOOL: return node->kind == JSON_TRUE || node->kind == JSON_FALSE;
	case JSON_ROW_ARRAY: return node->kind == JSON_ARRAY;
	case JSON_ROW_OBJECT: return node->kind == JSON_OBJECT;
	}
	return false;
}

static bool
choose(const struct json_row *row, struct text name, unsigned *index)
{
	const size_t i = text_among(name, row->names, row->n);
	if (i < row->n)
		*index = (unsigned)i;
	return i < row->n;
}

static bool
read_value(const struct json_row *row, const struct json_node *node, char *to)
{
	switch (row->type) {
	case JSON_ROW_TEXT: memcpy(to, &node->text, sizeof(node->text)); return true;
	case JSON_ROW_PARSED: return row->parse(node->text, (int64_t *)(void *)to) == 0;
	case JSON_ROW_CHOICE: return choose(row, node->text, (unsigned *)(void *)to);
	case JSON_ROW_U64: return number_u64(node->text, (uint64_t *)(void *)to) == 0;
	case JSON_ROW_BOOL: *(bool *)to = node->kind == JSON_TRUE; return true;
	case JSON_ROW_ARRAY:
	case JSON_ROW_OBJECT: memcpy(to, &node, sizeof(node)); return true;
	}
	return false;
}

const struct json_row *
json_read(const struct json_node *object, const struct json_row *row, size_t n, void *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct json_node *node = json_get(object, row[i].name);
		if (node ? node->kind == JSON_NULL && row[i].or_null : row[i].optional)
			continue;
		if (!node || !has_type(node, row[i].type) ||
		    !read_value(&row[i], node, (char *)out + row[i].offset))
			return &row[i];
	}
	return NULL;
}
