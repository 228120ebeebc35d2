/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_LLM_COMMAND_H
#define CMD_TRACE_LLM_COMMAND_H

#include "cmd/cli/run.h"
#include "cmd/trace/asking.h"

/*
 * Makes the command of the helper that asks models, with a NUL behind it.  The helper is esper-llm,
 * beside this program or in ../libexec/esper.  Returns 0, or -1 if there is none and the run is
 * stopped.
 */
int llm_command_find(struct buf *command, const struct asking *k, struct run *run);

#endif
