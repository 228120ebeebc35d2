/* SPDX-License-Identifier: MIT */
#ifndef VIEW_VALUE_H
#define VIEW_VALUE_H

#include "view/line.h"

/*
 * Values in a line.  A value that does not fit is cut, and its length follows: `"abc…[1,234 B]`.
 * With style.full, everything fits.  Sizes and lengths are bytes of JSON.
 */

/* Appends JSON in at most so many columns (a few characters are always shown). */
void view_value(struct view_line *l, struct text json, size_t room);

/*
 * Appends the members of an object, `a=1, b=2`, or the elements of an array, `1, 2`; another value
 * as view_value does.  If they do not fit, the longest are cut; then the last are only counted:
 * `, … 3 more`.  Names are whole.
 */
void view_members(struct view_line *l, struct text json, size_t room);

/* What is left of the line, if `reserve` columns follow. */
size_t view_room(const struct view_line *l, size_t reserve);

#endif
