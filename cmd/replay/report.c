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
report_reason(struct job_run *j)
{
	const char *why = j->command->why[0] ? j->command->why : j->run.why;
	struct buf b = { 0 };
	/* names of files need not be UTF-8, but a record is; nor is a character that was cut */
	buf_visible(&b, *why ? text_of(why) : TEXT("it could not run to the end"));
	const struct text kept = arena_text(&j->command->arena, buf_as_text(&b));
	buf_free(&b);
	return kept;
}

void
report_make(struct job_run *j, int status, bool color, struct buf *b)
{
	struct job job = j->job;
	if (j->ended_ns == 0)
		j->ended_ns = job.number > 0 ? stamp_whole_ms(now_ns()) : now_ns();
	if (job.number == 0)
		job.created_ns = j->settings->options.clock.now_ns;
	job.completed_ns = j->ended_ns;
	job.status = status != EXIT_BROKEN ? JOB_COMPLETE : JOB_FAILED;
	job.error = job.status == JOB_FAILED ? report_reason(j) : TEXT_ABSENT;
	replay_fill_job(j->replay, &job);
	if (j->request->as_text)
		replay_put_report_text(b, j->replay, &job, color);
	else
		replay_put_report(b, j->replay, &job);
}
