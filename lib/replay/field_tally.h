/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_FIELD_TALLY_H
#define REPLAY_FIELD_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "event/value.h"

/*
 * How the fields of events differ between two plans, field by field.  The first few differences of
 * each kind are kept as examples, with long values cut.
 */
enum difference {
	FIELD_LOST,    /* only the baseline reads a value */
	FIELD_FOUND,   /* only the candidate reads a value */
	FIELD_CHANGED, /* both read a value, but not the same */
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
	struct arena text; /* holds the examples */
};

void field_tally_new(struct field_tally *t, size_t fields);
void field_tally_end(struct field_tally *t);

/* Counts one event whose values differ. */
void field_tally_note(struct field_tally *t, size_t field, struct text event_id,
    const struct value *before, const struct value *after);

/* Adds `from`, which has the same fields and whose events all come later. */
void field_tally_join(struct field_tally *t, const struct field_tally *from);
void field_tally_clear(struct field_tally *t); /* makes it empty again */

#endif
