/* SPDX-License-Identifier: MIT */
#ifndef RERUN_CHILD_H
#define RERUN_CHILD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

/*
 * A command that runs beside this program: /bin/sh -c COMMAND, with a pipe to its standard input
 * and one each from its standard output and error.  It has no other descriptor of this program.
 *
 * The shell and all that it starts are one process group.  A guard, a child of this process and the
 * parent of the shell, waits until the shell ends or this process does, however that happens.  It
 * then kills what is left of the group, and, where /proc lists them, processes that left the group.
 */
struct rerun_child;

/* How a child is watched.  now_ns: a clock that only goes forward.  heard: gets each line that the
 * command writes to standard error.  interrupted: asked ten times a second while a line is waited
 * for; true ends the wait.  NULL: nothing does. */
struct rerun_watch {
	int64_t (*now_ns)(void);
	void (*heard)(void *context, struct text line);
	void *context;
	bool (*interrupted)(void *context);
	void *interrupt; /* the context of interrupted() */
};

/* The longest line of an answer. */
#define RERUN_LINE_MAX ((size_t)64 << 20)

/* Returns NULL and fills *e if there is no process or pipe to be had. */
struct rerun_child *rerun_child_start(
    const char *command, const struct rerun_watch *watch, struct err *e);

/* Queues bytes for its standard input.  They are written while lines are waited for. */
void rerun_child_send(struct rerun_child *c, struct text t);

enum rerun_heard {
	RERUN_LINE,   /* *line is the next line, without its newline; valid until the next call */
	RERUN_CLOSED, /* it closed its standard output, or ended */
	RERUN_LATE,   /* the deadline has passed */
	RERUN_INTERRUPTED, /* the wait was broken off */
	RERUN_TOO_LONG     /* the line is longer than RERUN_LINE_MAX */
};

/* Waits for a line until deadline_ns (INT64_MAX: for ever). */
enum rerun_heard rerun_child_line(struct rerun_child *c, int64_t deadline_ns, struct text *line);

/* Has it closed its standard output, with nothing left to read there? */
bool rerun_child_is_closed(struct rerun_child *c);

/* After RERUN_CLOSED: is everything that was last sent still unread? */
bool rerun_child_has_ignored(const struct rerun_child *c);

/*
 * Ends it: closes its input and gives it a second; then SIGTERM, and another second; then SIGKILL.
 * With `at_once`, SIGKILL comes first.  *status is as waitpid(2) gives it, or -1 if a signal had to
 * end it.  Frees c, which may be NULL.  Returns how many lines it wrote that nobody took; with
 * `at_once` they are not counted.
 */
size_t rerun_child_stop(struct rerun_child *c, bool at_once, int *status);

#endif
