/* SPDX-License-Identifier: MIT */
#include "cmd/replay/actions.h"

#include <inttypes.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/print.h"
#include "cmd/cli/shell.h"
#include "cmd/cli/status.h"
#include "cmd/cli/tenant.h"
#include "cmd/replay/checkpoints.h"
#include "cmd/replay/documents.h"
#include "cmd/replay/inputs.h"
#include "cmd/replay/job_options.h"
#include "cmd/replay/jobs.h"
#include "cmd/replay/list.h"
#include "cmd/replay/outputs.h"
#include "cmd/replay/replay.h"
#include "cmd/replay/report.h"
#include "cmd/replay/watch.h"

/* run: it is Running from the beginning, and where that succeeds, signals wait for work(). */
static int
submit(struct job_run *j, struct store *s, bool run, struct err *e)
{
	const struct change_author by = jobs_author(j->command);
	struct job *job = &j->job;
	job->type = j->request->type;
	job->encoding_version = j->documents.plan->document.version;
	job->rule_version = j->documents.rules->document.version;
	job->from_ns = j->settings->from_ns;
	job->to_ns = j->settings->to_ns;
	job_options_record(j->command, job);
	if (run)
		watch_hold();
	const int result = run ? job_run(s, job, &j->claim, &by, e) : job_submit(s, job, &by, e);
	if (result < 0 && run)
		watch_release();
	if (result < 0)
		return -1;
	/* it is the store's only until that is closed */
	job->tenant_id = j->settings->tenant;
	return 0;
}

/* Where it succeeds, signals wait for work(). */
static int
start(struct job_run *j, struct store *s, struct err *e)
{
	const struct change_author by = jobs_author(j->command);
	watch_hold();
	const int result = job_start(s, &j->job, &j->claim, &by, e);
	if (result < 0)
		watch_release();
	return result;
}

/* ---- a job that is run ---------------------------------------------------------------------- */

/* What an interrupted job says last. */
static void
put_words(struct buf *b, const struct job_run *j)
{
	const unsigned long long number = j->job.number;
	buf_printf(b, PROGRAM ": job-%llu was interrupted; go on with: " PROGRAM " -S ", number);
	shell_put_word(b, j->settings->store);
	buf_printf(b, " -t %s --resume job-%llu\n", j->settings->tenant.p, number);
}

static int
finish_as(struct job_run *j, struct store *s, struct text error, struct err *e)
{
	const struct change_author by = jobs_author(j->command);
	const struct replay_grid *grid = &j->documents.grid;
	const bool compared = j->replay && request_compares(j->request);
	const struct job_end end = { .completed_ns = j->ended_ns ? j->ended_ns : by.now_ns,
		.error = error,
		.snapshot = error.p || j->request->type != JOB_STATE_REBUILD
				? TEXT_ABSENT
				: buf_as_text(&j->snapshot),
		.compared = compared,
		.baseline_encoding = compared ? grid->plan[BASELINE]->document.version : 0,
		.baseline_rules = compared ? grid->rules[BASELINE][BASELINE]->document.version : 0,
		.changed = j->replay ? replay_changed(j->replay) : 0 };
	return job_finish(s, &j->job, &end, &by, e);
}

/* What could not be recorded as it was is recorded as a failure, if that can be. */
static void
finish_failed(struct job_run *j, const char *why)
{
	struct store s;
	struct err e;
	struct job now;
	store_init(&s);
	if (tenant_open(&s, j->settings, STORE_CHANGE) == 0 &&
	    job_read(&s, j->job.number, &j->command->arena, &now, &e) > 0 &&
	    now.status == JOB_RUNNING)
		finish_as(j, &s, text_of(why), &e);
	tenant_close(&s, j->settings);
}

static int
finish(struct job_run *j, int status)
{
	const bool failed = status == EXIT_BROKEN;
	struct store s;
	struct err e = { "", ERR_NOWHERE };
	int done = -1;
	store_init(&s);
	if (j->replay)
		replay_fill_job(j->replay, &j->job);
	if (!failed)
		checkpoints_drop(j);
	if (tenant_open(&s, j->settings, STORE_CHANGE) == 0) {
		done = finish_as(j, &s, failed ? report_reason(j) : TEXT_ABSENT, &e);
		if (done < 0)
			diag(&j->settings->voice, "%s", e.text);
	}
	tenant_close(&s, j->settings);
	if (done < 0 && e.text[0])
		finish_failed(j, e.text);
	claim_drop(&j->claim);
	return done < 0 ? EXIT_BROKEN : status;
}

/* Runs j->job, which is Running and whose claim we have.  pending: what else is to be let go of. */
static int
work(struct job_run *j, const struct claim *pending)
{
	struct watch w = { .claim = { &j->claim, pending } };
	int status = EXIT_BROKEN;
	put_words(&w.words, j);
	watch_begin(&w);
	j->watch = &w;
	if (documents_load(&j->documents, j->command) == 0)
		status = replay_inputs(j);
	watch_end(&w);
	j->watch = NULL;
	status = finish(j, status);
	watch_leave(&w);
	return status;
}

/* ---- actions -------------------------------------------------------------------------------- */

