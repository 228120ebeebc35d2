/* SPDX-License-Identifier: MIT */
#include "base/pattern.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/pattern_walk.h"
#include "tests/unit/unit.h"

/* What a group takes of a text; "-" is a group that is absent. */
static const struct {
	const char *pattern;
	unsigned group;
	const char *text, *found;
} rows[] = {
	{ "", 0, "abc", "" },
	{ "b", 0, "abc", "b" },
	{ "^b", 0, "abc", "-" },
	{ "c$", 0, "abc", "c" },
	{ "^$", 0, "", "" },
	{ "$^", 0, "", "" },
	{ "a^b", 0, "a^b", "-" },
	{ "a\\^b", 0, "a^b", "a^b" },
	{ "^abc$", 0, "abc\n", "-" }, /* a text is one line */
	{ "a.c", 0, "a\nc", "a\nc" },
	{ "[^x]+", 0, "a\nb", "a\nb" },
	{ "ab*", 0, "xabbbx", "abbb" },
	{ "a|ab|abc", 0, "abcd", "abc" }, /* the longest, not the first alternative */
	{ "b|a", 0, "ab", "a" },          /* the leftmost */
	{ "(a|ab)(c|bcd)", 0, "abcd", "abcd" },
	{ "(a|ab)(c|bcd)", 1, "abcd", "a" },
	{ "(a*)(ab)*(b*)", 1, "abb", "a" },
	{ "(a*)(ab)*(b*)", 2, "abb", "-" },
	{ "(a*)*", 1, "b", "" },
	{ "(a*)+", 1, "aab", "aa" },
	{ "(a|b)*", 1, "abc", "b" },
	{ "((a)|(b))*", 2, "ab", "a" },
	{ "(a){0}b", 1, "b", "-" },
	{ "(a)?b", 1, "b", "-" },
	{ "(a)?b", 1, "ab", "a" },
	{ "x{2}", 0, "xxx", "xx" },
	{ "x{2,}", 0, "xxxx", "xxxx" },
	{ "x{,2}", 0, "xxxx", "xx" },
	{ "x{0,2}y", 0, "xxxy", "xxy" },
	{ "(x{1,2}){2}", 1, "xxxx", "xx" },
	{ "[]a]+", 0, "x]a]", "]a]" },
	{ "[^]a]+", 0, "]ab]", "b" },
	{ "[a-c]+", 0, "xabcd", "abc" },
	{ "[a-]+", 0, "-a-b", "-a-" },
	{ "[\\.]+", 0, "a\\.b", "\\." },
	{ "[[:digit:]]+", 0, "a12b", "12" },
	{ "[[:alpha:][:digit:]_]+", 0, "-a1_-", "a1_" },
	{ "[[:space:]]+", 0, "a \t\v\f\r\nb", " \t\v\f\r\n" },
	{ "[[.-.]a]+", 0, "b-a", "-a" },
	{ "[[=a=]b]+", 0, "cabc", "ab" },
	{ "a)b", 0, "a)b", "a)b" },
	{ "()", 1, "a", "" },
	{ "a||b", 0, "xb", "" },
	{ "\\(a\\)", 0, "(a)", "(a)" },
	{ "\\{\\}\\[\\]\\*\\+\\?\\.\\|\\$\\\\", 0, "{}[]*+?.|$\\", "{}[]*+?.|$\\" },
	{ "\xc3\xa9+", 0, "\xc3\xa9\xa9", "\xc3\xa9\xa9" }, /* bytes, not characters */
	{ "(\xc3\xa9)+", 0, "\xc3\xa9\xc3\xa9", "\xc3\xa9\xc3\xa9" },
	{ "user=([a-z]+);", 1, "id=7; user=alice; user=bob;", "alice" },
	{ "(^()|-?)a", 2, "a", "" },
	{ "(^()|-?)a", 2, "xa", "-" },
	{ "a(()$|b?)", 2, "a", "" },
	{ "a(()$|b?)", 2, "ac", "-" },
	{ "key=([^ ]*)$", 1, "key=a key=b", "b" },
};

