/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_EARLY_H
#define REPLAY_EARLY_H

#include <stdint.h>

#include "replay/replay_private.h"

/*
 * A report needs no output on the way.  So its events are decided while others are still read, in
 * the hope that no earlier ones come: where one does, all that was decided is forgotten and waits
 * like others.
 */

/* `part`, which is in order and not empty, is what came next: forgets all where it comes late. */
void early_check_order(struct replay *r, const struct history_part *part, uint64_t before);

/* So many records, the last that were joined, are to be decided early: soon, or when asked for. */
void early_defer(struct replay *r, size_t n);
void early_decide(struct replay *r);

void early_free(struct replay *r);

/* Forgets what was decided early; nothing will be from now on. */
void early_forget(struct replay *r);

#endif
