/* SPDX-License-Identifier: MIT */
#include "json/outline.h"

#include <string.h>

enum expect {
	EXPECT_VALUE,
	EXPECT_VALUE_OR_END, /* after [ */
	EXPECT_KEY_OR_END,   /* after { */
	EXPECT_KEY,
	EXPECT_COLON,
	EXPECT_COMMA_OR_END,
	IN_STRING,
	IN_SCALAR, /* a number or literal */
	IN_DEPTHS  /* below JSON_DEPTH: only counts brackets and knows strings */
};

enum class { OTHER, BLANK, SCALAR, QUOTE, OPEN, CLOSE, COMMA, COLON };

static const uint8_t classes[256] = {
	[' '] = BLANK,
	['\t'] = BLANK,
	['\r'] = BLANK,
	['\n'] = BLANK,
	['0' ... '9'] = SCALAR,
	['A' ... 'Z'] = SCALAR,
	['a' ... 'z'] = SCALAR,
	['+'] = SCALAR,
	['-'] = SCALAR,
	['.'] = SCALAR,
	['"'] = QUOTE,
	['{'] = OPEN,
	['['] = OPEN,
	['}'] = CLOSE,
	[']'] = CLOSE,
	[','] = COMMA,
	[':'] = COLON,
};

void
json_outline_begin(struct json_outline *o)
{
	memset(o, 0, sizeof(*o));
}

static bool
in_object(const struct json_outline *o)
{
	const size_t i = o->depth - 1;
	return o->object[i / 64] >> i % 64 & 1;
}

static void
open_container(struct json_outline *o, bool object)
{
	const size_t i = o->depth++;
	if (i >= JSON_DEPTH) {
		o->expect = IN_DEPTHS;
		return;
	}
	o->object[i / 64] &= ~(UINT64_C(1) << i % 64);
	o->object[i / 64] |= (uint64_t)object << i % 64;
	o->expect = object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
}

/* A value has ended. */
static enum json_outline_answer
end_value(struct json_outline *o)
{
	o->expect = o->depth > JSON_DEPTH ? IN_DEPTHS : EXPECT_COMMA_OR_END;
	return o->depth == 0 ? OUTLINE_END : OUTLINE_MORE;
}

static enum json_outline_answer
begin_value(struct json_outline *o, char c)
{
	switch (classes[(unsigned char)c]) {
	case OPEN: open_container(o, c == '{'); return OUTLINE_MORE;
	case QUOTE:
		o->expect = IN_STRING;
		o->key = false;
		return OUTLINE_MORE;
	case SCALAR: o->expect = IN_SCALAR; return OUTLINE_MORE;
	default: return OUTLINE_FAULT;
	}
}

static enum json_outline_answer
close_container(struct json_outline *o, char c)
{
	if (o->depth <= JSON_DEPTH && (c == '}') != in_object(o))
		return OUTLINE_FAULT;
	o->depth--;
	return end_value(o);
}

/* Handles a token outside strings and scalars. */
static enum json_outline_answer
take(struct json_outline *o, char c)
{
	const enum class class = classes[(unsigned char)c];
	switch ((enum expect)o->expect) {
	case EXPECT_VALUE_OR_END:
		if (class == CLOSE)
			return close_container(o, c);
		/* fall through */
	case EXPECT_VALUE: return begin_value(o, c);
	case EXPECT_KEY_OR_END:
		if (class == CLOSE)
			return close_container(o, c);
		/* fall through */
	case EXPECT_KEY:
		o->expect = IN_STRING;
		o->key = true;
		return class == QUOTE ? OUTLINE_MORE : OUTLINE_FAULT;
	case EXPECT_COLON:
		o->expect = EXPECT_VALUE;
		return class == COLON ? OUTLINE_MORE : OUTLINE_FAULT;
	case EXPECT_COMMA_OR_END:
		if (class == CLOSE)
			return close_container(o, c);
		o->expect = in_object(o) ? EXPECT_KEY : EXPECT_VALUE;
		return class == COMMA ? OUTLINE_MORE : OUTLINE_FAULT;
	case IN_DEPTHS:
		if (class == OPEN || class == QUOTE)
			return begin_value(o, c);
		if (class == CLOSE)
			return close_container(o, c);
		return class == OTHER ? OUTLINE_FAULT : OUTLINE_MORE;
	case IN_STRING:
	case IN_SCALAR: break;
	}
	return OUTLINE_FAULT;
}

/* Passes the rest of a string, as far as it was read. */
static size_t
pass_string(struct json_outline *o, const char *p, size_t i, size_t n)
{
	if (o->escaped && i < n && (unsigned char)p[i] >= ' ') {
		o->escaped = false;
		i++;
	}
	while (i < n && (unsigned char)p[i] >= ' ' && p[i] != '"') {
		if (p[i] != '\\') {
			i++;
		} else if (i + 1 < n && (unsigned char)p[i + 1] >= ' ') {
			i += 2;
		} else {
			o->escaped = i + 1 == n;
			i++;
		}
	}
	return i;
}

static enum json_outline_answer
end_string(struct json_outline *o)
{
	if (!o->key)
		return end_value(o);
	o->expect = EXPECT_COLON;
	return OUTLINE_MORE;
}

enum json_outline_answer
json_outline_follow(struct json_outline *o, const char *p, size_t n, size_t *used)
{
	enum json_outline_answer answer = OUTLINE_MORE;
	size_t i = 0;
	while (i < n && answer == OUTLINE_MORE) {
		if (o->expect == IN_STRING) {
			i = pass_string(o, p, i, n);
			if (i == n)
				break;
			answer = p[i] == '"' ? end_string(o) : OUTLINE_FAULT;
		} else if (o->expect == IN_SCALAR) {
			while (i < n && classes[(unsigned char)p[i]] == SCALAR)
				i++;
			if (i == n)
				break;
			answer =
			    classes[(unsigned char)p[i]] == OTHER ? OUTLINE_FAULT : end_value(o);
			continue; /* the byte that ended it is handled next */
		} else if (classes[(unsigned char)p[i]] != BLANK) {
			answer = take(o, p[i]);
		} else if (p[i] == '\n') {
			o->newlines |= o->depth > 0;
		}
		i += answer != OUTLINE_FAULT;
	}
	*used = i;
	return answer;
}

bool
json_outline_may_end(const struct json_outline *o)
{
	return o->expect == IN_SCALAR && o->depth == 0;
}

size_t
json_depth(struct text t)
{
	size_t depth = 0, deepest = 0;
	bool inside = false; /* a string */
	for (size_t i = 0; i < t.n; i++) {
		const char c = t.p[i];
		if (c == '"')
			inside = !inside;
		else if (inside)
			i += c == '\\';
		else if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		if (depth > deepest)
			deepest = depth;
	}
	return deepest;
}
