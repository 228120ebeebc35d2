/* SPDX-License-Identifier: MIT */
#include "encode/parse.h"

#include <string.h>

#include "base/fixed.h"
#include "base/ip.h"
#include "base/number.h"
#include "encode/encode.h"
#include "json/outline.h"
#include "json/write.h"
#include "time/duration.h"
#include "time/stamp.h"

enum {
	SYMBOL_MAX = 128,
	QUOTE_MAX = 64,
	/* how deep a value can be: an encoded event puts two levels around it */
	VALUE_DEPTH = JSON_DEPTH - 2
};

void
json_text_init(struct json_text *j)
{
	memset(j, 0, sizeof *j);
	j->paths = json_paths_new(false, false);
	j->walker = json_walker_new(j->paths);
}

void
json_text_free(struct json_text *j)
{
	json_walker_free(j->walker);
	json_paths_free(j->paths);
	json_index_free(&j->index);
	buf_free(&j->compact);
}

/* ---- a function for each parser ------------------------------------------------------------- */

static struct value
copy_of(struct arena *scratch, const char *p, size_t n, enum value_kind kind)
{
	return (struct value){ arena_text(scratch, (struct text){ p, n }), kind, true };
}

static void
as_string(const struct value *in, struct value *out)
{
	bool plain = in->kind == VALUE_STRING ? in->plain : in->kind != VALUE_JSON;
	*out = (struct value){ in->text, VALUE_STRING, plain };
}

static const bool symbol_chars[256] = { ['0' ... ':'] = true,
	['A' ... 'Z'] = true,
	['a' ... 'z'] = true,
	['_'] = true,
	['-'] = true,
	['.'] = true,
	['/'] = true };

static int
as_symbol(struct text t, struct value *out)
{
	if (t.n < 1 || t.n > SYMBOL_MAX)
		return -1;
	for (size_t i = 0; i < t.n; i++)
		if (!symbol_chars[(unsigned char)t.p[i]])
			return -1;
	*out = (struct value){ t, VALUE_STRING, true };
	return 0;
}

static int
as_bool(struct text t, struct value *out)
{
	static const struct {
		struct text spelling, json;
	} spellings[] = {
		{ TEXT("true"), TEXT("true") },
		{ TEXT("false"), TEXT("false") },
		{ TEXT("1"), TEXT("true") },
		{ TEXT("0"), TEXT("false") },
		{ TEXT("yes"), TEXT("true") },
		{ TEXT("no"), TEXT("false") },
		{ TEXT("on"), TEXT("true") },
		{ TEXT("off"), TEXT("false") },
	};
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
		if (!text_eq_nocase(t, spellings[i].spelling))
			continue;
		*out = (struct value){ spellings[i].json, VALUE_BOOL, true };
		return 0;
	}
	return -1;
}

/* An integer that is in range keeps its digits, without leading zeros.  -0 becomes 0. */
static void
as_integer(struct text t, struct arena *scratch, struct value *out)
{
	struct text digits = t;
	const bool negative = text_take_minus(&digits);
	while (digits.n > 1 && digits.p[0] == '0') {
		digits.p++;
		digits.n--;
	}
	*out = (struct value){ digits, VALUE_NUMBER, true };
	if (!negative || (digits.n == 1 && digits.p[0] == '0'))
		return;
	out->text = t;
	if (digits.p == t.p + 1)
		return;
	char *p = arena_alloc(scratch, digits.n + 1);
	p[0] = '-';
	memcpy(p + 1, digits.p, digits.n);
	out->text = (struct text){ p, digits.n + 1 };
}

static int
as_u64(struct text t, struct arena *scratch, struct value *out)
{
	uint64_t v;
	if (number_u64(t, &v) < 0)
		return -1;
	as_integer(t, scratch, out);
	return 0;
}

static int
as_i64(struct text t, struct arena *scratch, struct value *out)
{
	int64_t v;
	if (number_i64(t, &v) < 0)
		return -1;
	as_integer(t, scratch, out);
	return 0;
}

static int
as_f64(struct text t, struct arena *scratch, struct value *out)
{
	double d;
	char text[NUMBER_F64_MAX];
	if (number_f64(t, &d) < 0)
		return -1;
	*out = copy_of(scratch, text, number_put_f64(d, text), VALUE_NUMBER);
	return 0;
}

static int
as_decimal(struct text t, struct arena *scratch, struct value *out)
{
	number_wide v;
	char text[FIXED_MAX];
	if (!fixed_read(t, &v))
		return -1;
	*out = copy_of(scratch, text, fixed_put(v, text), VALUE_NUMBER);
	return 0;
}

static int
as_ip_address(struct text t, struct arena *scratch, struct value *out)
{
	struct ip ip;
	char text[IP_TEXT_MAX];
	if (ip_parse(t, &ip) < 0)
		return -1;
	*out = copy_of(scratch, text, ip_put(&ip, text), VALUE_STRING);
	return 0;
}

static int
as_timestamp(
    struct text t, const struct stamp_reader *times, struct arena *scratch, struct value *out)
{
	int64_t at_ns;
	char text[STAMP_MAX];
	if (stamp_read(times, t, &at_ns) < 0)
		return -1;
	*out = copy_of(scratch, text, stamp_put(at_ns, text), VALUE_STRING);
	return 0;
}

static int
as_duration(struct text t, struct arena *scratch, struct value *out)
{
	int64_t ns;
	char text[DURATION_MAX];
	if (duration_parse_seconds(t, &ns) < 0)
		return -1;
	*out = copy_of(scratch, text, duration_put_seconds(ns, text), VALUE_NUMBER);
	return 0;
}

/* ---- Json ----------------------------------------------------------------------------------- */

