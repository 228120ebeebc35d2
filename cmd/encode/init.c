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

/* The plans whose names contain what was typed; if there are none, the one whose name is nearly the
 * same.  Returns how many it put into found[0..n). */
static size_t
find_meant(struct text typed, struct text *found)
{
	size_t n, count = 0;
	const struct shipped_plan *plan = shipped_plans(&n);
	for (size_t i = 0; i < n; i++)
		if (typed.n > 1 && text_contains(plan[i].name, typed))
			found[count++] = plan[i].name;
	if (count > 0)
		return count;
	for (size_t i = 0; i < n; i++)
		found[i] = plan[i].name;
	found[0] = words_meant(typed, found, n).name;
	return found[0].p ? 1 : 0;
}

/* `; did you mean 'nginx-combined' or 'nginx-json'?` */
static void
put_meant(struct buf *b, struct text typed)
{
	size_t n;
	shipped_plans(&n);
	struct text *name = mem_zalloc(n, sizeof(*name));
	n = find_meant(typed, name);
	buf_text(b, n > 0 ? TEXT("; did you mean ") : TEXT("; '--init list' lists them"));
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s'%.*s'%s",
		    i == 0      ? ""
		    : i + 1 < n ? ", "
				: " or ",
		    (int)name[i].n, name[i].p, i + 1 < n ? "" : "?");
	free(name);
}

static int
say_unknown(const struct settings *s, struct text typed)
{
	struct buf why = { 0 };
	BUF_LIT(&why, "--init: no plan is called '");
	buf_visible(&why, typed);
	buf_char(&why, '\'');
	put_meant(&why, typed);
	diag(&s->voice, "%.*s", (int)why.n, why.p);
	buf_free(&why);
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
