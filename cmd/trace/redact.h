/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REDACT_H
#define CMD_TRACE_REDACT_H

#include "cmd/trace/command.h"

/*
 * --redact, for every action.  Without the option, none of these does anything.
 *
 * An action that prints the model prints one that was redacted in place; --extract prints records
 * that were.  --check reads the result again before anything is printed.
 */

/* Reads the key.  Returns 0, or -1 if the run is stopped. */
int redact_begin(struct command *c);

/* Learns the values of the traces and of the statements about them. */
void redact_learn(struct command *c);

/* After redact_learn, redacts what the selection prints: the model, or the records of --extract.
 * Returns 0; -1 if the run is stopped; or 1 if the check has failed, which has been said. */
int redact_selection(struct command *c);

/* The same for an input, as a whole or by lines, whose redacted text goes to put(). */
int redact_input(struct command *c, const char *path, bool document,
    int (*put)(void *context, struct text t), void *context);

/* Checks a result in a file, whose traces must be those of `of`.  Returns 0; -1 if the run is
 * stopped; or 1 if the check has failed, which has been said. */
int redact_check(struct command *c, const struct trace_model *of, int fd);

/* Adds to the last words of the run what was replaced. */
void redact_say(struct command *c);

#endif
