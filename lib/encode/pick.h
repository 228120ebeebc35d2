/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PICK_H
#define ENCODE_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "event/value.h"
#include "json/index.h"
#include "json/walk.h"
#include "plan/plan.h"

/*
 * The fields of a plan in one object that is in memory, whatever it is: not a request event, so it
 * needs neither a time nor an id.  The maps of esper-trace-replay read records this way.
 *
 * A picker is the scratch memory of one thread.  What it returns is valid until the next call; the
 * texts live in the object and in the arena, and stay as long as these do.
 */
struct pick {
	struct value text;      /* selected or derived, then normalized; absent: nothing */
	struct value value;     /* what its parser makes of it; absent: it does not accept it.  Json
				 * accepts all: what is no JSON stays a text */
	struct json_value from; /* the value in the object, also of a field that an expression has
				 * chosen; JSON_NONE: it is made by an expression, or by `*` */
};

struct picked {
	/* the object, after json_strings of the plan; the text may be another than the caller's */
	const char *text;
	const struct json_index *index;
	struct json_value object;
	const struct pick *field;       /* by field of the plan */
	const struct json_value *other; /* by path of picker_new */
};

struct picker;

/* The plan must outlive it.  `path` has more dotted paths whose values are asked for. */
struct picker *picker_new(const struct plan *plan, const struct text *path, size_t paths);
void picker_free(struct picker *p);

/* Returns the object with its strings unwrapped, as picker_read reads it; the same text if there
 * are none. */
struct text picker_unwrapped(struct picker *p, struct text object, struct arena *a);

/* Reads an object, which is valid JSON.  If it has too many levels once its strings are unwrapped,
 * they stay strings. */
void picker_read(struct picker *p, struct text object, struct arena *a, struct picked *out);

#endif
