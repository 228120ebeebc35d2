/* SPDX-License-Identifier: MIT */
#ifndef TRACE_MEMBERS_H
#define TRACE_MEMBERS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Goes through the members of an object, or the elements of an array, of JSON that is known to be
 * valid and has no white space between tokens: the values of the model.
 *
 *	struct trace_members it = trace_members(json);
 *	while (trace_member(&it, &key, &value)) …
 */
struct trace_members {
	const char *p, *end;
	bool object;
};

/* Of a text that is no container there are none. */
struct trace_members trace_members(struct text json);

/* The end of the string whose first quote is at p, behind its last one. */
const char *trace_string_end(const char *p, const char *end);

/* key: as spelled, without its quotes; absent in an array.  value: JSON. */
bool trace_member(struct trace_members *it, struct text *key, struct text *value);

/* The value of a member, or an absent text.  The key is compared as spelled. */
struct text trace_member_of(struct text object, struct text key);

/* Appends {…} with the members of both; of those that both have, the first object's. */
void trace_join_objects(struct buf *b, struct text first, struct text second);

/* Appends the members of an object that the other one does not have with the same value, to an
 * object that is begun.  Returns whether there are any. */
bool trace_put_difference(struct buf *b, struct text object, struct text other);

#endif
