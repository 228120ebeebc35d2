/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LABEL_FILE_H
#define REPLAY_LABEL_FILE_H

#include "cmd/replay/command.h"
#include "replay/labels.h"

/* Reads the file of --labels into *labels, which it allocates.  Returns 0, or -1 after printing
 * what is wrong; the caller frees *labels in either case. */
int label_file_load(struct command *c, struct labels **labels);

#endif
