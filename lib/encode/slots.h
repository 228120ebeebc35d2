/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_SLOTS_H
#define ENCODE_SLOTS_H

#include <stdbool.h>

#include "json/paths.h"
#include "plan/plan.h"

/*
 * Where a plan looks in a raw line (section 3 of the contract), compiled into paths, so that the
 * walk over a line finds all of it on its way.  Only what the plan selects has a slot.
 *
 * Headers, query parameters, cookies and route parameters have a slot for the whole container, and,
 * where the container stands in its default place, one for each selected name in it: of the object
 * that it nearly always is, the value is at hand then.
 */
#define NO_SLOT ((unsigned)-1)

struct slots {
	struct json_paths *paths;
	unsigned member[ENVELOPE_MEMBERS]; /* NO_SLOT: nobody asks for it */
	unsigned url;           /* takes the place of path and query where they are missing */
	unsigned cookie_header; /* the header that cookies are taken from */
	unsigned *field; /* by plan field: RequestField's value, or the name's in its container */
};

void slots_init(struct slots *s, const struct plan *plan);
void slots_free(struct slots *s);

/* The container that a selector's names are members of; ENVELOPE_MEMBERS if it has no names. */
enum envelope_member slots_container(enum selector_kind kind);

#endif
