/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_COMMAND_H
#define REPLAY_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "cmd/cli/option_value.h"
#include "cmd/cli/random.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/versions.h"
#include "store/job.h"

/* The command line of esper-replay. */
#define PROGRAM "esper-replay"

enum action {
	ACTION_REPLAY,
	ACTION_SUBMIT,
	ACTION_RUN_PENDING,
	ACTION_LIST,
	ACTION_SHOW,
	ACTION_RETRY,
	ACTION_RESUME,
	ACTION_SLICES,
	ACTION_SUMMARISE,
	ACTION_FOLD,
	ACTION_DECIDE,
	ACTION_MERGE
};

/* The options of esper-replay itself. */
struct request {
	struct versions versions; /* the versions to use from the store, --actor */
	enum action action;
	uint64_t number; /* of the job that the action is about */
	enum job_type type;
	const char *plan_path, *rules_path, *state_path;
	const char *baseline_plan, *baseline_rules; /* NULL: no file was given */
	struct versions baseline;                   /* versions of the store; 0: none */
	const char *labels_path, *report_path, *changes_path, *page_path; /* NULL: none */
	bool exit_code;
	bool explain;
	bool as_text; /* --format text */
	int64_t warmup_ns;
	size_t buffer_bytes;
	const char *parts; /* --parts; NULL: none */
	const char *again; /* --again; NULL: standard output */
	uint64_t slice;    /* of --summarise and --decide; for --slices, how many */
	bool spool;
	struct option_interval checkpoint; /* --checkpoint; zero: not given */
};

struct command {
	struct request request;
	struct settings settings;
	struct arena arena;
	char why[RUN_WHY_MAX]; /* the first error outside of the run; empty: none */
};

extern const struct option_program command_program;

/* Was a baseline given? */
bool request_compares(const struct request *r);

/* Prints an error that makes the command fail, and keeps it for the job's record. */
void command_fail(struct command *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Keeps an error that has been printed for the job's record.  The first one is kept. */
void command_note(struct command *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
