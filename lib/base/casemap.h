/* SPDX-License-Identifier: MIT */
#ifndef BASE_CASEMAP_H
#define BASE_CASEMAP_H

#include <stdint.h>

/*
 * Unicode's simple case mappings (UnicodeData.txt, fields 12 and 13): one character to one
 * character, for all scripts.  A character without a mapping maps to itself: the upper case of
 * U+00DF (sharp s) is U+00DF.
 */
uint32_t casemap_lower(uint32_t cp);
uint32_t casemap_upper(uint32_t cp);

#endif
