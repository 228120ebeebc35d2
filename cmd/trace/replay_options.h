/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REPLAY_OPTIONS_H
#define CMD_TRACE_REPLAY_OPTIONS_H

#include "cmd/trace/command.h"

/* How the command line says that calls are to be run.  Valid as long as the command. */
struct rerun_options replay_options(struct command *c);

/* Prints a line that a command wrote to standard error. */
void replay_say_heard(struct command *c, const struct rerun_exec *exec, struct text line);

/* Is the result itself asked for, as JSON lines; and text for people (command_put_text)? */
bool replay_writes_json(const struct command *c);
bool replay_writes_text(const struct command *c);

#endif
