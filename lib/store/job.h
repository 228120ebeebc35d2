/* SPDX-License-Identifier: MIT */
#ifndef STORE_JOB_H
#define STORE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "audit/action.h" /* enum job_status */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "json/tree.h"
#include "store/claim.h"
#include "store/store.h"
#include "store/version.h"

/*
 * Replay jobs: STORE/TENANT/jobs/JOB_ID.json, one JSON object on one line (esper-store(5)).  Ids
 * are job-1, job-2, and so on.  None is used twice, because no job is ever deleted.
 *
 * A Running job belongs to the process that holds its claim (store/claim.h).  If no process holds
 * it, the job is shown as Failed, although its file still says Running: the process ended before
 * the job was finished, and the job's error says so.
 */
enum job_type { JOB_DRY_RUN, JOB_DECISION_ONLY, JOB_STATE_REBUILD };
#define JOB_TYPES (JOB_STATE_REBUILD + 1)
extern const struct text job_type_names[JOB_TYPES];

struct job {
	uint64_t number;       /* of job-NUMBER; 0: it is not in a store */
	struct text tenant_id; /* absent: null */
	enum job_type type;
	uint64_t encoding_version, rule_version;
	int64_t from_ns, to_ns; /* INT64_MIN, INT64_MAX: no bound, null */
	enum job_status status;
	bool orphaned; /* shown as Failed, but its file says Running */
	uint64_t processed, failed, skipped, duplicate;
	int64_t created_ns, completed_ns; /* completed: INT64_MIN: null */
	struct text error;                /* absent: null */
	const struct text *inputs;        /* absolute paths */
	size_t ninputs;
	struct text options; /* other options of the run: a JSON object without white space; absent:
				none. The store does not interpret them. */
};

/* Appends the object, without a newline.  All members except options are always there. */
void job_put(struct buf *b, const struct job *j);

/* Append some of its members: the versions and the range; the counts of events. */
void job_put_what(struct buf *b, const struct job *j);
void job_put_counts(struct buf *b, const struct job *j);

/* Appends job-NUMBER.  job_number reads it, and returns 0 if the text is not a job id. */
void job_put_id(struct buf *b, uint64_t number);
uint64_t job_number(struct text id);

/* Lists the numbers of all jobs, ascending, in the arena.  Returns how many, or -1 and fills *e. */
ssize_t job_numbers(struct store *s, struct arena *a, uint64_t **number, struct err *e);

/* Reads a job into the arena.  Returns 1; 0 if there is none with that number; -1 and fills *e. */
int job_read(struct store *s, uint64_t number, struct arena *a, struct job *j, struct err *e);

/* Returns how far a Running job is, as its process wrote it: a JSON object in the arena, or NULL if
 * there is nothing yet. */
const struct json_node *job_progress(struct store *s, const struct job *j, struct arena *a);

/*
 * The steps of a job.  Each appends the audit entries named here.
 *
 * job_submit	adds a new Pending job; fills number, tenant_id, status, created_ns
 *		(replay.submit).
 * job_run	adds a job that is Running from the start and claimed by this process, so that
 *		no other process ever sees it Pending (replay.submit and replay.run, in one
 *		transaction).
 * job_start	makes a Pending job, or a Failed one from the start, Running, claimed by this
 *		process (replay.run).
 * job_prepare	writes the snapshot of a StateRebuild to the disk, under a name of the job's own,
 *		so that job_finish needs no more room.  A report that says Complete can be
 *		printed in between.  The file is removed once no process has the claim.
 * job_finish	ends a Running job with the counts in *j, and fills in the rest of *j: Complete if
 *		end->error is absent (replay.complete), otherwise Failed (replay.fail).
 *		If a Complete StateRebuild has end->snapshot, that replaces the tenant's
 *		state/current.zst in the same transaction (state.rebuild).
 *
 * Returns 0, or -1 and fills *e, with nothing changed unless transaction_commit says so.
 */
struct job_end {
	int64_t completed_ns;
	struct text error;    /* absent: the job is Complete */
	struct text snapshot; /* what job_prepare was given; absent: none */
	bool compared;
	uint64_t baseline_encoding, baseline_rules; /* if compared: the baseline's versions */
	uint64_t changed;                           /* if compared: how many decisions changed */
};
int job_submit(struct store *s, struct job *j, const struct store_author *by, struct err *e);
int job_run(struct store *s, struct job *j, struct claim *claim, const struct store_author *by,
    struct err *e);
int job_start(struct store *s, struct job *j, struct claim *claim, const struct store_author *by,
    struct err *e);
#define JOB_SNAPSHOT ".zst" /* follows the job's id, in the folder of the state */
int job_prepare(struct store *s, const struct job *j, struct text snapshot, struct err *e);
int job_finish(struct store *s, struct job *j, const struct job_end *end,
    const struct store_author *by, struct err *e);

#endif
