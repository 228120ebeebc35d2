/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_COMMAND_H
#define REPLAY_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "cmd/cli/option_value.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/versions.h"
#include "replay/checkpoint.h"
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

/* See checkpoints.h. */
struct checkpoints {
	struct option_interval every; /* --checkpoint; none: the default */
	int64_t every_ns;             /* where it goes by time */
	bool on;
	int64_t saved_ns;     /* the last one, on the monotonic clock */
	struct buf image;     /* the one to go on with; empty: none */
	struct checkpoint at; /* in it, or the beginning */
	char identity[64];    /* what the job is of, hashed */
};

/* What the command line asks for. */
struct request {
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
};

/* Plan and rule set, and what they are compared with. */
struct documents {
	struct plan *plan;
	struct rules *rules;
	const char *plan_from, *rules_from; /* where they are */
	struct replay_grid grid;            /* where there is a baseline */
	struct comparands own;
	struct labels *labels;
};

struct watch;

struct command {
	struct request request;
	struct settings settings;
	struct arena arena;
	struct documents documents;
	struct stat *identity; /* what the operands were at the beginning (inputs_identify) */
	struct replay *replay;
	struct run run;
	struct out *report;  /* --report */
	struct out *changes; /* --changes */
	struct buf snapshot; /* what a StateRebuild came to */

	struct job job;      /* number 0: it is in no store */
	struct claim claim;  /* of the job */
	struct watch *watch; /* over the job; NULL: it is in no store */
	struct checkpoints checkpoints;
	int64_t ended_ns;      /* when the job was through; 0: not yet */
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

/* Keeps what makes it fail for the job's record, where that has been said. */
void command_note(struct command *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
