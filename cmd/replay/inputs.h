/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_INPUTS_H
#define REPLAY_INPUTS_H

#include "cmd/replay/command.h"

/* Without operands, a tenant of a store gives its archive.  Notes the inputs in c->job, absolute
 * where they are to be recorded.  0, or -1: what is wrong has been said. */
int inputs_find(struct command *c);

/* Can all inputs be opened?  For a job that runs later. */
int inputs_check(struct command *c);

/* The file's path from the root, in the arena. */
const char *inputs_absolute(struct command *c, const char *path);
/* Notes what the inputs are.  Can all be read twice? */
bool inputs_identify(struct command *c);

#endif
