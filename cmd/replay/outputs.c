/* SPDX-License-Identifier: MIT */
#include "cmd/replay/outputs.h"

#include <sys/stat.h>
#include <time.h>

#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/replay/checkpoints.h"
#include "io/out.h"
#include "page/report.h"
#include "time/stamp.h"

int
outputs_spare(struct command *c, const struct documents *d)
{
	struct spared it;
	c->settings.nreads = 0;
	settings_reads_lists(&c->settings, d->plan->lists);
	settings_reads_lists(&c->settings, d->rules->lists);
	if (request_compares(&c->request)) {
		settings_reads_lists(&c->settings, d->grid.plan[BASELINE]->lists);
		settings_reads_lists(&c->settings, d->grid.rules[BASELINE][BASELINE]->lists);
	}
	if (spare_check(&c->settings, false, &it) == 0)
		return 0;
	command_fail(c, "%s: is also %s; --%s would overwrite it", it.path, it.what, it.option);
	return -1;
}

int
outputs_try(struct command *c)
{
	const char *path = c->settings.output;
	struct stat st;
	struct err e;
	if (!path || stream_is_standard(path) || (stat(path, &st) == 0 && !S_ISREG(st.st_mode)))
		return 0;
	struct out *out = out_open(path, OUT_PLAIN, &e);
	if (!out) {
		command_fail(c, "%s: %s", path, e.text);
		return -1;
	}
	out_abort(out);
	return 0;
}

static int64_t
now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * STAMP_SECOND + now.tv_nsec;
}

/* The job as it is reported. */
static struct job
ended_job(struct attempt *a, int status)
{
	struct job job = a->job;
	if (a->ended_ns == 0)
		a->ended_ns = job.number > 0 ? stamp_whole_ms(now_ns()) : now_ns();
	if (job.number == 0)
		job.created_ns = a->settings->options.clock.now_ns;
	job.completed_ns = a->ended_ns;
	job.status = status != EXIT_BROKEN ? JOB_COMPLETE : JOB_FAILED;
	job.error = job.status == JOB_FAILED ? attempt_reason(a) : TEXT_ABSENT;
	replay_fill_job(a->replay, &job);
	return job;
}

void
outputs_put_report(struct attempt *a, int status, bool color, struct buf *b)
{
	const struct job job = ended_job(a, status);
	if (a->request->as_text)
		replay_put_report_text(b, a->replay, &job, color);
	else
		replay_put_report(b, a->replay, &job);
}

/* path NULL: the output was not asked for. */
static int
open_one(struct attempt *a, const char *path, bool again, struct out **out)
{
	struct err e = { 0 };
	if (!path || (*out = (again ? out_open_again : out_open)(path, OUT_PLAIN, &e)))
		return 0;
	command_fail(a->command, "%s: %s", path, e.text);
	outputs_abort(a);
	return -1;
}

int
outputs_open(struct attempt *a)
{
	const struct request *r = a->request;
	if (open_one(a, r->report_path, false, &a->report) < 0)
		return -1;
	if (open_one(a, r->page_path, false, &a->page) < 0)
		return -1;
	return open_one(a, r->changes_path, checkpoints_changes(a), &a->changes);
}

void
outputs_abort(struct attempt *a)
{
	out_abort(a->report);
	out_abort(a->changes);
	out_abort(a->page);
	a->report = a->changes = a->page = NULL;
}

int
outputs_put_change(void *context, struct text part)
{
	struct attempt *a = context;
	struct err e;
	if (out_put(a->changes, part.p, part.n, &e) == 0)
		return 0;
	return run_stop(&a->run, "%s: %s", a->request->changes_path, e.text);
}

void
outputs_begin(struct attempt *a)
{
	if (a->changes)
		replay_on_change(a->replay, outputs_put_change, a);
}

static void
ready_report(struct attempt *a)
{
	struct err e;
	struct buf b = { 0 };
	outputs_put_report(a, a->run.status, false, &b);
	if (out_put(a->report, b.p, b.n, &e) < 0 || out_ready(a->report, &e) < 0)
		run_stop(&a->run, "%s: %s", a->request->report_path, e.text);
	buf_free(&b);
}

static void
ready_page(struct attempt *a)
{
	const struct job job = ended_job(a, a->run.status);
	struct err e;
	struct buf report = { 0 }, hours = { 0 }, page = { 0 };
	replay_put_report(&report, a->replay, &job);
	replay_put_hours(&hours, a->replay);
	if (page_put_report(&page, buf_as_text(&report), buf_as_text(&hours), &e) < 0 ||
	    out_put(a->page, page.p, page.n, &e) < 0 || out_ready(a->page, &e) < 0)
		run_stop(&a->run, "%s: %s", a->request->page_path, e.text);
	buf_free(&report);
	buf_free(&hours);
	buf_free(&page);
}

void
outputs_ready(struct attempt *a)
{
	struct err e;
	if (a->changes && !a->run.stopped && out_ready(a->changes, &e) < 0)
		run_stop(&a->run, "%s: %s", a->request->changes_path, e.text);
	if (a->report && !a->run.stopped)
		ready_report(a);
	if (a->page && !a->run.stopped)
		ready_page(a);
}

static int
complete(struct attempt *a, const char *path, struct out *out, int status)
{
	struct err e;
	if (!out || out_commit(out, &e) == 0)
		return status;
	command_fail(a->command, "%s: %s", path, e.text);
	return EXIT_BROKEN;
}

int
outputs_end(struct attempt *a, int status)
{
	if (a->run.stopped) {
		outputs_abort(a);
		return status;
	}
	if (a->request->exit_code && replay_changed(a->replay) > 0)
		status = status_worse(status, EXIT_NO);
	status = complete(a, a->request->changes_path, a->changes, status);
	status = complete(a, a->request->report_path, a->report, status);
	status = complete(a, a->request->page_path, a->page, status);
	a->report = a->changes = a->page = NULL;
	return status;
}
