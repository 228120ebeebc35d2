/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cmd/cli/archive.h"
#include "cmd/cli/status.h"
#include "cmd/cli/time_range.h"
#include "cmd/trace/activity.h"
#include "cmd/trace/asking_check.h"
#include "cmd/trace/calls.h"
#include "cmd/trace/command.h"
#include "cmd/trace/compare.h"
#include "cmd/trace/dap.h"
#include "cmd/trace/errors.h"
#include "cmd/trace/estimate.h"
#include "cmd/trace/expect.h"
#include "cmd/trace/export.h"
#include "cmd/trace/extract.h"
#include "cmd/trace/html.h"
#include "cmd/trace/learning.h"
#include "cmd/trace/lineage.h"
#include "cmd/trace/load.h"
#include "cmd/trace/maps.h"
#include "cmd/trace/models.h"
#include "cmd/trace/mutate.h"
#include "cmd/trace/profile.h"
#include "cmd/trace/redact.h"
#include "cmd/trace/replay.h"
#include "cmd/trace/services.h"
#include "cmd/trace/sessions.h"
#include "cmd/trace/step.h"
#include "cmd/trace/target.h"
#include "cmd/trace/timeline.h"
#include "cmd/trace/traffic.h"
#include "cmd/trace/which.h"
#include "json/write.h"

/* The books of the run: what is out is the selection. */
static void
count_selected(struct command *c)
{
	struct books *b = &c->run.books;
	if (selecting_all(&c->selecting) || c->run.stopped)
		return;
	const uint64_t most = b->in - b->rejected,
		       records = c->model->records + (c->other.model ? c->other.model->records : 0);
	b->out = records < most ? records : most;
	b->skipped = b->in - b->rejected - b->out;
}

static void
put_stats(void *context, struct buf *json)
{
	const struct command *c = context;
	json_member_u64(json, "events_known", c->known);
	json_member_u64(json, "events_unknown", c->unknown);
	const struct trace_model *other = c->other.model;
	json_member_u64(json, "calls", c->model->listed + (other ? other->listed : 0));
	json_member_u64(json, "traces", c->model->traces + (other ? other->traces : 0));
}

/* The status of a run that worked. */
static int
answer(struct command *c)
{
	if (c->model->traces > 0 || (c->other.model && c->other.model->traces > 0))
		return EXIT_WORKED;
	if (selecting_all(&c->selecting))
		return c->known == 0 && c->unknown > 0 ? EXIT_REJECTED : EXIT_WORKED;
	if (c->run.status != EXIT_BROKEN)
		buf_text(&c->run.last_words, TEXT("no trace of the input matches the selection\n"));
	return EXIT_NO;
}

static void
print(struct command *c)
{
	switch ((enum action)c->settings.options.action) {
	case ACTION_TIMELINE:
		if (!c->html.path)
			timeline_print(c);
		break;
	case ACTION_CALLS: calls_print(c); break;
	case ACTION_EXTRACT: extract_print(c); break;
	case ACTION_SESSIONS: sessions_print(c); break;
	case ACTION_FIND: find_print(c); break;
	case ACTION_HISTORY: history_print(c); break;
	case ACTION_EXPORT:
		if (command_compares(c))
			compare_print(c);
		else
			export_print(c);
		break;
	case ACTION_WHICH: which_print(c); break;
	case ACTION_LIST_MAPS: break;
	case ACTION_ERRORS: errors_print(c); break;
	case ACTION_ROOT_CAUSE: root_cause_print(c); break;
	case ACTION_COMPARE: compare_print(c); break;
	case ACTION_EXPECT:
	case ACTION_REPLAY: break;
	case ACTION_ESTIMATE: estimate_print(c); break;
	case ACTION_PROFILE: profile_print(c); break;
	case ACTION_CRITICAL_PATH: critical_path_print(c); break;
	case ACTION_ACTIVITY: activity_print(c); break;
	case ACTION_DISTRIBUTED: services_print(c); break;
	case ACTION_DAP: break;
	case ACTION_STEP: step_print(c); break;
	case ACTION_TRAIN: train_print(c); break;
	case ACTION_PREDICT: predict_print(c); break;
	case ACTION_ANOMALIES: anomalies_print(c); break;
	case ACTION_MUTATE: mutate_print(c); break;
	}
}

/* Do statements judge what is replayed?  With --redact nothing else than the recording is. */
static bool
is_judged_later(const struct command *c)
{
	return c->replaying.replay && !c->redacting.on;
}

/* What decides looks at the traces as they were recorded; then --redact replaces values. */
static int
prepare(struct command *c)
{
	services_adjust(c);
	redact_learn(c);
	compare_prepare(c);
	if (!is_judged_later(c))
		expect_prepare(c);
	return redact_selection(c);
}

