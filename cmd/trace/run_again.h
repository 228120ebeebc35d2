/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_RUN_AGAIN_H
#define CMD_TRACE_RUN_AGAIN_H

#include "cmd/trace/command.h"
#include "step/index.h"
#include "view/line.h"

/*
 * Runs one call of the recording again, as --exec, --mock and --fault say: the command x of --step.
 * Each call starts its command again, so that a program can be edited in between.
 */
struct run_again {
	struct command *command;
	struct rerun_options options;
	struct rerun_worker *worker; /* NULL: nothing has been run */
	struct step_interrupt interrupt;
	bool interrupted; /* the last run was broken off */
};

/* Is there anything that a call could be run with? */
bool run_again_can(const struct command *c);

void run_again_init(struct run_again *r, struct command *c, struct step_interrupt interrupt);
void run_again_free(struct run_again *r);

/* Runs a call and appends the result, in lines that begin with two blanks.  context: a struct
 * run_again.  Returns 0, or -1 with *e filled if nothing is there to run it, or it was broken off.
 */
int run_again(void *context, const struct trace_model *m, uint32_t call,
    const struct view_style *style, struct buf *text, struct err *e);

#endif
