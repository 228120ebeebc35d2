/* SPDX-License-Identifier: MIT */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

/*
 * Extended regular expressions of POSIX (IEEE Std 1003.1-2017, XBD 9.4), on bytes, in the C locale:
 * what regcomp(3) with REG_EXTENDED accepts, less what PATTERN_* and the errors below exclude.  `.`
 * is any byte except NUL, and the text is one line: `^` and `$` match only at its ends.
 *
 * The answers are those of glibc: the match that begins first, the longest of these, and in it, for
 * each group, the first alternative and the most repetitions with which the match is as long.  The
 * engine is not glibc's, because that one takes minutes and gigabytes for some texts of 64 KiB and
 * locks the expression for each match.  This one takes time in proportion to the length of the text
 * times the size of the pattern with its repetitions written out, for every text.  A compiled
 * pattern is immutable, and threads can share it.
 */
struct pattern;

enum {
	PATTERN_BYTES = 1000,       /* the longest pattern */
	PATTERN_REPEATS = 1000,     /* the largest product of repetitions inside each other */
	PATTERN_SIZE = 200000,      /* the most characters and operators, repetitions written out */
	PATTERN_TEXT = 64 * 1024,   /* a longer text does not match */
	PATTERN_NO_GROUP = 1u << 30 /* for pattern_new: only pattern_matches will be called */
};

/*
 * Compiles a pattern into the arena.  group: the one that pattern_extract returns; 0 is the whole
 * match.  ignore_case: ASCII letters match in either case.  Returns NULL and fills *e on failure:
 * the text says what to write instead, and the offset is that of the byte in the pattern.
 */
const struct pattern *pattern_new(
    struct arena *a, struct text source, unsigned group, bool ignore_case, struct err *e);

/* Does the pattern match anywhere in the text?  scratch: for memory that is needed meanwhile. */
bool pattern_matches(const struct pattern *p, struct text t, struct arena *scratch);

/* Returns the group's part of the text; absent if nothing matches or the group took no part.  It
 * may be cut in the middle of a character. */
struct text pattern_extract(const struct pattern *p, struct text t, struct arena *scratch);

#endif
