/* SPDX-License-Identifier: MIT */
#ifndef JSON_KEYS_H
#define JSON_KEYS_H

#include <stddef.h>

#include "base/text.h"

/*
 * Duplicate keys.  If an object has the same key several times, only the last member counts, with
 * everything below it; the others are ignored.  Keys are the same if their unescaped texts are.
 * The tree, the walk, and the lookup of headers and parameters by name all use json_keys_replaced.
 *
 * json_members gives every member; its callers call json_keys_replaced.  json_cut cannot look ahead
 * and goes into the arrays of both keys (json/cut.h).
 */
struct json_key {
	size_t object, at; /* which object; offset or number of the key, ascending */
	struct text key;   /* unescaped */
};

/* Puts the `at` of each key that a later one replaces into dead[], which has room for n, in
 * ascending order.  Returns how many there are.  Sorts key[]. */
size_t json_keys_replaced(struct json_key *key, size_t n, size_t *dead);

#endif
