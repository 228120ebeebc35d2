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
 * Records, and the only place that spells their members: encoded events, decisions, rejects.  An
 * event of this module is an encoded one: what esper-encode makes of a raw line, and what decisions
 * are made of.  All text in it is borrowed.
 */
struct event_warning {
	struct text field, error;
};

struct event {
	struct value event_id, tenant_id, source_id, entity_id, session_id; /* STRING or ABSENT */
	int64_t observed_at_ns;
	struct text
	    observed_at; /* the same, as it is written, where that is at hand; else absent */
	uint64_t encoding_version;
	const struct value
	    *field; /* by the numbers of whoever made it: a plan's fields, a rule set's */
	struct text fields_json; /* absent, or the object `fields` to carry as it is (without white
				    space) */
	const unsigned char *content; /* its digest (content.h), where that is known; else NULL */
	/* Stretches of the line it was read from that are what would be written of it anew: from
	 * `{"event_id":` to the encoding_version, from `,"entity_id":` to the session_id.  Each
	 * absent where it is not at hand; whoever changes what they tell of makes them so. */
	struct text head, ids;
	const struct event_warning *warning;
	size_t warnings;
};

/*
 * The event_id of an event that has none: `sha256:` and the first 32 hex digits of the SHA-256 of
 * its line.  It says what the line was, not which request, and is known by its form.
 */
#define EVENT_LINE_ID_PREFIX "sha256:"
enum { EVENT_LINE_ID_BYTES = 16, EVENT_LINE_ID = 7 + 2 * EVENT_LINE_ID_BYTES /* its length */ };

bool event_id_is_of_line(struct text id);

/* Field names in output order, each also as it is written: `"email":`. */
struct event_schema {
	const struct text *name;
	const struct text *prefix;
	size_t count;
};

struct event_schema event_schema_new(struct arena *a, const struct text *name, size_t count);

/* One line with its newline.  ev->field is by the schema's numbers. */
void event_put_encoded(struct buf *b, const struct event *ev, const struct event_schema *s);

/* `{"email":…}`: the fields alone, as in an encoded event. */
void event_put_fields(struct buf *b, const struct value *field, const struct event_schema *s);

/*
 * Reading encoded events.  A reader is made for the fields that somebody wants to look at (their
 * values become ev->field[0..count), by exact name) and belongs to one thread.
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

/* Why a line is no event. */
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
	struct text field; /* the name of the one to blame, or absent */
	struct text error; /* for people: "not a U64: \"abc\"" */
	size_t column;     /* from 1, in bytes, for a JSON error; else 0 */
};

struct json_index;
struct json_pos;
struct json_line;

/*
 * Reads the next line of an indexed block.  EVENT_OK: *ev is filled, its text lives in the block or
 * in the reader until the next call.  An encoded event is an object with event_id (a string),
 * observed_at (a time as section 3 of the contract reads it) and fields (an object); tenant_id,
 * source_id, entity_id and session_id are strings or null or absent (and absent where they are
 * empty), encoding_version is a whole number or absent (0).  Members that are not known do not
 * matter.  line is filled in any case but EVENT_END.
 */
enum event_result event_read(struct event_reader *r, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct event *ev, struct json_line *line,
    struct reject *why);

/* The same, but what the calls before have given out goes on living, until the next event_read. */
enum event_result event_read_on(struct event_reader *r, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct event *ev, struct json_line *line,
    struct reject *why);

/* Fills *why for a line that the walk found faulty, or (no fault) that is no object. */
void reject_of_line(struct arena *a, const struct json_line *line, struct reject *why);

/*
 * A reject as a line: {"file":..,"line":..,"code":..,"field":..,"error":..,"raw":..}.  file absent:
 * null.  raw: the line's bytes; too_long: not 0 if the line was over the limit and has so many
 * bytes (raw is ignored then).
 */
void event_put_reject(struct buf *b, struct text file, uint64_t line, const struct reject *why,
    struct text raw, uint64_t too_long);

#endif
