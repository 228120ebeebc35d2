/* SPDX-License-Identifier: MIT */
#ifndef TRACE_TITLE_H
#define TRACE_TITLE_H

#include "base/buf.h"
#include "trace/model.h"

/*
 * The first words of what a trace is about, on one line.
 *
 * They are those of the first message of a user in the inputs of the llm calls; else those of the
 * input of the first root, if it is a text or names one (`messages`, `prompt`, `question`, …);
 * else the name of that root.  Texts that are one element of markup, from `<` to `>`, are passed
 * over as long as there are others: agents put their surroundings into messages in this form.
 */
#define TRACE_TITLE_MOST 120 /* characters; … follows if there were more */

/* Appends the title, which is empty if the trace has no text at all. */
void trace_put_title(struct buf *b, const struct trace_model *m, const struct trace *t);

#endif
