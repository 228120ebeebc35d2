/* SPDX-License-Identifier: MIT */
#include "cmd/cli/document.h"

struct plan *
document_plan(
    const struct voice *v, struct arena *a, const char *path, struct text text, struct errs *why)
{
	struct errs own = { 0 }, *all = why ? why : &own;
	struct plan *plan = plan_load_all(text, load_folder(a, path), all);
	if (!plan)
		load_complain_all(v, path, text, all);
	return plan;
}

struct rules *
document_rules(const struct voice *v, struct arena *a, const char *path, struct text text,
    const struct plan *plan, const char *plan_name, struct errs *why)
{
	struct errs own = { 0 }, *all = why ? why : &own;
	struct rules *rules = rules_load_all(text, plan, load_folder(a, path), all);
	if (rules)
		return rules;
	for (size_t i = 0; plan_name && i < all->n && i < ERRS_MAX; i++)
		err_at(&all->err[i], all->err[i].offset, "%s (by the plan %s)", all->err[i].text,
		    plan_name);
	load_complain_all(v, path, text, all);
	return NULL;
}
