/* SPDX-License-Identifier: MIT */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include "base/text.h"
#include "cmd/cli/diagnostics.h"
#include "plan/plan.h"
#include "rules/rules.h"

/* Prints each line of `lines` as a message about the plan or rule set at `path`.  `lines` is empty
 * or ends in a newline.  Returns 0, or -1 if a line could not be written. */
int findings_say(const struct voice *v, const char *path, struct text lines);

/*
 * Prints, before a run, what the rules look for that the plan cannot give them (rules_lint_vain):
 * the first ten findings, and how many more there are.  plan_name is the plan's name if two plans
 * are in use, otherwise NULL.
 */
void findings_say_vain(const struct voice *v, const char *path, const struct rules *r,
    const struct plan *plan, const char *plan_name);

#endif
