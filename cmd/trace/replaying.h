/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_REPLAYING_H
#define CMD_TRACE_REPLAYING_H

#include <stdbool.h>

#include "cmd/cli/settings.h"
#include "rerun/rerun.h"

/* The options of --replay. */
struct replaying {
	bool replay;       /* --replay */
	bool implied;      /* an option is given that means nothing without it */
	const char *read;  /* a file of --mock: `-` if that is one of them */
	const char **mock; /* all files of --mock */
	size_t mock_n, mock_cap;
	struct rerun_fault *fault;
	size_t fault_n, fault_cap;
	struct rerun_exec *exec;
	size_t exec_n, exec_cap;
	const char *target; /* what the last of exec sends to, if --target is given; or NULL */
	struct rerun_scope *allow, *block;
	size_t allow_n, allow_cap, block_n, block_cap;
	struct rerun_rule *rule;
	size_t rule_n, rule_cap;
	bool mock_apis, mock_database, twice;
	int repeat; /* enum rerun_repeat, from 1; 0: not given */
	int64_t timeout_ns;
	bool timed;             /* --timeout is given */
	const char *save_mocks; /* NULL: not asked for */
	struct arena arena;     /* of the texts of rules, and of mocks */
	struct buf applied;     /* members of modifications_applied */
};

enum { REPLAYING_OPTIONS = 15 };
extern const struct option_spec replaying_options[REPLAYING_OPTIONS];

void replaying_init(struct replaying *r);
void replaying_free(struct replaying *r);

/* Appends the options that were given, as members of modifications_applied. */
void replaying_put_applied_members(struct buf *b, const struct replaying *r);

#endif
