/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_INIT_H
#define ENCODE_INIT_H

#include "base/buf.h"
#include "cmd/cli/settings.h"

/*
 * --init: prints the plan of that name, for NULL the starter.  `list`, in any case, prints the
 * names with their summaries, a line each.  Returns the exit status; a failure, such as a name that
 * no plan has, has been said.
 */
int init_print(const struct settings *s, const char *name);

/* Adds the words that --init knows, separated by spaces. */
void init_put_words(struct buf *b);

#endif
