/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

#include "cmd/cli/options.h"

/*
 * Parses a command line by the tables of options.
 *
 * Options and operands may be mixed.  `--` ends the options.  A long name may be abbreviated if
 * the abbreviation is unique.  If an option is given twice, the last one counts.
 */

/*
 * Parses the command line into *own.  Returns -1 if the program should continue; its operands then
 * begin at argv[*operands] (argv is permuted).  Otherwise returns the exit status: EXIT_WORKED for
 * --help and --version, EXIT_BROKEN for a usage error, which has been printed.  The caller releases
 * *o with options_free.
 */
int command_line_parse(struct options *o, const struct option_program *program,
    struct option_clock clock, int argc, char **argv, void *own, int *operands);

/* Takes an option from a job's record as if it were on the command line.  Returns 0, or -1 and
 * fills *e. */
int command_line_take(struct options *o, struct text name, const char *argument, struct err *e);

/* The same for any option of the program, whether or not jobs record it. */
int command_line_set(struct options *o, struct text name, const char *argument, struct err *e);

#endif
