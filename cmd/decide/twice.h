/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_TWICE_H
#define DECIDE_TWICE_H

#include "cmd/cli/settings.h"

/* Is no operand the same file as another, a copy of it, or the beginning of it?  0, or -1: which
 * one is has been said. */
int twice_check(const struct settings *s);

#endif
