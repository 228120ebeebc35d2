/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_SLOTS_H
#define ENCODE_SLOTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "encode/follow.h"
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

/* Where the value of a member comes from. */
enum slots_from {
	FROM_SLOT,        /* one slot */
	FROM_PLACES,      /* several places, or one that is more than a slot */
	FROM_REQUEST_LINE /* of method, path and query: the envelope's request line */
};

/* What the places of a plan (struct origins) are in a record, in their order. */
struct slot_list {
	unsigned *slot;
	struct trail *trail; /* where to go from there */
};

struct slots {
	struct json_paths *paths;
	struct arena arena;
	enum slots_from from[ENVELOPE_MEMBERS];
	unsigned member[ENVELOPE_MEMBERS];         /* FROM_SLOT; NO_SLOT: not selected */
	struct slot_list places[ENVELOPE_MEMBERS]; /* FROM_PLACES */
	unsigned url;                              /* used if path or query is missing */
	unsigned cookie_header;                    /* used if cookies are missing */
	unsigned *json_string;                     /* by path of the plan's json_strings */
	unsigned *each;  /* by path of the plan's each, up to its first `*` */
	unsigned *field; /* by plan field: of RequestField, or of the name in its container */
	struct slot_list *path; /* by plan field: of a RequestField that has no slot in field[] */
};

void slots_init(struct slots *s, const struct plan *plan);
void slots_free(struct slots *s);

/* The container that a selector looks its name up in; ENVELOPE_MEMBERS if it has no name. */
enum envelope_member slots_container(enum selector_kind kind);

#endif
