/* SPDX-License-Identifier: MIT */
#ifndef BASE_ROWS_H
#define BASE_ROWS_H

/*
 * An enumeration whose constants have names or other data is written once, as a list: a macro that
 * applies ROW to each constant, its name and its other columns.  The enumeration and its tables are
 * generated from that list, so that no table can miss a row and no row can miss a column.
 */
#define ROWS_COUNT(list) (0 list(ROWS_PLUS_ONE))
#define ROWS_PLUS_ONE(...) +1

/* { list(ROWS_NAME) } is the table of names, of struct text. */
#define ROWS_NAME(constant, name, ...) TEXT(name),

#endif
