/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_DOCUMENT_H
#define REPLAY_DOCUMENT_H

#include "base/err.h"
#include "cmd/replay/command.h"

/* The text of a document: of the file *path, or of the version that v names (of none: the Active
 * one), and then *path is where that is.  0, or -1: what is wrong has been said. */
int document_find(struct command *c, const struct versions *v, enum store_kind kind,
    const char **path, struct text *text);

/* Says everything that is wrong with it. */
void document_complain_all(
    struct command *c, const char *path, struct text text, const struct errs *all);

#endif
