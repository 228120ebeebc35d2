/* SPDX-License-Identifier: MIT */
#ifndef UNIT_H
#define UNIT_H

/*
 * A unit test is a program: checks, then `return unit_end();`.  Each failed check is named with its
 * line and, inside a table, the row that unit_row noted.  The last line of output is `N passed, N
 * failed`.
 */
#include <stdbool.h>
#include <stdio.h>

#include "base/text.h"

static int unit_passed, unit_failed;
static const char *unit_name = "";

static inline void
unit_row(const char *name)
{
	unit_name = name;
}

static inline void
unit_check(bool ok, const char *file, int line, const char *what)
{
	if (ok) {
		unit_passed++;
		return;
	}
	unit_failed++;
	printf("%s:%d: failed: %s [%s]\n", file, line, what, unit_name);
}

/* Also says what it is instead. */
static inline void
unit_check_text(struct text got, const char *expected, const char *file, int line, const char *what)
{
	const bool same = text_eq(got, text_of(expected));
	unit_check(same, file, line, what);
	if (!same)
		printf("got: %.*s\n", (int)got.n, got.p);
}

#define CHECK_TEXT(got, expected) unit_check_text(got, expected, __FILE__, __LINE__, #got)
#define CHECK(...) unit_check((__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)

static inline int
unit_end(void)
{
	printf("%d passed, %d failed\n", unit_passed, unit_failed);
	return unit_failed > 0;
}

#endif
