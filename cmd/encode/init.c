/* SPDX-License-Identifier: MIT */
#include "cmd/encode/init.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/words.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/print.h"
#include "cmd/cli/status.h"
#include "plan/plan.h"
#include "plan/shipped.h"

static const struct text list = TEXT("list");

void
init_put_words(struct buf *b)
{
	size_t n;
	const struct shipped_plan *plan = shipped_plans(&n);
	buf_text(b, list);
	for (size_t i = 0; i < n; i++) {
		buf_char(b, ' ');
		buf_text(b, plan[i].name);
	}
}

/* `nginx-json        nginx, access log ...` */
static void
put_summary(struct buf *b, const struct shipped_plan *shipped, size_t column)
{
	struct err e;
	struct plan *plan = plan_load(shipped->text, ".", &e);
	buf_text(b, shipped->name);
	if (plan) {
		buf_printf(b, "%*s", (int)(column - shipped->name.n), "");
		buf_text(b, plan->summary);
	}
	buf_char(b, '\n');
	plan_free(plan);
}

static int
print_list(const struct settings *s)
{
	size_t n, column = 0;
	const struct shipped_plan *plan = shipped_plans(&n);
	struct buf b = { 0 };
	for (size_t i = 0; i < n; i++)
		column = plan[i].name.n > column ? plan[i].name.n : column;
	for (size_t i = 0; i < n; i++)
		put_summary(&b, &plan[i], column + 2);
	const int status = print_all(s, buf_as_text(&b));
	buf_free(&b);
	return status;
}

/* The names that have what was typed somewhere in them: 'nginx-combined' or 'nginx-json'; if there
 * are none, the name that is nearly the same. */
static void
put_meant(struct buf *b, struct text typed)
{
	size_t n, found = 0;
	const struct shipped_plan *plan = shipped_plans(&n);
	struct text *name = mem_zalloc(n, sizeof(*name));
	for (size_t i = 0; i < n; i++) {
		name[i] = plan[i].name;
		if (typed.n > 1 && text_contains(name[i], typed))
			buf_printf(
			    b, "%s'%.*s'", found++ > 0 ? " or " : "", (int)name[i].n, name[i].p);
	}
	const struct text near = words_meant(typed, name, n).name;
	if (found == 0 && near.p)
		buf_printf(b, "'%.*s'", (int)near.n, near.p);
	free(name);
}

static int
say_unknown(const struct settings *s, struct text typed)
{
	struct buf meant = { 0 }, shown = { 0 };
	buf_visible(&shown, typed);
	put_meant(&meant, typed);
	buf_char(&shown, 0);
	buf_char(&meant, 0);
	diag(&s->voice, "--init: no plan is called '%s'; %s%s%s", shown.p,
	    meant.p[0] ? "did you mean " : "'--init list' lists them", meant.p,
	    meant.p[0] ? "?" : "");
	buf_free(&shown);
	buf_free(&meant);
	return EXIT_BROKEN;
}

int
init_print(const struct settings *s, const char *name)
{
	if (!name)
		return print_all(s, plan_starter());
	if (text_eq_nocase(text_of(name), list))
		return print_list(s);
	const struct text text = shipped_text(text_of(name));
	return text.p ? print_all(s, text) : say_unknown(s, text_of(name));
}
