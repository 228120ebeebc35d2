/* SPDX-License-Identifier: MIT */
#ifndef CMD_ENCODE_SUGGEST_H
#define CMD_ENCODE_SUGGEST_H

#include "cmd/cli/settings.h"

/* Does --suggest: reads a sample from the one operand, or standard input, and prints a plan.
 * Returns the exit status. */
int suggest_run(const struct settings *s);

#endif
