/* SPDX-License-Identifier: MIT */
#ifndef REDACT_DETECT_H
#define REDACT_DETECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "redact/known.h"
#include "redact/kind.h"

/*
 * Finds personal data and secrets in plain text, by their form alone.
 *
 *	e-mail	LOCAL@LABEL.TLD.
 *	ip	IPv4 in four decimal parts, IPv6 as in RFC 4291.  No versions: v1.2.3.4, 1.2.3.4.5.
 *	card	13 to 19 digits from 2 to 6 with Luhn's check digit, in groups of four or more.
 *	phone	`+` and 8 to 15 digits.
 *	iban	Of the length of its country, with check digits by ISO 7064.
 *	jwt	Three parts of base64url, the first of which begins like a JSON object (eyJ).
 *	key	AKIA, ASIA, AIza, ghp_ and its like, github_pat_, xox?-, sk-.
 *	bearer	What follows the word.
 *
 * It goes through the text once.  A value begins and ends at the border of a word, so that a part
 * of an id or a hash is no value.
 */

/* What surrounds the text says that it is no such value, as bits. */
enum redact_context {
	REDACT_TIME = 1 << 0,    /* a time, a duration, a count: digits are no card */
	REDACT_ID = 1 << 1,      /* an id: 17 digits and more are no card */
	REDACT_VERSION = 1 << 2, /* a version: four parts are no address */
	/* the name of a member: a known word is not replaced in it, or a format would lose a name
	 */
	REDACT_MEMBER = 1 << 11
};

struct redact_hit {
	enum redact_kind kind;
	size_t start, end;
};

/* Finds the first value that begins at `from` or later.  known: values to be found wherever they
 * are words; NULL: none.  Returns false if there is none. */
bool redact_detect(const struct redact_known *known, struct text t, size_t from, unsigned context,
    struct redact_hit *hit);

#endif
