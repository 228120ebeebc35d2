/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_UNWRAP_H
#define ENCODE_UNWRAP_H

#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "json/index.h"
#include "json/walk.h"

/*
 * JSON that stands in strings of a record: the setting `json_strings` of a plan.  If the string at
 * a path holds an object or an array, the record is rewritten with that value in place of the
 * string, and walked again.  All other strings stay.  The paths are taken one after the other, so a
 * later one may lead into what an earlier one has unwrapped.
 *
 * Each thread needs its own.  Set everything to zero except slot and paths to begin with.
 */
struct unwrapped {
	size_t at, n;      /* where in the record, as it is now, the value stands */
	struct text token; /* what was in its place: a string with its quotes */
};

struct unwrap {
	const unsigned *slot; /* of the paths, among those of the record's walker */
	size_t paths;
	struct text record; /* as it is now; absent: nothing in it was unwrapped */
	struct json_index index;
	struct unwrapped *done;
	size_t n, cap;
	/* for the content of a string */
	struct json_paths *none;
	struct json_walker *walker;
	struct json_index content;
};

void unwrap_free(struct unwrap *u);

enum unwrap_result {
	UNWRAP_NOTHING, /* the record is as it was */
	UNWRAP_DONE,
	UNWRAP_TOO_DEEP /* it would have more than JSON_DEPTH levels */
};

/*
 * Unwraps what there is in an object that w has walked just now as *line.  UNWRAP_DONE: u->record
 * and u->index are of the new text, and *line is that of the walk over it.  Its text lives in the
 * arena.  UNWRAP_TOO_DEEP: *blame is the string, as spelled without its quotes.
 */
enum unwrap_result unwrap_record(struct unwrap *u, struct json_walker *w, struct json_line *line,
    struct arena *a, struct text *blame);

/*
 * Returns a container of the record as spelled in the input: with the strings that were unwrapped
 * in it.  If the container itself was such a string, it is its content.
 */
struct text unwrap_spelled(const struct unwrap *u, struct text container, struct arena *a);

#endif
