/* SPDX-License-Identifier: MIT */
#include "cmd/replay/actions.h"

#include <inttypes.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/print.h"
#include "cmd/cli/shell.h"
#include "cmd/cli/status.h"
#include "cmd/replay/baseline.h"
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
submit(struct command *c, struct store *s, bool run, struct err *e)
{
	const struct change_author by = jobs_author(c);
	struct job *j = &c->job;
	j->type = c->request.type;
	j->encoding_version = c->documents.plan->document.version;
	j->rule_version = c->documents.rules->document.version;
	j->from_ns = c->settings.from_ns;
	j->to_ns = c->settings.to_ns;
	job_options_record(c);
	if (run)
		watch_hold();
	const int result = run ? job_run(s, j, &c->claim, &by, e) : job_submit(s, j, &by, e);
	if (result < 0 && run)
		watch_release();
	if (result < 0)
		return -1;
	/* it is the store's only until that is closed */
	j->tenant_id = c->settings.tenant;
	return 0;
}

/* Where it succeeds, signals wait for work(). */
static int
start(struct command *c, struct store *s, struct err *e)
{
	const struct change_author by = jobs_author(c);
	watch_hold();
	const int result = job_start(s, &c->job, &c->claim, &by, e);
	if (result < 0)
		watch_release();
	return result;
}

/* ---- a job that is run ---------------------------------------------------------------------- */

/* What an interrupted job says last. */
static void
put_words(struct buf *b, const struct command *c)
{
	const unsigned long long number = c->job.number;
	struct buf text = { 0 };
	buf_printf(&text, "job-%llu: interrupted; go on with: " PROGRAM " -S ", number);
	shell_put_word(&text, c->settings.store);
	buf_printf(&text, " -t %s --resume job-%llu", c->settings.tenant.p, number);
	diag_put(b, &c->settings.voice, buf_as_text(&text));
	buf_free(&text);
}

static int
finish_as(struct command *c, struct store *s, struct text error, struct err *e)
{
	const struct change_author by = jobs_author(c);
	const struct replay_grid *grid = &c->documents.grid;
	const bool compared = c->replay && baseline_is_given(&c->request);
	const struct job_end end = { .completed_ns = c->ended_ns ? c->ended_ns : by.now_ns,
		.error = error,
		.snapshot = error.p || c->request.type != JOB_STATE_REBUILD
				? TEXT_ABSENT
				: buf_as_text(&c->snapshot),
		.compared = compared,
		.baseline_encoding = compared ? grid->plan[BASELINE]->document.version : 0,
		.baseline_rules = compared ? grid->rules[BASELINE][BASELINE]->document.version : 0,
		.changed = c->replay ? replay_changed(c->replay) : 0 };
	return job_finish(s, &c->job, &end, &by, e);
}

/* What could not be recorded as it was is recorded as a failure, if that can be. */
static void
finish_failed(struct command *c, const char *why)
{
	struct store s;
	struct err e;
	struct job now;
	store_init(&s);
	if (jobs_open(c, &s, STORE_CHANGE) == 0 &&
	    job_read(&s, c->job.number, &c->arena, &now, &e) > 0 && now.status == JOB_RUNNING)
		finish_as(c, &s, text_of(why), &e);
	jobs_close(c, &s);
}

static int
finish(struct command *c, int status)
{
	const bool failed = status == EXIT_BROKEN;
	struct store s;
	struct err e = { "", ERR_NOWHERE };
	int done = -1;
	store_init(&s);
	if (c->replay)
		replay_fill_job(c->replay, &c->job);
	if (!failed)
		checkpoints_drop(c);
	if (jobs_open(c, &s, STORE_CHANGE) == 0) {
		done = finish_as(c, &s, failed ? report_reason(c) : TEXT_ABSENT, &e);
		if (done < 0)
			diag(&c->settings.voice, "%s", e.text);
	}
	jobs_close(c, &s);
	if (done < 0 && e.text[0])
		finish_failed(c, e.text);
	claim_drop(&c->claim);
	return done < 0 ? EXIT_BROKEN : status;
}

/* Runs c->job, which is Running and whose claim we have.  pending: what else is to be let go of. */
static int
work(struct command *c, const struct claim *pending)
{
	struct watch w = { .claim = { &c->claim, pending } };
	int status = EXIT_BROKEN;
	put_words(&w.words, c);
	watch_begin(&w);
	c->watch = &w;
	if (documents_load(c) == 0)
		status = replay_inputs(c);
	watch_end(&w);
	c->watch = NULL;
	status = finish(c, status);
	watch_leave(&w);
	return status;
}

