/* SPDX-License-Identifier: MIT */
#ifndef EXPR_NODE_H
#define EXPR_NODE_H

#include "expr/expr.h"

/* What the loaders of expressions and predicates share: private to this layer. */

/* Enter and leave a level of nesting.  node_enter returns 0, or -1 after reporting that the
 * expressions are nested too deeply; then the level need not be left. */
int node_enter(struct expr_loader *l, const struct json_node *node);
void node_leave(struct expr_loader *l);

/* Sets *field to the number of the field that the member `key` names.  Returns 0, or -1 after
 * reporting the error; *field is then FIELD_UNKNOWN. */
int node_field(struct expr_loader *l, const struct json_node *node, const char *key, size_t *field);

#endif
