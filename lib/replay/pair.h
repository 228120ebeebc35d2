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
 * One line as two plans read it, and its record in a history.  A side has an event, or has not: it
 * failed, or the line is none of its (another time or tenant than asked for).  Where the times of
 * two events are not the same, each is in a record of its own (split), whose other side has none.
 */
enum standing { STANDING_EVENT, STANDING_FAILED, STANDING_SKIPPED, STANDING_ELSEWHERE };

/* A failed side's reason.  Fields are by their numbers in the comparison, from 1; 0: none. */
struct pair {
	enum standing standing[SIDES];
	struct event event[SIDES];  /* without its time */
	struct value *value[SIDES]; /* of the fields that rules look at; with room for them */
	bool one;                   /* both have the same event */
	uint64_t line; /* of an element of a document: in which it begins; 0: the history's key is
			  of a line */
	enum reject_code code;
	size_t blamed;
	size_t differs;   /* the first field that does, a number beyond those of fields being
			     PAIR_…; 0: none */
	int64_t other_ns; /* split: the other half's time */
};

/* What else differs, after the fields that rules look at and before the others. */
enum {
	PAIR_ENTITY_ID,
	PAIR_SESSION_ID,
	PAIR_EVENT_ID,
	PAIR_TENANT_ID,
	PAIR_OBSERVED_AT,
	PAIR_MEMBERS
};
extern const struct text pair_member_names[PAIR_MEMBERS];

void pair_new(struct pair *p, size_t wanted); /* makes the room */
void pair_end(struct pair *p);

void pair_put(struct buf *b, const struct pair *p, size_t wanted);
void pair_get(struct text record, struct pair *p, size_t wanted);

#endif
