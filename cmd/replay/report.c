/* SPDX-License-Identifier: MIT */
#include "cmd/replay/report.h"

#include <time.h>

#include "cmd/cli/status.h"
#include "time/stamp.h"

static int64_t
now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * STAMP_SECOND + now.tv_nsec;
}

struct text
report_reason(struct command *c)
{
	const char *why = c->why[0] ? c->why : c->run.why;
	struct buf b = { 0 };
	/* names of files need not be UTF-8, but a record is; nor is a character that was cut */
	buf_visible(&b, *why ? text_of(why) : TEXT("it could not run to the end"));
	const struct text kept = arena_text(&c->arena, buf_as_text(&b));
	buf_free(&b);
	return kept;
}

void
report_make(struct command *c, int status, bool color, struct buf *b)
{
	struct job job = c->job;
	if (c->ended_ns == 0)
		c->ended_ns = job.number > 0 ? stamp_whole_ms(now_ns()) : now_ns();
	if (job.number == 0)
		job.created_ns = c->settings.options.clock.now_ns;
	job.completed_ns = c->ended_ns;
	job.status = status != EXIT_BROKEN ? JOB_COMPLETE : JOB_FAILED;
	job.error = job.status == JOB_FAILED ? report_reason(c) : TEXT_ABSENT;
	replay_fill_job(c->replay, &job);
	if (c->request.as_text)
		replay_put_report_text(b, c->replay, &job, color);
	else
		replay_put_report(b, c->replay, &job);
}

void
report_ready(struct command *c)
{
	struct err e;
	struct buf b = { 0 };
	if (!c->report || c->run.stopped)
		return;
	report_make(c, c->run.status, false, &b);
	if (out_put(c->report, b.p, b.n, &e) < 0 || out_ready(c->report, &e) < 0)
		run_stop(&c->run, "%s: %s", c->request.report_path, e.text);
	buf_free(&b);
}

int
report_end(struct command *c, int status)
{
	struct err e;
	struct out *out = c->report;
	if (!out)
		return status;
	c->report = NULL;
	if (c->run.stopped) {
		out_abort(out);
	} else if (out_commit(out, &e) < 0) {
		command_fail(c, "%s: %s", c->request.report_path, e.text);
		status = EXIT_BROKEN;
	}
	return status;
}
