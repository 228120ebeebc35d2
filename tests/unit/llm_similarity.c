/* SPDX-License-Identifier: MIT */
/* How alike two answers are, against Python's difflib; and how the work is bounded. */
#include "llm/similarity.h"

#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "tests/unit/llm_similarity_reference.h"
#include "tests/unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void
check_reference(void)
{
	char name[40];
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const struct text a = text_of(pairs[i].a), b = text_of(pairs[i].b);
		const struct similarity s = similarity_of(a, b);
		snprintf(name, sizeof(name), "pair %zu", i);
		unit_row(name);
		CHECK(fabs(s.ratio - pairs[i].ratio) <= 1e-12);
		CHECK(!s.approximate);
		CHECK(fabs(similarity_of_words(a, b) - pairs[i].words) <= 1e-12);
	}
}

static void
fill(struct buf *b, const char *alphabet, size_t n, uint32_t seed)
{
	const size_t letters = strlen(alphabet);
	b->n = 0;
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		buf_char(b, alphabet[(seed >> 16) % letters]);
	}
}

/* Texts whose comparison would take too long. */
static void
check_bound(void)
{
	static const char *const alphabet[] = { "ab", "abcdefghijklmnopqrstuvwxyz      ",
		("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-*/=<>!?.,;:()"
		 "&^%$#@~`'_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") };
	struct buf a = { 0 }, b = { 0 };
	for (size_t i = 0; i < COUNT(alphabet); i++) {
		unit_row(alphabet[i]);
		fill(&a, alphabet[i], 100000, 1);
		fill(&b, alphabet[i], 100000, 2);
		const struct similarity s = similarity_of(buf_as_text(&a), buf_as_text(&b));
		CHECK(s.ratio >= 0 && s.ratio <= 1);
		b.n = 199; /* without popular characters, all of a is compared with all of b */
		CHECK(similarity_of(buf_as_text(&a), buf_as_text(&b)).ratio <= 1);
	}
	unit_row("approximate");
	fill(&a, "abc def ", 100000, 1);
	fill(&b, "abc def ", 199, 2);
	CHECK(similarity_of(buf_as_text(&a), buf_as_text(&b)).approximate);
	unit_row("one change in much text");
	fill(&a, alphabet[2], 100000, 1);
	fill(&b, alphabet[2], 100000, 1);
	b.p[50000] = '\t';
	const struct similarity s = similarity_of(buf_as_text(&a), buf_as_text(&b));
	CHECK(s.ratio > 0.999);
	buf_free(&a);
	buf_free(&b);
}

static void
check_odd(void)
{
	unit_row("bytes that are not UTF-8");
	CHECK(similarity_of(TEXT("a\xff"
				 "b"),
		  TEXT("a\xfe"
		       "b"))
		  .ratio == 2.0 * 2 / 6);
	CHECK(similarity_of(TEXT("\xff"), TEXT("\xff\xff")).ratio == 2.0 / 3);
	unit_row("NUL");
	CHECK(similarity_of(TEXT("a\0b"), TEXT("a\0c")).ratio == 4.0 / 6);
	unit_row("bands");
	CHECK(similarity_band_of(0.9) == SIMILARITY_NEARLY_IDENTICAL);
	CHECK(similarity_band_of(0.853) == SIMILARITY_SIMILAR);
	CHECK(similarity_band_of(0.5) == SIMILARITY_RELATED);
	CHECK(similarity_band_of(0.4999) == SIMILARITY_DIFFERENT);
}

int
main(void)
{
	check_reference();
	check_bound();
	check_odd();
	return unit_end();
}
