/* SPDX-License-Identifier: MIT */
#include "store/job.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/sha256.h"
#include "base/utf8.h"
#include "json/write.h"
#include "store/transaction.h"

#define ERROR_MAX 1024 /* bytes of an error text that are kept */

/* One step of one job. */
struct step {
	struct store *store;
	struct transaction transaction;
	struct buf record, target, detail, then;
	bool run; /* `then` is the detail of replay.run */
};

static void
step_free(struct step *w)
{
	buf_free(&w->record);
	buf_free(&w->target);
	buf_free(&w->detail);
	buf_free(&w->then);
}

/* ---- what the audit entry says -------------------------------------------------------------- */

static void
begin_detail(struct step *w, const struct job *j)
{
	json_begin(&w->detail, '{');
	json_member_string(&w->detail, "job_type", job_type_names[j->type]);
	job_put_what(&w->detail, j);
}

static void
put_outcome(struct buf *b, const struct job *j, const struct job_end *end)
{
	job_put_counts(b, j);
	if (end->compared) {
		json_member_u64(b, "baseline_encoding_version", end->baseline_encoding);
		json_member_u64(b, "baseline_rule_version", end->baseline_rules);
		json_member_u64(b, "decisions_changed", end->changed);
	}
	if (j->error.p)
		json_member_string(b, "error", j->error);
}

