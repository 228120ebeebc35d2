/* SPDX-License-Identifier: MIT */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cmd/cli/options.h"

/* What --help and --version print, made of the table of options.  Both return the exit status. */
int help_print(const struct option_program *program);
int help_version(const struct option_program *program);

#endif
