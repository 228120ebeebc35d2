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
 * Encoding: raw lines into events.  A pure function of (plan, options, line): no state, no clock,
 * no order.  An encoder is a thread's own scratch memory for that; all encoders of a plan give the
 * same answers.
 */
struct encode_options {
	struct text tenant;     /* absent: all */
	int64_t from_ns, to_ns; /* from <= t < to; INT64_MIN and INT64_MAX: no bound */
};

extern const struct encode_options encode_everything;

struct encoder;
struct encoder *encoder_new(
    const struct plan *plan, const struct encode_options *o); /* both must outlive it */
void encoder_free(struct encoder *e);

enum encode_result {
	ENCODE_END,   /* no more lines in the block */
	ENCODE_BLANK, /* a blank line: not a record */
	ENCODE_EVENT,
	ENCODE_SKIPPED, /* another tenant's, or outside of the time range */
	ENCODE_REJECTED
};

struct encoded {
	struct event event;    /* ENCODE_EVENT; its fields are by the plan's numbers */
	struct json_line line; /* in any case but ENCODE_END */
	struct reject why;     /* ENCODE_REJECTED */
	bool timed;            /* ENCODE_REJECTED: at_ns is the event's time, which could be read */
	int64_t at_ns;
};

/*
 * The next line of an indexed block.  What comes out lives in the block and the encoder until the
 * next call. Judged in this order: JSON, an object, tenant, observed_at, time range, fields in plan
 * order.
 */
enum encode_result encode_next(struct encoder *e, const char *text, size_t n,
    const struct json_index *ix, struct json_pos *pos, struct encoded *out);

/* Counts the warnings of an event that was just encoded: count[] is by field of the plan. */
void encode_count_warnings(const struct plan *plan, const struct event *ev, uint64_t *count);

/* The text of a parser's value, or -1 where it accepts it not: what a field does after its
 * normalizers.  scratch holds the result. */
int encode_parse(
    enum type parser, const struct value *in, struct arena *scratch, struct value *out);

/* The message for a text that a parser does not accept: not a U64: "abc" (long texts are cut). */
struct text encode_parse_error(enum type parser, struct text text, struct arena *scratch);

/* What that message begins with, and all of a parser's messages do: not a U64. */
struct text encode_parse_kind(enum type parser);

/* entity_id and session_id (section 5) out of identity texts; inline rule tests need them too.
 * Absent where there is none, or one is absent or empty: it would be one entity of everybody. */
struct value encode_entity_id(const struct value *identity, size_t count, struct arena *scratch);

/* The session bucket of the event before, by its times and as it is written; all zero: there was
 * none.  It belongs to one bucket length. */
struct encode_bucket {
	int64_t from_ns, to_ns; /* from <= t < to */
	char text[STAMP_MAX];
	size_t n;
};

struct value encode_session_id(const struct value *entity_id, int64_t at_ns, int64_t bucket_min,
    struct encode_bucket *before, struct arena *scratch);

#endif
