/* SPDX-License-Identifier: MIT */
#ifndef CLI_SPARE_H
#define CLI_SPARE_H

#include <stdbool.h>

#include "cmd/cli/settings.h"

/*
 * Nothing that is written takes the place of a file that is read, whatever name that goes by: but
 * for the output, which may be that of an input, since it takes its place when all has been read.
 */

/* 0; or -1 with *path the output in question, and *what it is ("rejects"). */
int spare_check(const struct settings *s, const char **path, const char **what);

/* Is it an input, or standard input? */
bool spare_is_input(const struct settings *s, const char *path);

#endif
