/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_TRACES_OF_H
#define CMD_TRACE_TRACES_OF_H

#include "cmd/trace/command.h"

/* Reads the files of --traces-of into the marks.  Returns 0, or -1 after stopping the run. */
int traces_of_read(struct command *c);

#endif
