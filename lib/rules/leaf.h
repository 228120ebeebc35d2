/* SPDX-License-Identifier: MIT */
#ifndef RULES_LEAF_H
#define RULES_LEAF_H

#include "rules/rules.h"

/* Loading what predicates of rules have beside those of plans. */
extern const struct text leaf_kind_names[LEAF_KINDS]; /* by enum leaf_kind */

struct leaf_loader {
	struct rules *rules;
	const struct plan *plan; /* or NULL */
	size_t leaf_cap, series_cap;
	struct lookup series; /* by their texts; beyond rules->nseries: those of disabled rules */
	bool in_where; /* inside a window's where, which holds predicates of section 4 alone */
};

/* The hook of struct expr_loader; context is a struct leaf_loader. */
int leaf_load(void *context, struct expr_loader *l, const struct json_node *node, struct text kind);

#endif
