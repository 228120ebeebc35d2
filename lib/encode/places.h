/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_PLACES_H
#define ENCODE_PLACES_H

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

struct places {
	struct json_paths *paths;
	unsigned member[ENVELOPE_MEMBERS]; /* NO_SLOT: nobody asks for it */
	unsigned url;           /* takes the place of path and query where they are missing */
	unsigned cookie_header; /* the header that cookies are taken from */
	unsigned *field; /* by plan field: RequestField's value, or the name's in its container */
};

void places_init(struct places *p, const struct plan *plan);
void places_free(struct places *p);

/* The container that a selector's names are members of; ENVELOPE_MEMBERS if it has no names. */
enum envelope_member places_container(enum selector_kind kind);

#endif
