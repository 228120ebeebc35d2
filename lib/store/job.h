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
 * Replay jobs: STORE/TENANT/jobs/JOB_ID.json, section 10 of the contract, one JSON object on one
 * line.  Ids are job-1, job-2, … and none is used twice, for no job is ever deleted.
 *
 * A Pending job waits; a Running one belongs to the process that holds its claim (store/claim.h).
 * Where nobody does, the job is seen as Failed, although its file says Running still: the process
 * ended before the job did, and its error says so.
 */
enum job_type { JOB_DRY_RUN, JOB_DECISION_ONLY, JOB_STATE_REBUILD };
#define JOB_TYPES (JOB_STATE_REBUILD + 1)
extern const struct text job_type_names[JOB_TYPES];

struct job {
	uint64_t number;       /* of job-NUMBER; 0: it is in no store */
	struct text tenant_id; /* absent: null */
	enum job_type type;
	uint64_t encoding_version, rule_version;
	int64_t from_ns, to_ns; /* INT64_MIN, INT64_MAX: no bound, null */
	enum job_status status;
	bool orphaned; /* Failed is how it is seen; its file says Running */
	uint64_t processed, failed, skipped, duplicate;
	int64_t created_ns, completed_ns; /* completed: INT64_MIN: null */
	struct text error;                /* absent: null */
	const struct text *inputs;        /* absolute paths */
	size_t ninputs;
	struct text options; /* what else it was asked for: a JSON object without white space;
				absent: nothing.  Means nothing here. */
};

/* The object, without a newline; all members but options are always there. */
void job_put(struct buf *b, const struct job *j);

/* Members of it: the versions and the range; how many events. */
void job_put_what(struct buf *b, const struct job *j);
void job_put_counts(struct buf *b, const struct job *j);

/* job-NUMBER.  job_number: 0 for what is no job's id. */
void job_put_id(struct buf *b, uint64_t number);
uint64_t job_number(struct text id);

/* The numbers that there are, ascending, in the arena.  How many; -1 with *e filled. */
ssize_t job_numbers(struct store *s, struct arena *a, uint64_t **number, struct err *e);

/* Reads one into the arena.  1; 0 where there is none of that number; -1 with *e filled. */
int job_read(struct store *s, uint64_t number, struct arena *a, struct job *j, struct err *e);

/* How far a Running job is, as its process wrote it: a JSON object; NULL where there is nothing
 * yet.  In the arena. */
const struct json_node *job_progress(struct store *s, const struct job *j, struct arena *a);

/*
 * The steps of a job, each with its audit entry.  0, or -1 with *e filled and nothing changed (or
 * what transaction_commit says).
 *
 * submit: a new job, Pending: fills in number, tenant_id, status, created_ns; replay.submit.
 * run: a new job that is Running from the beginning, so that nobody ever finds it Pending, and this
 * process has the claim; replay.submit and replay.run, in one transaction.
 * start: a Pending job, or a Failed one again, from zero, is Running now, and this process has the
 * claim; replay.run.
 * prepare: puts the snapshot of a StateRebuild on the disk, under a name of the job's own, so that
 * finish finds room for it: a report that says Complete can be printed in between.  It is gone once
 * nobody has the claim.
 * finish: a Running job is over.  end->error absent: Complete, replay.complete; else Failed,
 * replay.fail.  The counts are those of *j, which is filled in.  end->snapshot, of a StateRebuild
 * that is Complete, takes the place of the tenant's state/current.zst in the same step, with
 * another entry, state.rebuild.
 */
struct job_end {
	int64_t completed_ns;
	struct text error;    /* absent: it is Complete */
	struct text snapshot; /* absent: none; what job_prepare was given */
	bool compared;
	uint64_t baseline_encoding, baseline_rules; /* versions, where it compared, and */
	uint64_t changed;                           /* decisions */
};
int job_submit(struct store *s, struct job *j, const struct store_author *by, struct err *e);
int job_run(struct store *s, struct job *j, struct claim *claim, const struct store_author *by,
    struct err *e);
int job_start(struct store *s, struct job *j, struct claim *claim, const struct store_author *by,
    struct err *e);
#define JOB_SNAPSHOT ".zst" /* behind the job's id, in the folder of the state */
int job_prepare(struct store *s, const struct job *j, struct text snapshot, struct err *e);
int job_finish(struct store *s, struct job *j, const struct job_end *end,
    const struct store_author *by, struct err *e);

#endif
