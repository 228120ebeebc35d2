/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "json/walk.h"

/* May a value contain a backslash?  The index knows in which stretches of the text there are
 * any. */
static bool
may_have_slash(const struct json_index *ix, size_t start, size_t n)
{
	size_t first = 0, last = ix->nslash; /* the first stretch that ends after the start */
	while (first < last) {
		const size_t middle = first + (last - first) / 2;
		if (ix->slash[middle] + UINT64_C(64) <= start)
			first = middle + 1;
		else
			last = middle;
	}
	return first < ix->nslash && ix->slash[first] < start + n;
}

void
json_members(struct json_members *it, const char *text, const struct json_index *ix,
    const struct json_value *container)
{
	it->text = text;
	it->at = ix->at;
	it->ch = ix->ch;
	it->close = NULL;
	it->entry = container->entry;
	it->object = container->kind == JSON_OBJECT;
	it->done = false;
	it->slashes = may_have_slash(ix, ix->at[container->entry], container->n);
}

/* The character at an entry.  Does not read the text, because the last entry is after its end. */
static char
kind_at(const struct json_members *it, size_t entry)
{
	return (char)(it->ch[entry] & 0x7f);
}

static struct json_value
string_at(const struct json_members *it, size_t entry)
{
	struct json_value v = { .kind = JSON_STRING, .entry = (uint32_t)entry };
	v.p = it->text + it->at[entry] + 1;
	v.n = it->at[entry + 1] - it->at[entry] - 1;
	v.escaped = it->slashes && v.n > 0 && memchr(v.p, '\\', v.n) != NULL;
	return v;
}

/* Returns the entry of the bracket that closes the container which begins at `entry`. */
static size_t
closing(const struct json_members *it, size_t entry)
{
	size_t depth = 0;
	if (it->close)
		return it->close[entry];
	for (;; entry++) {
		char c = kind_at(it, entry);
		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && --depth == 0)
			return entry;
	}
}

/* Returns the number or literal between two entries; its kind is JSON_NONE if there is only white
 * space. */
static struct json_value
scalar_between(const struct json_members *it, size_t before, size_t after)
{
	struct json_value v = { .entry = (uint32_t)after };
	const char *p = it->text + it->at[before] + 1, *end = it->text + it->at[after];
	while (p < end && ascii_is_blank(*p))
		p++;
	while (end > p && ascii_is_blank(end[-1]))
		end--;
	if (p == end)
		return v;
	v.p = p;
	v.n = (size_t)(end - p);
	v.kind = *p == 't'   ? JSON_TRUE
		 : *p == 'f' ? JSON_FALSE
		 : *p == 'n' ? JSON_NULL
			     : JSON_NUMBER;
	return v;
}

bool
json_member(struct json_members *it, struct json_value *key, struct json_value *value)
{
	size_t before = it->entry, i = before + 1;
	char c = kind_at(it, i);
	*key = (struct json_value){ 0 };
	if (it->done || (it->object && c == '}'))
		return false;
	if (it->object) {
		*key = string_at(it, i);
		before = i + 2;
		i += 3;
		c = kind_at(it, i);
	}
	if (c == '"') {
		*value = string_at(it, i);
		i += 2;
	} else if (c == '{' || c == '[') {
		size_t end = closing(it, i);
		*value = (struct json_value){ .kind = c == '{' ? JSON_OBJECT : JSON_ARRAY };
		value->entry = (uint32_t)i;
		value->p = it->text + it->at[i];
		value->n = it->at[end] - it->at[i] + 1;
		i = end + 1;
	} else {
		*value = scalar_between(it, before, i);
		if (value->kind == JSON_NONE)
			return false;
	}
	it->entry = i;
	it->done = kind_at(it, i) != ',';
	return true;
}
