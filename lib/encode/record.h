/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_RECORD_H
#define ENCODE_RECORD_H

#include <stdint.h>

#include "encode/follow.h"
#include "encode/named.h"
#include "encode/request_line.h"
#include "encode/slots.h"
#include "event/value.h"
#include "json/walk.h"
#include "plan/plan.h"

/* What a plan's places (struct origins) have in a record. */
struct record_found {
	struct json_value json; /* a string, if normalizers have made it a text */
	struct value text;      /* if so, that text */
	bool made;              /* it is an array that `*` has made, in a text of its own */
};

/*
 * One line of input, as selectors see it.  A record belongs to one encoder and is begun again for
 * each line.  The values that it returns live in the block and in the scratch arena.
 */
struct record {
	const struct plan *plan;
	const struct slots *slots;
	const struct json_value *slot;
	const char *text; /* what the walk was over */
	const struct json_index *index;
	struct named named;
	int64_t observed_at_ns; /* set by the encoder */
	/* texts with all parameters and all cookies, found when first needed */
	struct value query, cookies;
	bool query_known, cookies_known, line_known;
	unsigned found_known; /* a bit for each member */
	struct record_found found[ENVELOPE_MEMBERS];
	struct json_index made[ENVELOPE_MEMBERS]; /* of those that `*` has made */
	struct request_line line;                 /* the envelope's */
	struct follow follow;
};

void record_begin(
    struct record *r, const char *text, const struct json_index *ix, const struct json_value *slot);
void record_free(struct record *r);

/* A member of the request event as text.  Absent if it is null or missing, or has no slot. */
struct value record_member(struct record *r, enum envelope_member m);

/* The value that the selector of plan field i selects, before normalizers and parser. */
struct value record_select(struct record *r, size_t i);

/* The value in the record that a RequestField selects; its kind is JSON_NONE if that is nothing, or
 * an array that `*` makes. */
struct json_value record_where(struct record *r, size_t i);

#endif
