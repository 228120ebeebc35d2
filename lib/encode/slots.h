/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_SLOTS_H
#define ENCODE_SLOTS_H

#include <stdbool.h>

#include "json/paths.h"
#include "plan/plan.h"

/*
 * The places in a request event that a plan reads, compiled into paths, so that one walk over the
 * line finds all of them.  Only values that the plan selects have a slot.
 *
 * Headers, query parameters, cookies and route parameters have a slot for the whole container.  If
 * the container is in its default place, each selected name in it has a slot, too: it is nearly
 * always an object, and then the walk finds the value without a search.
 */
#define NO_SLOT ((unsigned)-1)

/* Slots of several places, in order. */
struct slot_list {
	unsigned *slot; /* by source; NULL: the one slot is in member[] or field[] */
};

struct slots {
	struct json_paths *paths;
	struct slot_list list[ENVELOPE_MEMBERS]; /* of the places that the envelope names */
	struct slot_list *path;                  /* by plan field: of RequestField's paths */
	unsigned member[ENVELOPE_MEMBERS];       /* NO_SLOT: not selected */
	size_t fields;
	unsigned url;           /* used if path or query is missing */
	unsigned cookie_header; /* used if cookies are missing */
	unsigned *json_string;  /* by path of the plan's json_strings */
	unsigned *each;         /* by path of the plan's each, up to its first `*` */
	unsigned *field; /* by plan field: of RequestField, or of the name in its container */
};

void slots_init(struct slots *s, const struct plan *plan);
void slots_free(struct slots *s);

/* The container that a selector looks its name up in; ENVELOPE_MEMBERS if it has no name. */
enum envelope_member slots_container(enum selector_kind kind);

#endif