static void
test_rows(void)
{
	struct arena a = { 0 };
	struct err e;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct text t = text_of(rows[i].text);
		const struct pattern *p =
		    pattern_new(&a, text_of(rows[i].pattern), rows[i].group, false, &e);
		unit_row(rows[i].pattern);
		CHECK(p != NULL);
		if (!p)
			continue;
		const struct text found = pattern_extract(p, t, &a);
		CHECK_TEXT(found.p ? found : TEXT("-"), rows[i].found);
		CHECK(rows[i].group > 0 || pattern_matches(p, t, &a) == (found.p != NULL));
	}
	arena_free(&a);
}

static void
test_case(void)
{
	static const struct {
		const char *pattern, *text;
		bool matches;
	} row[] = {
		{ "^curl/[0-9.]+$", "CURL/7.9", true },
		{ "^ABC$", "abc", true },
		{ "[a-c]{3}", "aBC", true },
		{ "[^a]", "A", false },
		{ "[[:lower:]]", "X", true },
		{ "\xc3\xa9", "\xc3\x89", false }, /* only ASCII */
		{ "[@-\\^]", "`", false },
	};
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		const struct pattern *p =
		    pattern_new(&a, text_of(row[i].pattern), PATTERN_NO_GROUP, true, NULL);
		unit_row(row[i].pattern);
		CHECK(p && pattern_matches(p, text_of(row[i].text), &a) == row[i].matches);
	}
	arena_free(&a);
}

/* What is refused, at which byte, and what the message says. */
static const struct {
	const char *pattern;
	size_t offset;
	const char *says;
} refused[] = {
	{ "\\d+", 0, "write [0-9]" },
	{ "a\\D", 1, "write [^0-9]" },
	{ "\\w", 0, "write [A-Za-z0-9_]" },
	{ "\\s", 0, "write [[:space:]]" },
	{ "\\bx", 0, "(^|[^A-Za-z0-9_])" },
	{ "\\n", 0, "in JSON: \\n" },
	{ "\\q", 0, "write q for the character itself" },
	{ "(a)\\1", 3, "no back references" },
	{ "[\\d]", 1, "write 0-9" },
	{ "[a\\w-]", 2, "write A-Za-z0-9_" },
	{ "[\\1]", 1, "no back references" },
	{ "\\<a", 0, "write < for the character itself" },
	{ "\\>", 0, "write > for" },
	{ "\\`", 0, "write ` for" },
	{ "\\'", 0, "write ' for" },
	{ "a\\", 1, "write \\\\ for the character itself" },
	{ "a*?", 2, "cannot be repeated" },
	{ "a**", 2, "cannot be repeated" },
	{ "a{2}{3}", 4, "cannot be repeated" },
	{ "a+?b", 2, "[^,]* for .*?" },
	{ "(?:a)", 1, "write ( for a group" },
	{ "*a", 0, "nothing comes before the *" },
	{ "a|+", 2, "nothing comes before the +" },
	{ "({2})", 1, "nothing comes before the {" },
	{ "^*", 1, "^ cannot be repeated" },
	{ "a$+", 2, "$ cannot be repeated" },
	{ "a{", 1, "write {2}, {2,} or {2,5}" },
	{ "a{x}", 1, "or \\{ for" },
	{ "a{2", 1, "or \\{ for" },
	{ "a{3,2}", 1, "less than the lower one" },
	{ "a{1001}", 1, "more than 1000 repetitions" },
	{ "(a{11}){91}", 7, "more than 1000 repetitions" },
	{ "((a{0,100}b){2,}){6}", 17, "more than 1000 repetitions" },
	{ "a{99999999999999999999}", 1, "more than 1000 repetitions" },
	{ "(a", 0, "the ( is not closed" },
	{ "x(a|(b)", 1, "the ( is not closed" },
	{ "[a", 0, "the [ is not closed" },
	{ "[", 0, "the [ is not closed" },
	{ "[]", 0, "the [ is not closed" },
	{ "[a-", 0, "the [ is not closed" },
	{ "[[:digits:]]", 1, "use one of alpha, digit" },
	{ "[[:alpha", 1, "use one of alpha, digit" },
	{ "[z-a]", 1, "ends before it begins" },
	{ "[a-c-e]", 4, "the first or the last" },
	{ "[[:digit:]-z]", 10, "end of a range" },
	{ "[a-[:digit:]]", 3, "end of a range" },
	{ "[[.ab.]]", 1, "single ASCII character" },
	{ "[\xc3\xa4\xc3\xb6]", 1, "only ASCII characters" },
	{ "[a-\xc3\xa4]", 3, "only ASCII characters" },
};

