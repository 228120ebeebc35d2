/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/number.h"
#include "base/sha256.h"
#include "import/answer.h"
#include "import/messages.h"
#include "json/write.h"
#include "trace/members.h"

/* Values in the JSON of messages, and small objects made of them. */

static struct text
own(struct import_in *in, struct buf *b)
{
	const struct text t = arena_text(in->arena, buf_as_text(b));
	buf_free(b);
	return t;
}

struct text
import_messages_id(struct import_in *in, struct text prefix)
{
	enum { HASH_BYTES = 8 };
	unsigned char digest[32];
	char hex[2 * HASH_BYTES];
	struct buf b = { 0 };
	json_put_compact(&b, in->raw);
	sha256(b.p, b.n, digest);
	sha256_hex(digest, HASH_BYTES, hex);
	b.n = 0;
	buf_text(&b, prefix);
	buf_char(&b, '.');
	buf_put(&b, hex, sizeof(hex));
	return own(in, &b);
}

struct json_value
import_scalar(struct text json)
{
	struct json_value v = { .p = json.p, .n = json.n, .kind = JSON_NONE };
	if (json.n == 0)
		return v;
	switch (json.p[0]) {
	case '"':
		v.kind = JSON_STRING;
		v.p++;
		v.n -= 2;
		v.escaped = memchr(v.p, '\\', v.n) != NULL;
		break;
	case 'n': v.kind = JSON_NULL; break;
	case 't': v.kind = JSON_TRUE; break;
	case 'f': v.kind = JSON_FALSE; break;
	case '{':
	case '[': break;
	default: v.kind = JSON_NUMBER; break;
	}
	return v;
}

struct text
import_plain(struct import_in *in, struct text json)
{
	const struct json_value v = import_scalar(json);
	return v.kind == JSON_STRING ? import_text(in->arena, &v) : TEXT_ABSENT;
}

struct text
import_id_text(struct import_in *in, struct text json)
{
	const struct json_value v = import_scalar(json);
	return import_text(in->arena, &v);
}

struct text
import_quoted(struct import_in *in, struct text plain)
{
	struct buf b = { 0 };
	json_put_string(&b, plain);
	return own(in, &b);
}

struct text
import_canonical(struct import_in *in, struct text json)
{
	const struct json_value v = import_scalar(json);
	return v.kind == JSON_STRING ? import_json(in->arena, &v) : json;
}

struct text
import_answer_in(struct import_in *in, struct text messages, bool *calls)
{
	struct buf b = { 0 };
	*calls = false;
	const bool found = messages.p && import_answer(&b, messages, calls);
	const struct text t = found ? own(in, &b) : TEXT_ABSENT;
	buf_free(&b);
	return import_canonical(in, t);
}

struct text
import_arguments(struct import_in *in, struct text json)
{
	const struct text inside = import_plain(in, json);
	const struct text parsed = inside.p ? import_parsed(in, inside) : TEXT_ABSENT;
	return import_canonical(in, parsed.p ? parsed : json);
}

struct text
import_rest_of(struct import_in *in, struct text object, const struct text *names, size_t count)
{
	struct trace_members it = trace_members(object);
	struct text key, value;
	struct buf b = { 0 };
	json_begin(&b, '{');
	while (it.object && trace_member(&it, &key, &value)) {
		if (text_among(key, names, count) < count)
			continue;
		json_add_raw(&b, (struct text){ key.p - 1, key.n + 2 });
		buf_char(&b, ':');
		buf_text(&b, value);
	}
	if (b.n == 1) {
		buf_free(&b);
		return TEXT_ABSENT;
	}
	json_end(&b, '}');
	return own(in, &b);
}

struct text
import_joined(struct import_in *in, struct text a, struct text b)
{
	struct buf out = { 0 };
	if (!a.p || !b.p)
		return a.p ? a : b;
	trace_join_objects(&out, a, b);
	return own(in, &out);
}

