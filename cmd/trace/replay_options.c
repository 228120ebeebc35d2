/* SPDX-License-Identifier: MIT */
#include "cmd/trace/replay_options.h"

#include <errno.h>
#include <time.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/stream.h"

/* ---- time ----------------------------------------------------------------------------------- */

static int64_t
now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void
wait_ns(int64_t ns)
{
	struct timespec t = { ns / 1000000000, ns % 1000000000 };
	while (nanosleep(&t, &t) < 0 && errno == EINTR)
		;
}

/* ---- what the options say -------------------------------------------------------------------- */

void
replay_say_heard(struct command *c, const struct rerun_exec *exec, struct text line)
{
	struct buf b = { 0 };
	buf_visible(&b, exec->scope.text);
	buf_text(&b, TEXT(": "));
	buf_visible(&b, line);
	diag(&c->settings.voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

static void
hear(void *context, const struct rerun_exec *exec, struct text line)
{
	replay_say_heard(context, exec, line);
}

struct rerun_options
replay_options(struct command *c)
{
	struct replaying *r = &c->replaying;
	return (struct rerun_options){ .mocks = c->mocks,
		.fault = r->fault,
		.faults = r->fault_n,
		.exec = r->exec,
		.execs = r->exec_n,
		.allow = r->allow,
		.allows = r->allow_n,
		.block = r->block,
		.blocks = r->block_n,
		.recorded_http = r->mock_apis,
		.recorded_database = r->mock_database,
		.repeat = (enum rerun_repeat)r->repeat,
		.timeout_ns = r->timeout_ns,
		.rules = { r->rule, r->rule_n },
		.twice = r->twice,
		.wait_ns = wait_ns,
		.now_ns = now_ns,
		.heard = hear,
		.context = c };
}

bool
replay_writes_json(const struct command *c)
{
	return !c->text || !stream_is_standard(c->settings.output);
}

bool
replay_writes_text(const struct command *c)
{
	return !stream_is_standard(c->settings.output) || c->text;
}
