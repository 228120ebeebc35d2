/* SPDX-License-Identifier: MIT */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "event/value.h"
#include "time/stamp.h"

/*
 * The records that programs pass on: encoded events, decisions and rejects.  Only this module
 * spells their members.  A struct event is an encoded event: esper-encode makes it from a request
 * event, and decisions are made about it.  All text in it is borrowed.
 */
struct event_warning {
	struct text field, error;
};

struct event {
	struct value event_id, tenant_id, source_id, entity_id, session_id; /* STRING or ABSENT */
	int64_t observed_at_ns;
	struct text observed_at; /* the same as it is written; absent if that is not known */
	uint64_t encoding_version;
	const struct value *field; /* by the numbers of a plan or a rule set */
	struct text fields_json;   /* the object `fields` to pass on unchanged, without white space;
				      absent: write it from `field` */
	const unsigned char *content; /* its digest (content.h); NULL if not known */
	/* Parts of the line that it was read from that can be copied to the output: head is from
	 * `{"event_id":` to the encoding_version, ids from `,"entity_id":` to the session_id.  A
	 * part that would be written differently is absent.  If you change a member, make its part
	 * absent. */
	struct text head, ids;
	const struct event_warning *warning;
	size_t warnings;
};

/*
 * The event_id of a request event that has none: `sha256:` and the first 32 hex digits of the
 * SHA-256 of its line.  It identifies the line, not the request: two requests can have equal lines.
 * It is recognised by its form.
 */
#define EVENT_LINE_ID_PREFIX "sha256:"
enum { EVENT_LINE_ID_BYTES = 16, EVENT_LINE_ID = 7 + 2 * EVENT_LINE_ID_BYTES /* its length */ };

bool event_id_is_of_line(struct text id);

/* Field names in output order, and each as it is written: `"email":`. */
struct event_schema {
	const struct text *name;
	const struct text *prefix;
	size_t count;
};

struct event_schema event_schema_new(struct arena *a, const struct text *name, size_t count);

/* Adds an encoded event as a line, with its newline.  ev->field has the schema's numbers. */
void event_put_encoded(struct buf *b, const struct event *ev, const struct event_schema *s);

/* Adds the fields alone, as in an encoded event: `{"email":…}`. */
void event_put_fields(struct buf *b, const struct value *field, const struct event_schema *s);

/*
 * Reads encoded events.  A reader is made for the fields that its caller uses: their values become
 * ev->field[0..count), by exact name.  It belongs to one thread.
 */
struct event_reader;
struct event_reader *event_reader_new(
    const struct text *field, size_t count); /* names are copied */
void event_reader_free(struct event_reader *r);

enum event_result {
	EVENT_END, /* no more lines in the block */
	EVENT_BLANK,
	EVENT_OK,
	EVENT_REJECTED
};

/* Why a record is rejected. */
enum reject_code {
	REJECT_INVALID_JSON,
	REJECT_INVALID_UTF8,
	REJECT_TOO_DEEP,
	REJECT_TOO_LONG,
	REJECT_NOT_AN_OBJECT,
	REJECT_MISSING_OBSERVED_AT,
	REJECT_INVALID_OBSERVED_AT,
	REJECT_MISSING_REQUIRED_FIELD,
	REJECT_INVALID_FIELD,
	REJECT_NOT_AN_ENCODED_EVENT,
	REJECT_NO_MATCH,
	REJECT_CODES
};

extern const struct text reject_names[REJECT_CODES]; /* "invalid_json", … */

struct reject {
	enum reject_code code;
	struct text field; /* the field or member in error, or absent */
	struct text error; /* for people: "not a U64: \"abc\"" */
	size_t column;     /* of a JSON error, in bytes from 1; otherwise 0 */
};

struct json_index;
struct json_pos;
struct json_line;

/*
 * Reads the next line of an indexed block.  EVENT_OK fills *ev, whose text lives in the block and
 * the reader until the next call.  EVENT_REJECTED fills *why.  *line is always filled, except for
 * EVENT_END.
 *
 * An encoded event is an object.  It must have event_id (a string), observed_at (a time as
 * stamp_parse reads it) and fields (an object).  tenant_id, source_id, entity_id and session_id are
 * strings, and may be null or missing; an empty string counts as missing.  encoding_version is a
 * whole number; if it is null or missing, it is 0.  Unknown members are ignored.
 */
enum event_result event_read(struct event_reader *r, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct event *ev, struct json_line *line,
    struct reject *why);

/* The same, but keeps the events of earlier calls valid.  The next event_read releases them. */
enum event_result event_read_on(struct event_reader *r, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct event *ev, struct json_line *line,
    struct reject *why);

/* Fills *why for a line that is not valid JSON or, if line->fault is JSON_OK, not an object. */
void reject_of_line(struct arena *a, const struct json_line *line, struct reject *why);

/*
 * Adds a reject as a line: {"file":..,"line":..,"code":..,"field":..,"error":..,"raw":..}.  An
 * absent file becomes null.  raw has the bytes of the rejected line.  If the line was longer than
 * the limit, too_long is its length in bytes and raw is ignored; otherwise too_long is 0.
 */
void event_put_reject(struct buf *b, struct text file, uint64_t line, const struct reject *why,
    struct text raw, uint64_t too_long);

#endif
