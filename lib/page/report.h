/* SPDX-License-Identifier: MIT */
#ifndef PAGE_REPORT_H
#define PAGE_REPORT_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/*
 * The page of a replay: its report, for people who were not there.  What changed and why, decisions
 * by hour, the matrix of changes, rules with what they gained and lost, examples, and whom each
 * rule matched most.
 *
 * report and hours are JSON as replay_put_report and replay_put_hours (replay/replay.h) write them.
 * Times of the run itself are in the page only if the job is in a store, so that the same replay
 * makes the same page.  Appends the page.  Returns 0, or -1 with *e filled if the report is too
 * large to be read.
 */
int page_put_report(struct buf *b, struct text report, struct text hours, struct err *e);

#endif
