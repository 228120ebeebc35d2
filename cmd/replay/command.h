/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_COMMAND_H
#define REPLAY_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/versions.h"
#include "cmd/replay/checkpoints.h"
#include "replay/replay.h"
#include "store/claim.h"
#include "store/job.h"

/* One call of esper-replay: what it was asked for, and what there is of it. */
#define PROGRAM "esper-replay"

enum action {
	ACTION_REPLAY,
	ACTION_SUBMIT,
	ACTION_RUN_PENDING,
	ACTION_LIST,
	ACTION_SHOW,
	ACTION_RETRY,
	ACTION_RESUME
};

/* What of a comparison is not the candidate's own: NULL where it is. */
struct comparands {
	struct plan *plan;
	struct rules *rules[SIDES][SIDES];
};

struct command {
	struct versions versions; /* the versions of the store, --actor */
	enum action action;
	uint64_t number; /* of the job that the action is about */
	enum job_type type;
	const char *plan_path, *rules_path, *state_path;
	const char *baseline_plan, *baseline_rules;           /* NULL: the candidate's, or: */
	struct versions baseline;                             /* versions of the store; 0: none */
	const char *labels_path, *report_path, *changes_path; /* NULL: none */
	bool exit_code;
	bool as_text; /* --format text */
	int64_t warmup_ns;
	size_t buffer_bytes;
	struct stat *identity; /* what the operands were at the beginning (inputs_identify) */
	int64_t ended_ns;      /* when the job was through; 0: not yet */

	struct settings settings;
	struct arena arena;
	struct plan *plan;
	struct rules *rules;
	const char *plan_from, *rules_from; /* where they are */
	struct replay_grid grid;            /* where there is a baseline */
	struct comparands own;
	struct labels *labels;
	struct replay *replay;
	struct out *report;  /* --report */
	struct buf snapshot; /* what a StateRebuild came to */
	struct out *changes; /* --changes */
	struct run run;
	struct job job;      /* number 0: it is in no store */
	struct claim claim;  /* of the job */
	struct watch *watch; /* over the job; NULL: it is in no store */
	struct checkpoints checkpoints;
	int64_t told_ns;       /* when it said last how far it is, on the monotonic clock */
	char why[RUN_WHY_MAX]; /* what the run itself did not say went wrong; empty: nothing */
};

extern const struct option_program command_program;

/* For tables of what users send. */
struct siphash_key random_key(void);

/* Frees what is there of one run. */
void command_free(struct command *c);

/* Says what makes it fail, and keeps it for the job's record. */
void command_fail(struct command *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Plan and rule set, of files or of the store, what they are compared with and labels, unless they
 * are there.  0, or -1: what is wrong has been said. */
int documents_load(struct command *c);

/* The text of a document: of the file *path, or of the version that v names (of none: the Active
 * one), and then *path is where that is.  documents_complain: what is wrong with it. */
int documents_find(struct command *c, const struct versions *v, enum store_kind kind,
    const char **path, struct text *text);
void documents_complain(struct command *c, const char *path, struct text text, const struct err *e);
void documents_complain_all(
    struct command *c, const char *path, struct text text, const struct errs *all);

/* With plan and rule set there: the baseline's, and how they go together.  0 or -1 likewise. */
bool baseline_is_given(const struct command *c);
int baseline_load(struct command *c);
void baseline_free(struct command *c);

/* --labels.  0 or -1 likewise. */
int label_file_load(struct command *c);

/* --changes: opened; filled by the replay from then on; written, where a failure stops the run;
 * complete, or left alone where the run was stopped.  The first returns 0 or -1 likewise, the last
 * the exit status, in which --exit-code is. */
int changes_open(struct command *c);
void changes_begin(struct command *c);
void changes_ready(struct command *c);
int changes_end(struct command *c, int status);

/* Without operands, a tenant of a store gives its archive.  Notes the inputs in c->job, absolute
 * where they are to be recorded.  0, or -1: what is wrong has been said. */
int inputs_find(struct command *c);

/* Can all inputs be opened?  For a job that runs later. */
int inputs_check(struct command *c);

/* The file's path from the root, in the arena. */
const char *inputs_absolute(struct command *c, const char *path);
/* Notes what the inputs are.  Can all be read twice? */
bool inputs_identify(struct command *c);

/* Takes the inputs into c->replay.  0, or -1 where the run was stopped. */
int take_in(struct command *c);

/* Replays, and writes what there is to write.  The documents are loaded.  Returns the exit status.
 */
int replay_inputs(struct command *c);
/* Decides what was taken in, for which inputs may be read again, and writes decisions where the job
 * is for them.  0, or -1 where the run was stopped. */
int decide(struct command *c);

/* The report on a run whose exit status is known as far as it goes; color: of text. */
void report_make(struct command *c, int status, bool color, struct buf *b);

/* --report: written when everything else is (a failure stops the run); complete after the output
 * is, or left alone where the run was stopped.  The last returns the exit status. */
void report_ready(struct command *c);
int report_end(struct command *c, int status);

/* Why the run failed, as far as somebody said it.  In the arena. */
struct text report_reason(struct command *c);

#endif