/* Puts the job on record: to be run now, or Pending.  0, or -1 where that has been said. */
static int
begin(struct job_run *j, bool run)
{
	struct command *c = j->command;
	struct store s;
	struct err e;
	int result = -1;
	store_init(&s);
	if (documents_load(&j->documents, c) == 0 && inputs_find(c, &j->job) == 0 &&
	    outputs_spare(c, &j->documents) == 0 && (run || inputs_check(c) == 0) &&
	    tenant_open(&s, &c->settings, STORE_CHANGE) == 0) {
		result = submit(j, &s, run, &e);
		if (result < 0)
			diag(&c->settings.voice, "%s", e.text);
	}
	tenant_close(&s, &c->settings);
	return result;
}

int
action_replay(struct job_run *j)
{
	return begin(j, true) < 0 ? EXIT_BROKEN : work(j, NULL);
}

int
action_alone(struct job_run *j)
{
	if (inputs_find(j->command, &j->job) < 0 || documents_load(&j->documents, j->command) < 0)
		return EXIT_BROKEN;
	return replay_inputs(j);
}

int
action_submit(struct job_run *j)
{
	struct settings plain = *j->settings;
	struct buf b = { 0 };
	if (begin(j, false) < 0)
		return EXIT_BROKEN;
	plain.output = NULL; /* that is the job's */
	plain.zstd_level = OUT_PLAIN;
	list_put(&b, &j->job, NULL);
	const int status = print_all(&plain, buf_as_text(&b));
	buf_free(&b);
	return status;
}

int
action_again(struct job_run *j)
{
	struct command *c = j->command;
	struct store s;
	struct err e;
	store_init(&s);
	if (tenant_open(&s, &c->settings, STORE_CHANGE) == 0 && list_find(c, &s, &j->job) > 0) {
		if (j->job.status != JOB_FAILED)
			diag(&c->settings.voice,
			    "job-%" PRIu64 " is %s; only a Failed job is run again", j->job.number,
			    job_status_names[j->job.status].p);
		else if (job_options_take(c, &j->job) == 0 && start(j, &s, &e) < 0)
			diag(&c->settings.voice, "%s", e.text);
	}
	tenant_close(&s, &c->settings);
	return j->claim.fd >= 0 ? work(j, NULL) : EXIT_BROKEN;
}

/* The first Pending one after *after, into j->job; *after is behind what was looked at.  1; 0:
 * there is none; -1: not even that is known. */
static int
next_pending(struct job_run *j, struct store *s, uint64_t *after, int *worst)
{
	struct arena *a = &j->command->arena;
	struct err e;
	uint64_t *number;
	const ssize_t n = job_numbers(s, a, &number, &e);
	for (ssize_t i = 0; i < n; i++) {
		if (number[i] <= *after)
			continue;
		*after = number[i];
		const int found = job_read(s, number[i], a, &j->job, &e);
		if (found > 0 && j->job.status == JOB_PENDING)
			return 1;
		if (found < 0) {
			diag(&j->settings->voice, "%s", e.text);
			*worst = EXIT_BROKEN;
		}
	}
	if (n < 0)
		diag(&j->settings->voice, "%s", e.text);
	return n < 0 ? -1 : 0;
}

/* Runs the next one.  1; 0: there is none; -1. */
static int
run_next(const struct command *base, const struct claim *pending, uint64_t *after, int *worst)
{
	struct command c = *base;
	struct job_run j;
	struct store s;
	struct err e;
	int found = -1, status = EXIT_BROKEN;
	job_run_init(&j, &c);
	options_begin(&c.settings.options, &command_program, base->settings.options.clock, &c);
	store_init(&s);
	if (tenant_open(&s, &c.settings, STORE_CHANGE) == 0)
		found = next_pending(&j, &s, after, worst);
	if (found > 0 && start(&j, &s, &e) < 0)
		diag(&c.settings.voice, "%s", e.text);
	tenant_close(&s, &c.settings);
	if (j.claim.fd >= 0) {
		const bool taken = job_options_take(&c, &j.job) == 0;
		status = taken ? work(&j, pending) : finish(&j, EXIT_BROKEN);
		watch_release();
	}
	if (found > 0)
		*worst = status_worse(*worst, status);
	job_run_free(&j);
	arena_free(&c.arena);
	options_free(&c.settings.options);
	return found;
}

/* 1: this process is the one; 0: there is nothing to run; -1. */
static int
claim_pending(const struct command *c, struct claim *claim)
{
	struct store s;
	struct err e;
	int taken = -1;
	store_init(&s);
	if (tenant_open(&s, &c->settings, STORE_CHANGE) == 0) {
		taken = s.kind[STORE_JOBS].fd < 0
			    ? 0
			    : claim_take(claim, &s.kind[STORE_JOBS], ".run.lock", &e);
		if (taken < 0)
			diag(&c->settings.voice, "%s", e.text);
		if (taken == 0 && s.kind[STORE_JOBS].fd >= 0) {
			diag(&c->settings.voice, "%s/.run.lock: another --run-pending is running",
			    s.kind[STORE_JOBS].path);
			taken = -1;
		}
	}
	tenant_close(&s, &c->settings);
	return taken;
}

int
action_run_pending(const struct command *c)
{
	struct claim claim = CLAIM_NONE;
	uint64_t after = 0;
	int worst = EXIT_WORKED, more;
	const int taken = claim_pending(c, &claim);
	if (taken <= 0)
		return taken < 0 ? EXIT_BROKEN : EXIT_WORKED;
	while ((more = run_next(c, &claim, &after, &worst)) > 0)
		;
	claim_drop(&claim);
	return more < 0 ? EXIT_BROKEN : worst;
}
