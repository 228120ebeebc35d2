/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_LABEL_FILE_H
#define REPLAY_LABEL_FILE_H

#include "cmd/replay/command.h"
#include "replay/labels.h"

/* Reads --labels, which was given, into *labels, new.  0, or -1: what is wrong has been said. */
int label_file_load(struct command *c, struct labels **labels);

#endif
