/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_INPUTS_H
#define REPLAY_INPUTS_H

#include <sys/stat.h>

#include "cmd/replay/command.h"
#include "store/job.h"

/* Sets the inputs in *j, as absolute paths if the job is recorded in a store.  Without operands,
 * they are the files of the tenant's archive.  Returns 0, or -1 after printing what is wrong. */
int inputs_find(struct command *c, struct job *j);

/* Checks that all inputs can be read, for a job that runs later.  Returns 0, or -1 after printing
 * what is wrong. */
int inputs_check(struct command *c);

/* Returns the file's absolute path, in the arena. */
const char *inputs_absolute(struct command *c, const char *path);

/* Sets *identity, in the arena, to the stat(2) results of the inputs.  Returns whether all of them
 * can be read twice. */
bool inputs_identify(struct command *c, struct stat **identity);

#endif
