/* SPDX-License-Identifier: MIT */
#ifndef CLI_TORN_H
#define CLI_TORN_H

#include <stdbool.h>

#include "cmd/cli/source.h"

/*
 * Cuts an incomplete last line off an item whose block is torn, because its file may still be
 * being written.  Returns whether it did.  A line that is a complete JSON object stays although it
 * has no newline: no further bytes could turn it into a different object.
 */
bool torn_leave(struct source_item *item);

#endif
