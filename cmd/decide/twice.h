/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_TWICE_H
#define DECIDE_TWICE_H

#include "cmd/cli/settings.h"

/* Checks that no operand is the same file as another, a copy of it, or the beginning of it. Returns
 * 0, or -1 after printing which one is. */
int twice_check(const struct settings *s);

#endif
