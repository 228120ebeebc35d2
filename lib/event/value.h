/* SPDX-License-Identifier: MIT */
#ifndef EVENT_VALUE_H
#define EVENT_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rows.h"
#include "base/text.h"

/* The value of a field or an id: its text, and its kind in JSON. */
enum value_kind {
	VALUE_ABSENT,
	VALUE_STRING,
	VALUE_NUMBER,
	VALUE_BOOL,
	VALUE_JSON /* an object, an array or null, as JSON text */
};

struct value {
	struct text text; /* STRING: unescaped; otherwise its JSON text without white space */
	/* in one word, so that a new value can be copied without waiting for its parts */
	uint64_t kind : 32;  /* enum value_kind */
	uint64_t plain : 32; /* STRING: it is known that nothing needs escaping */
};

#define VALUE_NONE ((struct value){ { NULL, 0 }, VALUE_ABSENT, false })

/* How two values compare. */
enum compare_as {
	AS_VALUES,   /* as numbers if both are numbers, otherwise by their bytes */
	AS_TIMES,    /* a constant must be a time, as stamp_parse reads it */
	AS_ADDRESSES /* a constant must be an IP address */
};

/* Which numbers a value may be. */
enum numbers {
	NUMBERS_UNKNOWN,
	NUMBERS_NONE, /* usually not a number */
	NUMBERS_NATURAL,
	NUMBERS_WHOLE,
	NUMBERS_SECONDS, /* a whole number of nanoseconds */
	NUMBERS_DECIMAL, /* at most 18 digits before and 9 after the point (base/fixed.h) */
	NUMBERS_DOUBLE
};

/*
 * The parsers of plans, which are also the types of fields in comparisons.  A row says all that the
 * rest of the program needs to know about a type:
 *
 *   its name here, its name in plans, and how a message calls one value
 *   the kind of its values in an encoded event; VALUE_JSON: any kind
 *   which numbers the values may be
 *   how they compare, and so which constants are valid
 *
 * A new type needs a row here and a parsing function in encode/parse.c, nothing else.  A row
 * without all columns does not compile, nor does a type without a parsing function.
 */
// clang-format off
#define TYPE_ROWS(ROW) \
	ROW(ANY,        "",          "a value",      VALUE_JSON,   NUMBERS_UNKNOWN, AS_VALUES) \
	ROW(STRING,     "String",    "a String",     VALUE_STRING, NUMBERS_NONE,    AS_VALUES) \
	ROW(SYMBOL,     "Symbol",    "a Symbol",     VALUE_STRING, NUMBERS_NONE,    AS_VALUES) \
	ROW(BOOL,       "Bool",      "a Bool",       VALUE_BOOL,   NUMBERS_NONE,    AS_VALUES) \
	ROW(U64,        "U64",       "a U64",        VALUE_NUMBER, NUMBERS_NATURAL, AS_VALUES) \
	ROW(I64,        "I64",       "an I64",       VALUE_NUMBER, NUMBERS_WHOLE,   AS_VALUES) \
	ROW(DECIMAL,    "Decimal",   "a Decimal",    VALUE_NUMBER, NUMBERS_DECIMAL, AS_VALUES) \
	ROW(F64,        "F64",       "an F64",       VALUE_NUMBER, NUMBERS_DOUBLE,  AS_VALUES) \
	ROW(IP_ADDRESS, "IpAddress", "an IpAddress", VALUE_STRING, NUMBERS_NONE,    AS_ADDRESSES) \
	ROW(TIMESTAMP,  "Timestamp", "a Timestamp",  VALUE_STRING, NUMBERS_NONE,    AS_TIMES) \
	ROW(DURATION,   "Duration",  "a Duration",   VALUE_NUMBER, NUMBERS_SECONDS, AS_VALUES) \
	ROW(JSON,       "Json",      "a Json",       VALUE_JSON,   NUMBERS_NONE,    AS_VALUES)
// clang-format on

/* TYPE_ANY: the type is not known, as in a rule set without a plan. */
#define TYPE_ENUMERATOR(type, name, one, json, numbers, compare) TYPE_##type,
enum type { TYPE_ROWS(TYPE_ENUMERATOR) };
#define TYPE_COUNT ROWS_COUNT(TYPE_ROWS)

extern const struct text type_names[TYPE_COUNT]; /* "", "String", "Symbol", … */

struct type_row {
	const char *one; /* "an I64" */
	enum value_kind json;
	enum numbers numbers;
	enum compare_as compare;
};
extern const struct type_row types[TYPE_COUNT];

/* Are all values of the type whole numbers? */
static inline bool
type_is_whole(enum type type)
{
	switch (types[type].numbers) {
	case NUMBERS_NATURAL:
	case NUMBERS_WHOLE: return true;
	case NUMBERS_UNKNOWN:
	case NUMBERS_NONE:
	case NUMBERS_SECONDS:
	case NUMBERS_DECIMAL:
	case NUMBERS_DOUBLE: break;
	}
	return false;
}

/* Can windows take the type's values for Sum, Max and Min? */
static inline bool
type_is_summable(enum type type)
{
	return type_is_whole(type) || types[type].numbers == NUMBERS_DECIMAL;
}

/* Adds the value as JSON.  An absent value becomes null. */
void value_put(struct buf *b, const struct value *v);

#endif
