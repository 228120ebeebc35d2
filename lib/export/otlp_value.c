/* SPDX-License-Identifier: MIT */
#include "export/otlp_value.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "json/keys.h"
#include "json/write.h"
#include "trace/members.h"

enum { LEVELS = 8 };

/* ---- what fits ------------------------------------------------------------------------------ */

/* A whole number as proto3 writes it, in the range of int64. */
static bool
is_int(struct text number)
{
	int64_t v;
	const bool minus = number.n > 0 && number.p[0] == '-';
	return number_i64(number, &v) == 0 && !(minus && number.p[1] == '0');
}

static bool
fits_number(struct text number)
{
	double d;
	return is_int(number) || number_f64(number, &d) == 0;
}

/* Is the inside of a string spelled as json_put_string spells it? */
static bool
fits_string(struct text inside, struct buf *scratch)
{
	if (!memchr(inside.p, '\\', inside.n))
		return true;
	char *plain = mem_alloc(inside.n);
	scratch->n = 0;
	json_put_string(scratch, (struct text){ plain, json_unescape(inside, plain) });
	free(plain);
	return text_eq((struct text){ scratch->p + 1, scratch->n - 2 }, inside);
}

/* Is no key there twice? */
static bool
has_single_keys(struct text object)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	struct arena a = { 0 };
	size_t n = 0;
	while (trace_member(&it, &key, &value))
		n++;
	if (n < 2)
		return true;
	struct json_key *at = arena_alloc(&a, n * sizeof(*at));
	size_t *dead = arena_alloc(&a, n * sizeof(*dead));
	it = trace_members(object);
	for (size_t i = 0; trace_member(&it, &key, &value); i++)
		at[i] = (struct json_key){ 0, i, json_unescaped(&a, key) };
	const bool single = json_keys_replaced(at, n, dead) == 0;
	arena_free(&a);
	return single;
}

static bool fits(struct text json, unsigned levels, struct buf *scratch);

static bool
fits_container(struct text json, unsigned levels, struct buf *scratch)
{
	struct trace_members it = trace_members(json);
	struct text key, value;
	if (levels == 0)
		return false;
	while (trace_member(&it, &key, &value))
		if ((key.p && !fits_string(key, scratch)) || !fits(value, levels - 1, scratch))
			return false;
	return json.p[0] == '[' || has_single_keys(json);
}

static bool
fits(struct text json, unsigned levels, struct buf *scratch)
{
	switch (json.n > 0 ? json.p[0] : '\0') {
	case '{':
	case '[': return fits_container(json, levels, scratch);
	case '"': return fits_string((struct text){ json.p + 1, json.n - 2 }, scratch);
	case 't':
	case 'f':
	case 'n': return true;
	default: return fits_number(json);
	}
}

bool
otlp_fits(struct text json, struct buf *scratch)
{
	return fits(json, LEVELS, scratch);
}

bool
otlp_fits_attributes(struct text object, struct buf *scratch)
{
	static const struct text own = TEXT("esper.");
	struct trace_members it = trace_members(object);
	struct text key, value;
	size_t n = 0;
	for (; trace_member(&it, &key, &value); n++) {
		if (key.n == 0 || (key.n >= own.n && memcmp(key.p, own.p, own.n) == 0))
			return false;
		if (!fits_string(key, scratch) || !otlp_fits(value, scratch))
			return false;
	}
	return n > 0 && has_single_keys(object);
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
put_pairs(struct buf *b, struct text object)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	while (trace_member(&it, &key, &value)) {
		json_begin(b, '{');
		BUF_LIT(b, "\"key\":\"");
		buf_text(b, key);
		BUF_LIT(b, "\",\"value\":");
		otlp_put_value(b, value);
		buf_char(b, '}');
	}
}

static void
put_list(struct buf *b, const char *type, struct text json)
{
	struct trace_members it = trace_members(json);
	struct text key, value;
	json_begin(b, '{');
	json_member_begin(b, type, '{');
	json_member_begin(b, "values", '[');
	if (json.p[0] == '{')
		put_pairs(b, json);
	for (bool first = true; json.p[0] == '[' && trace_member(&it, &key, &value);
	     first = false) {
		if (!first)
			buf_char(b, ',');
		otlp_put_value(b, value);
	}
	BUF_LIT(b, "]}}");
}

void
otlp_put_value(struct buf *b, struct text json)
{
	const char *type = "doubleValue";
	switch (json.p[0]) {
	case '{': put_list(b, "kvlistValue", json); return;
	case '[': put_list(b, "arrayValue", json); return;
	case 'n': BUF_LIT(b, "{}"); return;
	case '"': type = "stringValue"; break;
	case 't':
	case 'f': type = "boolValue"; break;
	default:
		if (!is_int(json))
			break;
		BUF_LIT(b, "{\"intValue\":\"");
		buf_text(b, json);
		BUF_LIT(b, "\"}");
		return;
	}
	buf_printf(b, "{\"%s\":", type);
	buf_text(b, json);
	buf_char(b, '}');
}

void
otlp_put_attributes(struct buf *b, struct text object)
{
	put_pairs(b, object);
}

void
otlp_put_text(struct buf *b, const char *key, struct text value)
{
	json_begin(b, '{');
	json_member_string(b, "key", text_of(key));
	BUF_LIT(b, ",\"value\":{\"stringValue\":");
	json_put_string(b, value);
	BUF_LIT(b, "}}");
}

void
otlp_put_int(struct buf *b, const char *key, int64_t value)
{
	json_begin(b, '{');
	json_member_string(b, "key", text_of(key));
	BUF_LIT(b, ",\"value\":{\"intValue\":\"");
	buf_i64(b, value);
	BUF_LIT(b, "\"}}");
}
