/* SPDX-License-Identifier: MIT */
#include "json/write.h"

#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"

static inline bool
needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\';
}

/* Returns how many bytes from p on need no escape. */
static size_t
plain_run(const char *p, size_t n)
{
	size_t i = 0;
	uint64_t v;
	for (; n - i >= sizeof(v); i += sizeof(v)) {
		memcpy(&v, p + i, sizeof(v));
		if (!json_word_is_plain(v))
			break;
	}
	while (i < n && !needs_escape((unsigned char)p[i]))
		i++;
	return i;
}

bool
json_is_plain(struct text t)
{
	uint64_t v;
	size_t i = 0;
	for (; t.n - i >= sizeof(v); i += sizeof(v)) {
		memcpy(&v, t.p + i, sizeof(v));
		if (!json_word_is_plain(v))
			return plain_run(t.p + i, t.n - i) == t.n - i;
	}
	if (i == 0 || i == t.n)
		return plain_run(t.p, t.n - i) == t.n - i;
	/* the last word has bytes that were seen before */
	memcpy(&v, t.p + t.n - sizeof(v), sizeof(v));
	return json_word_is_plain(v) || plain_run(t.p + i, t.n - i) == t.n - i;
}

static void
put_escape(struct buf *b, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";
	static const char names[] = "\bb\ff\nn\rr\tt\"\"\\\\";
	char escape[6] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };
	for (size_t i = 0; i + 1 < sizeof(names); i += 2)
		if ((unsigned char)names[i] == c) {
			escape[1] = names[i + 1];
			buf_put(b, escape, 2);
			return;
		}
	buf_put(b, escape, 6);
}

void
json_put_string(struct buf *b, struct text t)
{
	buf_room(b, t.n + 2);
	buf_char(b, '"');
	for (size_t i = 0; i < t.n;) {
		size_t run = plain_run(t.p + i, t.n - i);
		buf_put(b, t.p + i, run);
		i += run;
		if (i < t.n)
			put_escape(b, (unsigned char)t.p[i++]);
	}
	buf_char(b, '"');
}

void
json_put_string_or_null(struct buf *b, struct text t)
{
	if (t.p)
		json_put_string(b, t);
	else
		BUF_LIT(b, "null");
}

/* Returns the length of the string (with its quotes) that begins at p. */
static size_t
string_length(const char *p, size_t n)
{
	size_t i = 1;
	while (i < n && p[i] != '"')
		i += p[i] == '\\' ? 2 : 1;
	return i < n ? i + 1 : n;
}

void
json_put_compact(struct buf *b, struct text json)
{
	size_t start = 0, i = 0;
	buf_room(b, json.n);
	while (i < json.n) {
		if (json.p[i] == '"') {
			i += string_length(json.p + i, json.n - i);
		} else if (ascii_is_blank(json.p[i])) {
			buf_put(b, json.p + start, i - start);
			start = ++i;
		} else {
			i++;
		}
	}
	buf_put(b, json.p + start, json.n - start);
}

bool
json_is_compact(struct text json)
{
	for (size_t i = 0; i < json.n;) {
		if (ascii_is_blank(json.p[i]))
			return false;
		i += json.p[i] == '"' ? string_length(json.p + i, json.n - i) : 1;
	}
	return true;
}

/* Returns the character of the \u escape at p, of which `left` bytes are there.  *used is the
 * length of the escape. */
