/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "cmd/cli/options.h"

/* Prints the completion script for a shell: bash, zsh or fish.  Returns the exit status. */
int completion_print(const struct options *o, const char *shell);

#endif
