/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_COMMAND_H
#define REPLAY_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "replay/replay.h"

/* One call of esper-replay: what it was asked for, and what there is of it. */
#define PROGRAM "esper-replay"

enum format { FORMAT_JSON, FORMAT_TEXT, FORMATS };

/* What of a comparison is not the candidate's own: NULL where it is. */
struct comparands {
	struct plan *plan;
	struct rules *rules[SIDES][SIDES];
};

struct command {
	bool typed; /* --type was given */
	enum job_type type;
	const char *plan_path, *rules_path;
	const char *baseline_plan, *baseline_rules; /* NULL: the candidate's */
	const char *labels_path;                    /* NULL: none */
	bool exit_code;
	enum format format;
	int64_t warmup_ns;
	int64_t ended_ns; /* when the job was through; 0: not yet */

	struct settings settings;
	struct arena arena;
	struct plan *plan;
	struct rules *rules;
	struct replay_grid grid; /* where there is a baseline */
	struct comparands own;
	struct labels *labels;
	struct text *input; /* the names of the inputs, as in settings; "-" alone where none is */
	struct replay *replay;
	struct out *report;  /* --report */
	struct out *changes; /* --changes */
	struct run run;
};

/* Plan and rule set.  0, or -1: what is wrong has been said. */
int documents_load(struct command *c);

/* With plan and rule set there: the baseline's, and how they go together.  0 or -1 likewise. */
bool baseline_is_given(const struct command *c);
int baseline_load(struct command *c);
void baseline_free(struct command *c);

/* --labels.  0 or -1 likewise. */
int label_file_load(struct command *c, struct siphash_key key);

/* --changes: opened; filled by the replay from then on; complete, or left alone where the run was
 * stopped.  The first returns 0 or -1 likewise, the last the exit status, in which --exit-code
 * is. */
int changes_open(struct command *c);
void changes_begin(struct command *c);
int changes_end(struct command *c, int status);

/* Takes the inputs into c->replay.  0, or -1 where the run was stopped. */
int take_in(struct command *c);

/* The report on a run whose exit status is known as far as it goes. */
void report_make(struct command *c, int status, struct buf *b);

/* --report: after the output is complete, so that it can say so.  Returns the exit status. */
int report_write(struct command *c, int status);

#endif
