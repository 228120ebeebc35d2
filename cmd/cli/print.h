/* SPDX-License-Identifier: MIT */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "base/text.h"
#include "cmd/cli/settings.h"

/* Writes one text as the whole output, where -o and -z say.  Returns the exit status; a failure has
 * been reported. */
int print_all(const struct settings *s, struct text t);

#endif
