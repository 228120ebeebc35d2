/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_ATTRIBUTES_H
#define IMPORT_ATTRIBUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "import/reader.h"

/*
 * The attributes of a span, however they are spelled, and what they say of it:
 *
 *	struct import_attributes as = { 0 };
 *	import_attributes_add_list(in, &as, &value);		or _object, or one by one
 *	import_attributes_apply(in, &as, r);			kind, llm, input and output
 *	r->attributes = import_attributes_done(in, &as);	all that was not taken
 *
 * The vocabularies are gen_ai (new and deprecated names), OpenInference, OpenLLMetry, the Vercel AI
 * SDK, Prela, HTTP and databases.  A span's kind (client, server, …) must be there as the attribute
 * span.kind.
 *
 * All memory is of the reader's arena.  Values are JSON without white space between tokens.
 */
struct import_attribute {
	struct text key;
	struct text value; /* JSON */
	bool taken;        /* it is in another member of the record */
};

struct import_attributes {
	struct import_attribute *at;
	size_t n, cap;
	size_t merged; /* of so many no two have the same key */
};

void import_attributes_add(
    struct import_in *in, struct import_attributes *as, struct text key, struct text json);

/* Adds plain text.  An absent text adds nothing. */
void import_attributes_add_string(
    struct import_in *in, struct import_attributes *as, struct text key, struct text text);

/* Adds the members of an object.  A value of another kind that is not null is added under `name`,
 * which says what it was. */
void import_attributes_add_object(struct import_in *in, struct import_attributes *as,
    struct text name, const struct json_value *v);

/*
 * Adds the elements of a list: {key, value:{stringValue}} (OTLP), {Key, Value:{Type, Value}} (Go)
 * or {key, type, value} (Jaeger).  An object is added as import_attributes_add_object does.
 */
void import_attributes_add_list(struct import_in *in, struct import_attributes *as,
    struct text name, const struct json_value *v);

/* Gets the value of an OTLP value such as {"intValue":"5"}: 5. */
struct text import_any_value(struct import_in *in, const struct json_value *v);

/* The last attribute of that name, or NULL. */
struct import_attribute *import_attributes_find(
    const struct import_attributes *as, struct text key);

/* The content of a string, or the text of a number; absent for others. */
struct text import_attribute_text(struct import_in *in, const struct import_attribute *a);

/* JSON that stands in a string, as JSON; other values as they are.  any: numbers and strings in the
 * string, too, and not only objects and arrays. */
struct text import_embedded(struct import_in *in, struct text value, bool any);

/*
 * Sets kind, more (llm), input and output of the record by the attributes, and marks those taken
 * that went into input or output whole.  What the record has already is left alone: a kind that is
 * not TRACE_SPAN, an input, an output, the model and other members of llm.
 */
void import_attributes_apply(
    struct import_in *in, struct import_attributes *as, struct trace_record *r);

/* Makes one attribute of those with the same key, with their values in an array.  The functions
 * around this one do it, too. */
void import_attributes_merge(struct import_in *in, struct import_attributes *as);

/* The attributes that are not taken, as an object; absent if there are none.  The values of a key
 * that is there several times become an array. */
struct text import_attributes_done(struct import_in *in, struct import_attributes *as);

/* What a record has in `more`, to be changed. */
struct trace_more *import_more(struct import_in *in, struct trace_record *r);

#endif
