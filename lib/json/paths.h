/* SPDX-License-Identifier: MIT */
#ifndef JSON_PATHS_H
#define JSON_PATHS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/*
 * The places in a record that somebody wants to see, compiled once; each has a slot number 0, 1, 2,
 * … in the order of adding.  Immutable and shareable between threads once a walker has been made of
 * it.
 */
struct json_paths;

/* How one key is compared with one step of a path. */
enum json_match {
	JSON_EXACT, /* the whole key, byte for byte, after unescaping */
	JSON_NOCASE /* the whole key, ASCII case ignored */
};

struct json_step {
	struct text key;
	enum json_match match;
};

/*
 * flatten and normalize say how dotted paths (json_paths_dotted) compare: with flatten, a key is
 * taken apart at its dots too, so that {"a.b":{"c":1}} answers to a.b.c; without, each step is one
 * whole key.  With normalize, each step and each part of a key compare after json_normalize.
 */
struct json_paths *json_paths_new(bool flatten, bool normalize);
void json_paths_free(struct json_paths *p);

/* Both return the slot; the same place added twice is two slots.  Text is copied. */
unsigned json_paths_add(struct json_paths *p, const struct json_step *steps, size_t count);
unsigned json_paths_dotted(
    struct json_paths *p, struct text path); /* a.b.0.c: numbers index arrays */

size_t json_paths_slots(const struct json_paths *p);

/*
 * One name for many spellings: `_` between [a-z0-9] and [A-Z] and between [A-Z] and [A-Z][a-z],
 * then ASCII lower case, then every run of other characters than [a-z0-9] one `_`.  emailAddress,
 * Email-Address: email_address. Writes to out, at most 2 * key.n bytes, and returns the length.
 */
size_t json_normalize(struct text key, char *out);

#endif
