/* SPDX-License-Identifier: MIT */
#include "import/payload.h"

#include <string.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "import/attributes.h"
#include "json/write.h"
#include "trace/members.h"

enum { DEPTH = 64 }; /* what is deeper stays as it is */

static bool
is_kind(struct text json, char first)
{
	return json.n >= 2 && json.p[0] == first;
}

/* The text in a string of Base64; absent if it is none. */
static struct text
decoded(struct import_in *in, struct text json)
{
	if (!is_kind(json, '"'))
		return TEXT_ABSENT;
	const struct text inside =
	    json_unescaped(in->arena, (struct text){ json.p + 1, json.n - 2 });
	char *out = arena_alloc(in->arena, 3 * (inside.n / 4 + 1));
	const long n = base64_decode(inside, out);
	if (n < 0 || utf8_valid(out, (size_t)n) < (size_t)n)
		return TEXT_ABSENT;
	return (struct text){ out, (size_t)n };
}

/* The value of a payload; absent if it is none, or none that is understood. */
static struct text
value_of(struct import_in *in, struct text payload)
{
	const struct text encoding = decoded(
	    in, trace_member_of(trace_member_of(payload, TEXT("metadata")), TEXT("encoding")));
	if (!encoding.p)
		return TEXT_ABSENT;
	if (text_eq(encoding, TEXT("binary/null")))
		return TEXT("null");
	if (!text_eq(encoding, TEXT("json/plain")) && !text_eq(encoding, TEXT("json/protobuf")))
		return TEXT_ABSENT;
	const struct text data = decoded(in, trace_member_of(payload, TEXT("data")));
	struct buf quoted = { 0 };
	if (!data.p)
		return TEXT_ABSENT;
	json_put_string(&quoted, data);
	const struct text string = arena_text(in->arena, buf_as_text(&quoted));
	buf_free(&quoted);
	const struct text value = import_embedded(in, string, true);
	/* what is no JSON after all comes back as it was */
	return value.p == string.p ? TEXT_ABSENT : value;
}

static void
put(struct import_in *in, struct buf *b, struct text json, unsigned depth)
{
	struct trace_members it = trace_members(json);
	const struct text list = trace_member_of(json, TEXT("payloads"));
	struct text key, value;
	if ((!is_kind(json, '{') && !is_kind(json, '[')) || depth == DEPTH) {
		buf_text(b, json);
		return;
	}
	if (it.object && (value = value_of(in, json)).p) {
		buf_text(b, value);
		return;
	}
	if (it.object && is_kind(list, '[')) {
		put(in, b, list, depth + 1);
		return;
	}
	buf_char(b, json.p[0]);
	for (bool first = true; trace_member(&it, &key, &value); first = false) {
		if (!first)
			buf_char(b, ',');
		if (key.p) {
			buf_char(b, '"');
			buf_text(b, key);
			BUF_LIT(b, "\":");
		}
		put(in, b, value, depth + 1);
	}
	buf_char(b, json.p[json.n - 1]);
}

void
payload_put(struct import_in *in, struct buf *b, struct text json)
{
	put(in, b, json, 0);
}

/* A string is spelled as json/write.h spells it. */
static struct text
respelled(struct import_in *in, struct text json)
{
	struct buf b = { 0 };
	if (!is_kind(json, '"'))
		return json;
	json_put_string(&b, json_unescaped(in->arena, (struct text){ json.p + 1, json.n - 2 }));
	const struct text string = arena_text(in->arena, buf_as_text(&b));
	buf_free(&b);
	return string;
}

struct text
payload_decode(struct import_in *in, struct text json, bool list)
{
	const bool several = is_kind(trace_member_of(json, TEXT("payloads")), '[');
	struct buf b = { 0 };
	put(in, &b, json, 0);
	const struct text whole = arena_text(in->arena, buf_as_text(&b));
	struct trace_members it = trace_members(whole);
	struct text key, only, second;
	buf_free(&b);
	if (several && !list && is_kind(whole, '[') && trace_member(&it, &key, &only) &&
	    !trace_member(&it, &key, &second))
		return respelled(in, only);
	return respelled(in, whole);
}
