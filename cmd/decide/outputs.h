/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_OUTPUTS_H
#define DECIDE_OUTPUTS_H

#include <stdbool.h>

#include "io/out.h"
#include "cmd/cli/settings.h"
#include "state/snapshot.h"

/*
 * Checks whether a run with --resume can continue its outputs.  *p comes from the snapshot and is
 * updated for this run; no file is changed.  An output can be continued if its content up to the
 * recorded end is as the last run left it; anything after that will be cut off.  An output that the
 * last run did not have must be empty or missing.  Returns 0, or -1 after printing what is wrong.
 */
int outputs_find(const struct settings *s, const char *state, struct position *p);

/* Records in *p the outputs of a run that replaced them. */
void outputs_note(const struct settings *s, struct position *p);

#endif
