/* SPDX-License-Identifier: MIT */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF. */

/* How many bytes of p[0..n) are valid UTF-8 from the start: n if all are, else the offset of the
 * first bad byte (the first byte of the sequence that is wrong or cut off). */
size_t utf8_valid(const char *p, size_t n);

/* Decodes the character at p (n > 0 bytes there) into *cp and returns its length 1..4; 0 if it is
 * not valid. */
size_t utf8_decode(const char *p, size_t n, uint32_t *cp);

/* Writes cp (a scalar value) to out[0..4) and returns how many bytes that took. */
size_t utf8_encode(uint32_t cp, char *out);

/*
 * Does the character act on a terminal instead of standing there?  Control characters (C0, DEL,
 * C1), separators of lines and paragraphs, and Unicode's bidirectional controls (the property
 * Bidi_Control), which make text read as something else.
 */
bool utf8_is_control(uint32_t cp);

#endif
