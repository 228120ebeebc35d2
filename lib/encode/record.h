/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_RECORD_H
#define ENCODE_RECORD_H

#include <stdint.h>

#include "encode/named.h"
#include "encode/slots.h"
#include "event/value.h"
#include "json/walk.h"
#include "plan/plan.h"

/*
 * One raw line, as the selectors see it.  A record belongs to one encoder and is begun anew for
 * each line; what it gives out lives in the block and in the scratch arena.
 */
struct record {
	const struct plan *plan;
	const struct slots *slots;
	const struct json_value *slot;
	struct named named;
	int64_t observed_at_ns; /* set by whoever has read it */
	struct value query,
	    cookies; /* what they are taken from where there is no member for them */
	bool query_known, cookies_known;
};

void record_begin(
    struct record *r, const char *text, const struct json_index *ix, const struct json_value *slot);
void record_free(struct record *r);

/* A member of section 3 as text: absent where it is null or not there (or nobody asks for it). */
struct value record_member(struct record *r, enum envelope_member m);

/* What the selector of plan field i selects, before normalizers and parser. */
struct value record_select(struct record *r, size_t i);

#endif
