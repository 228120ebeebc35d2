/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_INPUTS_H
#define REPLAY_INPUTS_H

#include <sys/stat.h>

#include "cmd/replay/command.h"
#include "store/job.h"

/* Without operands, a tenant of a store gives its archive.  Notes the inputs in *j, absolute
 * where they are to be recorded.  0, or -1: what is wrong has been said. */
int inputs_find(struct command *c, struct job *j);

/* Can all inputs be opened?  For a job that runs later. */
int inputs_check(struct command *c);

/* The file's path from the root, in the arena. */
const char *inputs_absolute(struct command *c, const char *path);

/* Notes what the inputs are, in the arena.  Can all be read twice? */
bool inputs_identify(struct command *c, struct stat **identity);

#endif
