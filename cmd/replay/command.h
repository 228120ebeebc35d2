/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_COMMAND_H
#define REPLAY_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/siphash.h"
#include "cmd/cli/option_value.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/versions.h"
#include "store/job.h"

/* One call of esper-replay: what it was asked for. */
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
	bool explain;
	bool as_text; /* --format text */
	int64_t warmup_ns;
	size_t buffer_bytes;
	struct option_interval checkpoint; /* --checkpoint; none: the default */
};

struct command {
	struct request request;
	struct settings settings;
	struct arena arena;
	char why[RUN_WHY_MAX]; /* what went wrong that the run did not say; empty: nothing */
};

extern const struct option_program command_program;

/* For tables of what users send. */
struct siphash_key random_key(void);

/* Is anything to be compared with? */
bool request_compares(const struct request *r);

/* Says what makes it fail, and keeps it for the job's record. */
void command_fail(struct command *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Keeps what makes it fail for the job's record, where that has been said. */
void command_note(struct command *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
