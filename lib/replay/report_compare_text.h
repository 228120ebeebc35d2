/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPORT_COMPARE_TEXT_H
#define REPLAY_REPORT_COMPARE_TEXT_H

#include "replay/replay_private.h"

/*
 * The parts of the text report for a comparison and for labels.  column: where the numbers of
 * tables begin.
 */
void report_text_documents(struct buf *b, const struct replay *r, enum side side,
    const struct plan *plan, const struct rules *rules);          /* their names */
void report_text_baseline(struct buf *b, const struct replay *r); /* for the head of the report */
void report_text_compare(struct buf *b, const struct replay *r, size_t column, bool color);
void report_text_fields(struct buf *b, const struct replay *r, size_t column);
void report_text_examples(struct buf *b, const struct replay *r, bool color);
void report_text_problems(struct buf *b, const struct replay *r); /* failures and warnings */
void report_text_labels(struct buf *b, const struct replay *r, size_t column);

/* A chart of the changes over time, with at most this many bars. */
void report_text_chart(struct buf *b, const struct tally *t, size_t bars, bool color);

#endif
