/* SPDX-License-Identifier: MIT */
#include "json/scan.h"

/*
 * What is wrong with two bytes in a row, one bit per kind of error.  A bit that all three tables
 * have in common is an error.  0x01: a sequence is too short.  0x02: too long.  0x04: overlong,
 * three bytes.  0x08: above U+10FFFF.  0x10: a surrogate.  0x20: overlong, two bytes.  0x40:
 * overlong, four bytes, or above U+10FFFF.  0x80: two continuation bytes (an error only if none was
 * due).
 */
const uint8_t scan_utf8_first_high[16] = { 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x80,
	0x80, 0x80, 0x80, 0x21, 0x01, 0x15, 0x49 };
const uint8_t scan_utf8_first_low[16] = { 0xe7, 0xa3, 0x83, 0x83, 0x8b, 0xcb, 0xcb, 0xcb, 0xcb,
	0xcb, 0xcb, 0xcb, 0xcb, 0xdb, 0xcb, 0xcb };
const uint8_t scan_utf8_second_high[16] = { 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0xe6,
	0xae, 0xba, 0xba, 0x01, 0x01, 0x01, 0x01 };

const uint8_t scan_byte_numbers[64] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
	17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
	40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
	63 };
