/* SPDX-License-Identifier: MIT */
#ifndef CLI_SPARE_H
#define CLI_SPARE_H

#include <stdbool.h>

#include "cmd/cli/settings.h"

/*
 * Nothing that is written takes the place of a file that is read, whatever name that goes by.
 * over_input: but for the output, which may be that of an input, since it takes its place when all
 * has been read.  0; or -1 with *path the output in question, and the *option that named it,
 * without its dashes.
 */
int spare_check(const struct settings *s, bool over_input, const char **path, const char **option);

#endif