/* Writes the detail of state.rebuild. */
static void
put_rebuild(struct buf *b, const struct job *j, struct text snapshot)
{
	unsigned char digest[32];
	char hex[64];
	sha256(snapshot.p, snapshot.n, digest);
	sha256_hex(digest, sizeof(digest), hex);
	json_begin(b, '{');
	json_name(b, "job_id");
	buf_char(b, '"');
	job_put_id(b, j->number);
	buf_char(b, '"');
	job_put_what(b, j);
	json_member_u64(b, "events_processed", j->processed);
	json_member_string(b, "sha256", (struct text){ hex, sizeof(hex) });
	json_end(b, '}');
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* Commits the job's new record, with its entry. */
static int
commit(struct step *w, const struct job *j, struct text action, const struct store_author *by,
    struct err *e)
{
	job_put(&w->record, j);
	buf_char(&w->record, '\n');
	json_end(&w->detail, '}');
	BUF_LIT(&w->target, "job/");
	job_put_id(&w->target, j->number);
	struct transaction_step *step =
	    transaction_add(&w->transaction, STORE_JOBS, buf_as_text(&w->record));
	snprintf(step->name, sizeof(step->name), "job-%" PRIu64 ".json", j->number);
	w->transaction.actor = by->actor;
	w->transaction.now_ns = by->now_ns;
	w->transaction.entry =
	    (struct transaction_entry){ action, buf_as_text(&w->target), buf_as_text(&w->detail) };
	if (w->run)
		w->transaction.then = (struct transaction_entry){ job_status_actions[JOB_RUNNING],
			buf_as_text(&w->target), buf_as_text(&w->then) };
	return transaction_commit(w->store, &w->transaction, e);
}

static int
check_texts(const struct job *j, struct err *e)
{
	for (size_t i = 0; i < j->ninputs; i++)
		if (utf8_valid(j->inputs[i].p, j->inputs[i].n) < j->inputs[i].n)
			return err_set(e,
			    "%.*s: an input whose name is not UTF-8 cannot be recorded",
			    (int)j->inputs[i].n, j->inputs[i].p);
	if (utf8_valid(j->options.p, j->options.n) < j->options.n)
		return err_set(e, "an option that is not UTF-8 cannot be recorded");
	return 0;
}

/* Gives a new job its number and first values. */
static int
make(struct store *s, struct job *j, const struct store_author *by, struct err *e)
{
	uint64_t *number;
	ssize_t n;
	if (check_texts(j, e) < 0 || (n = job_numbers(s, &s->arena, &number, e)) < 0)
		return -1;
	if (n > 0 && number[n - 1] >= INT64_MAX)
		return err_set(e, "%s: no number is left", s->kind[STORE_JOBS].path);
	j->number = n > 0 ? number[n - 1] + 1 : 1;
	j->tenant_id = s->tenant;
	j->status = JOB_PENDING;
	j->orphaned = false;
	j->created_ns = by->now_ns;
	j->completed_ns = INT64_MIN;
	return 0;
}

int
job_submit(struct store *s, struct job *j, const struct store_author *by, struct err *e)
{
	struct step w = { .store = s };
	if (make(s, j, by, e) < 0)
		return -1;
	begin_detail(&w, j);
	int ret = commit(&w, j, job_status_actions[j->status], by, e);
	step_free(&w);
	return ret;
}

static int
take_claim(struct store *s, const struct job *j, struct claim *claim, struct err *e)
{
	char name[48];
	snprintf(name, sizeof(name), "job-%" PRIu64 ".lock", j->number);
	int taken = claim_take(claim, &s->kind[STORE_JOBS], name, e);
	if (taken == 0)
		err_set(e, "%s/%s: another process is running this job", s->kind[STORE_JOBS].path,
		    name);
	return taken > 0 ? 0 : -1;
}

static bool
can_start(enum job_status status)
{
	switch (status) {
	case JOB_PENDING:
	case JOB_FAILED: return true;
	case JOB_RUNNING:
	case JOB_COMPLETE: break;
	}
	return false;
}

int
job_start(struct store *s, struct job *j, struct claim *claim, const struct store_author *by,
    struct err *e)
{
	struct step w = { .store = s };
	*claim = CLAIM_NONE;
	if (!can_start(j->status))
		return err_set(e,
		    "%s/job-%" PRIu64 ": is %s; only a Pending or Failed job can be run",
		    s->kind[STORE_JOBS].path, j->number, job_status_names[j->status].p);
	if (take_claim(s, j, claim, e) < 0)
		return -1;
	j->status = JOB_RUNNING;
	j->orphaned = false;
	j->processed = j->failed = j->skipped = j->duplicate = 0;
	j->completed_ns = INT64_MIN;
	j->error = TEXT_ABSENT;
	begin_detail(&w, j);
	int ret = commit(&w, j, job_status_actions[j->status], by, e);
	step_free(&w);
	if (ret < 0)
		claim_drop(claim);
	return ret;
}

int
job_run(struct store *s, struct job *j, struct claim *claim, const struct store_author *by,
    struct err *e)
{
	struct step w = { .store = s };
	*claim = CLAIM_NONE;
	if (make(s, j, by, e) < 0 || store_need_folder(s, STORE_JOBS, e) < 0 ||
	    take_claim(s, j, claim, e) < 0)
		return -1;
	j->status = JOB_RUNNING;
	begin_detail(&w, j);
	buf_text(&w.then, buf_as_text(&w.detail));
	json_end(&w.then, '}');
	w.run = true;
	const int ret = commit(&w, j, job_status_actions[JOB_PENDING], by, e);
	step_free(&w);
	if (ret < 0)
		claim_drop(claim);
	return ret;
}

/* Returns the error text, cut and made valid for JSON. */
static struct text
kept_error(struct arena *a, struct text error)
{
	struct buf b = { 0 };
	buf_visible(&b, error);
	if (b.n > ERROR_MAX)
		b.n = utf8_valid(b.p, ERROR_MAX);
	struct text kept = arena_text(a, buf_as_text(&b));
	buf_free(&b);
	return kept;
}

static void
snapshot_name(const struct job *j, char name[48])
{
	snprintf(name, 48, "job-%" PRIu64 JOB_SNAPSHOT, j->number);
}

int
job_prepare(struct store *s, const struct job *j, struct text snapshot, struct err *e)
{
	char name[48];
	snapshot_name(j, name);
	if (store_need_folder(s, STORE_STATE, e) < 0 ||
	    file_make(&s->kind[STORE_STATE], name, snapshot, e) < 0)
		return -1;
	return folder_sync(&s->kind[STORE_STATE], e);
}

int
job_finish(struct store *s, struct job *j, const struct job_end *end, const struct store_author *by,
    struct err *e)
{
	struct step w = { .store = s };
	struct transaction_step *step;
	struct err why;
	char name[48];
	assert(!end->snapshot.p || (!end->error.p && j->type == JOB_STATE_REBUILD));
	j->status = end->error.p ? JOB_FAILED : JOB_COMPLETE;
	j->error = end->error.p ? kept_error(&s->arena, end->error) : TEXT_ABSENT;
	j->completed_ns = end->completed_ns;
	begin_detail(&w, j);
	put_outcome(&w.detail, j, end);
	if (end->snapshot.p) {
		step = transaction_add(&w.transaction, STORE_STATE, end->snapshot);
		snprintf(step->name, sizeof(step->name), STATE_CURRENT);
		snapshot_name(j, step->from);
		put_rebuild(&w.then, j, end->snapshot);
		w.transaction.then = (struct transaction_entry){ TEXT("state.rebuild"),
			TEXT("state/" STATE_CURRENT), buf_as_text(&w.then) };
	}
	if (end->error.p && j->type == JOB_STATE_REBUILD) {
		snapshot_name(j, name);
		file_remove(&s->kind[STORE_STATE], name, &why);
	}
	int ret = commit(&w, j, job_status_actions[j->status], by, e);
	step_free(&w);
	return ret;
}
