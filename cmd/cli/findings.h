/* SPDX-License-Identifier: MIT */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include "base/text.h"
#include "cmd/cli/diagnostics.h"
#include "plan/plan.h"
#include "rules/rules.h"

/* Says each line of `lines`, which ends in a newline unless it is empty, as one about a document.
 * 0, or -1 where one could not be written. */
int findings_say(const struct voice *v, const char *path, struct text lines);

/*
 * Before a run: what the rules look for in vain (rules_lint_vain), the first ten findings and how
 * many more there are.  plan_name: where two plans are in use, the one that it is by; else NULL.
 */
void findings_say_vain(const struct voice *v, const char *path, const struct rules *r,
    const struct plan *plan, const char *plan_name);

#endif
