/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_EARLY_H
#define REPLAY_EARLY_H

#include <stdint.h>

#include "replay/job.h"

/*
 * A report needs no output on the way.  So its events are decided as they come, while others are
 * still read, in the hope that no earlier ones do: where one does, all that was decided is
 * forgotten and waits like others.
 */

/* `part`, which is in order, is what came next. */
void early_decide(struct replay *r, const struct history_part *part, uint64_t lines_before);

/* Forgets what was decided early; nothing will be from now on. */
void early_forget(struct replay *r);

#endif
