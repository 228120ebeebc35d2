/* SPDX-License-Identifier: MIT */
/* text, utf8, casemap, glob: characters and what they are compared with. */
#include <stdint.h>
#include <stdlib.h>

#include "base/casemap.h"
#include "base/glob.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

#include "tests/unit/unit.h"

static void
test_text(void)
{
	unit_row("text");
	CHECK(text_eq(TEXT(""), TEXT_ABSENT) && text_eq(TEXT("a\0b"), TEXT("a\0b")));
	CHECK(!text_eq(TEXT("a\0b"), TEXT("a\0c")) && !text_eq(TEXT("a"), TEXT("ab")));
	CHECK(text_cmp(TEXT("a"), TEXT("b")) < 0 && text_cmp(TEXT("b"), TEXT("a")) > 0);
	CHECK(text_cmp(TEXT("a"), TEXT("ab")) < 0 && text_cmp(TEXT("ab"), TEXT("a")) > 0);
	CHECK(text_cmp(TEXT(""), TEXT_ABSENT) == 0 && text_cmp(TEXT("\xFF"), TEXT("a")) > 0);
	CHECK(text_eq_nocase(TEXT("User-Agent"), TEXT("uSER-aGENT")));
	CHECK(!text_eq_nocase(TEXT("["), TEXT("{")) && !text_eq_nocase(TEXT("a"), TEXT("ab")));
	CHECK(!text_eq_nocase(TEXT("\xC3\x84"), TEXT("\xC3\xA4")));
	CHECK(text_contains(TEXT("abcabd"), TEXT("abd")) && text_contains(TEXT_ABSENT, TEXT("")));
	CHECK(!text_contains(TEXT("abc"), TEXT("abd")) && !text_contains(TEXT("ab"), TEXT("abc")));
	CHECK(text_contains(TEXT("a\0bc"), TEXT("\0b")) && !text_contains(TEXT_ABSENT, TEXT("a")));
}

static void
test_nearest(void)
{
	static const struct {
		const char *typed, *nearest; /* NULL: none */
	} table[] = {
		{ "selector", "selector" },
		{ "selektor", "selector" },
		{ "slector", "selector" },
		{ "SELECTOR", "selector" },
		{ "sleector", "selector" }, /* a transposition is one edit */
		{ "norm", "normalizers" },  /* beginnings */
		{ "Nor", "normalizers" },
		{ "no", NULL },
		{ "pars", "parser" },
		{ "par", NULL }, /* parser or parent */
		{ "nmae", "name" },
		{ "nme", "name" },
		{ "nam", "name" },
		{ "naem_", NULL }, /* two edits of five are too many */
		{ "paret", "parent" },
		{ "xyzzy", NULL },
		{ "", NULL },
	};
	static const struct text names[] = { { "name", 4 }, { "selector", 8 }, { "parser", 6 },
		{ "parent", 6 }, { "normalizers", 11 } };

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct text got = text_nearest(text_of(table[i].typed), names, 5);
		unit_row(table[i].typed);
		CHECK((got.p == NULL) == (table[i].nearest == NULL));
		CHECK(text_eq(got, text_of(table[i].nearest)));
	}
	unit_row("two are as near");
	CHECK(text_nearest(TEXT("laod"), (const struct text[]){ { "load", 4 }, { "laud", 4 } }, 2)
		  .p == NULL);
	unit_row("no names");
	CHECK(text_nearest(TEXT("name"), NULL, 0).p == NULL);
}

