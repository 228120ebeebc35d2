/* SPDX-License-Identifier: MIT */
#ifndef EVENT_VALUE_H
#define EVENT_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"

/* The value of a field, of an id: text and what it is in JSON. */
enum value_kind {
	VALUE_ABSENT,
	VALUE_STRING,
	VALUE_NUMBER,
	VALUE_BOOL,
	VALUE_JSON /* an object, an array or null, as JSON text */
};

struct value {
	struct text
	    text; /* STRING: its content, unescaped; else its JSON text without white space */
	/* in one word, so that a value just made can be copied without waiting for its parts */
	uint64_t kind : 32;  /* enum value_kind */
	uint64_t plain : 32; /* STRING: known to have nothing that needs escaping */
};

#define VALUE_NONE ((struct value){ { NULL, 0 }, VALUE_ABSENT, false })

/* The parsers of a plan; also the type that a comparison goes by. */
enum type {
	TYPE_ANY, /* not known (a rule set without a plan) */
	TYPE_STRING,
	TYPE_SYMBOL,
	TYPE_BOOL,
	TYPE_U64,
	TYPE_I64,
	TYPE_F64,
	TYPE_IP_ADDRESS,
	TYPE_TIMESTAMP,
	TYPE_DURATION,
	TYPE_JSON
};
#define TYPE_COUNT (TYPE_JSON + 1)

extern const struct text type_names[TYPE_COUNT]; /* "", "String", "Symbol", … */

/* The value as JSON; null if absent. */
void value_put(struct buf *b, const struct value *v);

#endif
