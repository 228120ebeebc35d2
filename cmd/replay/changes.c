/* SPDX-License-Identifier: MIT */
#include "cmd/replay/changes.h"

#include "cmd/cli/status.h"
#include "cmd/replay/checkpoints.h"

int
changes_open(struct command *c)
{
	struct err e = { 0 };
	const char *path = c->request.changes_path;
	if (!path)
		return 0;
	c->changes = (checkpoints_changes(c) ? out_open_again : out_open)(path, OUT_PLAIN, &e);
	if (c->changes)
		return 0;
	command_fail(c, "%s: %s", path, e.text);
	return -1;
}

static int
put_change(void *context, struct text part)
{
	struct command *c = context;
	struct err e;
	if (out_put(c->changes, part.p, part.n, &e) == 0)
		return 0;
	return run_stop(&c->run, "%s: %s", c->request.changes_path, e.text);
}

void
changes_begin(struct command *c)
{
	if (c->changes)
		replay_on_change(c->replay, put_change, c);
}

void
changes_ready(struct command *c)
{
	struct err e;
	if (c->changes && !c->run.stopped && out_ready(c->changes, &e) < 0)
		run_stop(&c->run, "%s: %s", c->request.changes_path, e.text);
}

int
changes_end(struct command *c, int status)
{
	struct err e;
	struct out *out = c->changes;
	if (c->request.exit_code && !c->run.stopped && replay_changed(c->replay) > 0)
		status = status_worse(status, EXIT_NO);
	if (!out)
		return status;
	c->changes = NULL;
	if (c->run.stopped) {
		out_abort(out);
	} else if (out_commit(out, &e) < 0) {
		command_fail(c, "%s: %s", c->request.changes_path, e.text);
		status = EXIT_BROKEN;
	}
	return status;
}
