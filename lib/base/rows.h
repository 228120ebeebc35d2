/* SPDX-License-Identifier: MIT */
#ifndef BASE_ROWS_H
#define BASE_ROWS_H

/*
 * An enumeration whose constants have names, and more, is one list: a macro that applies ROW to the
 * constant, its name and its other columns, for each of them.  The enumeration and its tables are
 * made of that list, so no table can miss a row, and a row cannot miss a column.
 */
#define ROWS_COUNT(list) (0 list(ROWS_PLUS_ONE))
#define ROWS_PLUS_ONE(...) +1

/* { list(ROWS_NAME) }: the table of names, of struct text. */
#define ROWS_NAME(constant, name, ...) TEXT(name),

#endif
