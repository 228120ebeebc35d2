/* SPDX-License-Identifier: MIT */
#ifndef JSON_KEYS_H
#define JSON_KEYS_H

#include <stddef.h>

#include "base/text.h"

/*
 * Duplicate keys: of the same key in one object the last one counts, with all below it; the others
 * are as if they were not there.  Keys are the same when their unescaped texts are.  The tree, the
 * walk, and headers and parameters looked up by name all decide it here.
 *
 * json_members only steps: it gives every member, and its callers come here.  json_cut cannot look
 * ahead: it goes into the arrays of both keys (json/cut.h).
 */
struct json_key {
	size_t object, at; /* which object; offset or number of the key, ascending */
	struct text key;   /* unescaped */
};

/* Puts the `at` of each key that a later one replaces into dead[], ascending; there is room for n.
 * Returns how many; sorts key[]. */
size_t json_keys_replaced(struct json_key *key, size_t n, size_t *dead);

#endif
