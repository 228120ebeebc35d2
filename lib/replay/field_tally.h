/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_FIELD_TALLY_H
#define REPLAY_FIELD_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "event/value.h"

/*
 * How the fields of events came out by one plan and by another, field by field.  Of each kind of
 * difference the first few are kept as examples, long values cut.
 */
enum difference {
	FIELD_LOST,    /* read before and not now */
	FIELD_FOUND,   /* read now and not before */
	FIELD_CHANGED, /* read both times, but not the same */
	DIFFERENCES
};

#define FIELD_EXAMPLES 3
#define FIELD_EXAMPLE_MAX 120 /* bytes of a value */

struct field_example {
	struct text event_id, before, after; /* the values as JSON; absent: null */
};

struct field_count {
	uint64_t count[DIFFERENCES];
	struct field_example example[DIFFERENCES][FIELD_EXAMPLES];
};

struct field_tally {
	struct field_count *field;
	size_t fields;
	struct arena text; /* the examples' */
};

void field_tally_new(struct field_tally *t, size_t fields);
void field_tally_end(struct field_tally *t);

/* One event's values, which differ. */
void field_tally_note(struct field_tally *t, size_t field, struct text event_id,
    const struct value *before, const struct value *after);

/* Adds `from`, of the same fields, whose events come behind all before. */
void field_tally_join(struct field_tally *t, const struct field_tally *from);
void field_tally_clear(struct field_tally *t); /* empty again */

#endif
