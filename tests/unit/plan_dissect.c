/* SPDX-License-Identifier: MIT */
/* Dissect patterns: what compiles, what fits, and the same as a slow reader finds. */
#include "plan/dissect.h"

#include <string.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

enum { KEYS = 8 };

/* What a pattern makes of a line: `name=value|name=value|`, `no fit`, or `unclosed` and the rest.
 */
static void
put_match(struct buf *b, const struct dissect *d, struct text line)
{
	struct text value[KEYS];
	size_t unclosed = d->keys;
	const enum dissect_result result = dissect_match(d, line, value, &unclosed);
	if (result == DISSECT_NO_FIT) {
		buf_printf(b, "no fit");
		return;
	}
	if (result == DISSECT_UNCLOSED)
		buf_printf(b, "unclosed:");
	for (size_t i = 0; i < d->keys && i <= unclosed; i++) {
		buf_text(b, d->key[i].name);
		buf_char(b, '=');
		buf_text(b, value[i]);
		buf_char(b, '|');
	}
}

static const struct {
	const char *pattern, *line, *want;
} rows[] = {
	{ "%{ip} - %{user} [%{time}] \"%{request}\" %{status} %{}",
	    "1.2.3.4 - - [20/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\"",
	    "ip=1.2.3.4|user=-|time=20/Nov/2026:10:00:00 +0000|request=GET / HTTP/1.1|status=200|=5 "
	    "\"-\"|" },
	{ "%{a}", "", "a=|" },
	{ "%{a}", " x ", "a= x |" },
	{ "%{a} %{b}", " x", "a=|b=x|" },
	{ "%{a} %{b}", "x ", "a=x|b=|" },
	{ "%{a} %{b}", "x", "no fit" },
	{ "%{a} %{b}", "x  y", "a=x|b= y|" },
	{ "<%{a}>", "<x>", "a=x|" },
	{ "<%{a}>", "<x>>", "a=x>|" },
	{ "<%{a}>", "<x", "no fit" },
	{ "<%{a}>", "x>", "no fit" },
	{ "<%{a}>", "<x> ", "no fit" },
	{ "aa%{a}aa", "aaaa", "a=|" },
	{ "aa%{a}aa", "aaa", "no fit" },
	{ "%{a}--%{b}", "x-y---z", "a=x-y|b=-z|" },
	{ "%{a}ab%{b}c", "aaaaaaaaaabxc", "a=aaaaaaaaa|b=x|" },
	{ "%{a} %{a}", "1 2", "a=1|a=2|" },
	{ "100%%{a}%", "100%x%", "a=x|" },
	{ "%{a.b}:%{}", "x:y", "a.b=x|=y|" },
	/* objects */
	{ "%{t} %{json}", "x {\"a\":1}", "t=x|json={\"a\":1}|" },
	{ "%{t} %{json}", "x {\"a\":1} y", "t=x|json={\"a\":1} y|" },
	{ "%{t} %{json}", "x {", "t=x|json={|" },
	{ "%{t} %{json}", "x [1]", "no fit" },
	{ "%{t} %{json}", "x ", "no fit" },
	{ "%{t} %{json}", "x  {}", "no fit" },
	{ "%{json} %{b}", "{\"a\":\"} {\\\"}\",\"b\":[{}]} y",
	    "json={\"a\":\"} {\\\"}\",\"b\":[{}]}|b=y|" },
	{ "%{json} %{b}", "{\"a\":1}y", "no fit" },
	{ "%{json} %{b}", "{\"a\":1", "unclosed:json={\"a\":1|" },
	{ "%{json} %{b}", "{\"a\":\"1} y", "unclosed:json={\"a\":\"1} y|" },
	{ "%{json} %{b}", "{\"a\":\"\\", "unclosed:json={\"a\":\"\\|" },
	{ "[%{json}]", "[{}]", "json={}|" },
	{ "[%{json}]", "[{}]]", "no fit" },
	{ "%{json}, %{json}", "{}, {\"b\":1}", "json={}|json={\"b\":1}|" },
};

