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

#define CHECK(...) unit_check((__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)

static inline int
unit_end(void)
{
	printf("%d passed, %d failed\n", unit_passed, unit_failed);
	return unit_failed > 0;
}

#endif
