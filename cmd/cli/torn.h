/* SPDX-License-Identifier: MIT */
#ifndef CLI_TORN_H
#define CLI_TORN_H

#include <stdbool.h>

#include "cmd/cli/source.h"

/*
 * The last line of a file that is still being written may be there in part.  An item whose block is
 * torn ends before such a line: true.  A line that is a whole JSON object stays, although it has no
 * newline: nothing can follow that would make another object of it.
 */
bool torn_leave(struct source_item *item);

#endif
