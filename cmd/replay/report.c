/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "cmd/cli/diagnostics.h"
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

void
report_make(struct command *c, int status, struct buf *b)
{
	const struct settings *s = &c->settings;
	if (c->ended_ns == 0)
		c->ended_ns = now_ns();
	struct replay_job job = { .started_ns = s->now_ns,
		.ended_ns = c->ended_ns,
		.inputs = c->input,
		.ninputs = s->operands > 0 ? s->operands : 1,
		.complete = status != EXIT_BROKEN };
	if (!job.complete)
		job.error = TEXT("not all inputs could be read, or an output could not be written");
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
		diag(PROGRAM, "%s: %s", c->settings.report, e.text);
		status = EXIT_BROKEN;
	}
	buf_free(&b);
	return status;
}
