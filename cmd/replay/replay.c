/* SPDX-License-Identifier: MIT */
#include "cmd/replay/replay.h"

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/replay/checkpoints.h"
#include "cmd/replay/late.h"
#include "cmd/replay/outputs.h"
#include "cmd/replay/parts_merge.h"
#include "cmd/replay/replay_options.h"
#include "cmd/replay/state_file.h"
#include "cmd/replay/take_in.h"
#include "cmd/replay/watch.h"
#include "json/write.h"
#include "state/save.h"

/*
 * Books the events, which were held back until now.  If the run was stopped, events that it did not
 * reach count as skipped.  Otherwise the counts are the replay's own, and run_end checks them.
 */
static void
settle_books(struct attempt *a)
{
	struct books *b = &a->run.books;
	const struct replay_counts *counts = replay_counts(a->replay);
	b->out = counts->processed;
	b->skipped = a->run.stopped ? b->in - b->out - b->rejected : counts->skipped;
}

/* Restores a snapshot into each state of the replay. */
static int
restore(struct attempt *a, struct text image, struct err *e)
{
	struct position position;
	struct state *state;
	for (size_t i = 0; (state = replay_state(a->replay, i)) != NULL; i++)
		if (state_restore(state, image, &position, &a->command->arena, e) < 0)
			return -1;
	return 0;
}

/* Loads --state, which the replay starts from.  The file is only read. */
static int
load_state(struct attempt *a)
{
	struct buf image = { 0 };
	struct err e;
	if (!a->request->state_path)
		return 0;
	int result = state_file_read(a->request->state_path, &image, &e);
	if (result == 0)
		result = restore(a, buf_as_text(&image), &e);
	buf_free(&image);
	if (result >= 0)
		return 0;
	run_complain(&a->run, "%s: %s", a->request->state_path, e.text);
	a->run.stopped = true;
	return -1;
}

/* Saves the state as it is now, without a position in the inputs. */
static void
save_state(struct attempt *a)
{
	const struct position nowhere = { 0 };
	struct err e;
	if (state_save(replay_state(a->replay, 0), &nowhere, &a->snapshot, &e) < 0)
		run_complain(&a->run, "the state cannot be saved: %s", e.text);
	else if (a->run.status != EXIT_BROKEN)
		attempt_prepare(a);
}

static void
say_summary(const struct attempt *a)
{
	struct buf b = { 0 };
	if (a->job.number > 0) {
		job_put_id(&b, a->job.number);
		BUF_LIT(&b, ": ");
	}
	replay_put_summary(&b, a->replay);
	diag(&a->settings->voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

/* Reports what the plan looks for but no event of the range had. */
static void
say_missing(const struct attempt *a)
{
	struct buf b = { 0 };
	if (!a->settings->quiet && replay_put_missing(&b, a->replay))
		diag(&a->settings->voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

/* Decides the events and writes the job's results. */
static void
run_job(struct attempt *a)
{
	struct buf b = { 0 };
	const int decided = a->merged ? parts_put(a) : decide(a);
	late_tell(a);
	if (decided < 0)
		return;
	if (a->request->type == JOB_STATE_REBUILD)
		save_state(a);
	if (a->request->type != JOB_DECISION_ONLY) {
		outputs_put_report(a, a->run.status, settings_color_output(a->settings), &b);
		run_put(&a->run, buf_as_text(&b));
	} else if (!a->settings->quiet) {
		say_summary(a);
	}
	if (!a->run.stopped)
		say_missing(a);
	diag_id_conflicts(&a->run.last_words, replay_counts(a->replay)->id_conflict);
	buf_free(&b);
}

static void
put_stats(void *context, struct buf *json)
{
	const struct attempt *a = context;
	const struct replay_counts *counts = replay_counts(a->replay);
	json_member_u64(json, "events_duplicate", counts->duplicate);
	json_member_u64(json, "events_id_conflict", counts->id_conflict);
	json_member_u64(json, "events_too_late", replay_lateness(a->replay)->too_late);
	json_member_begin(json, "decisions", '{');
	for (size_t i = 0; i < OUTCOMES; i++)
		json_member_u64(json, outcome_names[i].p, counts->decisions[i]);
	json_end(json, '}');
}

/* Restores the checkpoint, or else loads --state. */
static int
begin(struct attempt *a)
{
	if (checkpoints_begin(a) < 0)
		return -1;
	return a->checkpoints.at.resume.on || a->merged ? 0 : load_state(a);
}

/*
 * From here on no signal ends the process, so that the outputs get their names and the job its
 * record together.  Writes that may have to wait for a reader are done before that; if they fail,
 * run_end reports it.
 */
static void
settle_outputs(struct attempt *a)
{
	struct err e;
	if (!a->watch)
		return;
	if (!a->run.stopped && out_flush(a->run.out, &e) == 0 && a->changes)
		out_flush(a->changes, &e);
	watch_end(a->watch);
}

int
replay_inputs(struct attempt *a)
{
	struct replay_options o = replay_options_of(a);
	checkpoints_open(a, &o);
	const struct run_mode mode = { .wake = -1, .again = checkpoints_output(a) };
	if (outputs_spare(a->command, &a->documents) < 0 || outputs_open(a) < 0)
		return EXIT_BROKEN;
	if (run_begin_as(&a->run, a->settings, mode) < 0) {
		outputs_abort(a);
		return EXIT_BROKEN;
	}
	a->replay = replay_new(a->documents.plan, a->documents.rules, &o, random_key());
	outputs_begin(a);
	if (begin(a) == 0 && (a->merged ? parts_take_in(a) : take_in(a)) == 0)
		run_job(a);
	settle_books(a);
	run_note_all_skipped(&a->run);
	settle_outputs(a);
	run_ready(&a->run, put_stats, a);
	outputs_ready(a);
	return outputs_end(a, run_end(&a->run, put_stats, a));
}
