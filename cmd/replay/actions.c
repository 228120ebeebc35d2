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
#include "cmd/replay/list.h"
#include "cmd/replay/outputs.h"
#include "cmd/replay/parts.h"
#include "cmd/replay/replay.h"
#include "cmd/replay/watch.h"

/* Records the job.  With `run`, it is Running from the beginning, and on success signals wait for
 * work(). */
static int
submit(struct attempt *a, struct store *s, bool run, struct err *e)
{
	const struct store_author by = attempt_author(a->command);
	struct job *job = &a->job;
	job->type = a->request->type;
	job->encoding_version = a->documents.plan->document.version;
	job->rule_version = a->documents.rules->document.version;
	job->from_ns = a->settings->from_ns;
	job->to_ns = a->settings->to_ns;
	job_options_record(a->command, job);
	if (run)
		watch_hold();
	const int result = run ? job_run(s, job, &a->claim, &by, e) : job_submit(s, job, &by, e);
	if (result < 0 && run)
		watch_release();
	if (result < 0)
		return -1;
	/* the store's own text is freed when the store is closed */
	job->tenant_id = a->settings->tenant;
	return 0;
}

/* Starts a job that exists.  On success, signals wait for work(). */
static int
start(struct attempt *a, struct store *s, struct err *e)
{
	const struct store_author by = attempt_author(a->command);
	watch_hold();
	const int result = job_start(s, &a->job, &a->claim, &by, e);
	if (result < 0)
		watch_release();
	return result;
}

/* ---- a job that is run ---------------------------------------------------------------------- */

/* Appends the last words of an interrupted job. */
static void
put_words(struct buf *b, const struct attempt *a)
{
	const unsigned long long number = a->job.number;
	struct buf text = { 0 };
	buf_printf(&text, "job-%llu: interrupted; continue with: " PROGRAM " -S ", number);
	shell_put_word(&text, a->settings->store);
	buf_printf(&text, " -t %s --resume job-%llu", a->settings->tenant.p, number);
	diag_put(b, &a->settings->voice, buf_as_text(&text));
	buf_free(&text);
}

static int
finish_as(struct attempt *a, struct store *s, struct text error, struct err *e)
{
	const struct store_author by = attempt_author(a->command);
	const struct replay_grid *grid = &a->documents.grid;
	const bool compared = a->replay && request_compares(a->request);
	const struct job_end end = { .completed_ns = a->ended_ns ? a->ended_ns : by.now_ns,
		.error = error,
		.snapshot = error.p || a->request->type != JOB_STATE_REBUILD
				? TEXT_ABSENT
				: buf_as_text(&a->snapshot),
		.compared = compared,
		.baseline_encoding = compared ? grid->plan[BASELINE]->document.version : 0,
		.baseline_rules = compared ? grid->rules[BASELINE][BASELINE]->document.version : 0,
		.changed = a->replay ? replay_changed(a->replay) : 0 };
	return job_finish(s, &a->job, &end, &by, e);
}

/* If the end of a job could not be recorded, tries to record it as a failure. */
static void
finish_failed(struct attempt *a, const char *why)
{
	struct store s;
	struct err e;
	struct job now;
	store_init(&s);
	if (tenant_open(&s, a->settings, STORE_CHANGE) == 0 &&
	    job_read(&s, a->job.number, &a->command->arena, &now, &e) > 0 &&
	    now.status == JOB_RUNNING)
		finish_as(a, &s, text_of(why), &e);
	tenant_close(&s, a->settings);
}

static int
finish(struct attempt *a, int status)
{
	const bool failed = status == EXIT_BROKEN;
	struct store s;
	struct err e = { "", ERR_NOWHERE };
	int done = -1;
	store_init(&s);
	if (a->replay)
		replay_fill_job(a->replay, &a->job);
	if (!failed)
		checkpoints_drop(a);
	if (tenant_open(&s, a->settings, STORE_CHANGE) == 0) {
		done = finish_as(a, &s, failed ? attempt_reason(a) : TEXT_ABSENT, &e);
		if (done < 0)
			diag(&a->settings->voice, "%s", e.text);
	}
	tenant_close(&s, a->settings);
	if (done < 0 && e.text[0])
		finish_failed(a, e.text);
	claim_drop(&a->claim);
	return done < 0 ? EXIT_BROKEN : status;
}

/* Runs a->job, which is Running and whose claim we hold.  `pending` is another claim to remove on a
 * signal, or NULL. */
static int
work(struct attempt *a, const struct claim *pending)
{
	struct watch w = { .claim = { &a->claim, pending } };
	int status = EXIT_BROKEN;
	put_words(&w.words, a);
	watch_begin(&w);
	a->watch = &w;
	if (documents_load(&a->documents, a->command) == 0)
		status = replay_inputs(a);
	watch_end(&w);
	a->watch = NULL;
	status = finish(a, status);
	watch_leave(&w);
	return status;
}

