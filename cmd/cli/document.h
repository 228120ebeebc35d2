/* SPDX-License-Identifier: MIT */
#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H

#include "cmd/cli/load.h"
#include "plan/plan.h"
#include "rules/rules.h"

/*
 * Makes a plan or a rule set of a document's text.  path: where it is, for messages and for its
 * list files.  NULL: what is wrong with it has been said, and *why (which may be NULL) has it.
 */
struct plan *document_plan(
    const struct voice *v, struct arena *a, const char *path, struct text text, struct errs *why);

/* By the plan, or by none.  plan_name: where two plans are in use, the one that it is; else NULL.
 */
struct rules *document_rules(const struct voice *v, struct arena *a, const char *path,
    struct text text, const struct plan *plan, const char *plan_name, struct errs *why);

#endif
