/* SPDX-License-Identifier: MIT */
#include "cmd/replay/replay.h"

#include <stdlib.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/cli/whole_file.h"
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
settle_books(struct job_run *j)
{
	struct books *b = &j->run.books;
	const struct replay_counts *counts = replay_counts(j->replay);
	b->out = counts->processed;
	b->skipped = j->run.stopped ? b->in - b->out - b->rejected : counts->skipped;
}

/* A copy of a snapshot for each state that the replay has. */
static int
restore(struct job_run *j, struct text image, struct err *e)
{
	struct position position;
	struct state *state;
	for (size_t i = 0; (state = replay_state(j->replay, i)) != NULL; i++)
		if (state_restore(state, image, &position, &j->command->arena, e) < 0)
			return -1;
	return 0;
}

/* What the replay begins with: the file is only read. */
static int
load_state(struct job_run *j)
{
	struct buf image = { 0 };
	struct err e;
	if (!j->request->state_path)
		return 0;
	int there = whole_file_read(j->request->state_path, &image, &e);
	if (there == 0)
		there = err_set(&e, "there is no such snapshot; esper-decide --state makes one");
	if (there > 0)
		there = restore(j, buf_as_text(&image), &e);
	buf_free(&image);
	if (there >= 0)
		return 0;
	run_complain(&j->run, "%s: %s", j->request->state_path, e.text);
	j->run.stopped = true;
	return -1;
}

/* The state as it is now; it has no place in any input. */
static void
save_state(struct job_run *j)
{
	const struct position nowhere = { 0 };
	struct err e;
	if (state_save(replay_state(j->replay, 0), &nowhere, &j->snapshot, &e) < 0)
		run_complain(&j->run, "the state cannot be saved: %s", e.text);
	else if (j->run.status != EXIT_BROKEN)
		jobs_prepare(j);
}

static void
say_summary(const struct job_run *j)
{
	struct buf b = { 0 };
	if (j->job.number > 0) {
		job_put_id(&b, j->job.number);
		BUF_LIT(&b, ": ");
	}
	replay_put_summary(&b, j->replay);
	diag(&j->settings->voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

/* What the plan looked for, and no event of the range had. */
static void
say_missing(const struct job_run *j)
{
	struct buf b = { 0 };
	if (!j->settings->quiet && replay_put_missing(&b, j->replay))
		diag(&j->settings->voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

/* Decides what was taken in and writes what the job is for. */
static void
run_job(struct job_run *j)
{
	struct buf b = { 0 };
	const int decided = decide(j);
	late_tell(j);
	if (decided < 0)
		return;
	if (j->request->type == JOB_STATE_REBUILD)
		save_state(j);
	if (j->request->type != JOB_DECISION_ONLY) {
		report_make(j, j->run.status, settings_color_output(j->settings), &b);
		run_put(&j->run, buf_as_text(&b));
	} else if (!j->settings->quiet) {
		say_summary(j);
	}
	if (!j->run.stopped)
		say_missing(j);
	diag_id_conflicts(&j->run.last_words, replay_counts(j->replay)->id_conflict);
	buf_free(&b);
}

static void
put_stats(void *context, struct buf *json)
{
	const struct job_run *j = context;
	const struct replay_counts *counts = replay_counts(j->replay);
	json_member_u64(json, "events_duplicate", counts->duplicate);
	json_member_u64(json, "events_id_conflict", counts->id_conflict);
	json_member_u64(json, "events_too_late", replay_lateness(j->replay)->too_late);
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
options_of(struct job_run *j)
{
	const struct settings *s = j->settings;
	const bool warm = j->request->type != JOB_STATE_REBUILD && !j->request->state_path;
	return (struct replay_options){ .type = j->request->type,
		.tenant = s->tenant,
		.from_ns = s->from_ns,
		.to_ns = s->to_ns,
		.warmup_ns = warm ? j->request->warmup_ns : 0,
		.grid = request_compares(j->request) ? &j->documents.grid : NULL,
		.names = names_of(j->request),
		.labels = j->documents.labels,
		.inputs = j->job.inputs,
		.buffer_bytes = j->request->buffer_bytes,
		.folder = temporary_folder(),
		.begun = j->request->state_path != NULL,
		.stops_late = s->fail_fast,
		.asked = warm,
		.twice = inputs_identify(j->command, &j->identity) };
}

/* What was decided before, or else the state that it was asked to begin with. */
static int
begin(struct job_run *j)
{
	if (checkpoints_begin(j) < 0)
		return -1;
	return j->checkpoints.at.resume.on ? 0 : load_state(j);
}

/*
 * Outputs get their names and the job its record, and no signal comes between.  What may have to
 * wait for a reader is written before that; where it fails, the run's end says so.
 */
static void
settle_outputs(struct job_run *j)
{
	struct err e;
	if (!j->watch)
		return;
	if (!j->run.stopped && out_flush(j->run.out, &e) == 0 && j->changes)
		out_flush(j->changes, &e);
	watch_end(j->watch);
}

int
replay_inputs(struct job_run *j)
{
	struct replay_options o = options_of(j);
	checkpoints_open(j, &o);
	const struct run_mode mode = { .wake = -1, .again = checkpoints_output(j) };
	if (outputs_spare(j->command, &j->documents) < 0 || outputs_open(j) < 0)
		return EXIT_BROKEN;
	if (run_begin_as(&j->run, j->settings, mode) < 0) {
		outputs_abort(j);
		return EXIT_BROKEN;
	}
	j->replay = replay_new(j->documents.plan, j->documents.rules, &o, random_key());
	outputs_begin(j);
	if (begin(j) == 0 && take_in(j) == 0)
		run_job(j);
	settle_books(j);
	run_note_all_skipped(&j->run);
	settle_outputs(j);
	run_ready(&j->run, put_stats, j);
	outputs_ready(j);
	return outputs_end(j, run_end(&j->run, put_stats, j));
}
