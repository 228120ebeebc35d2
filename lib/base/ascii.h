/* SPDX-License-Identifier: MIT */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

/* Classes of ASCII characters, independent of the locale.  No other byte belongs to any of them. */

static inline bool
ascii_is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static inline bool
ascii_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
ascii_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool
ascii_is_letter(char c)
{
	return ascii_is_lower((char)(c | 0x20));
}

/* White space of JSON: space, \t, \r, \n. */
static inline bool
ascii_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* White space of C: also \v and \f. */
static inline bool
ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char
ascii_lower(char c)
{
	return ascii_is_upper(c) ? (char)(c | 0x20) : c;
}

static inline char
ascii_upper(char c)
{
	return ascii_is_lower(c) ? (char)(c & ~0x20) : c;
}

/* Returns the value of a hexadecimal digit, or -1. */
static inline int
ascii_hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
