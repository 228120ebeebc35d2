/* SPDX-License-Identifier: MIT */
#include "cmd/trace/llm_command.h"

#include "cmd/trace/helper.h"
#include "llm/api.h"

#define HELPER "esper-llm"

int
llm_command_find(struct buf *command, const struct asking *k, struct run *run)
{
	if (!helper_put(command, HELPER))
		return run_stop(run, HELPER " is not installed, so no model can be asked; name a "
					    "command with --llm");
	if (k->api > 0)
		buf_printf(command, " --api %s", llm_api_names[k->api - 1].p);
	if (k->stream)
		BUF_LIT(command, " --stream");
	buf_char(command, '\0');
	return 0;
}
