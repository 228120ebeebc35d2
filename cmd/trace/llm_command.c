/* SPDX-License-Identifier: MIT */
#include "cmd/trace/llm_command.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cli/shell.h"
#include "llm/api.h"

#define HELPER "esper-llm"

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
is_there(struct buf *path, const char *below)
{
	path->n = 0;
	if (put_folder(path) < 0)
		return false;
	buf_text(path, text_of(below));
	buf_char(path, '\0');
	return access(path->p, X_OK) == 0;
}

int
llm_command_find(struct buf *command, const struct asking *k, struct run *run)
{
	struct buf path = { 0 };
	const bool found = is_there(&path, HELPER) || is_there(&path, "../libexec/esper/" HELPER);
	if (found) {
		BUF_LIT(command, "exec ");
		shell_put_word(command, path.p);
		if (k->api > 0)
			buf_printf(command, " --api %s", llm_api_names[k->api - 1].p);
		if (k->stream)
			BUF_LIT(command, " --stream");
		buf_char(command, '\0');
	}
	buf_free(&path);
	if (found)
		return 0;
	return run_stop(
	    run, HELPER " is not installed, so no model can be asked; name a command with --llm");
}
