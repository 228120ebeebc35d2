/* SPDX-License-Identifier: MIT */
#include "cmd/decide/lost.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"

enum { TRIED_MAX = 100 };

static bool
goes_on(const struct counted_list *l, size_t number, uint64_t max_window, const char *path,
    struct fingerprint *s)
{
	struct err e;
	size_t found = 0;
	struct in *in = counted_open(path, max_window);
	const enum counted_answer answer = in ? counted_find(l, in, s, &found, &e) : COUNTED_NONE;
	in_close(in);
	return (answer == COUNTED_WHOLE || answer == COUNTED_MORE) && found == number;
}

/* Looks in the file's folder: log.1 or log-20261121.zst may be what `log` was. */
static bool
search(const struct counted_list *l, size_t number, uint64_t max_window, struct text name,
    struct buf *path)
{
	const char *slash = memrchr(name.p, '/', name.n);
	const size_t folder = slash ? (size_t)(slash + 1 - name.p) : 0;
	const struct text base = { name.p + folder, name.n - folder };
	struct fingerprint *s = mem_alloc(sizeof(*s));
	const struct dirent *entry;
	bool found = false;
	buf_printf(path, "%.*s", (int)folder, name.p);
	buf_char(path, 0);
	DIR *dir = opendir(folder > 0 ? path->p : ".");
	for (int tried = 0; dir && !found && tried < TRIED_MAX && (entry = readdir(dir));) {
		if (strncmp(entry->d_name, base.p, base.n) != 0)
			continue;
		tried++;
		path->n = 0;
		buf_printf(path, "%.*s%s", (int)folder, name.p, entry->d_name);
		buf_char(path, 0);
		found = goes_on(l, number, max_window, path->p, s);
	}
	if (dir)
		closedir(dir);
	free(s);
	return found;
}

void
lost_complain(
    const struct counted_list *l, size_t number, const struct settings *s, const char *state)
{
	const struct counted *is = &l->entry[number].is;
	const struct text name = is->name.p ? is->name : TEXT("-");
	struct buf path = { 0 };
	const bool found = is->name.p && search(l, number, s->max_window, name, &path);
	diag(&s->voice,
	    "%s: the last run ended in %.*s after %llu bytes, and no operand continues from there; "
	    "nothing was done.  Add %s.  To give up the rest of it, run once without --resume, "
	    "with new inputs only and another -o, because such a run replaces its output",
	    state, (int)name.n, name.p, (unsigned long long)is->bytes,
	    found ? path.p : "the file that has these bytes now, such as the renamed one");
	buf_free(&path);
}
