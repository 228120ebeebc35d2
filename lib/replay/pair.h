/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PAIR_H
#define REPLAY_PAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"
#include "replay/side.h"

/*
 * One line as two plans read it, and its record in a history.  A side may have no event: it failed,
 * or the line is skipped (another tenant, or outside the range).  If the times of the two events
 * differ, each gets a record of its own (split), in which the other side has no event.
 */
enum standing { STANDING_EVENT, STANDING_FAILED, STANDING_SKIPPED, STANDING_ELSEWHERE };

/* code and blamed say why a side failed.  Fields have their numbers in the comparison, from 1; 0:
 * none. */
struct pair {
	enum standing standing[SIDES];
	struct event event[SIDES];  /* without the time */
	struct value *value[SIDES]; /* of the fields that rules look at, with room for them */
	bool one;                   /* both sides have the same event */
	uint64_t line; /* if an element of a JSON document: the line where it starts; 0: the
			  history's key has the line */
	enum reject_code code;
	size_t blamed;
	size_t differs; /* the first difference: a field, or beyond the fields a member PAIR_…; 0:
			   none */
	int64_t other_ns; /* if split: the time of the other half */
};

/* Other members that can differ.  They come after the fields that rules look at and before the
 * other fields. */
enum {
	PAIR_ENTITY_ID,
	PAIR_SESSION_ID,
	PAIR_EVENT_ID,
	PAIR_TENANT_ID,
	PAIR_OBSERVED_AT,
	PAIR_MEMBERS
};
extern const struct text pair_member_names[PAIR_MEMBERS];

void pair_new(struct pair *p, size_t wanted); /* allocates the room */
void pair_end(struct pair *p);

void pair_put(struct buf *b, const struct pair *p, size_t wanted);
void pair_get(struct text record, struct pair *p, size_t wanted);

#endif
