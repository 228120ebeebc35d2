/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

#include "cmd/cli/options.h"

/*
 * Reads a command line by the tables of options.
 *
 * Options and operands may be mixed.  `--` ends the options.  A long name may be cut short as long
 * as it is clear which one is meant.  The last use of an option counts.
 */

/*
 * Reads it into *own.  -1: the program goes on, with its operands at argv[*operands]
 * and behind (argv is permuted).  Else what it exits with: EXIT_WORKED after --help and
 * --version, EXIT_BROKEN after a usage error, which has been said.  o must be released by
 * options_free.
 */
int command_line_parse(struct options *o, const struct option_program *program,
    struct option_clock clock, int argc, char **argv, void *own, int *operands);

/* Takes an option of a job's record as if it stood on the command line: 0, or -1 with *e filled. */
int command_line_take(struct options *o, struct text name, const char *argument, struct err *e);

#endif