/* Each also stands behind and before runs of ASCII of all lengths to 40. */
static void
test_valid(void)
{
	static const struct {
		struct text t;
		size_t good;
	} table[] = {
		{ { "", 0 }, 0 },
		{ { "\0a", 2 }, 2 },
		{ { "\x7F", 1 }, 1 },
		{ { "\xC2\x80", 2 }, 2 },
		{ { "\xDF\xBF", 2 }, 2 },
		{ { "\xE0\xA0\x80", 3 }, 3 },
		{ { "\xED\x9F\xBF", 3 }, 3 },
		{ { "\xEE\x80\x80", 3 }, 3 },
		{ { "\xEF\xBF\xBF", 3 }, 3 },
		{ { "\xF0\x90\x80\x80", 4 }, 4 },
		{ { "\xF4\x8F\xBF\xBF", 4 }, 4 },
		{ { "\xE2\x82\xAC\xC3\xA9\xF0\x9F\x98\x80", 9 }, 9 },
		{ { "\x80", 1 }, 0 },
		{ { "\xBF", 1 }, 0 },
		{ { "\xC0\x80", 2 }, 0 },
		{ { "\xC1\xBF", 2 }, 0 },
		{ { "\xE0\x9F\xBF", 3 }, 0 },
		{ { "\xED\xA0\x80", 3 }, 0 },
		{ { "\xED\xBF\xBF", 3 }, 0 },
		{ { "\xF0\x8F\xBF\xBF", 4 }, 0 },
		{ { "\xF4\x90\x80\x80", 4 }, 0 },
		{ { "\xF5\x80\x80\x80", 4 }, 0 },
		{ { "\xFF", 1 }, 0 },
		{ { "\xC3", 1 }, 0 },
		{ { "\xE2\x82", 2 }, 0 },
		{ { "\xE2\x82"
		    "a",
		      3 },
		    0 },
		{ { "\xF0\x9F\x98", 3 }, 0 },
		{ { "\xF0\x9F\x98"
		    "a",
		      4 },
		    0 },
		{ { "\xC3\xA9\xC3", 3 }, 2 },
		{ { "\xC3\xA9\xE9t", 4 }, 2 },
	};
	char line[100], *exact;

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct text t = table[i].t;
		unit_row(t.p);
		for (size_t lead = 0; lead <= 40; lead++) {
			memset(line, 'a', sizeof line);
			memcpy(line + lead, t.p, t.n);
			exact = mem_alloc(lead + t.n); /* so that reading on is noticed */
			memcpy(exact, line, lead + t.n);
			CHECK(utf8_valid(exact, lead + t.n) == lead + table[i].good);
			free(exact);
			CHECK(utf8_valid(line, lead + t.n + 20) ==
			      lead + table[i].good + (table[i].good == t.n ? 20 : 0));
		}
	}
}

/* All there is: encoding then decoding gives the same, and nothing else does. */
static void
test_all_characters(void)
{
	char out[4];
	uint32_t back;
	size_t lengths[5] = { 0 }, n;
	bool same = true;
	unit_row("all characters");
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		n = utf8_encode(cp, out);
		lengths[n]++;
		if (cp >= 0xD800 && cp <= 0xDFFF)
			same = same && utf8_decode(out, n, &back) == 0 && utf8_valid(out, n) == 0;
		else
			same = same && utf8_decode(out, n, &back) == n && back == cp &&
			       utf8_valid(out, n) == n &&
			       (n == 1 || utf8_decode(out, n - 1, &back) == 0);
	}
	CHECK(same);
	CHECK(lengths[1] == 0x80 && lengths[2] == 0x780 && lengths[3] == 0xF800 &&
	      lengths[4] == 0x100000);
}

static void
test_casemap(void)
{
	static const struct {
		uint32_t upper, lower;
	} pairs[] = {
		{ 'A', 'a' },
		{ 'Z', 'z' },
		{ 0xC0, 0xE0 },
		{ 0xD6, 0xF6 },
		{ 0xD8, 0xF8 },
		{ 0xDE, 0xFE },
		{ 0x100, 0x101 },
		{ 0x12E, 0x12F },
		{ 0x139, 0x13A },
		{ 0x178, 0xFF },
		{ 0x17D, 0x17E },
		{ 0x391, 0x3B1 },
		{ 0x3A9, 0x3C9 },
		{ 0x386, 0x3AC },
		{ 0x410, 0x430 },
		{ 0x401, 0x451 },
		{ 0x42F, 0x44F },
		{ 0x531, 0x561 },
		{ 0x10A0, 0x2D00 },
		{ 0x1E00, 0x1E01 },
		{ 0x1C4, 0x1C6 },
		{ 0x2C00, 0x2C30 },
		{ 0xFF21, 0xFF41 },
		{ 0x10400, 0x10428 },
		{ 0x1E921, 0x1E943 },
		{ 0x3A3, 0x3C3 },
	};
	static const uint32_t alone[] = { 0, '@', '[', '`', '{', 0x7F, 0xAA, 0xD7, 0xDF, 0xF7,
		0x138, 0x149, 0x3A2, 0x4E00, 0xD7FF, 0xE000, 0x10FFFF };

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		unit_row("pairs");
		CHECK(casemap_lower(pairs[i].upper) == pairs[i].lower);
		CHECK(casemap_upper(pairs[i].lower) == pairs[i].upper);
		CHECK(casemap_lower(pairs[i].lower) == pairs[i].lower);
		CHECK(casemap_upper(pairs[i].upper) == pairs[i].upper);
	}
	for (size_t i = 0; i < sizeof alone / sizeof alone[0]; i++) {
		unit_row("alone");
		CHECK(casemap_lower(alone[i]) == alone[i] && casemap_upper(alone[i]) == alone[i]);
	}
	unit_row("one way");
	CHECK(casemap_lower(0x130) == 'i' && casemap_upper(0x131) == 'I');
	CHECK(casemap_lower(0x1E9E) == 0xDF && casemap_upper(0x1E9E) == 0x1E9E);
	CHECK(casemap_upper(0x3C2) == 0x3A3 && casemap_upper(0x17F) == 'S');
	CHECK(casemap_lower(0x1C5) == 0x1C6 && casemap_upper(0x1C5) == 0x1C4);
	CHECK(casemap_upper(0xB5) == 0x39C && casemap_lower(0x212A) == 'k');
}

