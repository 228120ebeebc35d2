/* SPDX-License-Identifier: MIT */
#include "encode/normalize.h"
#include "unit.h"

#include <stdlib.h>

#include "base/casemap.h"
#include "base/utf8.h"

#define TRIM .kind = NORMALIZE_TRIM
#define LOWER .kind = NORMALIZE_LOWERCASE
#define UPPER .kind = NORMALIZE_UPPERCASE
#define COLLAPSE .kind = NORMALIZE_COLLAPSE_WHITESPACE
#define SPLIT(separator, i)                                                                        \
	.kind = NORMALIZE_SPLIT, .from = { separator, sizeof(separator) - 1 }, .index = i
#define REPLACE(a, b)                                                                              \
	.kind = NORMALIZE_REPLACE, .from = { a, sizeof(a) - 1 }, .to = { b, sizeof(b) - 1 }

#define TO_TEXT .kind = NORMALIZE_BASE64
#define TO_HEX .kind = NORMALIZE_BASE64, .hex = true

static const struct {
	struct normalizer n;
	const char *in;
	const char *out; /* NULL: absent */
} rows[] = {
	{ { TRIM }, "", "" },
	{ { TRIM }, " \t\r\n\v\fa b \f\v\n\r\t ", "a b" },
	{ { TRIM }, " \t ", "" },
	{ { TRIM }, "\xc2\xa0x", "\xc2\xa0x" }, /* a no-break space is no ASCII white space */
	{ { TRIM }, "\bx\x0e", "\bx\x0e" },
	{ { LOWER }, "", "" },
	{ { LOWER }, "User@Example.COM", "user@example.com" },
	{ { LOWER }, "@[`{", "@[`{" },
	{ { LOWER }, "\xc3\x89t\xc3\x89 \xce\xa3\xd0\x96", "\xc3\xa9t\xc3\xa9 \xcf\x83\xd0\xb6" },
	{ { LOWER }, "\xc8\xba\xc8\xba\xc8\xba", "\xe2\xb1\xa5\xe2\xb1\xa5\xe2\xb1\xa5" },
	{ { LOWER }, "\xe2\x84\xaa", "k" }, /* the Kelvin sign */
	{ { UPPER },
	    "stra\xc3\x9f"
	    "e",
	    "STRA\xc3\x9f"
	    "E" },
	{ { UPPER }, "abcxyz{`", "ABCXYZ{`" },
	{ { UPPER }, "\xc3\xbf\xf0\x90\x90\xa8", "\xc5\xb8\xf0\x90\x90\x80" },
	{ { COLLAPSE }, "", "" },
	{ { COLLAPSE }, "a b", "a b" },
	{ { COLLAPSE }, "  a \t\n b\vc ", " a b c " },
	{ { COLLAPSE }, "a\tb", "a b" },
	{ { COLLAPSE }, "   ", " " },
	{ { SPLIT(",", 0) }, "a,b,c", "a" },
	{ { SPLIT(",", 1) }, "a,b,c", "b" },
	{ { SPLIT(",", 2) }, "a,b,c", "c" },
	{ { SPLIT(",", 3) }, "a,b,c", NULL },
	{ { SPLIT(",", -1) }, "a,b,c", "c" },
	{ { SPLIT(",", -3) }, "a,b,c", "a" },
	{ { SPLIT(",", -4) }, "a,b,c", NULL },
	{ { SPLIT(",", 0) }, "", "" },
	{ { SPLIT(",", 1) }, "", NULL },
	{ { SPLIT(",", -1) }, "a,", "" },
	{ { SPLIT("::", 1) }, "a::b:c", "b:c" },
	{ { SPLIT("aa", 1) }, "aaa", "a" },
	{ { SPLIT("aa", -2) }, "aaa", "" },
	{ { SPLIT(",", INT64_MAX) }, "a,b", NULL },
	{ { TO_TEXT }, "", "" },
	{ { TO_TEXT }, "YWJj", "abc" },
	{ { TO_TEXT }, "YWI=", "ab" },
	{ { TO_TEXT }, "YWI", "ab" },
	{ { TO_TEXT }, "YQ==", "a" },
	{ { TO_TEXT }, "YQ", "a" },
	{ { TO_TEXT }, "YQ=", NULL },
	{ { TO_TEXT }, "YQ===", NULL },
	{ { TO_TEXT }, "YWJj=", NULL },
	{ { TO_TEXT }, "Y", NULL },
	{ { TO_TEXT }, "=", NULL },
	{ { TO_TEXT }, "YQ==YQ==", NULL },
	{ { TO_TEXT }, "YW Jj", NULL },
	{ { TO_TEXT }, "YWJj\n", NULL },
	{ { TO_TEXT }, "w6k=", "\xc3\xa9" },
	{ { TO_TEXT }, "/////w==", NULL }, /* not UTF-8 */
	{ { TO_TEXT }, "7aCA", NULL },     /* a surrogate */
	{ { TO_HEX }, "/////w==", "ffffffff" },
	{ { TO_HEX }, "_____w", "ffffffff" },
	{ { TO_HEX }, "-_8=", "fbff" },
	{ { TO_HEX }, "+/8=", "fbff" },
	{ { TO_HEX }, "+_8=", NULL }, /* two alphabets */
	{ { TO_HEX }, "AAEC", "000102" },
	{ { TO_HEX }, "", "" },
	{ { SPLIT(",", INT64_MIN) }, "a,b", NULL },
	{ { REPLACE("+", "") }, "+49+1", "491" },
	{ { REPLACE("+", "00") }, "+49", "0049" },
	{ { REPLACE("aa", "a") }, "aaaaa", "aaa" },
	{ { REPLACE("a", "aa") }, "aba", "aabaa" },
	{ { REPLACE("x", "y") }, "abc", "abc" },
	{ { REPLACE("abc", "") }, "abc", "" },
};

