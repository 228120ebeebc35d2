/* SPDX-License-Identifier: MIT */
#include "expr/array.h"

#include "base/ascii.h"
#include "json/write.h"

struct array
array_of(const struct value *v)
{
	struct array e = { .whole = *v };
	if (v->kind != VALUE_JSON || v->text.n < 2 || v->text.p[0] != '[')
		return e;
	e.at = v->text.p + 1;
	e.end = v->text.p + v->text.n - 1;
	return e;
}

/* The JSON is valid, so what is in brackets ends with them, and anything else before a comma. */
static const char *
end_of_value(const char *p, const char *end)
{
	size_t depth = 0;
	bool inside = false; /* a string */
	for (; p < end; p++) {
		if (*p == '"')
			inside = !inside;
		else if (inside)
			p += *p == '\\';
		else if (*p == '[' || *p == '{')
			depth++;
		else if (*p == ']' || *p == '}')
			depth--;
		else if (*p == ',' && depth == 0)
			break;
	}
	return p;
}

static struct value
string_of(struct text inside, struct arena *scratch)
{
	if (memchr(inside.p, '\\', inside.n) == NULL)
		return (struct value){ inside, VALUE_STRING, true };
	return (struct value){ json_unescaped(scratch, inside), VALUE_STRING, false };
}

static struct value
value_of(struct text json, struct arena *scratch)
{
	const char c = json.n > 0 ? json.p[0] : ' ';
	if (c == '"')
		return string_of((struct text){ json.p + 1, json.n - 2 }, scratch);
	if (c == '-' || ascii_is_digit(c))
		return (struct value){ json, VALUE_NUMBER, true };
	if (c == 't' || c == 'f')
		return (struct value){ json, VALUE_BOOL, true };
	return (struct value){ json, VALUE_JSON, false };
}

bool
array_next(struct array *e, struct arena *scratch, struct value *out)
{
	if (e->at == NULL) {
		*out = e->whole;
		return !e->over && (e->over = true);
	}
	if (e->at >= e->end)
		return false;
	const char *end = end_of_value(e->at, e->end);
	*out = value_of((struct text){ e->at, (size_t)(end - e->at) }, scratch);
	e->at = end + 1;
	return true;
}
