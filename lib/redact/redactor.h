/* SPDX-License-Identifier: MIT */
#ifndef REDACT_REDACTOR_H
#define REDACT_REDACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/siphash.h"
#include "base/text.h"
#include "redact/detect.h"
#include "redact/kind.h"

/*
 * Replaces personal data and secrets by pseudonyms (redact/detect.h says which).
 *
 *	struct redactor *r = redactor_new(key, hash);
 *	redactor_learn(r, true);	first, all texts: what their values are
 *	redactor_learn(r, false);	then, all texts again: they are replaced
 *
 * A pseudonym is the name of the kind, a colon and 16 hexadecimal digits of the HMAC-SHA-256 (RFC
 * 2104) of the value: email:4f2a9c0be81d77a3.  Equal values have equal digits, however they are
 * spelled: a card with and without blanks, an address in capitals.  The eighth digit is a letter,
 * so that a pseudonym is no number.  A value that is a pseudonym is left alone.
 *
 * The first pass makes the second one find values where nothing tells that they are some: a
 * password in a message, for example.  Of the values that are replaced for the names of their
 *fields, it learns those that have 6 to 128 bytes (12 in a field for `*token*` only), a digit and
 *something else, and are no time: other values may be ordinary words.
 *
 * Fields are members of objects, variables, parameters of URLs, and the names in {name, value},
 * {key, value} and {variable_name, value}.  If the name of a field is that of a secret, all strings
 * and numbers in it are replaced.  Names are globs, without case.
 */
struct redactor;

/* key: of the HMAC.  hash: for tables. */
struct redactor *redactor_new(struct text key, struct siphash_key hash);
void redactor_free(struct redactor *r);

/* Adds fields that are replaced, to those that always are: `*password*`, `*secret*`, `*token*` but
 * not what ends in `tokens` or has `token_usage` or `token_count` or is a time, `*authorization*`,
 * `*cookie*`,
 * `*apikey*`, `*api_key*`, `*api-key*`. If a field is one for `*token*` only, its numbers are left
 * alone, since they are counts, and so is an object or array in it if its name has `tokens`. */
void redactor_add_field(struct redactor *r, struct text glob);

/* Adds fields in which nothing is replaced. */
void redactor_keep_field(struct redactor *r, struct text glob);

void redactor_learn(struct redactor *r, bool on);

/* How many values were replaced. */
struct redact_counts {
	uint64_t of[REDACT_KINDS];
};
struct redact_counts redactor_counts(const struct redactor *r);
void redactor_set_counts(struct redactor *r, const struct redact_counts *counts);
uint64_t redact_total(const struct redact_counts *counts);

/*
 * These append the text with its values replaced and return true; or, if there are none, append
 * nothing and return false, as they always do while the redactor learns.  In JSON nothing else is
 * changed, and it stays JSON.  It may be incomplete or wrong, and have text around it.
 *
 * name: the field that it is the value of; absent: none.
 */
bool redact_text(struct redactor *r, struct text t, unsigned context, struct buf *out);
bool redact_json(struct redactor *r, struct text json, struct text name, struct buf *out);

/* A text that may be JSON.  context: as for redact_text, besides what the name tells. */
bool redact_string(
    struct redactor *r, struct text t, struct text name, unsigned context, struct buf *out);

/* Does the text have a value that was replaced elsewhere?  Looks at the bytes alone. */
bool redact_finds_known(const struct redactor *r, struct text t);

#endif