static uint32_t
unicode_escape(const char *p, size_t left, size_t *used)
{
	int32_t v = left >= 6 ? number_hex4(p + 2) : -1, low;
	*used = 6;
	if (v >= 0 && (v < 0xd800 || v > 0xdfff))
		return (uint32_t)v;
	low = v >= 0 && v < 0xdc00 && left >= 12 && p[6] == '\\' && p[7] == 'u' ? number_hex4(p + 8)
										: -1;
	*used = 12;
	if (low >= 0xdc00 && low <= 0xdfff)
		return 0x10000 + ((uint32_t)(v - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
	*used = 1; /* the line will be rejected, so the byte is kept */
	return '\\';
}

/* The same for any escape.  An invalid one stands for its backslash. */
static uint32_t
escape(const char *p, size_t left, size_t *used)
{
	*used = left < 2 ? 1 : 2;
	switch (left < 2 ? '\\' : p[1]) {
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case 'u': return unicode_escape(p, left, used);
	case '"': return '"';
	case '/': return '/';
	case '\\': return '\\';
	default: *used = 1; return '\\';
	}
}

size_t
json_unescape(struct text t, char *out)
{
	size_t n = 0, used;
	for (size_t i = 0; i < t.n;) {
		const char *slash = memchr(t.p + i, '\\', t.n - i);
		size_t run = slash ? (size_t)(slash - t.p) - i : t.n - i;
		memmove(out + n, t.p + i, run);
		n += run;
		i += run;
		if (slash) {
			n += utf8_encode(escape(slash, t.n - i, &used), out + n);
			i += used;
		}
	}
	return n;
}

struct text
json_unescaped(struct arena *a, struct text t)
{
	char *p = arena_alloc(a, t.n);
	return (struct text){ p, json_unescape(t, p) };
}

void
json_put_base64(struct buf *b, const void *p, size_t n)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = p;
	buf_room(b, n / 3 * 4 + 4);
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t v = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0) |
			     (left > 2 ? in[i + 2] : 0);
		buf_char(b, digits[v >> 18]);
		buf_char(b, digits[v >> 12 & 63]);
		buf_char(b, left > 1 ? digits[v >> 6 & 63] : '=');
		buf_char(b, left > 2 ? digits[v & 63] : '=');
	}
}

/* ---- the writer ----------------------------------------------------------------------------- */

static inline void
put_comma(struct buf *b)
{
	const char last = b->n > 0 ? b->p[b->n - 1] : '\n';
	if (last != '{' && last != '[' && last != ',' && last != ':' && last != '\n')
		buf_char(b, ',');
}

void
json_begin(struct buf *b, char bracket)
{
	put_comma(b);
	buf_char(b, bracket);
}

void
json_end(struct buf *b, char bracket)
{
	buf_char(b, bracket);
}

void
json_name(struct buf *b, const char *name)
{
	put_comma(b);
	buf_char(b, '"');
	buf_text(b, text_of(name));
	BUF_LIT(b, "\":");
}

void
json_name_text(struct buf *b, struct text name)
{
	put_comma(b);
	json_put_string(b, name);
	buf_char(b, ':');
}

void
json_add_string(struct buf *b, struct text t)
{
	put_comma(b);
	json_put_string(b, t);
}

void
json_add_u64(struct buf *b, uint64_t v)
{
	put_comma(b);
	buf_u64(b, v);
}

void
json_add_bool(struct buf *b, bool v)
{
	put_comma(b);
	buf_text(b, v ? TEXT("true") : TEXT("false"));
}

void
json_add_null(struct buf *b)
{
	put_comma(b);
	BUF_LIT(b, "null");
}

void
json_add_raw(struct buf *b, struct text json)
{
	put_comma(b);
	buf_text(b, json);
}

void
json_add_raw_or_null(struct buf *b, struct text json)
{
	json_add_raw(b, json.p ? json : TEXT("null"));
}

void
json_member_begin(struct buf *b, const char *name, char bracket)
{
	json_name(b, name);
	buf_char(b, bracket);
}

void
json_member_string(struct buf *b, const char *name, struct text t)
{
	json_name(b, name);
	json_put_string(b, t);
}

void
json_member_string_or_null(struct buf *b, const char *name, struct text t)
{
	json_name(b, name);
	json_put_string_or_null(b, t);
}

void
json_member_u64(struct buf *b, const char *name, uint64_t v)
{
	json_name(b, name);
	buf_u64(b, v);
}

void
json_member_bool(struct buf *b, const char *name, bool v)
{
	json_name(b, name);
	json_add_bool(b, v);
}

void
json_member_null(struct buf *b, const char *name)
{
	json_name(b, name);
	json_add_null(b);
}

void
json_member_raw(struct buf *b, const char *name, struct text json)
{
	json_name(b, name);
	buf_text(b, json);
}

void
json_member_raw_or_null(struct buf *b, const char *name, struct text json)
{
	json_name(b, name);
	json_add_raw_or_null(b, json);
}
