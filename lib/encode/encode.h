/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_ENCODE_H
#define ENCODE_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "event/event.h"
#include "json/index.h"
#include "json/walk.h"
#include "plan/plan.h"

/*
 * Encodes records: makes encoded events of request events.  The result depends only on the plan,
 * the options and the line, not on state, a clock or the order of lines.  An encoder is the scratch
 * memory of one thread; all encoders of a plan return the same events.
 */
struct encode_options {
	struct text tenant;     /* absent: all tenants */
	int64_t from_ns, to_ns; /* from <= t < to; INT64_MIN and INT64_MAX: no bound */
};

extern const struct encode_options encode_everything;

struct encoder;
struct encoder *encoder_new(
    const struct plan *plan, const struct encode_options *o); /* both must outlive it */
void encoder_free(struct encoder *e);

enum encode_result {
	ENCODE_END,   /* no more lines in the block */
	ENCODE_BLANK, /* not a record: a blank line, or one whose array of events is empty */
	ENCODE_EVENT,
	ENCODE_SKIPPED, /* of another tenant, or outside the time range */
	ENCODE_REJECTED
};

struct encoded {
	struct event event;    /* ENCODE_EVENT; its fields have the plan's numbers */
	struct json_line line; /* always set, except for ENCODE_END */
	struct reject why;     /* ENCODE_REJECTED */
	bool same_line;        /* the record is in the line, or element, of the one before it */
	bool apart;            /* line.p is not in the block, and valid until the next call */
	bool timed;            /* the event's time could be read and is in at_ns */
	int64_t at_ns;
};

/*
 * Encodes the next line of an indexed block.  If the plan has `line`, the index is not used.  The
 * texts in *out live in the block and the encoder, until the next call.  Checks come in this order:
 * JSON, an object, tenant, observed_at, time range, and the fields in plan order.
 */
enum encode_result encode_next(struct encoder *e, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct encoded *out);

/* Adds the warnings of an event that was just encoded to count[], by field of the plan. */
void encode_count_warnings(const struct plan *plan, const struct event *ev, uint64_t *count);

/* Parses a field's text after its normalizers.  Returns 0, or -1 if the parser does not accept the
 * text.  *out may point into *in and scratch. */
int encode_parse(
    enum type parser, const struct value *in, struct arena *scratch, struct value *out);

/* The message for a text that a parser does not accept: `not a U64: "abc"`.  Long texts are cut. */
struct text encode_parse_error(enum type parser, struct text text, struct arena *scratch);

/* How all messages of a parser begin: `not a U64`. */
struct text encode_parse_kind(enum type parser);

/*
 * The entity_id of an event, from its values of the identity fields: see esper-plan(5).  Absent if
 * there are no such fields, or if a value is absent or empty; otherwise all such events would count
 * as one entity.
 */
struct value encode_entity_id(const struct value *identity, size_t count, struct arena *scratch);

/* The session bucket of the previous event, kept because the next event is often in it.  All zero
 * at first.  Use one for each bucket length. */
struct encode_bucket {
	int64_t from_ns, to_ns; /* from <= t < to */
	char text[STAMP_MAX];
	size_t n;
};

/* The session_id of an event; absent if entity_id is.  Updates *before. */
struct value encode_session_id(const struct value *entity_id, int64_t at_ns, int64_t bucket_min,
    struct encode_bucket *before, struct arena *scratch);

#endif