static void
test_refused(void)
{
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct err e = { .offset = 999 };
		unit_row(refused[i].pattern);
		CHECK(!pattern_new(&a, text_of(refused[i].pattern), 0, false, &e));
		CHECK(e.offset == refused[i].offset);
		CHECK(text_contains(text_of(e.text), text_of(refused[i].says)));
		if (!text_contains(text_of(e.text), text_of(refused[i].says)))
			printf("got: %s\n", e.text);
	}
	unit_row("a group that is not there");
	struct err e;
	CHECK(!pattern_new(&a, TEXT("(a)(b)"), 3, false, &e) && e.offset == ERR_NOWHERE);
	CHECK_TEXT(
	    text_of(e.text), "the pattern has only 2 groups; put ( and ) around the part to take");
	CHECK(pattern_new(&a, TEXT("(a)(b)"), 2, false, &e));
	unit_row("NUL");
	CHECK(!pattern_new(&a, TEXT("a\0b"), 0, false, &e) && e.offset == 1);
	arena_free(&a);
}

/* Whether the text of n bytes x matches. */
static bool
matches_x(struct arena *a, const char *pattern, size_t n)
{
	char *x = arena_alloc(a, n);
	memset(x, 'x', n);
	const struct pattern *p = pattern_new(a, text_of(pattern), 0, false, NULL);
	CHECK(p != NULL);
	return p && pattern_extract(p, (struct text){ x, n }, a).p != NULL &&
	       pattern_matches(p, (struct text){ x, n }, a);
}

static void
test_limits(void)
{
	struct arena a = { 0 };
	char pattern[PATTERN_BYTES + 2];
	struct err e;
	memset(pattern, 'x', sizeof(pattern));
	unit_row("bytes");
	CHECK(pattern_new(&a, (struct text){ pattern, PATTERN_BYTES }, 0, false, &e));
	CHECK(!pattern_new(&a, (struct text){ pattern, PATTERN_BYTES + 1 }, 0, false, &e));
	CHECK(e.offset == PATTERN_BYTES);
	unit_row("repetitions");
	CHECK(matches_x(&a, "^x{1000}$", 1000) && !matches_x(&a, "^x{1000}$", 999));
	CHECK(matches_x(&a, "^((x{10}){10}){10}$", 1000));
	CHECK(matches_x(&a, "^x{600}x{600}$", 1200));
	CHECK(matches_x(&a, "^(x{0,500}){2}$", 1000) && !matches_x(&a, "^(x{0,500}){2}$", 1001));
	unit_row("the length of a text");
	CHECK(matches_x(&a, "x", PATTERN_TEXT) && !matches_x(&a, "x", PATTERN_TEXT + 1));
	CHECK(matches_x(&a, "^x+$", PATTERN_TEXT));
	unit_row("the deepest nesting");
	for (size_t i = 0; i < PATTERN_BYTES; i++)
		pattern[i] = i < 333 ? '(' : i == 333 ? 'x' : i < 667 ? ')' : '?';
	CHECK(pattern_new(&a, (struct text){ pattern, 667 }, 333, false, &e));
	for (size_t i = 0; i < PATTERN_BYTES; i++)
		pattern[i] = i < 400 ? (i % 2 ? '(' : 'x') : i < 401 ? 'x' : i % 2 ? ')' : '*';
	CHECK(pattern_new(&a, (struct text){ pattern, 801 }, 200, false, &e));
	unit_row("the size when written out");
	memset(pattern, '.', 999);
	pattern[0] = '(';
	memcpy(pattern + 900, "){1000}", 7);
	CHECK(!pattern_new(&a, (struct text){ pattern, 907 }, 0, false, &e));
	CHECK(pattern_new(&a, TEXT("([a-z]{3}-){250}"), 1, false, &e));
	arena_free(&a);
}

