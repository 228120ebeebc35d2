/* SPDX-License-Identifier: MIT */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */

/* Returns how many bytes at the start of p[0..n) are valid UTF-8: n, or the offset of the first
 * sequence that is wrong or cut off. */
size_t utf8_valid(const char *p, size_t n);

/* Decodes the character at p, where n > 0 bytes are available, into *cp.  Returns its length, 1 to
 * 4, or 0 if it is not valid. */
size_t utf8_decode(const char *p, size_t n, uint32_t *cp);

/* Writes cp, a scalar value, to out[0..4).  Returns the number of bytes written. */
size_t utf8_encode(uint32_t cp, char *out);

/*
 * Does the character control a terminal instead of being displayed?  These are control characters
 * (C0, DEL, C1), line and paragraph separators, and the bidirectional controls of Unicode (property
 * Bidi_Control), which can make text read as something else.
 */
bool utf8_is_control(uint32_t cp);

#endif
