/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_COMMAND_H
#define CMD_TRACE_COMMAND_H

#include <stdbool.h>

#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/trace/selecting.h"
#include "cmd/trace/showing.h"
#include "import/import.h"
#include "trace/groups.h"
#include "trace/model.h"

/* The command line of esper-trace-replay, and the traces that it is about. */
#define PROGRAM "esper-trace-replay"

enum action { ACTION_TIMELINE, ACTION_CALLS, ACTION_EXTRACT, ACTION_SESSIONS };

struct command {
	struct selecting selecting;
	struct showing showing;
	bool text;        /* --format text */
	enum trace_by by; /* if --by is given */
	struct settings settings;
	struct run run;
	struct trace_model *model; /* of the selection */
	struct import *import;
	char **operand;           /* of a run that reads its inputs twice; or NULL */
	struct import_hold *hold; /* --extract: the records of the selection */
	uint64_t known, unknown;  /* records */
	uint64_t without;         /* of the known ones: those that no call has a place for */
};

extern const struct option_program command_program;

#endif
