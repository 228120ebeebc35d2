/* SPDX-License-Identifier: MIT */
#ifndef PLAN_DISSECT_H
#define PLAN_DISSECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

/*
 * A dissect pattern takes a line apart: `%{ip} - %{user} [%{time}] "%{request}" %{status} %{}`.
 * Between keys stands text that must occur in the line.  A key takes the text up to the first
 * occurrence of the literal behind it.  The last key takes the rest of the line, except for the
 * last literal, which must stand at the end.  `%{}` takes text and drops it.
 *
 * `%{json}` takes a JSON object.  If anything follows in the pattern, the object ends where its
 * brackets do, and the literal must follow at once.  Otherwise it is the rest of the line.
 *
 * No regular expressions, no backtracking: a match takes linear time.
 *
 * Immutable once compiled; can be shared between threads.
 */
struct dissect_key {
	struct text name;    /* "" is dropped */
	struct text head;    /* how a member of that name begins in JSON: `"name":` */
	struct text literal; /* that follows */
	bool json;
};

struct dissect {
	struct text pattern;
	struct text literal; /* before the first key */
	const struct dissect_key *key;
	size_t keys; /* at least 1 */
};

/*
 * Compiles a pattern.  Its text is copied to the arena.  Returns 0, or -1 with e->text and
 * e->offset: the byte of the pattern that is wrong, or ERR_NOWHERE.
 */
int dissect_compile(struct arena *a, struct text pattern, struct dissect *out, struct err *e);

enum dissect_result {
	DISSECT_FITS,
	DISSECT_NO_FIT,
	DISSECT_UNCLOSED /* a %{json} begins an object that does not end in the line */
};

/*
 * Takes a line apart.  value[0..d->keys) become slices of the line, by key; for DISSECT_UNCLOSED
 * those up to the %{json}, whose slice is the rest of the line, and *unclosed is its number.
 * An object is not checked: its slice may be no JSON.
 */
enum dissect_result dissect_match(
    const struct dissect *d, struct text line, struct text *value, size_t *unclosed);

#endif
