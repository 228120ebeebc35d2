/* SPDX-License-Identifier: MIT */
#ifndef PLAN_LOAD_H
#define PLAN_LOAD_H

#include "expr/expr.h"
#include "json/tree.h"
#include "plan/plan.h"

/* The parts of the plan loader, private to this layer.  All return 0, or -1 after reporting the
 * error to *l. */

/* Loads the member `runtime` of a config.  Settings that it leaves out keep their values in *r. */
int load_runtime(struct expr_loader *l, const struct json_node *node, struct runtime *r);

/*
 * A path, or an array of them; with `objects`, each may also be {path, normalizers}.
 */
int load_origins(
    struct expr_loader *l, const struct json_node *node, bool objects, struct origins *out);

/* The member `normalizers` of a field. */
int load_normalizers(struct expr_loader *l, const struct json_node *node, struct plan_field *f);

/* The members time_zone and time_format of the runtime. */
int load_reader(struct expr_loader *l, const struct json_node *node, struct stamp_reader *r);

/* The members line, json_strings and each of the runtime. */
int load_layout(struct expr_loader *l, const struct json_node *node, struct layout *out);

enum section { SECTION_FIELDS, SECTION_DERIVED, SECTION_ACTIONS, SECTIONS };
extern const char *const section_names[SECTIONS];

/* Loads an element of a section.  The caller adds its name to l->fields. */
int load_field(struct expr_loader *l, enum section section, const struct json_node *node,
    struct plan_field *f);

int load_normalizer(struct expr_loader *l, const struct json_node *node, struct normalizer *n);

#endif
