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
	c->documents.plan_from = c->request.plan_path;
	if (document_find(c, &c->request.versions, STORE_ENCODING, &c->documents.plan_from, &text) <
	    0)
		return -1;
	c->documents.plan =
	    plan_load_all(text, load_folder(&c->arena, c->documents.plan_from), &all);
	if (!c->documents.plan)
		document_complain_all(c, c->documents.plan_from, text, &all);
	return c->documents.plan ? 0 : -1;
}

static int
load_rules(struct command *c)
{
	struct text text;
	struct errs all = { 0 };
	c->documents.rules_from = c->request.rules_path;
	if (document_find(c, &c->request.versions, STORE_RULES, &c->documents.rules_from, &text) <
	    0)
		return -1;
	c->documents.rules = rules_load_all(
	    text, c->documents.plan, load_folder(&c->arena, c->documents.rules_from), &all);
	if (!c->documents.rules)
		document_complain_all(c, c->documents.rules_from, text, &all);
	return c->documents.rules ? 0 : -1;
}

int
documents_load(struct command *c)
{
	if (c->documents.rules)
		return 0;
	if (load_plan(c) < 0 || load_rules(c) < 0)
		return -1;
	if (baseline_is_given(&c->request) && baseline_load(c) < 0)
		return -1;
	if (!c->settings.quiet)
		findings_say_vain(&c->settings.voice, c->documents.rules_from, c->documents.rules,
		    c->documents.plan, c->documents.own.plan ? c->documents.plan_from : NULL);
	return label_file_load(c);
}
