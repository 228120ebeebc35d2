/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "base/utf8.h"
#include "cmd/cli/status.h"
#include "cmd/replay/command.h"
#include "time/stamp.h"

static int64_t
now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * STAMP_SECOND + now.tv_nsec;
}

/* Names of files need not be UTF-8, but a record is; nor is a character that was cut at the end. */
static void
put_reason(struct buf *b, struct text why)
{
	for (;;) {
		const size_t n = utf8_valid(why.p, why.n);
		buf_visible(b, (struct text){ why.p, n });
		if (n == why.n)
			return;
		buf_printf(b, "\\x%02x", (unsigned char)why.p[n]);
		why.p += n + 1;
		why.n -= n + 1;
	}
}

struct text
report_reason(struct command *c)
{
	const char *why = c->why[0] ? c->why : c->run.why;
	struct buf b = { 0 };
	put_reason(&b, *why ? text_of(why) : TEXT("it could not run to the end"));
	const struct text kept = arena_text(&c->arena, buf_as_text(&b));
	buf_free(&b);
	return kept;
}

void
report_make(struct command *c, int status, struct buf *b)
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
	if (c->format == FORMAT_TEXT)
		replay_put_report_text(b, c->replay, &job);
	else
		replay_put_report(b, c->replay, &job);
}

int
report_write(struct command *c, int status)
{
	struct err e;
	struct buf b = { 0 };
	if (!c->report)
		return status;
	if (c->run.stopped) {
		out_abort(c->report);
		return status;
	}
	report_make(c, status, &b);
	int failed = out_put(c->report, b.p, b.n, &e);
	if (failed < 0)
		out_abort(c->report);
	else
		failed = out_commit(c->report, &e);
	if (failed < 0) {
		command_fail(c, "%s: %s", c->report_path, e.text);
		status = EXIT_BROKEN;
	}
	buf_free(&b);
	return status;
}
