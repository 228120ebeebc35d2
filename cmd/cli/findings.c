/* SPDX-License-Identifier: MIT */
#include "cmd/cli/findings.h"

#include <string.h>

#include "base/buf.h"
#include "cmd/cli/diagnostics.h"

enum { FINDINGS_MAX = 10 };

/* Cuts the first line off *lines. */
static struct text
next_line(struct text *lines)
{
	const size_t n = (size_t)((const char *)memchr(lines->p, '\n', lines->n) - lines->p);
	const struct text line = { lines->p, n };
	*lines = (struct text){ lines->p + n + 1, lines->n - n - 1 };
	return line;
}

int
findings_say(const struct voice *v, const char *path, struct text lines)
{
	int said = 0;
	while (lines.n > 0)
		said |= diag_at(v, path, 0, 0, next_line(&lines));
	return said;
}

void
findings_say_vain(const struct voice *v, const char *path, const struct rules *r,
    const struct plan *plan, const char *plan_name)
{
	struct buf findings = { 0 }, line = { 0 };
	const size_t n = rules_lint_vain(r, plan, &findings);
	struct text rest = buf_as_text(&findings);
	for (size_t i = 0; i < n && i < FINDINGS_MAX; i++) {
		line.n = 0;
		buf_text(&line, next_line(&rest));
		if (plan_name)
			buf_printf(&line, " (by the plan %s)", plan_name);
		diag_at(v, path, 0, 0, buf_as_text(&line));
	}
	if (n > FINDINGS_MAX)
		diag(v, "%s: %zu more finding%s; see them all with esper-decide --check", path,
		    n - FINDINGS_MAX, n - FINDINGS_MAX == 1 ? "" : "s");
	buf_free(&findings);
	buf_free(&line);
}
