/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_EACH_H
#define ENCODE_EACH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "json/cut.h"
#include "json/walk.h"

/*
 * Events that are elements of an array in a record: the setting `each` of a plan, for a record that
 * is in memory as a whole.  It is cut as a JSON document of its own, so it has the same elements
 * wherever it stands.
 *
 * Each thread needs its own.  Set everything to zero except cut.arrays to begin with.
 */
struct each {
	struct json_cut cut;
	struct json_index index;
	struct json_pos pos; /* of the next element */
	struct text text;    /* of the record */
	size_t given;        /* elements so far */
	bool open;           /* there may be more */
};

void each_free(struct each *e);

/*
 * Is an array with events in this object, which is valid JSON?  If so, it is open, and its elements
 * are walked next.  The text must stay as it is until they have been.
 */
bool each_begin(struct each *e, struct text object);

/* Walks the next element, by a walker of the caller's.  Returns false at the end: it is not open
 * any more. */
bool each_next(struct each *e, struct json_walker *w, struct json_line *line);

void each_end(struct each *e); /* forgets the elements that are left */

#endif