static int
show(struct command *c)
{
	int status = EXIT_WORKED;
	if (run_begin(&c->run, &c->settings) < 0)
		return EXIT_BROKEN;
	const bool whole =
	    c->settings.options.action == ACTION_EXTRACT && selecting_all(&c->selecting);
	if (timeline_check(c) == 0 && redact_begin(c) == 0 && html_begin(c) == 0 &&
	    replay_begin(c) == 0 && train_begin(c) == 0) {
		int loaded = whole ? extract_whole(c) : load_traces(c);
		if (loaded == 0 && !whole)
			loaded = prepare(c);
		if (loaded >= 0)
			status = loaded > 0 ? EXIT_NO : answer(c);
		if (loaded == 0) {
			services_say_adjusted(c);
			if (replay_traces(c) == 0) {
				if (is_judged_later(c))
					expect_prepare(c);
				print(c);
				html_print(c);
				expect_print(c);
			}
			expect_free(c);
			replay_restore(c);
			if (c->nothing && status == EXIT_WORKED)
				status = EXIT_NO;
			redact_say(c);
		}
		if (loaded >= 0)
			load_say_odd(c);
	}
	count_selected(c);
	status = status_worse(run_end(&c->run, put_stats, c), status);
	return replay_end(c, train_end(c, html_end(c, status)));
}

/* --time-range, an alias of --from and --to.  Returns -1, or the status of a usage error. */
static int
take_time_range(struct command *c)
{
	struct trace_selection *s = &c->selecting.selection;
	const struct option_clock clock = c->settings.options.clock;
	struct err e;
	if (!c->selecting.time_range ||
	    time_range_read(c->selecting.time_range, clock, &s->from_ns, &s->to_ns, &e) == 0)
		return -1;
	return options_usage(&command_program, "--time-range: %s", e.text);
}

/* --archive without files.  Returns -1, or the exit status after a message. */
static int
find_archive(struct command *c)
{
	static const struct archive archive = { "traces", "trace", "read" };
	struct settings *s = &c->settings;
	struct buf why = { 0 };
	if (!c->archive || s->operands > 0)
		return -1;
	if (!s->store || !s->tenant.p)
		return options_usage(&command_program,
		    "--archive without files needs a store and a tenant (-S, -t)");
	const int result = archive_find(&archive, s, &c->archived, &why);
	if (result < 0)
		diag(&s->voice, "%.*s", (int)why.n, why.p);
	buf_free(&why);
	return result < 0 ? EXIT_BROKEN : -1;
}

/* Returns -1, or the status of a usage error. */
static int
check_which(const struct command *c)
{
	const bool lists = c->settings.options.action == ACTION_LIST_MAPS;
	if ((c->settings.options.action != ACTION_WHICH && !lists) || selecting_all(&c->selecting))
		return -1;
	return options_usage(
	    &command_program, lists ? "--list-maps selects nothing"
				    : "--which is about whole files and selects nothing");
}

/* Reads a command line.  Returns -1, or the status if there is nothing to be done. */
static int
open_command(struct command *c, int argc, char **argv)
{
	c->text = true;
	selecting_init(&c->selecting);
	comparing_init(&c->comparing);
	replaying_init(&c->replaying);
	asking_init(&c->asking);
	int status = settings_parse(&c->settings, &command_program, argc, argv, c);
	if (status < 0)
		status = take_time_range(c);
	if (status < 0)
		status = check_which(c);
	if (status < 0)
		status = target_check(c);
	if (status < 0)
		status = asking_check(c);
	if (status < 0)
		status = replay_check(c);
	if (status < 0)
		status = traffic_check(c);
	if (status < 0)
		status = html_check(c);
	if (status < 0)
		status = find_archive(c);
	if (status < 0)
		status = compare_check(c);
	if (status < 0)
		status = expect_check(c);
	if (status < 0)
		status = step_check(c);
	const bool lists = c->settings.options.action == ACTION_LIST_MAPS;
	if (status < 0 && !lists)
		status = settings_share_stdin(&c->settings, true);
	if (status < 0)
		status = maps_load(c) < 0 || expect_load_file(c) < 0 || replay_load(c) < 0 ||
				 target_load(c) < 0 || asking_load(c) < 0 || predict_load(c) < 0
			     ? EXIT_BROKEN
			     : -1;
	return status;
}

static void
close_command(struct command *c)
{
	compare_free(c);
	expect_free(c);
	if (c->import)
		import_free(c->import);
	if (c->other.import)
		import_free(c->other.import);
	import_hold_free(c->hold);
	trace_adjustment_free(&c->adjustment);
	trace_model_free(c->model);
	trace_model_free(c->other.model);
	selecting_free(&c->selecting);
	redacting_free(&c->redacting);
	comparing_free(&c->comparing);
	asking_free(&c->asking);
	replaying_free(&c->replaying);
	sending_free(&c->sending);
	rerun_mocks_free(c->mocks);
	learn_predictor_free(&c->learning.predictor);
	arena_free(&c->statements);
	arena_free(&c->archived);
	free(c->document);
	free(c->operand);
	import_maps_free(c->maps);
	mapping_free(&c->mapping);
	free(c->unread);
	free(c->reading);
	settings_free(&c->settings);
}

int
main(int argc, char **argv)
{
	struct command c = { 0 };
	const struct dap_line line = { argc, argv, open_command, close_command };
	int status = open_command(&c, argc, argv);
	if (status < 0 && c.settings.options.action == ACTION_DAP)
		status = dap_serve(&c, &line);
	else if (status < 0)
		status = c.settings.options.action == ACTION_LIST_MAPS ? maps_list(&c) : show(&c);
	close_command(&c);
	models_take_signals(&c);
	return status;
}
