/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_DUMP_H
#define DECIDE_DUMP_H

#include "base/siphash.h"
#include "cmd/cli/settings.h"

/* --dump-state and --load-state: turn a snapshot into JSON lines, and back.  They print what is
 * wrong and return the exit status. */

int dump_state(const struct settings *s, const char *file);
int load_state(const struct settings *s, const char *file, struct siphash_key key);

#endif
