/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_DAP_H
#define CMD_TRACE_DAP_H

#include "cmd/trace/command.h"

/*
 * --dap: a debug adapter on standard input and output.
 *
 * A client names the file of traces, and more arguments, when it launches.  They are read as a
 * command line of their own, which begins with the arguments of this one.
 */
struct dap_line {
	int argc;
	char **argv;
	/* Reads a command line into a command that is zero.  Returns -1, or a status if it said
	 * why that is the end. */
	int (*open)(struct command *c, int argc, char **argv);
	void (*close)(struct command *c);
};

/* Serves one session.  c: the command line.  Returns the exit status. */
int dap_serve(const struct command *c, const struct dap_line *line);

#endif
