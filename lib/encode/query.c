/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "encode/named.h"

#include <string.h>

#include "base/utf8.h"

/* Percent-decodes t into out[0..t.n) and returns the length.  A % without two hex digits stays. */
static size_t
percent_decode(struct text t, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < t.n; i++) {
		char c = t.p[i];
		if (c == '+')
			c = ' ';
		if (c == '%' && t.n - i > 2) {
			int high = ascii_hex(t.p[i + 1]), low = ascii_hex(t.p[i + 2]);
			if (high >= 0 && low >= 0) {
				c = (char)(high << 4 | low);
				i += 2;
			}
		}
		out[n++] = c;
	}
	return n;
}

/* How many of the n bytes at p one U+FFFD replaces: the longest start of a valid character, or one
 * byte (The Unicode Standard, section 3.9, table 3-8). */
static size_t
bad_run(const char *p, size_t n)
{
	static const struct {
		unsigned char first, last, low, high; /* lead bytes, and the second byte's range */
		unsigned char length;
	} leads[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	const unsigned char *u = (const unsigned char *)p;
	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
		if (u[0] < leads[i].first || u[0] > leads[i].last)
			continue;
		if (n < 2 || u[1] < leads[i].low || u[1] > leads[i].high)
			return 1;
		size_t run = 2;
		while (run < n && run < leads[i].length && (u[run] & 0xc0) == 0x80)
			run++;
		return run;
	}
	return 1;
}

/*
 * Decodes a name or value.  Bytes that are not UTF-8 become U+FFFD.  out needs no more than t.n
 * bytes: a bad byte was spelled %XX, which takes three bytes, as U+FFFD does.
 */
static struct text
decode(struct named *n, struct text t, char *out)
{
	size_t length = percent_decode(t, out), good = utf8_valid(out, length);
	if (good == length)
		return (struct text){ out, length };
	n->spelled.n = 0;
	buf_put(&n->spelled, out, length);
	const char *p = n->spelled.p, *end = p + length;
	char *to = out;
	while (p < end) {
		good = utf8_valid(p, (size_t)(end - p));
		memcpy(to, p, good);
		to += good;
		p += good;
		if (p == end)
			break;
		memcpy(to, "\xef\xbf\xbd", 3);
		to += 3;
		p += bad_run(p, (size_t)(end - p));
	}
	return (struct text){ out, (size_t)(to - out) };
}

static bool
is_encoded(struct text t)
{
	return memchr(t.p, '%', t.n) != NULL || memchr(t.p, '+', t.n) != NULL;
}

static bool
is_parameter(struct named *n, struct text spelled, struct text name, struct buf *room)
{
	if (spelled.n < name.n || spelled.n / 3 > name.n)
		return false;
	if (!is_encoded(spelled))
		return text_eq(spelled, name);
	room->n = 0;
	buf_room(room, spelled.n);
	return text_eq(decode(n, spelled, room->p), name);
}

/* Takes the part before the first `c` off *rest.  After the last part, *rest is absent. */
static struct text
take(struct text *rest, char c)
{
	const char *at = memchr(rest->p, c, rest->n);
	if (at == NULL) {
		struct text last = *rest;
		*rest = TEXT_ABSENT;
		return last;
	}
	struct text part = { rest->p, (size_t)(at - rest->p) };
	*rest = (struct text){ at + 1, rest->n - part.n - 1 };
	return part;
}

struct value
named_in_query(struct named *n, struct text query, struct text name)
{
	struct text found = TEXT_ABSENT;
	struct buf room = { NULL, 0, 0 };
	while (query.p != NULL) {
		struct text value = take(&query, '&');
		if (value.n == 0)
			continue;
		struct text spelled = take(&value, '=');
		if (is_parameter(n, spelled, name, &room))
			found = value.p != NULL ? value : TEXT("");
	}
	buf_free(&room);
	if (found.p == NULL)
		return VALUE_NONE;
	if (is_encoded(found))
		found = decode(n, found, arena_alloc(n->scratch, found.n));
	return (struct value){ found, VALUE_STRING, false };
}

static struct text
trim_spaces(struct text t)
{
	while (t.n > 0 && (t.p[0] == ' ' || t.p[0] == '\t')) {
		t.p++;
		t.n--;
	}
	while (t.n > 0 && (t.p[t.n - 1] == ' ' || t.p[t.n - 1] == '\t'))
		t.n--;
	return t;
}

struct value
named_in_cookies(struct text cookies, struct text name)
{
	struct text found = TEXT_ABSENT;
	while (cookies.p != NULL) {
		struct text value = trim_spaces(take(&cookies, ';'));
		if (value.n == 0)
			continue;
		if (text_eq(take(&value, '='), name))
			found = value.p != NULL ? value : TEXT("");
	}
	if (found.p == NULL)
		return VALUE_NONE;
	return (struct value){ found, VALUE_STRING, false };
}
