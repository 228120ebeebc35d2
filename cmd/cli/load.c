/* SPDX-License-Identifier: MIT */
#include "cmd/cli/load.h"

#include <string.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/shell.h"
#include "io/in.h"
#include "io/whole.h"
#include "json/tree.h"

struct text
load_file(struct arena *a, const char *path, const char *program, struct err *e)
{
	struct in *in = in_open(path, e);
	struct buf b = { 0 };
	struct text text = TEXT_ABSENT;
	if (!in)
		return text;
	if (whole_read(in, LOAD_MAX, &b, e) == 0)
		text = arena_text(a, buf_as_text(&b));
	else
		shell_add_unpacking(e, in, path, program);
	buf_free(&b);
	in_close(in);
	return text;
}

const char *
load_folder(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return ".";
	return arena_text(a, (struct text){ path, (size_t)(slash - path) + 1 }).p;
}

void
load_complain(const struct voice *v, const char *path, struct text document, const struct err *e)
{
	size_t line = 0, column = 0;
	if (document.p && e->offset != ERR_NOWHERE)
		json_line_column(document, e->offset, &line, &column);
	diag_at(v, path, line, column, text_of(e->text));
}

void
load_complain_all(
    const struct voice *v, const char *path, struct text document, const struct errs *all)
{
	for (size_t i = 0; i < all->n && i < ERRS_MAX; i++)
		load_complain(v, path, document, &all->err[i]);
	if (all->n > ERRS_MAX)
		diag(v, "%s: %zu more error%s not shown", path, all->n - ERRS_MAX,
		    all->n - ERRS_MAX == 1 ? " is" : "s are");
}

struct plan *
load_as_plan(
    const struct voice *v, struct arena *a, const char *path, struct text text, struct errs *why)
{
	struct errs own = { 0 }, *all = why ? why : &own;
	struct plan *plan = plan_load_all(text, load_folder(a, path), all);
	if (!plan)
		load_complain_all(v, path, text, all);
	return plan;
}

struct rules *
load_as_rules(const struct voice *v, struct arena *a, const char *path, struct text text,
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