struct text
import_member_object(struct import_in *in, struct text name, struct text value)
{
	struct buf b = { 0 };
	if (!value.p)
		return TEXT_ABSENT;
	json_begin(&b, '{');
	json_name_text(&b, name);
	buf_text(&b, value);
	json_end(&b, '}');
	return own(in, &b);
}

/* ---- counts --------------------------------------------------------------------------------- */

bool
import_take_tokens(struct text json, int64_t *out)
{
	const struct json_value v = import_scalar(json);
	int64_t tokens;
	if (v.kind != JSON_NUMBER || import_i64(&v, &tokens) < 0 || tokens < 0)
		return false;
	*out = tokens;
	return true;
}

struct text
import_cost(struct text json)
{
	return import_scalar(json).kind == JSON_NUMBER ? json : TEXT_ABSENT;
}

/* Adds counts that the vendor does not count as input. */
static void
add_tokens(int64_t *sum, int64_t more)
{
	if (*sum >= 0 && more > 0 && *sum <= INT64_MAX - more)
		*sum += more;
}

/* A detail of a count: {"cached_tokens":5} */
static bool
take_detail(struct text details, struct text name, int64_t *out)
{
	struct trace_members it = trace_members(details);
	struct text key, value;
	bool whole = it.object || text_eq(details, TEXT("null"));
	while (it.object && trace_member(&it, &key, &value)) {
		const bool taken = text_eq(key, name) && import_take_tokens(value, out);
		whole &= taken || text_eq(value, TEXT("0")) || text_eq(value, TEXT("null"));
	}
	return whole;
}

static bool
take_count(struct text key, struct text value, struct trace_more *more)
{
	static const struct {
		const char *name;
		enum trace_usage usage;
	} names[] = {
		{ "prompt_tokens", TRACE_INPUT_TOKENS },
		{ "input_tokens", TRACE_INPUT_TOKENS },
		{ "completion_tokens", TRACE_OUTPUT_TOKENS },
		{ "output_tokens", TRACE_OUTPUT_TOKENS },
		{ "cache_read_input_tokens", TRACE_CACHE_READ_TOKENS },
		{ "cache_creation_input_tokens", TRACE_CACHE_WRITE_TOKENS },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_eq(key, text_of(names[i].name)))
			return import_take_tokens(value, &more->usage[names[i].usage]);
	if (text_eq(key, TEXT("prompt_tokens_details")) ||
	    text_eq(key, TEXT("input_tokens_details")))
		return take_detail(
		    value, TEXT("cached_tokens"), &more->usage[TRACE_CACHE_READ_TOKENS]);
	if (text_eq(key, TEXT("completion_tokens_details")) ||
	    text_eq(key, TEXT("output_tokens_details")))
		return take_detail(
		    value, TEXT("reasoning_tokens"), &more->usage[TRACE_REASONING_TOKENS]);
	return false;
}

bool
import_take_usage(struct text usage, struct trace_more *more)
{
	struct trace_members it = trace_members(usage);
	struct text key, value, total = TEXT_ABSENT;
	bool whole = it.object, beside = false;
	while (it.object && trace_member(&it, &key, &value)) {
		if (text_eq(key, TEXT("total_tokens"))) {
			total = value;
			continue;
		}
		whole &= take_count(key, value, more) || text_eq(value, TEXT("null"));
		beside |= text_eq(key, TEXT("cache_read_input_tokens")) ||
			  text_eq(key, TEXT("cache_creation_input_tokens"));
	}
	int64_t *const count = more->usage, sum = 0;
	if (total.p)
		whole &= import_take_tokens(total, &sum) && count[TRACE_INPUT_TOKENS] >= 0 &&
			 count[TRACE_OUTPUT_TOKENS] >= 0 &&
			 sum - count[TRACE_INPUT_TOKENS] == count[TRACE_OUTPUT_TOKENS];
	if (beside) { /* Anthropic's input leaves out what was cached */
		add_tokens(&count[TRACE_INPUT_TOKENS], count[TRACE_CACHE_READ_TOKENS]);
		add_tokens(&count[TRACE_INPUT_TOKENS], count[TRACE_CACHE_WRITE_TOKENS]);
	}
	return whole;
}
