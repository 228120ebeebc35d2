/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_PARTIAL_H
#define CMD_TRACE_PARTIAL_H

#include "cmd/trace/command.h"

/*
 * FILE.partial: the answers of models, each written when it comes, while -o FILE is not complete.
 *
 * A run that is killed leaves it behind, and --resume reads it, so that no answer is paid for
 * twice.  It is removed once FILE is there, unless FILE is not a result that has the answers and
 * some requests were not sent.
 */
struct partial;

#define PARTIAL_SUFFIX ".partial"

/*
 * Opens the file if requests are going to be sent and the output is a file; otherwise *p is NULL.
 * If the file exists, it must be what --resume has read: it is continued.  Returns 0, or -1 if the
 * run is stopped.
 */
int partial_open(struct command *c, struct partial **p);

/* Does the file have the answers of --resume already? */
bool partial_is_continued(const struct partial *p);

/* Writes the answer to a request.  May be called in any thread. */
void partial_put(void *partial, const struct rerun_subject *s, const struct rerun_outcome *o);

/* done: the output is complete, and what the file has is not needed any more.  NULL is valid. */
void partial_close(struct partial *p, bool done);

#endif