static const struct {
	const char *pattern;
	size_t at; /* from 1; 0: nowhere */
} wrong[] = {
	{ "", 0 },
	{ "no key", 0 },
	{ "%", 0 },
	{ "a}{", 0 },
	{ "%{", 1 },
	{ "a %{b", 3 },
	{ "%{a} %{b %{c}", 6 },
	{ "%{a}%{b}", 5 },
	{ "%{a} %{b}%{}", 10 },
	{ "%{json}%{b}", 8 },
	{ "%{+a}", 1 },
	{ "x %{?a} %{b}", 3 },
	{ "%{&a} %{*a}", 1 },
	{ "%{a} %{*b}", 6 },
	{ "%{a->} %{b}", 1 },
	{ "%{->} %{b}", 1 },
};

/* ---- a slow reader, for patterns without %{json} -------------------------------------------- */

static bool
is_at(const char *p, const char *end, struct text what)
{
	for (size_t i = 0; i < what.n; i++)
		if (p + i >= end || p[i] != what.p[i])
			return false;
	return true;
}

static void
put_slowly(struct buf *b, const struct dissect *d, struct text line)
{
	const char *p = line.p, *const end = line.p + line.n;
	bool fits = is_at(p, end, d->literal);
	p += d->literal.n;
	for (size_t i = 0; fits && i < d->keys; i++) {
		const struct text literal = d->key[i].literal;
		const char *to = p;
		if (i + 1 == d->keys)
			while (to < end && !(is_at(to, end, literal) && to + literal.n == end))
				to++;
		else
			while (to < end && !is_at(to, end, literal))
				to++;
		fits = is_at(to, end, literal) && (i + 1 < d->keys || to + literal.n == end);
		buf_text(b, d->key[i].name);
		buf_printf(b, "=%.*s|", (int)(to - p), p);
		p = to + literal.n;
	}
	if (!fits) {
		b->n = 0;
		buf_printf(b, "no fit");
	}
}

static uint32_t seed = 1;

static unsigned
below(unsigned n)
{
	seed = seed * 1664525 + 1013904223;
	return seed >> 16 & 0x7fff ? (seed >> 16) % n : 0;
}

static void
put_random(struct buf *b, unsigned most)
{
	for (unsigned n = below(most + 1); n > 0; n--)
		buf_char(b, "ab "[below(3)]);
}

static void
random_patterns(void)
{
	struct arena arena = { 0 };
	struct buf pattern = { 0 }, line = { 0 }, want = { 0 }, got = { 0 };
	unsigned compiled = 0, fits = 0;
	unit_row("random");
	for (unsigned round = 0; round < 20000; round++) {
		struct dissect d;
		struct err e;
		pattern.n = line.n = 0;
		put_random(&pattern, 2);
		for (unsigned keys = 1 + below(4); keys > 0; keys--) {
			buf_printf(&pattern, below(4) ? "%%{k%u}" : "%%{}", keys);
			put_random(&pattern, 3);
		}
		put_random(&line, 14);
		if (dissect_compile(&arena, buf_as_text(&pattern), &d, &e) < 0)
			continue;
		compiled++;
		want.n = got.n = 0;
		put_slowly(&want, &d, buf_as_text(&line));
		put_match(&got, &d, buf_as_text(&line));
		buf_char(&want, 0);
		CHECK_TEXT(buf_as_text(&got), want.p);
		fits += strcmp(want.p, "no fit") != 0;
		arena_reset(&arena);
	}
	CHECK(compiled > 5000 && fits > 1000);
	arena_free(&arena);
	buf_free(&pattern);
	buf_free(&line);
	buf_free(&want);
	buf_free(&got);
}

int
main(void)
{
	struct arena arena = { 0 };
	struct buf got = { 0 };
	struct dissect d;
	struct err e;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_row(rows[i].line);
		const int good = dissect_compile(&arena, text_of(rows[i].pattern), &d, &e);
		CHECK(good == 0 && d.keys <= KEYS);
		got.n = 0;
		if (good == 0)
			put_match(&got, &d, text_of(rows[i].line));
		CHECK_TEXT(buf_as_text(&got), rows[i].want);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		unit_row(wrong[i].pattern);
		CHECK(dissect_compile(&arena, text_of(wrong[i].pattern), &d, &e) < 0);
		CHECK(e.offset == (wrong[i].at ? wrong[i].at - 1 : ERR_NOWHERE));
	}
	random_patterns();
	arena_free(&arena);
	buf_free(&got);
	return unit_end();
}
