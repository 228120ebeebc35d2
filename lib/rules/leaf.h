/* SPDX-License-Identifier: MIT */
#ifndef RULES_LEAF_H
#define RULES_LEAF_H

#include "rules/rules.h"

/* Loads the leaves: the kinds of predicates that only rules have.  Private to this layer. */
extern const struct text leaf_kind_names[LEAF_KINDS]; /* by enum leaf_kind */

struct leaf_loader {
	struct rules *rules;
	const struct plan *plan; /* or NULL */
	size_t leaf_cap, series_cap;
	struct lookup series; /* their numbers by text; those from rules->nseries on belonged to
				 disabled rules and do not count */
	bool in_where; /* inside a window's where, which takes only the predicates of plans */
};

/* The member `leaf` of struct expr_loader.  context is a struct leaf_loader. */
int leaf_load(void *context, struct expr_loader *l, const struct json_node *node, struct text kind);

#endif
