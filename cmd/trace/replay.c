/* SPDX-License-Identifier: MIT */
#include "cmd/trace/replay.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cmd/cli/load.h"
#include "cmd/cli/random.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/trace/models.h"
#include "cmd/trace/mutate.h"
#include "cmd/trace/partial.h"
#include "cmd/trace/replay_gates.h"
#include "cmd/trace/replay_options.h"
#include "cmd/trace/replay_said.h"
#include "cmd/trace/reread.h"
#include "cmd/trace/traffic.h"
#include "rerun/calls.h"
#include "rerun/put.h"
#include "rerun/save.h"
#include "rerun/summary.h"
#include "rerun/workers.h"
#include "trace/members.h"

enum { ENOUGH = 1 << 18 };

/* ---- the command line ----------------------------------------------------------------------- */

/* Does an action show traces, so that it can show replayed ones? */
static bool
shows_traces(enum action action)
{
	switch (action) {
	case ACTION_TIMELINE:
	case ACTION_EXPECT:
	case ACTION_REPLAY:
	case ACTION_EXPORT: return true;
	case ACTION_CALLS:
	case ACTION_EXTRACT:
	case ACTION_SESSIONS:
	case ACTION_ERRORS:
	case ACTION_ROOT_CAUSE:
	case ACTION_PROFILE:
	case ACTION_CRITICAL_PATH:
	case ACTION_ACTIVITY:
	case ACTION_DISTRIBUTED:
	case ACTION_FIND:
	case ACTION_HISTORY:
	case ACTION_LIST_MAPS:
	case ACTION_WHICH:
	case ACTION_STEP:
	case ACTION_DAP:
	case ACTION_TRAIN:
	case ACTION_PREDICT:
	case ACTION_ANOMALIES:
	case ACTION_ESTIMATE:
	case ACTION_MUTATE:
	case ACTION_COMPARE: return false;
	}
	return false;
}

