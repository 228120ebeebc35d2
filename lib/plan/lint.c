/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

struct findings {
	struct arena arena;
	struct buf *out;
	size_t n;
};

static void
add(void *context, const struct json_node *pattern)
{
	struct findings *f = context;
	buf_text(f->out, json_where(&f->arena, pattern));
	buf_printf(f->out, ": %s\n", EXPR_ESCAPED_STAR);
	f->n++;
}

size_t
plan_lint(const struct plan *p, struct buf *out)
{
	struct findings f = { .out = out };
	expr_each_escaped_star(p->document.config, add, &f);
	arena_free(&f.arena);
	return f.n;
}
