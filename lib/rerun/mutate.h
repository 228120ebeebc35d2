/* SPDX-License-Identifier: MIT */
#ifndef RERUN_MUTATE_H
#define RERUN_MUTATE_H

#include "base/siphash.h"
#include "rerun/rerun.h"

/*
 * Runs executed calls of one name with changed inputs (rerun/variants.h), and finds what is new:
 * types of errors and shapes of outputs (rerun/shape.h) that neither the recording has nor the
 * command gives for the recorded inputs.  Of each, the smallest input that was found is kept, and
 * made smaller while it gives the same.
 *
 * The same calls, the same seed and a command that always gives the same: the same findings.
 */
enum {
	RERUN_FINDINGS_MOST = 200,
	RERUN_HANGS_MOST = 10 /* runs without an answer in time; then it is enough */
};

struct rerun_finding {
	bool failed;
	struct text what;    /* the type of the error, or the shape of the output */
	struct text message; /* of the error; or the output, JSON */
	struct text input;   /* JSON */
	uint32_t of;         /* the call that the input was made of */
	uint64_t runs;       /* how many gave it */
	uint64_t first;      /* the number of the first of them, from 1 */
	struct text lines;   /* as calls, that --replay takes */
	bool pending;        /* it has not been made smaller yet */
};

struct rerun_mutating {
	struct rerun_worker *worker;
	const struct trace_model *model;
	const uint32_t *call; /* of one name and kind, and in the scope of a command */
	size_t calls;
	uint64_t runs; /* how many changed inputs are tried */
	uint64_t seed;
	int64_t timeout_ns;     /* that of the worker's options */
	struct siphash_key key; /* for tables; decides nothing */
};

struct rerun_findings {
	struct rerun_finding
	    finding[RERUN_FINDINGS_MOST]; /* in the order in which they were found */
	size_t n;
	uint64_t more;       /* runs with findings that have no place in the list */
	uint64_t runs;       /* changed inputs that were tried */
	size_t inputs;       /* recorded inputs */
	uint64_t hung;       /* runs without an answer in time */
	uint64_t unanswered; /* runs in which the command asked for what is not recorded */
	enum rerun_served
	    by;             /* what served the recorded inputs: if not RERUN_EXEC, none was tried */
	struct arena arena; /* of the texts */
};

struct rerun_findings *rerun_mutate(const struct rerun_mutating *how);
void rerun_findings_free(struct rerun_findings *f);

#endif
