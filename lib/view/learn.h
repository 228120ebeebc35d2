/* SPDX-License-Identifier: MIT */
#ifndef VIEW_LEARN_H
#define VIEW_LEARN_H

#include "learn/anomalies.h"
#include "learn/train.h"
#include "view/line.h"

/* Predictions and anomalies for people. */

/* Appends what was learned and how well it works.  Unless style.full is set, only the strongest
 * features are shown. */
void view_training(struct buf *b, const struct view_style *style, const struct learn_training *t);

/* Appends the lines of a trace: its score, and what raises it. */
void view_prediction(struct buf *b, const struct view_style *style, const struct trace_model *m,
    uint32_t trace, const struct learn_predictor *p, const struct learn_score *s);

/* Appends the lines of a trace: how rare it is, and what in it. */
void view_anomaly(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct learn_anomalies *a, const struct learn_anomaly *it);

/* Appends the line below them. */
void view_anomalies_end(struct buf *b, const struct view_style *style, const struct trace_model *m,
    const struct learn_anomalies *a);

#endif
