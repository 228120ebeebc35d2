/* SPDX-License-Identifier: MIT */
#include "cmd/replay/replay.h"

#include <stdlib.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/cli/whole_file.h"
#include "cmd/replay/baseline.h"
#include "cmd/replay/changes.h"
#include "cmd/replay/checkpoints.h"
#include "cmd/replay/inputs.h"
#include "cmd/replay/jobs.h"
#include "cmd/replay/late.h"
#include "cmd/replay/outputs.h"
#include "cmd/replay/report.h"
#include "cmd/replay/take_in.h"
#include "cmd/replay/watch.h"
#include "json/write.h"
#include "state/save.h"

/*
 * What was taken in was held back until now.  Where a run is stopped, what it did not come to
 * counts as skipped; elsewhere the counts are the replay's own, and run_end checks them.
 */
static void
settle_books(struct command *c)
{
	struct books *b = &c->run.books;
	const struct replay_counts *counts = replay_counts(c->replay);
	b->out = counts->processed;
	b->skipped = c->run.stopped ? b->in - b->out - b->rejected : counts->skipped;
}

/* A copy of a snapshot for each state that the replay has. */
static int
restore(struct command *c, struct text image, struct err *e)
{
	struct position position;
	struct state *state;
	for (size_t i = 0; (state = replay_state(c->replay, i)) != NULL; i++)
		if (state_restore(state, image, &position, &c->arena, e) < 0)
			return -1;
	return 0;
}

/* What the replay begins with: the file is only read. */
static int
load_state(struct command *c)
{
	struct buf image = { 0 };
	struct err e;
	if (!c->request.state_path)
		return 0;
	int there = whole_file_read(c->request.state_path, &image, &e);
	if (there == 0)
		there = err_set(&e, "there is no such snapshot; esper-decide --state makes one");
	if (there > 0)
		there = restore(c, buf_as_text(&image), &e);
	buf_free(&image);
	if (there >= 0)
		return 0;
	run_complain(&c->run, "%s: %s", c->request.state_path, e.text);
	c->run.stopped = true;
	return -1;
}

/* The state as it is now; it has no place in any input. */
static void
save_state(struct command *c)
{
	const struct position nowhere = { 0 };
	struct err e;
	if (state_save(replay_state(c->replay, 0), &nowhere, &c->snapshot, &e) < 0)
		run_complain(&c->run, "the state cannot be saved: %s", e.text);
	else if (c->run.status != EXIT_BROKEN)
		jobs_prepare(c);
}

static void
say_summary(const struct command *c)
{
	struct buf b = { 0 };
	if (c->job.number > 0) {
		job_put_id(&b, c->job.number);
		BUF_LIT(&b, ": ");
	}
	replay_put_summary(&b, c->replay);
	diag(&c->settings.voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

/* What the plan looked for, and no event of the range had. */
static void
say_missing(const struct command *c)
{
	struct buf b = { 0 };
	if (!c->settings.quiet && replay_put_missing(&b, c->replay))
		diag(&c->settings.voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

/* Decides what was taken in and writes what the job is for. */
static void
run_job(struct command *c)
{
	struct buf b = { 0 };
	const int decided = decide(c);
	late_tell(c);
	if (decided < 0)
		return;
	if (c->request.type == JOB_STATE_REBUILD)
		save_state(c);
	if (c->request.type != JOB_DECISION_ONLY) {
		report_make(c, c->run.status, settings_color_output(&c->settings), &b);
		run_put(&c->run, buf_as_text(&b));
	} else if (!c->settings.quiet) {
		say_summary(c);
	}
	if (!c->run.stopped)
		say_missing(c);
	diag_id_conflicts(&c->run.last_words, replay_counts(c->replay)->id_conflict);
	buf_free(&b);
}

static void
put_stats(void *context, struct buf *json)
{
	const struct command *c = context;
	const struct replay_counts *counts = replay_counts(c->replay);
	json_member_u64(json, "events_duplicate", counts->duplicate);
	json_member_u64(json, "events_id_conflict", counts->id_conflict);
	json_member_u64(json, "events_too_late", replay_lateness(c->replay)->too_late);
	json_member_begin(json, "decisions", '{');
	for (size_t i = 0; i < OUTCOMES; i++)
		json_member_u64(json, outcome_names[i].p, counts->decisions[i]);
	json_end(json, '}');
}

static const char *
temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");
	return folder && *folder ? folder : "/tmp";
}

static struct replay_names
names_of(const struct request *r)
{
	return (struct replay_names){
		.plan = { [CANDIDATE] = r->plan_path,
		    [BASELINE] = r->baseline_plan || r->baseline.use[STORE_ENCODING]
				     ? r->baseline_plan
				     : r->plan_path },
		.rules = { [CANDIDATE] = r->rules_path,
		    [BASELINE] = r->baseline_rules || r->baseline.use[STORE_RULES]
				     ? r->baseline_rules
				     : r->rules_path },
	};
}

static struct replay_options
options_of(struct command *c)
{
	const struct settings *s = &c->settings;
	const bool warm = c->request.type != JOB_STATE_REBUILD && !c->request.state_path;
	return (struct replay_options){ .type = c->request.type,
		.tenant = s->tenant,
		.from_ns = s->from_ns,
		.to_ns = s->to_ns,
		.warmup_ns = warm ? c->request.warmup_ns : 0,
		.grid = baseline_is_given(&c->request) ? &c->documents.grid : NULL,
		.names = names_of(&c->request),
		.labels = c->documents.labels,
		.inputs = c->job.inputs,
		.buffer_bytes = c->request.buffer_bytes,
		.folder = temporary_folder(),
		.begun = c->request.state_path != NULL,
		.stops_late = s->fail_fast,
		.asked = warm,
		.twice = inputs_identify(c) };
}

/* What is written beside the output. */
static int
open_beside(struct command *c)
{
	struct err e;
	const char *path = c->request.report_path;
	if (path && !(c->report = out_open(path, OUT_PLAIN, &e))) {
		command_fail(c, "%s: %s", path, e.text);
		return -1;
	}
	return changes_open(c);
}

/* What was decided before, or else the state that it was asked to begin with. */
static int
begin(struct command *c)
{
	if (checkpoints_begin(c) < 0)
		return -1;
	return c->checkpoints.at.resume.on ? 0 : load_state(c);
}

/*
 * Outputs get their names and the job its record, and no signal comes between.  What may have to
 * wait for a reader is written before that; where it fails, the run's end says so.
 */
static void
settle_outputs(struct command *c)
{
	struct err e;
	if (!c->watch)
		return;
	if (!c->run.stopped && out_flush(c->run.out, &e) == 0 && c->changes)
		out_flush(c->changes, &e);
	watch_end(c->watch);
}

int
replay_inputs(struct command *c)
{
	struct replay_options o = options_of(c);
	checkpoints_open(c, &o);
	const struct run_mode mode = { .wake = -1, .again = checkpoints_output(c) };
	if (outputs_spare(c) < 0 || open_beside(c) < 0 ||
	    run_begin_as(&c->run, &c->settings, mode) < 0) {
		out_abort(c->report);
		out_abort(c->changes);
		return EXIT_BROKEN;
	}
	c->replay = replay_new(c->documents.plan, c->documents.rules, &o, random_key());
	changes_begin(c);
	if (begin(c) == 0 && take_in(c) == 0)
		run_job(c);
	settle_books(c);
	run_note_all_skipped(&c->run);
	settle_outputs(c);
	run_ready(&c->run, put_stats, c);
	changes_ready(c);
	report_ready(c);
	return report_end(c, changes_end(c, run_end(&c->run, put_stats, c)));
}
