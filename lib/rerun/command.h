/* SPDX-License-Identifier: MIT */
#ifndef RERUN_COMMAND_H
#define RERUN_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "rerun/child.h"
#include "rerun/outcome.h"
#include "rerun/scope.h"

/*
 * A command that executes calls, in the protocol of esper-adapter(5): JSON lines, one request at a
 * time.  It is started for the first request, serves many, and is started again after it failed.
 *
 * Before its answer a command may write chunks of it, and ask questions: calls that it depends on.
 */
struct rerun_command {
	const char *text;          /* for /bin/sh -c; borrowed */
	struct rerun_watch watch;  /* its context lives as long as the command */
	struct rerun_child *child; /* NULL: it does not run */
	uint64_t request;          /* the number of the last request to this process */
	uint64_t answered;         /* how many this process has answered */
	uint64_t starts;           /* how often it was started */
	uint64_t repeated;         /* answers to requests that were answered before: ignored */
	bool busy;                 /* a request waits for it */
};

/* What a request is done with. */
struct rerun_asking {
	int64_t timeout_ns; /* INT64_MAX: none */
	/*
	 * Answers a question: appends the member `"result":…` or `"error":…` to the object that is
	 * begun.  The texts of the question are valid during the call.
	 */
	void (*question)(void *context, const struct rerun_subject *question, struct buf *reply);
	void (*chunk)(void *context, struct text chunk); /* NULL: chunks are ignored */
	void *context;
};

/*
 * Has the command execute a call.  A command that dies, is late, or writes what is no answer fails
 * the call, and is started again for the next.  The texts of *o are in the arena.
 */
void rerun_command_ask(struct rerun_command *k, const struct rerun_subject *call,
    const struct rerun_asking *how, struct arena *a, struct rerun_outcome *o);

/* Starts it if it does not run.  Returns 0, or -1 and fills *e. */
int rerun_command_start(struct rerun_command *k, struct err *e);

/* Ends it.  Returns how many lines it wrote that nobody took, such as second answers. */
size_t rerun_command_stop(struct rerun_command *k, bool at_once);

/*
 * Reads a line of a command.  Returns what it is, or RERUN_NO_ANSWER and fills *e.  Texts and nodes
 * are in the arena.
 */
enum rerun_said { RERUN_ANSWER, RERUN_CHUNK, RERUN_QUESTION, RERUN_NO_ANSWER };

struct rerun_answer {
	uint64_t id;
	struct rerun_outcome outcome;  /* RERUN_ANSWER */
	struct text chunk;             /* RERUN_CHUNK */
	struct rerun_subject question; /* RERUN_QUESTION */
};

enum rerun_said rerun_read_answer(
    struct arena *a, struct text line, struct rerun_answer *answer, struct err *e);

#endif