/* ---- actions -------------------------------------------------------------------------------- */

/* Records the job, to be run now or Pending.  Returns 0, or -1 after printing what is wrong. */
static int
begin(struct attempt *a, bool run)
{
	struct command *c = a->command;
	struct store s;
	struct err e;
	int result = -1;
	store_init(&s);
	if (documents_load(&a->documents, c) == 0 && inputs_find(c, &a->job) == 0 &&
	    outputs_spare(c, &a->documents) == 0 && (run || inputs_check(c) == 0) &&
	    tenant_open(&s, &c->settings, STORE_CHANGE) == 0) {
		result = submit(a, &s, run, &e);
		if (result < 0)
			diag(&c->settings.voice, "%s", e.text);
	}
	tenant_close(&s, &c->settings);
	return result;
}

int
action_replay(struct attempt *a)
{
	return begin(a, true) < 0 ? EXIT_BROKEN : work(a, NULL);
}

int
action_alone(struct attempt *a)
{
	if (inputs_find(a->command, &a->job) < 0 || documents_load(&a->documents, a->command) < 0)
		return EXIT_BROKEN;
	return replay_inputs(a);
}

int
action_merge(struct attempt *a)
{
	struct parts_plan p;
	const int status = parts_prepare_merge(a, &p);
	if (status >= 0)
		return status;
	return versions_in_store(a->settings) ? action_replay(a) : replay_inputs(a);
}

int
action_submit(struct attempt *a)
{
	struct settings plain = *a->settings;
	struct buf b = { 0 };
	if (begin(a, false) < 0)
		return EXIT_BROKEN;
	plain.output = NULL; /* --output belongs to the job */
	plain.zstd_level = OUT_PLAIN;
	list_put(&b, &a->job, NULL);
	const int status = print_all(&plain, buf_as_text(&b));
	buf_free(&b);
	return status;
}

int
action_again(struct attempt *a)
{
	struct command *c = a->command;
	struct store s;
	struct err e;
	store_init(&s);
	if (tenant_open(&s, &c->settings, STORE_CHANGE) == 0 && list_find(c, &s, &a->job) > 0) {
		if (a->job.status != JOB_FAILED)
			diag(&c->settings.voice,
			    "job-%" PRIu64 " is %s; only a Failed job can be run again",
			    a->job.number, job_status_names[a->job.status].p);
		else if (job_options_take(c, &a->job) == 0 && start(a, &s, &e) < 0)
			diag(&c->settings.voice, "%s", e.text);
	}
	tenant_close(&s, &c->settings);
	return a->claim.fd >= 0 ? work(a, NULL) : EXIT_BROKEN;
}

/* Reads the first Pending job after number *after into a->job, and advances *after.  Returns 1, 0
 * if there is none, or -1 if the jobs cannot be listed. */
static int
next_pending(struct attempt *a, struct store *s, uint64_t *after, int *worst)
{
	struct arena *arena = &a->command->arena;
	struct err e;
	uint64_t *number;
	const ssize_t n = job_numbers(s, arena, &number, &e);
	for (ssize_t i = 0; i < n; i++) {
		if (number[i] <= *after)
			continue;
		*after = number[i];
		const int found = job_read(s, number[i], arena, &a->job, &e);
		if (found > 0 && a->job.status == JOB_PENDING)
			return 1;
		if (found < 0) {
			diag(&a->settings->voice, "%s", e.text);
			*worst = EXIT_BROKEN;
		}
	}
	if (n < 0)
		diag(&a->settings->voice, "%s", e.text);
	return n < 0 ? -1 : 0;
}

/* Runs the next Pending job.  Returns 1, 0 if there is none, or -1. */
static int
run_next(const struct command *base, const struct claim *pending, uint64_t *after, int *worst)
{
	struct command c = *base;
	struct attempt a;
	struct store s;
	struct err e;
	int found = -1, status = EXIT_BROKEN;
	attempt_init(&a, &c);
	options_begin(&c.settings.options, &command_program, base->settings.options.clock, &c);
	store_init(&s);
	if (tenant_open(&s, &c.settings, STORE_CHANGE) == 0)
		found = next_pending(&a, &s, after, worst);
	if (found > 0 && start(&a, &s, &e) < 0)
		diag(&c.settings.voice, "%s", e.text);
	tenant_close(&s, &c.settings);
	if (a.claim.fd >= 0) {
		const bool taken = job_options_take(&c, &a.job) == 0;
		status = taken ? work(&a, pending) : finish(&a, EXIT_BROKEN);
		watch_release();
	}
	if (found > 0)
		*worst = status_worse(*worst, status);
	attempt_free(&a);
	arena_free(&c.arena);
	options_free(&c.settings.options);
	return found;
}

/* Takes the claim on --run-pending.  Returns 1, 0 if the tenant has no jobs, or -1. */
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
			diag(&c->settings.voice,
			    "%s/.run.lock: another --run-pending is running; nothing was done",
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
