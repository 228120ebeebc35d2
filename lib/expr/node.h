/* SPDX-License-Identifier: MIT */
#ifndef EXPR_NODE_H
#define EXPR_NODE_H

#include "expr/expr.h"

/* What the loaders of expressions and predicates share: private to this layer. */

/*
 * Enters one more level of expressions, and leaves it.  node_enter: -1 with the error where that is
 * one too many.
 */
int node_enter(struct expr_loader *l, const struct json_node *node);
void node_leave(struct expr_loader *l);

/* The number of the field that the member names; FIELD_UNKNOWN where that is an error. */
int node_field(struct expr_loader *l, const struct json_node *node, const char *key, size_t *field);

#endif
