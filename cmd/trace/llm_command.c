/* SPDX-License-Identifier: MIT */
#include "cmd/trace/llm_command.h"

#include <inttypes.h>

#include "cmd/cli/shell.h"
#include "cmd/trace/helper.h"
#include "llm/api.h"

#define HELPER "esper-llm"

static void
put_timeout(struct buf *command, int64_t ns)
{
	const int64_t ms = ns / 1000000 + (ns % 1000000 > 0);
	if (ns == INT64_MAX)
		BUF_LIT(command, " --timeout 0");
	else
		buf_printf(command, " --timeout %" PRId64 "ms", ms);
}

int
llm_command_find(struct buf *command, const struct asking *k, int64_t timeout_ns, struct run *run)
{
	if (!helper_put(command, HELPER))
		return run_stop(run, HELPER " is not installed, so no model can be asked; name a "
					    "command with --llm");
	if (k->api > 0)
		buf_printf(command, " --api %s", llm_api_names[k->api - 1].p);
	put_timeout(command, timeout_ns);
	if (k->drop) {
		BUF_LIT(command, " --drop ");
		shell_put_word(command, k->drop);
	}
	if (k->stream)
		BUF_LIT(command, " --stream");
	buf_char(command, '\0');
	return 0;
}
