/* SPDX-License-Identifier: MIT */
#include "cmd/replay/outputs.h"

#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/replay/checkpoints.h"
#include "cmd/replay/report.h"

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
	command_fail(c, "%s: is %s, too; --%s would overwrite it", it.path, it.what, it.option);
	return -1;
}

/* path NULL: it was not asked for. */
static int
open_one(struct job_run *j, const char *path, bool again, struct out **out)
{
	struct err e = { 0 };
	if (!path || (*out = (again ? out_open_again : out_open)(path, OUT_PLAIN, &e)))
		return 0;
	command_fail(j->command, "%s: %s", path, e.text);
	outputs_abort(j);
	return -1;
}

int
outputs_open(struct job_run *j)
{
	const struct request *r = j->request;
	if (open_one(j, r->report_path, false, &j->report) < 0)
		return -1;
	return open_one(j, r->changes_path, checkpoints_changes(j), &j->changes);
}

void
outputs_abort(struct job_run *j)
{
	out_abort(j->report);
	out_abort(j->changes);
	j->report = j->changes = NULL;
}

static int
put_change(void *context, struct text part)
{
	struct job_run *j = context;
	struct err e;
	if (out_put(j->changes, part.p, part.n, &e) == 0)
		return 0;
	return run_stop(&j->run, "%s: %s", j->request->changes_path, e.text);
}

void
outputs_begin(struct job_run *j)
{
	if (j->changes)
		replay_on_change(j->replay, put_change, j);
}

static void
ready_report(struct job_run *j)
{
	struct err e;
	struct buf b = { 0 };
	report_make(j, j->run.status, false, &b);
	if (out_put(j->report, b.p, b.n, &e) < 0 || out_ready(j->report, &e) < 0)
		run_stop(&j->run, "%s: %s", j->request->report_path, e.text);
	buf_free(&b);
}

void
outputs_ready(struct job_run *j)
{
	struct err e;
	if (j->changes && !j->run.stopped && out_ready(j->changes, &e) < 0)
		run_stop(&j->run, "%s: %s", j->request->changes_path, e.text);
	if (j->report && !j->run.stopped)
		ready_report(j);
}

static int
complete(struct job_run *j, const char *path, struct out *out, int status)
{
	struct err e;
	if (!out || out_commit(out, &e) == 0)
		return status;
	command_fail(j->command, "%s: %s", path, e.text);
	return EXIT_BROKEN;
}

int
outputs_end(struct job_run *j, int status)
{
	if (j->run.stopped) {
		outputs_abort(j);
		return status;
	}
	if (j->request->exit_code && replay_changed(j->replay) > 0)
		status = status_worse(status, EXIT_NO);
	status = complete(j, j->request->changes_path, j->changes, status);
	status = complete(j, j->request->report_path, j->report, status);
	j->report = j->changes = NULL;
	return status;
}
