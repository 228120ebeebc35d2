/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PRESENCE_H
#define ENCODE_PRESENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "event/event.h"
#include "plan/plan.h"

/*
 * How many events had each field, and an entity, so that a selector that finds nothing is seen.
 * Fields are counted by the numbers of whoever made the events: a plan's, or a rule set's.
 *
 * A thread or a batch counts on its own; presence_join adds its numbers to those of the run, in the
 * order of the input, so that the example of an error is always the first one.
 */
struct presence {
	size_t fields;
	uint64_t events, entities;
	uint64_t *present;  /* by field: events that had it */
	uint64_t *warnings; /* by field: events whose text for it did not parse */
	char **example;     /* by field: the error of the first of these, or NULL */
};

void presence_init(struct presence *p, size_t fields);
void presence_free(struct presence *p); /* frees what is in it */

/* An event's fields and entity; presence_note_encoded also counts its warnings, which are in plan
 * order and name the plan's own fields. */
void presence_note(struct presence *p, const struct event *ev);
void presence_note_encoded(struct presence *p, const struct plan *plan, const struct event *ev);

/* Adds the numbers of *from, of the same fields, whose events come behind.  *from is empty then. */
void presence_join(struct presence *p, struct presence *from);
void presence_clear(struct presence *p); /* empty again */

/* `,"fields":{"email":12,…},"ENTITIES":12`: all fields, those too that no event had. */
void presence_put_json(
    struct buf *b, const struct presence *p, const struct text *name, const char *entities);

/*
 * For people, of a plan's events: which fields no event had, where each was looked for and, where
 * texts did not parse, how many and why; and that no event had an entity although the plan has an
 * identity.  Returns false, and puts nothing, where there is no such thing to say, or no event.
 */
bool presence_put_missing(struct buf *b, const struct presence *p, const struct plan *plan);

/* The same of events by other numbers: their names, which of them were asked for, and whether an
 * entity was.  Ends before what to do about it. */
bool presence_put_unseen(struct buf *b, const struct presence *p, const struct text *name,
    const bool *asked, bool entity);

#endif
