/* SPDX-License-Identifier: MIT */
#ifndef JSON_PATHS_H
#define JSON_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * The places in records that callers ask for, compiled once.  Each has a slot number 0, 1, 2, … in
 * the order in which they are added.  Immutable once a walker was made of it; can then be shared
 * between threads.
 */
struct json_paths;

/* How one key is compared with one step of a path. */
enum json_match {
	JSON_EXACT, /* the whole key, byte for byte, after unescaping */
	JSON_NOCASE /* the whole key, ignoring ASCII case */
};

struct json_step {
	struct text key;
	enum json_match match;
};

/*
 * flatten and normalize say how dotted paths (json_paths_dotted) compare.  With flatten, a key is
 * also split at its dots, so that a.b.c matches {"a.b":{"c":1}}; without it, each step is one whole
 * key.  With normalize, each step and each part of a key are compared after json_normalize.
 */
struct json_paths *json_paths_new(bool flatten, bool normalize);
void json_paths_free(struct json_paths *p);

/* Both return the slot.  Adding the same place twice makes two slots.  The text is copied. */
unsigned json_paths_add(struct json_paths *p, const struct json_step *steps, size_t count);
unsigned json_paths_dotted(
    struct json_paths *p, struct text path); /* a.b.0.c: numbers index arrays */

size_t json_paths_slots(const struct json_paths *p);

/*
 * Gives one name to many spellings.  It inserts `_` between [a-z0-9] and [A-Z] and between [A-Z]
 * and [A-Z][a-z], converts ASCII to lower case, and replaces each run of characters other than
 * [a-z0-9] by one `_`.  emailAddress and Email-Address become email_address.  Writes at most 2 *
 * key.n bytes to out.  Returns the length.
 */
size_t json_normalize(struct text key, char *out);

#endif
