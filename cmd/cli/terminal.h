/* SPDX-License-Identifier: MIT */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* What text for people on standard output may look like. */

/* The width of the terminal; if standard output is none, $COLUMNS; otherwise 80.  At least 40:
 * a narrower terminal wraps the lines itself. */
size_t terminal_width(void);

/* Does the locale (LC_ALL, LC_CTYPE or LANG) say that text is UTF-8? */
bool terminal_utf8(void);

#endif
