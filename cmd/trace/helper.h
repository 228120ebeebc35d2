/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_HELPER_H
#define CMD_TRACE_HELPER_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * The helpers are the programs that open a socket: esper-llm and esper-http, beside this program or
 * in ../libexec/esper.
 *
 * Appends `exec PATH` to a command for the shell.  Returns false if the helper is not installed.
 */
bool helper_put(struct buf *command, const char *name);

#endif
