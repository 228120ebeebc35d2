/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_DOCUMENTS_H
#define REPLAY_DOCUMENTS_H

#include "cmd/replay/command.h"

/* Plan and rule set, of files or of the store, what they are compared with and labels, unless they
 * are there.  0, or -1: what is wrong has been said. */
int documents_load(struct command *c);

#endif
