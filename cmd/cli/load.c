/* SPDX-License-Identifier: MIT */
#include "cmd/cli/load.h"

#include <string.h>

#include "base/buf.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/shell.h"
#include "io/in.h"
#include "json/tree.h"

#define LOAD_STEP ((size_t)64 << 10)

struct text
load_file(struct arena *a, const char *path, const char *program, struct err *e)
{
	struct in *in = in_open(path, e);
	struct buf b = { 0 };
	struct text text = TEXT_ABSENT;
	ssize_t n;
	if (!in)
		return text;
	do {
		buf_room(&b, LOAD_STEP);
		n = in_read(in, b.p + b.n, LOAD_STEP, e);
		b.n += n > 0 ? (size_t)n : 0;
	} while (n > 0 && b.n <= LOAD_MAX);
	if (n > 0)
		err_set(e, "more than %zu MiB", LOAD_MAX >> 20);
	else if (n == 0)
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
load_complain(const char *program, const char *path, struct text document, const struct err *e)
{
	size_t line = 0, column = 0;
	if (document.p && e->offset != ERR_NOWHERE)
		json_line_column(document, e->offset, &line, &column);
	diag_at(program, path, line, column, text_of(e->text));
}

void
load_complain_all(
    const char *program, const char *path, struct text document, const struct errs *all)
{
	for (size_t i = 0; i < all->n && i < ERRS_MAX; i++)
		load_complain(program, path, document, &all->err[i]);
	if (all->n > ERRS_MAX)
		diag(program, "%s: %zu more error%s not shown", path, all->n - ERRS_MAX,
		    all->n - ERRS_MAX == 1 ? " is" : "s are");
}
