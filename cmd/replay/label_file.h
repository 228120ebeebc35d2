/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LABEL_FILE_H
#define REPLAY_LABEL_FILE_H

#include "cmd/replay/command.h"

/* --labels.  0, or -1: what is wrong has been said. */
int label_file_load(struct command *c);

#endif