/* Can an event with this value be read again?  A short text cannot be too deep. */
static bool
is_shallow(struct text t)
{
	return t.n <= 2 * (size_t)VALUE_DEPTH || json_depth(t) <= VALUE_DEPTH;
}

static struct value
json_string(struct text inside, struct arena *scratch)
{
	if (memchr(inside.p, '\\', inside.n) == NULL)
		return (struct value){ inside, VALUE_STRING, true };
	return (struct value){ json_unescaped(scratch, inside), VALUE_STRING, false };
}

static struct text
compact(struct json_text *j, struct text t, struct arena *scratch)
{
	if (json_is_compact(t))
		return t;
	j->compact.n = 0;
	json_put_compact(&j->compact, t);
	return arena_text(scratch, buf_as_text(&j->compact));
}

static struct text
trim_json(struct text t)
{
	while (t.n > 0 && memchr(" \t\r\n", t.p[0], 4) != NULL) {
		t.p++;
		t.n--;
	}
	while (t.n > 0 && memchr(" \t\r\n", t.p[t.n - 1], 4) != NULL)
		t.n--;
	return t;
}

/* The kind of JSON value that t is; JSON_NONE if it is not JSON.  t has no white space around it.
 */
static enum json_kind
json_kind_of(struct json_text *j, struct text t)
{
	struct json_pos pos = { 0 };
	struct json_line line;
	if (t.n == 0 || t.n > JSON_BLOCK_MAX)
		return JSON_NONE;
	json_index_build(&j->index, t.p, t.n, JSON_DOCUMENT);
	return json_walk(j->walker, t.p, t.n, &j->index, &pos, &line) ? line.kind : JSON_NONE;
}

static int
as_json_text(struct text t, struct json_text *j, struct arena *scratch, struct value *out)
{
	t = trim_json(t);
	switch (json_kind_of(j, t)) {
	case JSON_NONE: return -1;
	case JSON_STRING: *out = json_string((struct text){ t.p + 1, t.n - 2 }, scratch); return 0;
	case JSON_NUMBER: *out = (struct value){ t, VALUE_NUMBER, true }; return 0;
	case JSON_FALSE:
	case JSON_TRUE: *out = (struct value){ t, VALUE_BOOL, true }; return 0;
	case JSON_NULL: *out = (struct value){ t, VALUE_JSON, false }; return 0;
	case JSON_ARRAY:
	case JSON_OBJECT: break;
	}
	if (!is_shallow(t))
		return -1;
	*out = (struct value){ compact(j, t, scratch), VALUE_JSON, false };
	return 0;
}

static int
as_json(const struct value *in, struct json_text *j, struct arena *scratch, struct value *out)
{
	if (in->kind == VALUE_STRING)
		return as_json_text(in->text, j, scratch, out);
	if (!is_shallow(in->text))
		return -1;
	*out = *in; /* it is valid JSON: the walk over its line has checked it */
	return 0;
}

/* ---- all of them ---------------------------------------------------------------------------- */

int
parse_value(enum type parser, const struct value *in, struct json_text *j,
    const struct stamp_reader *times, struct arena *scratch, struct value *out)
{
	struct text t = in->text;
	switch (parser) {
	case TYPE_ANY:
	case TYPE_STRING: as_string(in, out); return 0;
	case TYPE_SYMBOL: return as_symbol(t, out);
	case TYPE_BOOL: return as_bool(t, out);
	case TYPE_U64: return as_u64(t, scratch, out);
	case TYPE_I64: return as_i64(t, scratch, out);
	case TYPE_DECIMAL: return as_decimal(t, scratch, out);
	case TYPE_F64: return as_f64(t, scratch, out);
	case TYPE_IP_ADDRESS: return as_ip_address(t, scratch, out);
	case TYPE_TIMESTAMP: return as_timestamp(t, times, scratch, out);
	case TYPE_DURATION: return as_duration(t, scratch, out);
	case TYPE_JSON: return as_json(in, j, scratch, out);
	}
	return -1;
}

int
encode_parse(enum type parser, const struct value *in, struct arena *scratch, struct value *out)
{
	const struct stamp_reader times = { 0 };
	if (parser != TYPE_JSON)
		return parse_value(parser, in, NULL, &times, scratch, out);
	struct json_text j;
	json_text_init(&j);
	int r = parse_value(parser, in, &j, &times, scratch, out);
	json_text_free(&j);
	return r;
}

struct text
parse_quoted(struct text lead, struct text t, struct arena *scratch)
{
	struct buf b = { NULL, 0, 0 };
	size_t n = t.n;
	if (n > QUOTE_MAX)
		for (n = QUOTE_MAX; n > 0 && ((unsigned char)t.p[n] & 0xc0) == 0x80; n--)
			;
	buf_text(&b, lead);
	json_put_string(&b, (struct text){ t.p, n });
	if (n < t.n) {
		b.n--; /* the ellipsis goes before the closing quote */
		BUF_LIT(&b, "…\"");
	}
	struct text quoted = arena_text(scratch, buf_as_text(&b));
	buf_free(&b);
	return quoted;
}

struct text
encode_parse_kind(enum type parser)
{
#define NOT_ONE(type, name, one, ...) TEXT("not " one),
	static const struct text kind[] = { TYPE_ROWS(NOT_ONE) };
	return kind[parser];
}

struct text
encode_parse_error(enum type parser, struct text text, struct arena *scratch)
{
	struct buf lead = { NULL, 0, 0 };
	buf_text(&lead, encode_parse_kind(parser));
	BUF_LIT(&lead, ": ");
	struct text message = parse_quoted(buf_as_text(&lead), text, scratch);
	buf_free(&lead);
	return message;
}
