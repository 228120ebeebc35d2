/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_OUTPUTS_H
#define DECIDE_OUTPUTS_H

#include <stdbool.h>

#include "io/out.h"
#include "cmd/cli/settings.h"
#include "state/snapshot.h"

/*
 * Where a run that goes on finds its outputs: *p is what the snapshot knows of them, and becomes
 * what is true of this run's.  Nothing is written.  An output is gone on with where it ends as the
 * last run left it, or has more behind that, which will be cut off; one that the last run did not
 * have begins empty.  0, or -1: what is wrong has been said.
 */
int outputs_find(const struct settings *s, const char *state, struct position *p);

/* What a run leaves behind that has made its outputs anew. */
void outputs_note(const struct settings *s, struct position *p);

#endif
