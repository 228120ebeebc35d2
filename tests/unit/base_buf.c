/* SPDX-License-Identifier: MIT */
/* mem, buf, arena and err: growth, borders, what stays and what is cut. */
#include <limits.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"

#include "tests/unit/unit.h"

static void
test_mem(void)
{
	size_t cap = 0;
	int *array = NULL;
	char *copy = mem_dup("a\0b", 3), *none = mem_dup(NULL, 0);
	unit_row("mem");
	CHECK(memcmp(copy, "a\0b\0", 4) == 0);
	CHECK(*none == '\0');
	for (size_t i = 0; i < 1000; i++) {
		array = mem_grow(array, &cap, i + 1, sizeof *array);
		CHECK(cap > i);
		array[i] = (int)i;
	}
	CHECK(array[0] == 0 && array[499] == 499 && array[999] == 999);
	CHECK(cap < 4000);
	CHECK(mem_grow(array, &cap, 10, sizeof *array) == array);
	free(array);
	free(none);
	free(copy);
	array = mem_zalloc(10, sizeof *array);
	CHECK(array[0] == 0 && array[9] == 0);
	free(array);
	free(mem_zalloc(0, 8));
	free(mem_alloc(0));
}

static void
test_buf(void)
{
	static const struct {
		int64_t v;
		const char *text;
	} numbers[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ 10, "10" },
		{ 99, "99" },
		{ 100, "100" },
		{ 12345, "12345" },
		{ 1000000000, "1000000000" },
		{ -1, "-1" },
		{ INT64_MAX, "9223372036854775807" },
		{ INT64_MIN, "-9223372036854775808" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		unit_row(numbers[i].text);
		b.n = 0;
		buf_i64(&b, numbers[i].v);
		CHECK(text_eq(buf_as_text(&b), text_of(numbers[i].text)));
	}
	unit_row("buf");
	b.n = 0;
	buf_u64(&b, UINT64_MAX);
	CHECK(text_eq(buf_as_text(&b), TEXT("18446744073709551615")));
	buf_free(&b);
	CHECK(b.p == NULL && b.n == 0 && b.cap == 0);
	CHECK(buf_as_text(&b).p != NULL && buf_as_text(&b).n == 0);
	buf_text(&b, TEXT_ABSENT);
	CHECK(b.n == 0);
	for (int i = 0; i < 1000; i++) {
		BUF_LIT(&b, "ab\0");
		buf_char(&b, 'c');
	}
	CHECK(b.n == 4000 && memcmp(b.p + 3996, "ab\0c", 4) == 0);
	buf_free(&b);
}

/* A format that just fits, and one that just does not. */
static void
test_printf(void)
{
	struct buf b = { 0 };
	char as[600];
	unit_row("printf");
	memset(as, 'a', sizeof as);
	for (int n = 0; n < (int)sizeof as; n++) {
		b.n = 0;
		buf_printf(&b, "%.*s%d", n, as, 42);
		CHECK(b.n == (size_t)n + 2 && memcmp(b.p + n, "42", 2) == 0);
		CHECK(n == 0 || b.p[n - 1] == 'a');
		if (n % 100 == 0)
			buf_free(&b);
	}
	buf_free(&b);
}

static void
test_arena(void)
{
	struct arena a = { 0 };
	struct text kept, absent;
	unsigned char *zeros;
	void *big;

	unit_row("arena");
	arena_reset(&a);
	arena_free(&a);
	kept = arena_text(&a, TEXT("kept"));
	CHECK(text_eq(kept, TEXT("kept")) && kept.p[4] == '\0');
	absent = arena_text(&a, TEXT_ABSENT);
	CHECK(absent.p == NULL);
	CHECK(arena_text(&a, TEXT("")).p != NULL);
	for (size_t n = 0; n < 300; n++) {
		char *p = arena_alloc(&a, n);
		CHECK(p != NULL && (uintptr_t)p % _Alignof(max_align_t) == 0);
		memset(p, 0xFF, n);
		arena_text(&a, (struct text){ "odd bytes", n % 9 });
	}
	CHECK(text_eq(kept, TEXT("kept")));
	zeros = arena_zalloc(&a, 1000, 3);
	CHECK(zeros[0] == 0 && zeros[2999] == 0);
	big = arena_alloc(&a, 1 << 20);
	memset(big, 1, 1 << 20);
	arena_alloc(&a, 1 << 20);
	arena_reset(&a);
	/* one block is kept, and large enough for as much as was asked for at once */
	big = a.block;
	memset(arena_alloc(&a, 1 << 20), 1, 1 << 20);
	CHECK(a.block == big);
	arena_free(&a);
	CHECK(a.block == NULL && a.next == NULL);
}

static void
test_err(void)
{
	struct err e;
	char text[700];
	size_t n;
	unit_row("err");
	CHECK(err_set(&e, "%s: %d", "bad", 7) == -1);
	CHECK(strcmp(e.text, "bad: 7") == 0 && e.offset == ERR_NOWHERE);
	CHECK(err_at(&e, 12, "at %s", "it") == -1);
	CHECK(strcmp(e.text, "at it") == 0 && e.offset == 12);
	CHECK(err_set(&e, "rules[0]: %s", e.text) == -1);
	CHECK(strcmp(e.text, "rules[0]: at it") == 0);
	CHECK(err_set(NULL, "nobody %s", "asks") == -1);
	CHECK(err_at(NULL, 1, "nobody %s", "asks") == -1);
	/* cut between characters, whatever stands at the border */
	for (int lead = 0; lead < 4; lead++) {
		memset(text, 'a', sizeof text);
		for (n = (size_t)lead; n + 4 < sizeof text; n += 4)
			memcpy(text + n,
			    lead % 2 ? "\xF0\x9F\x98\x80"
				     : "\xE2\x82\xAC"
				       "b",
			    4);
		text[n] = '\0';
		err_set(&e, "%s", text);
		CHECK(strlen(e.text) > sizeof e.text - 5);
		CHECK(utf8_valid(e.text, strlen(e.text)) == strlen(e.text));
		CHECK(strncmp(e.text, text, strlen(e.text)) == 0);
	}
	memset(text, 'a', sizeof text);
	text[511] = '\0';
	err_set(&e, "%s", text);
	CHECK(strlen(e.text) == 511);
	memset(text, 0x80, 600);
	text[600] = '\0';
	err_set(&e, "%s", text);
	CHECK(strlen(e.text) == 511);
}

int
main(void)
{
	test_mem();
	test_buf();
	test_printf();
	test_arena();
	test_err();
	return unit_end();
}
