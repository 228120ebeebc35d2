/* SPDX-License-Identifier: MIT */
#ifndef RERUN_CALLS_H
#define RERUN_CALLS_H

#include "base/buf.h"
#include "rerun/rerun.h"

/*
 * Appends the calls of a replayed trace as lines of --calls.  They are those of the recording with
 * what they gave now.  Calls that did not happen are left out, and questions about calls that are
 * not recorded are calls of their own: ASKER/question/N.  A call that was not served by the
 * recording has none of its recorded events.
 */
void rerun_put_calls(struct buf *b, const struct rerun_result *r);

/* Is the replayed trace the recorded one? */
bool rerun_is_as_recorded(const struct rerun_result *r);

#endif
