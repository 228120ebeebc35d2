/* SPDX-License-Identifier: MIT */
#include "cmd/trace/run_again.h"

#include <string.h>

#include "cmd/trace/replay_options.h"
#include "rerun/summary.h"

bool
run_again_can(const struct command *c)
{
	return c->replaying.implied;
}

/* Once it was broken off, nothing else of the call is run either. */
static bool
interrupted(void *context)
{
	struct run_again *r = context;
	r->interrupted = r->interrupted || step_interrupted(&r->interrupt);
	return r->interrupted;
}

void
run_again_init(struct run_again *r, struct command *c, struct step_interrupt interrupt)
{
	*r = (struct run_again){
		.command = c, .options = replay_options(c), .interrupt = interrupt
	};
	r->options.interrupted = interrupted;
	r->options.interrupt = r;
}

void
run_again_free(struct run_again *r)
{
	if (r->worker)
		rerun_worker_free(r->worker);
}

int
run_again(void *context, const struct trace_model *m, uint32_t call, const struct view_style *style,
    struct buf *text, struct err *e)
{
	struct run_again *r = context;
	struct buf b = { 0 };
	r->interrupted = false;
	if (!r->worker)
		r->worker = rerun_worker_new(&r->options);
	const struct rerun_result *result = rerun_call(r->worker, m, call, TEXT_ABSENT);
	if (r->interrupted) {
		rerun_restart(r->worker);
		return err_set(e, "interrupted");
	}
	const enum rerun_served by = rerun_span_of(result, call)->served_by;
	if (by == RERUN_RECORDING || by == RERUN_NOTHING)
		return err_set(e, "no --exec, --mock or --fault is about it");
	rerun_put_summary(&b, style, result);
	const char *heading = memchr(b.p, '\n', b.n);
	if (heading)
		buf_put(text, heading + 1, b.n - (size_t)(heading + 1 - b.p));
	buf_free(&b);
	rerun_restart(r->worker);
	return 0;
}
