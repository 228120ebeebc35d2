/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_STREAMS_H
#define CMD_TRACE_STREAMS_H

#include "cmd/trace/command.h"

/* --stream: answers of models are printed as they come, a line or more for each call.  They go
 * where text for people goes, or to standard error if there is none. */
struct streams;

struct streams *streams_new(struct command *c);
void streams_free(struct streams *k); /* NULL is valid */

/* A chunk of an answer has come. */
void streams_chunk(struct streams *k, const struct rerun_subject *s, struct text chunk);

/* Prints the answers of a trace that did not come in chunks. */
void streams_rest(struct streams *k, const struct rerun_result *r);

#endif