/* Groups of matches that are longer than what is looked at in one go. */
static void
test_long(void)
{
	static const size_t lengths[] = { 1, 127, 128, 129, 255, 256, 257, 1000, 5000 };
	struct arena a = { 0 };
	const struct pattern *p = pattern_new(&a, TEXT("^(a|aa)*c([ab]*)(b|$)"), 2, false, NULL);
	unit_row("a long match");
	for (size_t i = 0; p && i < sizeof(lengths) / sizeof(*lengths); i++) {
		const size_t n = lengths[i];
		char *t = arena_alloc(&a, 2 * n + 1);
		memset(t, 'a', n);
		t[n] = 'c';
		memset(t + n + 1, 'b', n);
		const struct text found = pattern_extract(p, (struct text){ t, 2 * n + 1 }, &a);
		CHECK(found.p == t + n + 1 && found.n == n);
	}
	CHECK(p != NULL);
	arena_free(&a);
}

/* No text takes longer than in proportion to its length: each of these takes glibc seconds, or
 * minutes, for one text. */
static void
test_time(void)
{
	static const char *const patterns[] = { "(x+x+)+y", "(x*)*y", "^(x|xx)*$", "x.*y.*z|b",
		"(.*)(.*)(.*)(.*)(.*)[0-9]", "x.{300}y", "((x|xy)(x|y)*)*", "(x?){300}y",
		"(x{0,10}){0,10}y" };
	const clock_t start = clock();
	struct arena a = { 0 };
	char *text = malloc(PATTERN_TEXT);
	memset(text, 'x', PATTERN_TEXT);
	text[PATTERN_TEXT - 1] = 'b';
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		const struct pattern *p = pattern_new(&a, text_of(patterns[i]), 0, false, NULL);
		unit_row(patterns[i]);
		CHECK(p != NULL);
		pattern_matches(p, (struct text){ text, PATTERN_TEXT }, &a);
		pattern_extract(p, (struct text){ text, PATTERN_TEXT }, &a);
		arena_reset(&a);
	}
	free(text);
	arena_free(&a);
	unit_row("");
	CHECK(clock() - start < 60 * CLOCKS_PER_SEC);
}

/* ---- the same as glibc ---------------------------------------------------------------------- */

static unsigned seed;

static unsigned
any(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return seed / 65536 % below;
}

static void
put_pattern(char *out, int depth)
{
	static const char *const atoms[] = { "a", "b", "c", ".", "[ab]", "[^a]", "[a-b]", "x",
		"\\.", "[[:alpha:]]", "(a|b)", "(a|ab)", "(ab|a)", "[]a]", "[^]b]", "\\(" };
	static const char *const repeats[] = { "*", "+", "?", "{2}", "{1,2}", "{,2}", "{2,}" };
	for (unsigned i = any(3) + 1; i > 0; i--) {
		if (depth > 0 && any(3) == 0) {
			strcat(out, "(");
			put_pattern(out, depth - 1);
			strcat(out, any(3) == 0 ? "|b)" : ")");
		} else {
			strcat(out, atoms[any(sizeof(atoms) / sizeof(*atoms))]);
		}
		if (any(3) == 0)
			strcat(out, repeats[any(sizeof(repeats) / sizeof(*repeats))]);
	}
}