/* The option by which answers come that are not in the recording, or NULL. */
static const char *
answered_by(const struct options *o)
{
	static const char *const names[] = { "exec", "mock", "target", "model", "temperature",
		"max-tokens", "system-prompt" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (options_given(o, names[i]))
			return names[i];
	return NULL;
}

int
replay_check(struct command *c)
{
	struct options *o = &c->settings.options;
	struct replaying *r = &c->replaying;
	const enum action action = (enum action)o->action;
	if (!r->replay && !r->implied) {
		for (size_t i = 0; i < REPLAYING_OPTIONS; i++)
			if (options_given(o, replaying_options[i].name))
				return options_usage(&command_program, "--%s needs --replay",
				    replaying_options[i].name);
		return -1;
	}
	const bool steps = action == ACTION_STEP || action == ACTION_DAP;
	if (steps && r->save_mocks)
		return options_usage(&command_program, "--save-mocks cannot be used with --%s",
		    action == ACTION_STEP ? "step" : "dap");
	if (steps && !r->replay) /* the command x runs one call */
		return -1;
	if (action == ACTION_MUTATE)
		return mutate_check(c);
	if (!shows_traces(action) && action != ACTION_CALLS)
		return options_usage(&command_program, "--replay cannot be combined with --%s",
		    options_action(o, action));
	if (action == ACTION_CALLS && !r->replay)
		return options_usage(&command_program,
		    "--calls shows the recording; to show replayed calls, add --replay");
	const char *answers = answered_by(o);
	if (c->redacting.on && answers)
		return options_usage(&command_program,
		    "--redact cannot be used with --%s, whose answers would not be redacted; replay "
		    "first, and redact the result with --redact --calls",
		    answers);
	r->replay = true;
	if (action == ACTION_TIMELINE)
		o->action = ACTION_REPLAY;
	return -1;
}

static void
complain(struct command *c, const char *file, struct text text, const struct err *e)
{
	load_complain(&c->settings.voice, file, text, e);
}

int
replay_load(struct command *c)
{
	struct replaying *r = &c->replaying;
	if (r->mock_n == 0)
		return 0;
	c->mocks = rerun_mocks_new(random_key());
	for (size_t i = 0; i < r->mock_n; i++) {
		struct err e;
		const struct text text = load_file(&r->arena, r->mock[i], PROGRAM, &e);
		settings_reads(&c->settings, r->mock[i]);
		if (text.p && rerun_mocks_add(c->mocks, r->mock[i], text, &e) == 0)
			continue;
		complain(c, r->mock[i], text, &e);
		return -1;
	}
	return 0;
}

/* ---- replaying ------------------------------------------------------------------------------ */

struct replaying_run {
	struct command *command;
	struct rerun_options options;
	struct view_style style;
	struct models *models;
	struct buf json, text;
	struct rerun_sum sum;
	bool several; /* traces */
	bool changed; /* a replayed trace is not the recorded one */
	int calls;    /* a file of the replayed calls; -1: nobody needs them */
	struct out *mocks;
};

static void
hear_in_run(void *context, const struct rerun_exec *exec, struct text line)
{
	replay_say_heard(((struct replaying_run *)context)->command, exec, line);
}

static void
take_chunk(void *context, const struct rerun_subject *s, struct text chunk)
{
	models_chunk(((struct replaying_run *)context)->models, s, chunk);
}

/* What a worker makes of a result. */
struct part {
	struct buf json, text, calls, mocks;
	struct buf why; /* the trace failed, and the output does not say so */
	struct rerun_sum sum;
	struct models_part models;
	bool changed;
};

static void
free_part(void *part)
{
	struct part *p = part;
	buf_free(&p->json);
	buf_free(&p->text);
	buf_free(&p->calls);
	buf_free(&p->mocks);
	buf_free(&p->why);
}

static void
make(void *context, const struct rerun_result *result, void *part)
{
	const struct replaying_run *r = context;
	const struct command *c = r->command;
	const bool prints = c->settings.options.action == ACTION_REPLAY && !c->tap;
	struct part *p = part;
	p->sum = (struct rerun_sum){ 0 };
	rerun_sum_add(&p->sum, result);
	p->changed = !rerun_is_as_recorded(result);
	models_make(r->models, result, prints && replay_writes_json(c) ? &p->json : NULL,
	    prints && replay_writes_text(c) ? &p->text : NULL, &p->models);
	if (!replay_shows_success(c) && !result->success)
		rerun_put_summary(&p->why, &r->style, result);
	if (r->calls >= 0)
		rerun_put_calls(&p->calls, result);
	if (r->mocks)
		rerun_put_mocks(&p->mocks, result, r->several);
}

static int
put_calls(struct replaying_run *r, struct text t)
{
	while (r->calls >= 0 && t.n > 0) {
		const ssize_t n = write(r->calls, t.p, t.n);
		if (n < 0 && errno != EINTR)
			return run_stop(
			    &r->command->run, "the replayed traces: %s", strerror(errno));
		t.p += n > 0 ? n : 0;
		t.n -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int
put_mocks(struct replaying_run *r, struct text t)
{
	struct command *c = r->command;
	struct err e;
	if (!r->mocks || t.n == 0 || out_put(r->mocks, t.p, t.n, &e) == 0)
		return 0;
	return run_stop_at(&c->run, c->replaying.save_mocks, &e);
}

static void
move(struct buf *to, struct buf *from)
{
	buf_text(to, buf_as_text(from));
	from->n = 0;
}

/* Writes what has been put so far.  Streams are written in blocks, unless a command runs: then each
 * trace is seen at once. */
static int
put(void *context, size_t trace, void *part)
{
	struct replaying_run *r = context;
	struct command *c = r->command;
	struct part *p = part;
	const bool last = trace + 1 == c->model->traces, now = r->options.execs > 0;
	int result = put_calls(r, buf_as_text(&p->calls));
	if (result == 0)
		result = put_mocks(r, buf_as_text(&p->mocks));
	p->calls.n = p->mocks.n = 0;
	replay_say_why(c, &p->why, r->sum.failed);
	rerun_sum_join(&r->sum, &p->sum);
	models_join(r->models, &p->models);
	r->changed |= p->changed;
	move(&r->json, &p->json);
	move(&r->text, &p->text);
	if (result == 0)
		result = run_put_some(&c->run, &r->json, last || now ? 1 : ENOUGH);
	if (result == 0 && r->text.n >= (last || now ? 1 : ENOUGH)) {
		result = command_put_text(c, buf_as_text(&r->text));
		r->text.n = 0;
	}
	if (result == 0 && now)
		result = run_flush(&c->run);
	return result;
}

/* A stream has the chunks of one answer after those of another. */
static unsigned
workers_of(const struct replaying_run *r)
{
	const struct command *c = r->command;
	return r->options.execs > 0 && c->settings.threads > 0 && !c->asking.stream
		   ? c->settings.threads
		   : 1;
}

static int
replay_all(struct replaying_run *r)
{
	struct command *c = r->command;
	const struct rerun_crew crew = { .options = &r->options,
		.model = c->model,
		.workers = workers_of(r),
		.part = sizeof(struct part),
		.make = make,
		.put = put,
		.free_part = free_part,
		.context = r };
	int result = 0;
	for (size_t i = 0; i < models_cells(r->models) && result == 0; i++) {
		models_select(r->models, i);
		result = rerun_all(&crew);
	}
	return result;
}

/* Does anything but the result itself show the replayed traces? */
static bool
shows_calls(const struct command *c)
{
	return c->settings.options.action != ACTION_REPLAY || c->html.path || c->expect;
}

/* Puts the replayed traces in the place of the recorded ones. */
static int
take_calls(struct replaying_run *r)
{
	struct command *c = r->command;
	if (r->calls < 0 || !r->changed)
		return 0;
	struct trace_model *replayed = reread_traces(c, r->calls);
	if (!replayed)
		return -1;
	c->recorded = c->model;
	c->model = replayed;
	return 0;
}

void
replay_restore(struct command *c)
{
	if (!c->recorded)
		return;
	trace_model_free(c->model);
	c->model = c->recorded;
	c->recorded = NULL;
}

/* ---- the whole ------------------------------------------------------------------------------ */

int
replay_begin(struct command *c)
{
	struct err e;
	if (c->replaying.save_mocks) {
		c->saved = out_open(c->replaying.save_mocks, OUT_PLAIN, &e);
		if (!c->saved)
			return run_stop_at(&c->run, c->replaying.save_mocks, &e);
	}
	if (c->settings.options.action != ACTION_REPLAY || c->tap || !replay_writes_text(c) ||
	    stream_is_standard(c->settings.output))
		return 0;
	c->summary = out_open(NULL, OUT_PLAIN, &e);
	return c->summary ? 0 : run_stop_at(&c->run, NULL, &e);
}

/* The last line, and what must be known before anything else is shown. */
static int
finish(struct replaying_run *r)
{
	struct command *c = r->command;
	struct buf b = { 0 };
	int result = 0;
	const bool text = c->settings.options.action == ACTION_REPLAY && replay_writes_text(c) &&
			  !c->tap && c->model->traces > 0;
	models_end(r->models, text ? &b : NULL);
	if (text) {
		if (!c->asking.compare && models_cells(r->models) == 1)
			rerun_put_sum(&b, &r->style, &r->sum);
	}
	if (c->comparing.bounds.n > 0) {
		struct replay_totals totals;
		models_totals(r->models, &totals);
		replay_gates(c, &totals, text ? &b : NULL);
	}
	if (text)
		result = command_put_text(c, buf_as_text(&b));
	buf_free(&b);
	replay_say(c, &r->sum);
	return result == 0 ? take_calls(r) : result;
}

int
replay_traces(struct command *c)
{
	struct replaying_run r = { .command = c,
		.style = showing_style(&c->showing, &c->settings),
		.several = c->model->traces > 1,
		.calls = -1,
		.mocks = c->saved };
	if (!c->replaying.replay)
		return 0;
	if (command_is_load(c))
		return traffic_print(c);
	if (shows_calls(c) && (r.calls = memfd_create("calls", MFD_CLOEXEC)) < 0)
		return run_stop(&c->run, "the replayed traces: %s", strerror(errno));
	r.options = replay_options(c);
	r.options.heard = hear_in_run;
	r.options.chunk = take_chunk;
	r.options.context = &r;
	int result = models_begin(c, &r.options, &r.models);
	if (result == 0)
		result = replay_all(&r);
	if (result == 0)
		result = finish(&r);
	if (r.calls >= 0)
		close(r.calls);
	models_free(r.models);
	buf_free(&r.json);
	buf_free(&r.text);
	return result;
}

/* Completes a file, or gives it up. */
static int
complete(struct command *c, struct out **file, const char *path, int status)
{
	struct out *out = *file;
	struct err e;
	*file = NULL;
	if (!out)
		return status;
	if (path && (c->run.stopped || c->run.status == EXIT_BROKEN)) {
		out_abort(out);
		return status;
	}
	if (out_commit(out, &e) == 0)
		return status;
	diag(&c->settings.voice, "%s: %s", run_output_name(path), e.text);
	return EXIT_BROKEN;
}

int
replay_end(struct command *c, int status)
{
	/* an output that is no result does not have the answers */
	const bool has_all = !models_is_interrupted(c) && !c->asking.budget.stopped;
	partial_close(c->partial,
	    !c->run.stopped && status != EXIT_BROKEN && (has_all || models_is_resumable(c)));
	c->partial = NULL;
	status = complete(c, &c->summary, NULL, status);
	return complete(c, &c->saved, c->replaying.save_mocks, status);
}
