/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_LLM_COMMAND_H
#define CMD_TRACE_LLM_COMMAND_H

#include "cmd/cli/run.h"
#include "cmd/trace/asking.h"

/*
 * Makes the command of the helper that asks models, with a NUL behind it.  The helper is esper-llm,
 * beside this program or in ../libexec/esper.  Returns 0, or -1 if there is none and the run is
 * stopped.
 * timeout_ns is for an answer of a model; INT64_MAX: none.
 */
int llm_command_find(
    struct buf *command, const struct asking *k, int64_t timeout_ns, struct run *run);

#endif
