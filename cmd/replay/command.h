/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_COMMAND_H
#define REPLAY_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "replay/replay.h"

/* One call of esper-replay: what it was asked for, and what there is of it. */
#define PROGRAM "esper-replay"

enum format { FORMAT_JSON, FORMAT_TEXT, FORMATS };
struct command {
	bool typed; /* --type was given */
	enum job_type type;
	const char *plan_path, *rules_path;
	enum format format;
	int64_t warmup_ns;
	size_t buffer_bytes;
	struct stat *identity; /* what the operands were at the beginning (inputs_identify) */
	int64_t ended_ns;      /* when the job was through; 0: not yet */

	struct settings settings;
	struct arena arena;
	struct plan *plan;
	struct rules *rules;
	struct replay *replay;
	struct out *report; /* --report */
	struct run run;
};

/* Plan and rule set.  0, or -1: what is wrong has been said. */
int documents_load(struct command *c);

/* Notes what the inputs are.  Can all be read twice? */
bool inputs_identify(struct command *c);

/* Takes the inputs into c->replay.  0, or -1 where the run was stopped. */
int take_in(struct command *c);

/* Decides what was taken in, for which inputs may be read again, and writes decisions where the job
 * is for them.  0, or -1 where the run was stopped. */
int decide(struct command *c);

/* The report on a run whose exit status is known as far as it goes. */
void report_make(struct command *c, int status, struct buf *b);

/* --report: after the output is complete, so that it can say so.  Returns the exit status. */
int report_write(struct command *c, int status);

#endif
