/* SPDX-License-Identifier: MIT */
#ifndef RERUN_PUT_H
#define RERUN_PUT_H

#include "base/buf.h"
#include "rerun/rerun.h"

/*
 * Appends a result as one JSON object and a newline.  applied: the value of modifications_applied,
 * a JSON object.
 */
void rerun_put_result(struct buf *b, const struct rerun_result *r, struct text applied);

/* Appends {type, message, where}. */
void rerun_put_error(struct buf *b, const struct rerun_outcome *o);

/* Appends what is wrong with a call: its message, else its type. */
void rerun_put_why(struct buf *b, const struct rerun_outcome *o);

/* Appends the member `usage`: the tokens that are known. */
void rerun_put_usage(struct buf *b, const struct rerun_outcome *o);

/* Appends a duration in milliseconds, exactly, or null. */
void rerun_put_ms(struct buf *b, int64_t ns);

#endif
