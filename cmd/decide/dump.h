/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_DUMP_H
#define DECIDE_DUMP_H

#include "base/siphash.h"
#include "cmd/cli/settings.h"

/* --dump-state and --load-state: what a state file holds as JSON lines, and back.  They return what
 * the program exits with; what is wrong has been said. */

int dump_state(const struct settings *s, const char *file);
int load_state(const struct settings *s, const char *file, struct siphash_key key);

#endif
