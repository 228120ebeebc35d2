/* SPDX-License-Identifier: MIT */
#include "cmd/replay/document.h"

#include "cmd/cli/load.h"

static void
complain(struct command *c, const char *path, struct text text, const struct err *e)
{
	load_complain(&c->settings.voice, path, text, e);
	command_note(c, "%s: %s", path, e->text);
}

void
document_complain_all(struct command *c, const char *path, struct text text, const struct errs *all)
{
	load_complain_all(&c->settings.voice, path, text, all);
	if (all->n == 1)
		command_note(c, "%s: %s", path, all->err[0].text);
	else
		command_note(c, "%s: %s (the first of %zu errors)", path, all->err[0].text, all->n);
}

int
document_find(struct command *c, const struct versions *v, enum store_kind kind, const char **path,
    struct text *text)
{
	struct err e;
	if (*path) {
		*text = load_file(&c->arena, *path, PROGRAM, &e);
		if (text->p)
			return 0;
		complain(c, *path, *text, &e);
		return -1;
	}
	const int found = versions_load(v, &c->settings, kind, &c->arena, text, path, &e);
	if (found == 0)
		versions_say_none(&c->settings, kind);
	if (found == 0)
		command_note(c, "no version of %s is Active", store_kind_names[kind].p);
	if (found < 0 && e.text[0])
		command_note(c, "%s", e.text);
	else if (found < 0)
		command_note(c, "version %llu of %s cannot be read",
		    (unsigned long long)v->use[kind], store_kind_names[kind].p);
	return found > 0 ? 0 : -1;
}
