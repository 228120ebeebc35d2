/* SPDX-License-Identifier: MIT */
#include "cmd/trace/helper.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cli/shell.h"

/* Appends the folder of this program, with its slash. */
static int
put_folder(struct buf *b)
{
	char path[PATH_MAX];
	const ssize_t n = readlink("/proc/self/exe", path, sizeof(path));
	const char *slash = n > 0 ? memrchr(path, '/', (size_t)n) : NULL;
	if (!slash)
		return -1;
	buf_put(b, path, (size_t)(slash + 1 - path));
	return 0;
}

static bool
is_there(struct buf *path, const char *below, const char *name)
{
	path->n = 0;
	if (put_folder(path) < 0)
		return false;
	buf_text(path, text_of(below));
	buf_text(path, text_of(name));
	buf_char(path, '\0');
	return access(path->p, X_OK) == 0;
}

bool
helper_put(struct buf *command, const char *name)
{
	struct buf path = { 0 };
	const bool found = is_there(&path, "", name) || is_there(&path, "../libexec/esper/", name);
	if (found) {
		BUF_LIT(command, "exec ");
		shell_put_word(command, path.p);
	}
	buf_free(&path);
	return found;
}