/* ---- actions -------------------------------------------------------------------------------- */

/* Puts the job on record: to be run now, or Pending.  0, or -1 where that has been said. */
static int
begin(struct command *c, bool run)
{
	struct store s;
	struct err e;
	int result = -1;
	store_init(&s);
	if (documents_load(c) == 0 && inputs_find(c) == 0 && outputs_spare(c) == 0 &&
	    (run || inputs_check(c) == 0) && jobs_open(c, &s, STORE_CHANGE) == 0) {
		result = submit(c, &s, run, &e);
		if (result < 0)
			diag(&c->settings.voice, "%s", e.text);
	}
	jobs_close(c, &s);
	return result;
}

int
action_replay(struct command *c)
{
	return begin(c, true) < 0 ? EXIT_BROKEN : work(c, NULL);
}

int
action_submit(struct command *c)
{
	struct settings plain = c->settings;
	struct buf b = { 0 };
	if (begin(c, false) < 0)
		return EXIT_BROKEN;
	plain.output = NULL; /* that is the job's */
	plain.zstd_level = OUT_PLAIN;
	list_put(&b, &c->job, NULL);
	const int status = print_all(&plain, buf_as_text(&b));
	buf_free(&b);
	return status;
}

int
action_again(struct command *c)
{
	struct store s;
	struct err e;
	int status = EXIT_BROKEN;
	store_init(&s);
	if (jobs_open(c, &s, STORE_CHANGE) == 0) {
		int found = job_read(&s, c->request.number, &c->arena, &c->job, &e);
		if (found == 0)
			found = err_set(&e,
			    "%s: there is no job-%" PRIu64 "; --list shows those there are",
			    s.kind[STORE_JOBS].path, c->request.number);
		if (found > 0 && c->job.status != JOB_FAILED)
			found = err_set(&e, "job-%" PRIu64 " is %s; only a Failed job is run again",
			    c->request.number, job_status_names[c->job.status].p);
		if (found > 0 && job_options_take(c) == 0 && start(c, &s, &e) < 0)
			found = -1;
		if (found < 0)
			diag(&c->settings.voice, "%s", e.text);
	}
	jobs_close(c, &s);
	if (c->claim.fd >= 0)
		status = work(c, NULL);
	return status;
}

/* The first Pending one after *after, into c->job; *after is behind what was looked at.  1; 0:
 * there is none; -1: not even that is known. */
static int
next_pending(struct command *c, struct store *s, uint64_t *after, int *worst)
{
	struct err e;
	uint64_t *number;
	const ssize_t n = job_numbers(s, &c->arena, &number, &e);
	for (ssize_t i = 0; i < n; i++) {
		if (number[i] <= *after)
			continue;
		*after = number[i];
		const int found = job_read(s, number[i], &c->arena, &c->job, &e);
		if (found > 0 && c->job.status == JOB_PENDING)
			return 1;
		if (found < 0) {
			diag(&c->settings.voice, "%s", e.text);
			*worst = EXIT_BROKEN;
		}
	}
	if (n < 0)
		diag(&c->settings.voice, "%s", e.text);
	return n < 0 ? -1 : 0;
}

/* Runs the next one.  1; 0: there is none; -1. */
static int
run_next(const struct command *base, const struct claim *pending, uint64_t *after, int *worst)
{
	struct command c = *base;
	struct store s;
	struct err e;
	int found = -1, status = EXIT_BROKEN;
	options_begin(&c.settings.options, &command_program, base->settings.options.clock, &c);
	store_init(&s);
	if (jobs_open(&c, &s, STORE_CHANGE) == 0)
		found = next_pending(&c, &s, after, worst);
	if (found > 0 && start(&c, &s, &e) < 0)
		diag(&c.settings.voice, "%s", e.text);
	jobs_close(&c, &s);
	if (c.claim.fd >= 0) {
		status = job_options_take(&c) < 0 ? finish(&c, EXIT_BROKEN) : work(&c, pending);
		watch_release();
	}
	if (found > 0)
		*worst = status_worse(*worst, status);
	command_free(&c);
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
	if (jobs_open(c, &s, STORE_CHANGE) == 0) {
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
	jobs_close(c, &s);
	return taken;
}

int
action_run_pending(struct command *c)
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