/* Every row is also matched as a pattern without an escape would not be. */
static void
test_escapes(void)
{
	static const struct {
		const char *pattern, *text;
		bool match, ends_escaped;
	} row[] = {
		{ "a\\*", "a*", true, true },
		{ "a\\*", "ab", false, true },
		{ "a\\?", "a?", true, false },
		{ "a\\?", "ab", false, false },
		{ "a\\\\*", "a\\b", true, false },
		{ "a\\\\*", "a*", false, false },
		{ "a\\\\\\*", "a\\*", true, true },
		{ "C:\\dir\\*", "C:\\dir*", true, true },
		{ "C:\\dir\\*", "C:\\dir\\x", false, true },
		{ "C:\\dir\\\\*", "C:\\dir\\x", true, false },
		{ "\\d", "\\d", true, false },
		{ "x\\", "x\\", true, false },
		{ "\\**", "*abc", true, false },
		{ "\\**", "abc", false, false },
		{ "*\\*", "abc*", true, true },
		{ "*\\*", "abc", false, true },
		{ "*\\**", "ab*c", true, false },
		{ "*\\**", "abc", false, false },
		{ "?\\*?", "a*b", true, true },
		{ "?\\*?", "abb", false, true },
		{ "", "", true, false },
		{ "*", "", true, false },
		{ "\xC3\xA9?\\*", "\xC3\xA9\xE2\x82\xAC*", true, true },
	};
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		const struct glob g = glob_escaped(text_of(row[i].pattern), &a);
		unit_row(row[i].pattern);
		CHECK(glob_holds(&g, text_of(row[i].text)) == row[i].match);
		CHECK(glob_ends_escaped(text_of(row[i].pattern)) == row[i].ends_escaped);
	}
	arena_free(&a);
}

static void
test_glob(void)
{
	static const struct {
		const char *pattern, *text;
		bool match;
	} table[] = {
		{ "", "", true },
		{ "", "a", false },
		{ "*", "", true },
		{ "*", "anything", true },
		{ "?", "", false },
		{ "?", "a", true },
		{ "?", "\xE2\x82\xAC", true },
		{ "??", "\xE2\x82\xAC", false },
		{ "*??", "\xE2\x82\xAC", false },
		{ "*??xy",
		    "\xE2\x82\xAC"
		    "xy",
		    false }, /* a star takes whole characters */
		{ "*?", "\xE2\x82\xAC", true },
		{ "??", "\xE2\x82", true },
		{ "abc", "abc", true },
		{ "abc", "abcd", false },
		{ "a*c", "ac", true },
		{ "a*c", "abcbc", true },
		{ "a*c", "abcb", false },
		{ "*.log", "a.log", true },
		{ "*.log", "a.log.gz", false },
		{ "a*b*c", "aXbXbXc", true },
		{ "a*b*c", "aXcXb", false },
		{ "**", "", true },
		{ "*a**b*", "xxaxxbxx", true },
		{ "a?c*", "abcdef", true },
		{ "*ab", "aab", true },
		{ "*aab", "aaaab", true },
		{ "[ab]", "a", false },
		{ "[ab]", "[ab]", true },
		{ "\\*", "\\x", true },
		{ "A", "a", false },
		{ "?*?", "ab", true },
		{ "?*?", "a", false },
		{ "*\xC3\xA9*", "caf\xC3\xA9s", true },
	};
	char pattern[1000], text[20000];

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		unit_row(table[i].pattern);
		CHECK(glob_match(text_of(table[i].pattern), text_of(table[i].text)) ==
		      table[i].match);
	}
	test_escapes();
	unit_row("many stars end in time");
	for (size_t i = 0; i < sizeof pattern; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	memset(text, 'a', sizeof text);
	pattern[sizeof pattern - 1] = 'b';
	CHECK(!glob_match(
	    (struct text){ pattern, sizeof pattern }, (struct text){ text, sizeof text }));
	CHECK(glob_match(TEXT("a?\0*"), TEXT("ab\0c")) && !glob_match(TEXT("a"), TEXT("a\0")));
}

int
main(void)
{
	test_text();
	test_nearest();
	test_valid();
	test_all_characters();
	test_casemap();
	test_glob();
	return unit_end();
}