/* The whole match must be glibc's.  Groups of one branch and no repetition must be, too. */
static void
compare(struct arena *a, const char *pattern, regex_t *r, unsigned group)
{
	const struct pattern *p = pattern_new(a, text_of(pattern), group, false, NULL);
	CHECK(p != NULL);
	for (int k = 0; p && k < 5; k++) {
		regmatch_t m[100] = { 0 };
		char t[16];
		const size_t n = any(12);
		for (size_t i = 0; i < n; i++)
			t[i] = "abcx.()]\n"[any(20) ? any(4) : any(10)];
		m[0].rm_eo = (regoff_t)n;
		const bool found = regexec(r, t, 100, m, REG_STARTEND) == 0;
		const struct text got = pattern_extract(p, (struct text){ t, n }, a);
		CHECK(pattern_matches(p, (struct text){ t, n }, a) == found);
		if (!found || m[group].rm_so < 0)
			CHECK(!got.p);
		else
			CHECK(got.p == t + m[group].rm_so &&
			      got.n == (size_t)(m[group].rm_eo - m[group].rm_so));
	}
}

static void
test_glibc(void)
{
	struct arena a = { 0 };
	for (seed = 1; seed < 4000; seed++) {
		const unsigned round = seed;
		char pattern[2000] = "";
		regex_t r;
		if (any(3) == 0)
			strcat(pattern, "^");
		put_pattern(pattern, 2);
		if (any(3) == 0)
			strcat(pattern, "$");
		unit_row(pattern);
		if (strlen(pattern) < 100 && regcomp(&r, pattern, REG_EXTENDED) == 0) {
			const bool simple = !strpbrk(pattern, "*+?{|");
			compare(&a, pattern, &r, simple ? any((unsigned)r.re_nsub + 1) : 0);
			regfree(&r);
		}
		arena_reset(&a);
		seed = round;
	}
	arena_free(&a);
	unit_row("");
}

/* ---- the same as the walks over sets of steps ----------------------------------------------- */

/* Texts of a few words that the patterns below have in them, and what comes between. */
static struct text
any_text(struct arena *a)
{
	static const char *const parts[] = { "ab", "abc", "key=", "id=\"", "\"", " ", "a", "b", "c",
		"x", "-", "0", "17", "\n", ".", "(", "]", "aaaaaaaa", "=", "ke", "y=" };
	char t[800] = "";
	for (unsigned n = any(8) ? any(12) : any(80); n > 0; n--)
		strcat(t, parts[any(sizeof(parts) / sizeof(*parts))]);
	return arena_text(a, text_of(t));
}

static void
compare_walk(struct arena *a, const char *pattern, unsigned group)
{
	const struct pattern *p = pattern_new(a, text_of(pattern), group, any(8) == 0, NULL);
	for (int k = 0; p && k < 6; k++) {
		const struct text t = any_text(a);
		const struct text found = pattern_extract(p, t, a), walked = walk_extract(p, t, a);
		CHECK(found.p == walked.p && found.n == walked.n);
		CHECK(pattern_matches(p, t, a) == walk_matches(p, t, a));
	}
}

/* Patterns of keys and values, which have literals and leave no choice more often than not. */
static void
put_keys(char *out)
{
	static const char *const parts[] = { "(^|[ '])", "key=", "id=\"", "([^\"]*)", "\"",
		"([0-9]{1,3})", "([ ']|$)", "(ab|c)", "([a-c]*)*", "(.*)", "()", "(a|b)?", "x{2}",
		"(key=)+", "-", "$", "(ab){2,3}", "((a)|(b))*", "(x*)+", "(ab)", "[^ ]+ ",
		"(0(1)?)*" };
	for (unsigned n = any(5) + 1; n > 0; n--)
		strcat(out, parts[any(sizeof(parts) / sizeof(*parts))]);
}

