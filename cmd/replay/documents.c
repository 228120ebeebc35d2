/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/findings.h"
#include "cmd/cli/load.h"
#include "cmd/replay/command.h"

static void
note(struct command *c, const char *format, va_list args)
{
	if (!c->why[0])
		vsnprintf(c->why, sizeof(c->why), format, args);
}

void
command_fail(struct command *c, const char *format, ...)
{
	char text[RUN_WHY_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	va_start(args, format);
	note(c, format, args);
	va_end(args);
	diag(&c->settings.voice, "%s", text);
}

/* Keeps what versions_load has said itself, as far as it can be known here. */
static void
keep(struct command *c, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	note(c, format, args);
	va_end(args);
}

void
documents_complain(struct command *c, const char *path, struct text text, const struct err *e)
{
	load_complain(&c->settings.voice, path, text, e);
	keep(c, "%s: %s", path, e->text);
}

void
documents_complain_all(
    struct command *c, const char *path, struct text text, const struct errs *all)
{
	load_complain_all(&c->settings.voice, path, text, all);
	if (all->n == 1)
		keep(c, "%s: %s", path, all->err[0].text);
	else
		keep(c, "%s: %s (the first of %zu errors)", path, all->err[0].text, all->n);
}

int
documents_find(struct command *c, const struct versions *v, enum store_kind kind, const char **path,
    struct text *text)
{
	struct err e;
	if (*path) {
		*text = load_file(&c->arena, *path, PROGRAM, &e);
		if (text->p)
			return 0;
		documents_complain(c, *path, *text, &e);
		return -1;
	}
	const int found = versions_load(v, &c->settings, kind, &c->arena, text, path, &e);
	if (found == 0)
		versions_say_none(&c->settings, kind);
	if (found == 0)
		keep(c, "no version of %s is Active", store_kind_names[kind].p);
	if (found < 0 && e.text[0])
		keep(c, "%s", e.text);
	else if (found < 0)
		keep(c, "version %llu of %s cannot be read", (unsigned long long)v->use[kind],
		    store_kind_names[kind].p);
	return found > 0 ? 0 : -1;
}

static int
load_plan(struct command *c)
{
	struct text text;
	struct errs all = { 0 };
	c->plan_from = c->plan_path;
	if (documents_find(c, &c->versions, STORE_ENCODING, &c->plan_from, &text) < 0)
		return -1;
	c->plan = plan_load_all(text, load_folder(&c->arena, c->plan_from), &all);
	if (!c->plan)
		documents_complain_all(c, c->plan_from, text, &all);
	return c->plan ? 0 : -1;
}

static int
load_rules(struct command *c)
{
	struct text text;
	struct errs all = { 0 };
	c->rules_from = c->rules_path;
	if (documents_find(c, &c->versions, STORE_RULES, &c->rules_from, &text) < 0)
		return -1;
	c->rules = rules_load_all(text, c->plan, load_folder(&c->arena, c->rules_from), &all);
	if (!c->rules)
		documents_complain_all(c, c->rules_from, text, &all);
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
