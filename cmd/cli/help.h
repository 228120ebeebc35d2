/* SPDX-License-Identifier: MIT */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buf.h"
#include "cmd/cli/options.h"

/* Print --help and --version on standard output.  Return the exit status. */
int help_print(const struct options *o);
int help_version(const struct options *o);

/* Writes the text to standard output and frees it.  Returns the exit status. */
int help_put(const struct options *o, struct buf *text);

#endif
