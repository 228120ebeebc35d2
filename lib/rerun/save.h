/* SPDX-License-Identifier: MIT */
#ifndef RERUN_SAVE_H
#define RERUN_SAVE_H

#include "base/buf.h"
#include "rerun/rerun.h"

/*
 * Appends the answers that a replay used as mocks, a line each: all that questions got, outputs of
 * the recording, and answers of mocks.  What was executed without having been asked for is under
 * test, and is left out, except for answers of models.
 *
 * Equal answers to equal calls are one mock.  Of different ones, each is good for as many times as
 * it was given before the next one.  with_id: the mocks are for this trace alone.
 */
void rerun_put_mocks(struct buf *b, const struct rerun_result *r, bool with_id);

#endif
