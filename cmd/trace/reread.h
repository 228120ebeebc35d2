/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REREAD_H
#define CMD_TRACE_REREAD_H

#include "cmd/trace/command.h"

/* Reads the traces of a file that this run has written, in one thread.  Records that are no traces
 * do not count.  Returns a model, which the caller frees, or NULL if the run is stopped. */
struct trace_model *reread_traces(struct command *c, int fd);

/* Do two models have the same calls in the same trees, with the same root causes?  Texts do not
 * count.  If not, *why says what differs. */
bool reread_is_same(const struct trace_model *a, const struct trace_model *b, const char **why);

#endif
