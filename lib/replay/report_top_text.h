/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_TOP_TEXT_H
#define REPLAY_REPORT_TOP_TEXT_H

#include "replay/replay_private.h"

/* Appends who the rules matched most, for people: a line for each rule that matched anybody, at
 * most `most` lines and TEXT_ROWS_MOST, with the keys that fit.  Nothing if no rule did. */
void report_text_top(struct buf *b, const struct replay *r, size_t column, size_t most);

#endif
