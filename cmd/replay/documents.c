/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "cmd/cli/diagnostics.h"
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
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	va_start(args, format);
	note(c, format, args);
	va_end(args);
	diag(PROGRAM, "%s", text);
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

static void
complain(struct command *c, const char *path, struct text text, const struct err *e)
{
	load_complain(PROGRAM, path, text, e);
	keep(c, "%s: %s", path, e->text);
}

/* The text of a document, and where it is from. */
static int
find(struct command *c, enum store_kind kind, const char **path, struct text *text)
{
	struct err e;
	if (*path) {
		*text = load_file(&c->arena, *path, PROGRAM, &e);
		if (text->p)
			return 0;
		complain(c, *path, *text, &e);
		return -1;
	}
	const int found = versions_load(&c->versions, &c->settings, kind, &c->arena, text, path);
	if (found == 0)
		versions_say_none(&c->settings, kind);
	if (found == 0)
		keep(c, "no version of %s is Active", store_kind_names[kind].p);
	if (found < 0)
		keep(c, "version %llu of %s cannot be read",
		    (unsigned long long)c->versions.use[kind], store_kind_names[kind].p);
	return found > 0 ? 0 : -1;
}

int
documents_load(struct command *c)
{
	const char *plan = c->plan_path, *rules = c->rules_path;
	struct text text;
	struct err e;
	if (c->rules)
		return 0;
	if (find(c, STORE_ENCODING, &plan, &text) < 0)
		return -1;
	c->plan = plan_load(text, load_folder(&c->arena, plan), &e);
	if (!c->plan) {
		complain(c, plan, text, &e);
		return -1;
	}
	if (find(c, STORE_RULES, &rules, &text) < 0)
		return -1;
	c->rules = rules_load(text, c->plan, load_folder(&c->arena, rules), &e);
	if (!c->rules) {
		complain(c, rules, text, &e);
		return -1;
	}
	return 0;
}
