/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_COMMAND_H
#define CMD_TRACE_COMMAND_H

#include <stdbool.h>

#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/trace/asking.h"
#include "cmd/trace/comparing.h"
#include "cmd/trace/mapping.h"
#include "cmd/trace/redacting.h"
#include "cmd/trace/replaying.h"
#include "cmd/trace/selecting.h"
#include "cmd/trace/sending.h"
#include "cmd/trace/showing.h"
#include "export/export.h"
#include "import/import.h"
#include "learn/predictor.h"
#include "trace/adjust.h"
#include "trace/expect.h"
#include "trace/groups.h"
#include "trace/model.h"

/* The command line of esper-trace-replay, and the traces that it is about. */
#define PROGRAM "esper-trace-replay"

enum action {
	ACTION_TIMELINE,
	ACTION_CALLS,
	ACTION_EXTRACT,
	ACTION_SESSIONS,
	ACTION_ERRORS,
	ACTION_ROOT_CAUSE,
	ACTION_PROFILE,
	ACTION_CRITICAL_PATH,
	ACTION_ACTIVITY,
	ACTION_DISTRIBUTED,
	ACTION_FIND,
	ACTION_HISTORY,
	ACTION_EXPORT,
	ACTION_LIST_MAPS,
	ACTION_WHICH,
	ACTION_COMPARE,
	ACTION_EXPECT,
	ACTION_DAP,
	ACTION_STEP,
	ACTION_ESTIMATE,
	ACTION_REPLAY,
	ACTION_TRAIN,
	ACTION_PREDICT,
	ACTION_ANOMALIES,
	ACTION_MUTATE
};

/* What nothing could read of an input: records. */
struct unread {
	uint64_t unknown, rejected;
};

struct command {
	struct selecting selecting;
	struct showing showing;
	struct redacting redacting;
	struct comparing comparing;
	struct asking asking;
	bool signals_wait; /* until the result is complete */
	struct replaying replaying;
	bool text, tap;          /* --format; neither: jsonl */
	bool archive;            /* --archive */
	struct arena archived;   /* the names of its files */
	const char *expect_file; /* --expect */
	enum trace_by by;        /* if --by is given */
	struct {
		uint64_t runs; /* --mutate: changed inputs of each name */
		uint64_t seed; /* --seed */
	} mutating;
	struct sending sending;
	enum export_format format;  /* if --export is given */
	const char *find, *history; /* what their options name */
	bool adjust_clocks;
	struct trace_adjustment adjustment; /* what that moved */
	struct mapping mapping;
	struct page_file {
		const char *path; /* --html; NULL: no page is asked for */
		struct out *out;
		bool made; /* the page is complete, except for its name */
	} html;
	struct {
		const char *train, *predict; /* files; NULL: not given */
		struct out *out;
		bool made; /* the model is complete, except for its name */
		struct learn_predictor predictor;
	} learning;
	struct unread *unread; /* --which: by input */
	size_t inputs, input_cap;
	uint64_t rejected; /* records of all inputs so far */
	struct settings settings;
	struct run run;
	struct rerun_mocks *mocks;    /* --mock; or NULL */
	struct out *saved;            /* --save-mocks; or NULL */
	struct trace_model *recorded; /* if `model` has replayed traces: the recording; or NULL */
	struct partial *partial;      /* answers of models, while the output is not complete */
	struct out *summary;          /* --replay: for people, if the output is a file; or NULL */
	struct arena statements;      /* of --expect */
	const struct expect *expect;
	struct verdicts *verdicts;     /* of these statements, once the traces are loaded */
	struct comparison *comparison; /* of two sides, once they are loaded; or NULL */
	struct trace_model *model;     /* of the selection */
	struct import_maps *maps;
	struct import *import;
	/* of the second of two inputs that are compared; NULL: there is none */
	struct {
		struct trace_model *model;
		struct import *import;
	} other;
	char **operand;           /* of a run that reads its inputs twice; or NULL */
	struct import_hold *hold; /* --extract: the records of the selection */
	bool *document;           /* by input, for extract_whole: it is a JSON document */
	uint64_t known, unknown;  /* records */
	struct reading_of {
		bool any;            /* it has records that are JSON */
		const char *foreign; /* see struct import_counts */
	} * reading;                 /* by input */
	bool nothing;                /* the action found nothing, or a gate failed: status 1 */
	uint64_t without;            /* of the known ones: those that no call has a place for */
};

extern const struct option_program command_program;

/* Are two sides compared, whatever is printed of it? */
bool command_compares(const struct command *c);

/* Are two inputs compared, so that each has a model of its own? */
bool command_compares_inputs(const struct command *c);

/* Is recorded traffic replayed as load: --replay --parallel? */
bool command_is_load(const struct command *c);

/* Writes text for people, which goes to standard output even if the result goes to a file.  Returns
 * 0, or -1 if the run is stopped. */
int command_put_text(struct command *c, struct text t);

#endif