static void
table(void)
{
	struct arena scratch = { 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_row(rows[i].in);
		/* exact memory, so that a sanitizer sees a byte too far */
		size_t n = strlen(rows[i].in);
		char *in = malloc(n + (n == 0));
		memcpy(in, rows[i].in, n);
		struct value v = { { in, n }, VALUE_STRING, false };
		normalize(&rows[i].n, &v, &scratch);
		CHECK((v.kind == VALUE_ABSENT) == (rows[i].out == NULL));
		CHECK((v.text.p == NULL) == (rows[i].out == NULL));
		CHECK_TEXT(v.text, rows[i].out);
		free(in);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
}

static void
absent_stays_absent(void)
{
	struct arena scratch = { 0 };
	for (int kind = 0; kind < NORMALIZERS; kind++) {
		struct normalizer n = { .kind = kind, .from = TEXT("a"), .to = TEXT("b") };
		struct value v = VALUE_NONE;
		normalize(&n, &v, &scratch);
		CHECK(v.kind == VALUE_ABSENT);
	}
	arena_free(&scratch);
}

/* A group that is no UTF-8 is absent, and so is one of a text that is too long. */
static void
extract(void)
{
	static const struct {
		const char *pattern;
		unsigned group;
		const char *in, *out; /* out: NULL if absent */
	} row[] = {
		{ "^([^@]+)@", 1, "user@example.com", "user" },
		{ "^([^@]+)@", 0, "user@example.com", "user@" },
		{ "^([^@]+)@", 1, "example.com", NULL },
		{ "(a)|(b)", 1, "b", NULL },
		{ "(a)|(b)", 2, "b", "b" },
		{ "x(y*)", 1, "x", "" },
		{ "^(.)", 1, "\xc3\xa9t", NULL },
		{ "^(..)", 1, "\xc3\xa9t", "\xc3\xa9" },
	};
	struct arena a = { 0 };
	struct err e;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct value v = { text_of(row[i].in), VALUE_STRING, true };
		const struct normalizer n = { .kind = NORMALIZE_EXTRACT,
			.pattern =
			    pattern_new(&a, text_of(row[i].pattern), row[i].group, false, &e) };
		unit_row(row[i].pattern);
		normalize(&n, &v, &a);
		CHECK((v.kind == VALUE_ABSENT) == (row[i].out == NULL));
		CHECK_TEXT(v.text, row[i].out);
	}
	arena_free(&a);
}

/* What has nothing that needs escaping may only be called so while it is true. */
static void
plain(void)
{
	struct arena scratch = { 0 };
	struct normalizer n = { REPLACE("a", "\"") };
	struct value v = { TEXT("cab"), VALUE_STRING, true };
	unit_row("Replace by a quote");
	normalize(&n, &v, &scratch);
	CHECK(!v.plain && text_eq(v.text, TEXT("c\"b")));
	n = (struct normalizer){ LOWER };
	v = (struct value){ TEXT("ABC"), VALUE_STRING, true };
	unit_row("Lowercase");
	normalize(&n, &v, &scratch);
	CHECK(v.plain);
	v = (struct value){ TEXT("1e5"), VALUE_NUMBER, false };
	n = (struct normalizer){ UPPER };
	unit_row("a number");
	normalize(&n, &v, &scratch);
	CHECK(v.kind == VALUE_STRING && v.plain && text_eq(v.text, TEXT("1E5")));
	v = (struct value){ TEXT("{\"a\":1}"), VALUE_JSON, false };
	unit_row("an object");
	normalize(&n, &v, &scratch);
	CHECK(v.kind == VALUE_STRING && !v.plain && text_eq(v.text, TEXT("{\"A\":1}")));
	arena_free(&scratch);
}

/* The room that case mapping takes is enough for every character there is. */
static void
growth(void)
{
	struct arena scratch = { 0 };
	struct normalizer lower = { LOWER }, upper = { UPPER };
	size_t bad = 0;
	for (uint32_t cp = 0x80; cp < 0x110000; cp++) {
		char in[4], low[4], up[4];
		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		size_t n = utf8_encode(cp, in);
		size_t nlow = utf8_encode(casemap_lower(cp), low);
		size_t nup = utf8_encode(casemap_upper(cp), up);
		bad += nlow > n + n / 2 || nup > n + n / 2;
		struct value a = { { in, n }, VALUE_STRING, false }, b = a;
		normalize(&lower, &a, &scratch);
		normalize(&upper, &b, &scratch);
		bad += !text_eq(a.text, (struct text){ low, nlow });
		bad += !text_eq(b.text, (struct text){ up, nup });
		arena_reset(&scratch);
	}
	unit_row("all characters");
	CHECK(bad == 0);
	arena_free(&scratch);
}

int
main(void)
{
	table();
	absent_stays_absent();
	extract();
	plain();
	growth();
	return unit_end();
}
