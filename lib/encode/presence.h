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
 * Counts how many events had each field and how many had an entity, so that a selector that finds
 * nothing is noticed.  Fields have the numbers of the plan or the rule set that the events have.
 *
 * Each thread or batch has counts of its own.  presence_join adds them to those of the run in the
 * order of the input, so that the example of an error is always the first error.
 */
struct presence {
	size_t fields;
	uint64_t events, entities;
	uint64_t *present;  /* by field: events that had it */
	uint64_t *warnings; /* by field: events whose text for it did not parse */
	char **example;     /* by field: the first such error, or NULL */
};

void presence_init(struct presence *p, size_t fields);
void presence_free(struct presence *p); /* frees what is in it */

/* Count an event's fields and entity.  presence_note_encoded also counts its warnings, which must
 * be those of an event just encoded. */
void presence_note(struct presence *p, const struct event *ev);
void presence_note_encoded(struct presence *p, const struct plan *plan, const struct event *ev);

/* Adds the counts of *from, whose fields are the same and whose events come later.  Clears *from.
 */
void presence_join(struct presence *p, struct presence *from);
void presence_clear(struct presence *p); /* sets all counts to 0 */

/* Adds `,"fields":{"email":12,…},"ENTITIES":12`, including fields that no event had. */
void presence_put_json(
    struct buf *b, const struct presence *p, const struct text *name, const char *entities);

/*
 * Adds a message about the fields of the plan that no event had: where each was looked for, how
 * many texts did not parse, and the first error.  It also says if no event had an entity although
 * the plan has entity_identity_fields.  Returns false and adds nothing if there is nothing to
 * report, or if there were no events.
 */
bool presence_put_missing(struct buf *b, const struct presence *p, const struct plan *plan);

/* The same for other events: name[] has the names of their fields, asked[] says which fields are
 * needed, and entity whether an entity is.  The message ends before any advice. */
bool presence_put_unseen(struct buf *b, const struct presence *p, const struct text *name,
    const bool *asked, bool entity);

#endif
