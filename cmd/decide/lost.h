/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_LOST_H
#define DECIDE_LOST_H

#include "cmd/cli/settings.h"
#include "cmd/decide/counted.h"

/* Says that no operand goes on with the input of that number, which has to be gone on with, and
 * which file to add: one of those beside it whose names begin like its, if it has become that. */
void lost_complain(
    const struct counted_list *l, size_t number, const struct settings *s, const char *state);

#endif
