/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_LOST_H
#define DECIDE_LOST_H

#include "cmd/cli/settings.h"
#include "cmd/decide/counted.h"

/* Prints that an unfinished input (an entry of the list) must be continued but no operand continues
 * it.  Suggests the file to add: one in the same folder whose name begins with the input's name, if
 * it has that content, as after a rotation. */
void lost_complain(
    const struct counted_list *l, size_t number, const struct settings *s, const char *state);

#endif
