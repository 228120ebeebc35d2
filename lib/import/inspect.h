/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_INSPECT_H
#define IMPORT_INSPECT_H

#include "import/attributes.h"

/*
 * A sample of an inspect_ai log while it is read.  Private to import/inspect*.c.
 *
 * Long texts stand once in the sample, as attachments by hash, and messages once in a pool.  Values
 * name them as "attachment://HASH" (in old logs "tc://HASH") and as ranges of the pool.  They are
 * put in place until they have added `room` bytes to the sample.
 */
struct inspect_text {
	struct text hash;
	struct json_value value;
	bool used;
};

struct inspect_sample {
	struct import_in *in;
	struct text trace;
	struct inspect_text *attachment; /* by hash, in byte order */
	size_t attachments;
	struct import_object pool; /* its members are messages */
	size_t room;
	bool short_of_room; /* something was left as it is spelled */
	struct text *step;  /* ids of the steps that are open, outermost first */
	size_t steps, step_cap;
	unsigned number;           /* of the event, from 1 */
	int64_t at_ns;             /* of the event before */
	int64_t first_ns, last_ns; /* of all events */
};

/* An event, and what is known of it before its kind is. */
struct inspect_event {
	struct import_object object;
	struct text kind;
	struct text parent; /* the id of the call that it belongs to */
	int64_t at_ns, completed_ns;
	bool pending;
};

/* Gets a member by its name, or a value whose kind is JSON_NONE. */
struct json_value inspect_get(const struct import_object *o, const char *name);
struct text inspect_string(struct inspect_sample *s, const struct import_object *o,
    const char *name); /* absent if it is no string */

/* Where the texts of a sample are. */
void inspect_texts_open(struct inspect_sample *s, const struct import_object *sample);

/* The value as JSON, with the texts in place.  Absent for JSON_NONE and in a lean reading. */
struct text inspect_json(struct inspect_sample *s, const struct json_value *v);

/* The messages of a model event: its input, or the ranges of the pool that it names. */
struct text inspect_messages(struct inspect_sample *s, const struct import_object *event);

/* Adds the members that are not null and not taken.  A name in `taken` may begin with `{`, `[` or
 * `"`: then only an object, an array or a string of that name is. */
void inspect_rest(struct inspect_sample *s, struct import_attributes *as,
    const struct import_object *o, const char *const *taken, size_t count);

/* Adds those members of an event, and times that are none. */
void inspect_event_rest(struct inspect_sample *s, struct import_attributes *as,
    const struct inspect_event *e, const char *const *taken, size_t count);

/* Adds the call of a model event. */
void inspect_model(struct inspect_sample *s, const struct inspect_event *e);

/* Adds a call to the trace: its ids and times.  `id`: absent for one that has none. */
struct trace_record *inspect_call(
    struct inspect_sample *s, const struct inspect_event *e, struct text id);

/* Says that the call failed. */
void inspect_fail(
    struct inspect_sample *s, struct trace_record *r, struct text type, struct text message);

#endif
