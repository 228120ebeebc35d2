/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_OUTPUTS_H
#define REPLAY_OUTPUTS_H

#include "cmd/replay/command.h"

/* Is none of the outputs what is read: an input, a document, labels or a state?  The inputs have
 * been found.  0, or -1: which one is has been said. */
int outputs_spare(struct command *c);

#endif