static void
test_walk(void)
{
	struct arena a = { 0 };
	for (unsigned round = 1; round < 6000; round++) {
		char pattern[2000] = "";
		seed = round;
		if (any(4) == 0)
			strcat(pattern, "^");
		if (any(2))
			put_keys(pattern);
		else
			put_pattern(pattern, 2);
		unit_row(pattern);
		if (strlen(pattern) < 100)
			compare_walk(&a, pattern, any(4));
		arena_reset(&a);
	}
	arena_free(&a);
	unit_row("");
}

/* Which patterns have a literal, and where it stands.  most: -1 if there is no limit. */
static void
test_literal(void)
{
	static const struct {
		const char *pattern, *literal;
		size_t least;
		int most;
	} row[] = {
		{ "(^|[ '])uid=([0-9]+)", "uid=", 0, 1 },
		{ "op=([^=]*) [a-z]+=", "op=", 0, 0 },
		{ "a*key=", "key=", 0, -1 },
		{ "(ab|cde){2,3}xy", "xy", 4, 9 },
		{ "(abc)+d", "abc", 0, 0 },
		{ "(ab)?c?cd", "cd", 0, 3 },
		{ "(.................................................................){1000}ab",
		    "ab", 65000, 65000 },
		{ "a[^b]", "a", 0, 0 },
		{ "[^b]{1,2}a", "", 0, 0 }, /* a byte that is somewhere near */
		{ "(ab|ab)", "", 0, 0 },
		{ "^abc", "", 0, 0 }, /* there is only one place to try */
		{ "(ab)*", "", 0, 0 },
		{ "a(b(c))d", "abcd", 0, 0 },
	};
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		const struct pattern *p =
		    pattern_new(&a, text_of(row[i].pattern), PATTERN_NO_GROUP, false, NULL);
		unit_row(row[i].pattern);
		CHECK(p != NULL);
		if (!p)
			continue;
		CHECK_TEXT(p->literal.bytes, row[i].literal);
		CHECK(p->literal.least == row[i].least);
		CHECK(row[i].most < 0 ? p->literal.most >= PATTERN_TEXT
				      : p->literal.most == (size_t)row[i].most);
	}
	arena_free(&a);
}

/* A literal at each place of texts of each length, also across what is looked at in one go. */
static void
test_literal_find(void)
{
	const struct literal l = { .bytes = TEXT("ab") };
	char t[140];
	unit_row("literal_find");
	for (size_t n = 0; n < sizeof(t); n++) {
		memset(t, 'a', sizeof(t));
		CHECK(literal_find(&l, (struct text){ t, n }, 0) == PATTERN_NOWHERE);
		for (size_t at = 0; at + 2 <= n; at++) {
			t[at + 1] = 'b';
			const struct text text = { t, n };
			CHECK(literal_find(&l, text, 0) == at && literal_find(&l, text, at) == at);
			CHECK(literal_find(&l, text, at + 1) == PATTERN_NOWHERE);
			t[at + 1] = 'a';
		}
	}
}

/* The groups of these need no walk. */
static void
test_single(void)
{
	static const struct {
		const char *pattern;
		bool single;
	} row[] = {
		{ "(^|[ '])uid=([0-9]{1,9})([ ']|$)", true }, { "^argc=[0-9]+ (.*)$", true },
		{ "([^@]+)@", true }, { "(a|ab)c", false }, { "(a*)ab", false }, { "(a)*b", true },
		{ "(a*)*b", false }, /* an empty round may or may not count */
	};
	struct arena a = { 0 };
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		const struct pattern *p = pattern_new(&a, text_of(row[i].pattern), 1, false, NULL);
		unit_row(row[i].pattern);
		CHECK(p && (p->single != NULL) == row[i].single);
	}
	arena_free(&a);
	unit_row("");
}

int
main(void)
{
	test_rows();
	test_case();
	test_refused();
	test_limits();
	test_long();
	test_time();
	test_glibc();
	test_walk();
	test_literal();
	test_literal_find();
	test_single();
	return unit_end();
}
