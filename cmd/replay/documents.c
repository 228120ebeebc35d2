/* SPDX-License-Identifier: MIT */
#include "cmd/replay/documents.h"

#include "cmd/cli/findings.h"
#include "cmd/cli/load.h"
#include "cmd/replay/baseline.h"
#include "cmd/replay/document.h"
#include "cmd/replay/label_file.h"

static int
load_plan(struct command *c)
{
	struct text text;
	struct errs all = { 0 };
	c->plan_from = c->plan_path;
	if (document_find(c, &c->versions, STORE_ENCODING, &c->plan_from, &text) < 0)
		return -1;
	c->plan = plan_load_all(text, load_folder(&c->arena, c->plan_from), &all);
	if (!c->plan)
		document_complain_all(c, c->plan_from, text, &all);
	return c->plan ? 0 : -1;
}

static int
load_rules(struct command *c)
{
	struct text text;
	struct errs all = { 0 };
	c->rules_from = c->rules_path;
	if (document_find(c, &c->versions, STORE_RULES, &c->rules_from, &text) < 0)
		return -1;
	c->rules = rules_load_all(text, c->plan, load_folder(&c->arena, c->rules_from), &all);
	if (!c->rules)
		document_complain_all(c, c->rules_from, text, &all);
	return c->rules ? 0 : -1;
}

int
documents_load(struct command *c)
{
	if (c->rules)
		return 0;
	if (load_plan(c) < 0 || load_rules(c) < 0)
		return -1;
	if (baseline_is_given(c) && baseline_load(c) < 0)
		return -1;
	if (!c->settings.quiet)
		findings_say_vain(&c->settings.voice, c->rules_from, c->rules, c->plan,
		    c->own.plan ? c->plan_from : NULL);
	return label_file_load(c);
}
