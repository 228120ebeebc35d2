/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/arena.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/load.h"
#include "cmd/cli/options.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/status.h"
#include "cmd/replay/command.h"
#include "time/duration.h"

static const struct text format_names[FORMATS] = { { "json", 4 }, { "text", 4 } };

static int
set_type(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	const int type = option_choice(argument, job_type_names, JOB_TYPES, e);
	if (type < 0)
		return -1;
	if (type == JOB_STATE_REBUILD)
		return err_set(e, "StateRebuild needs a store, and this version has none yet");
	c->type = (enum job_type)type;
	c->typed = true;
	return 0;
}

static int
set_plan(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->plan_path = argument;
	return 0;
}

static int
set_rules(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->rules_path = argument;
	return 0;
}

static int
set_baseline_plan(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->baseline_plan = argument;
	return 0;
}

static int
set_baseline_rules(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->baseline_rules = argument;
	return 0;
}

static int
set_changes(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->settings.changes = argument;
	return 0;
}

static int
set_exit_code(void *into, const char *argument, struct err *e)
{
	(void)argument, (void)e;
	((struct command *)into)->exit_code = true;
	return 0;
}

static int
set_labels(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->labels_path = argument;
	return 0;
}

static int
set_report(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->settings.report = argument;
	return 0;
}

static int
set_format(void *into, const char *argument, struct err *e)
{
	const int format = option_choice(argument, format_names, FORMATS, e);
	if (format < 0)
		return -1;
	((struct command *)into)->format = (enum format)format;
	return 0;
}

static int
set_warmup(void *into, const char *argument, struct err *e)
{
	int64_t ns = INT64_MAX;
	if (strcmp(argument, "all") != 0 && (duration_parse(text_of(argument), &ns) < 0 || ns < 0))
		return err_set(e, "not a duration or all: '%s'", argument);
	((struct command *)into)->warmup_ns = ns;
	return 0;
}

static const struct option_spec options[] = {
	{ "type", 0, OPTION_NEEDS, "DryRun|DecisionOnly", "what to write: a report, or decisions",
	    set_type },
	{ "job-type", 0, OPTION_NEEDS, "TYPE", NULL, set_type },
	{ "plan", 'p', OPTION_NEEDS, "FILE", "the encoding plan", set_plan },
	{ "rules", 'r', OPTION_NEEDS, "FILE", "the rule set", set_rules },
	{ "baseline-plan", 0, OPTION_NEEDS, "FILE", "the plan to compare with (default: the plan)",
	    set_baseline_plan },
	{ "baseline-rules", 0, OPTION_NEEDS, "FILE",
	    "the rule set to compare with (default: the rule set)", set_baseline_rules },
	{ "changes", 0, OPTION_NEEDS, "FILE", "put each event whose decision changed into FILE",
	    set_changes },
	{ "exit-code", 0, OPTION_ALONE, NULL, "exit with 1 if any decision changed",
	    set_exit_code },
	{ "labels", 0, OPTION_NEEDS, "FILE", "what is known to be good and bad: adds precision",
	    set_labels },
	{ "warmup", 0, OPTION_NEEDS, "DURATION|all",
	    "how far before --from events build state (default: all)", set_warmup },
	{ "report", 0, OPTION_NEEDS, "FILE", "put the report into FILE", set_report },
	{ "format", 0, OPTION_NEEDS, "json|text", "how the report is written (default: json)",
	    set_format },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "--type DryRun|DecisionOnly -p PLAN -r RULES [OPTION]... [FILE]...",
	.purpose =
	    "Encodes and decides a time window of history again, as a job: all inputs merged in\n"
	    "order of time.  A DryRun prints a report, DecisionOnly the decisions.",
	.shared = SHARED_FILTER | SHARED_TENANT | SHARED_RANGE,
	.own = options,
	.nown = sizeof(options) / sizeof(*options),
};

static struct siphash_key
random_key(void)
{
	struct siphash_key key = { 0 };
	while (getrandom(&key, sizeof(key), 0) < 0 && errno == EINTR)
		;
	return key;
}

/* "-" where there are no operands. */
static struct text *
input_names(const struct settings *s)
{
	struct text *name = mem_alloc((s->operands + 1) * sizeof(*name));
	name[0] = TEXT("-");
	for (size_t i = 0; i < s->operands; i++)
		name[i] = text_of(s->operand[i]);
	return name;
}

static int
put_decision(void *context, struct text line)
{
	return run_put(context, line);
}

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

/* Decides what was taken in and writes what the job is for. */
static void
run_job(struct command *c)
{
	struct buf b = { 0 };
	const bool decisions = c->type == JOB_DECISION_ONLY;
	if (replay_run(c->replay, put_decision, &c->run) < 0)
		return;
	if (!decisions) {
		report_make(c, c->run.status, &b);
		run_put(&c->run, buf_as_text(&b));
	} else if (!c->settings.quiet) {
		replay_put_summary(&b, c->replay);
		diag(PROGRAM, "%.*s", (int)b.n, b.p);
	}
	buf_free(&b);
}

static void
put_stats(void *context, struct buf *json)
{
	const struct command *c = context;
	const struct replay_counts *counts = replay_counts(c->replay);
	BUF_LIT(json, ",\"events_duplicate\":");
	buf_u64(json, counts->duplicate);
	BUF_LIT(json, ",\"decisions\":{");
	for (size_t i = 0; i < OUTCOMES; i++) {
		buf_printf(json, "%s\"%s\":", i > 0 ? "," : "", outcome_names[i].p);
		buf_u64(json, counts->decisions[i]);
	}
	buf_char(json, '}');
}

static int
run_replay(struct command *c, struct siphash_key key)
{
	struct err e;
	const struct settings *s = &c->settings;
	const struct replay_options o = { .type = c->type,
		.tenant = s->tenant,
		.from_ns = s->from_ns,
		.to_ns = s->to_ns,
		.warmup_ns = c->warmup_ns,
		.grid = baseline_is_given(c) ? &c->grid : NULL,
		.labels = c->labels,
		.inputs = c->input };
	if (s->report && !(c->report = out_open(s->report, OUT_PLAIN, &e))) {
		diag(PROGRAM, "%s: %s", s->report, e.text);
		return EXIT_BROKEN;
	}
	if (changes_open(c) < 0 || run_begin(&c->run, s) < 0) {
		out_abort(c->report);
		out_abort(c->changes);
		return EXIT_BROKEN;
	}
	c->replay = replay_new(c->plan, c->rules, &o, key);
	changes_begin(c);
	if (take_in(c) == 0)
		run_job(c);
	settle_books(c);
	return report_write(c, changes_end(c, run_end(&c->run, put_stats, c)));
}

static bool
share_stdin(const struct command *c)
{
	const char *const document[] = { c->plan_path, c->rules_path, c->baseline_plan,
		c->baseline_rules, c->labels_path };
	const size_t n = sizeof(document) / sizeof(*document);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (settings_share_stdin(&c->settings, document[i], document[k]))
				return true;
	return false;
}

static int
check_usage(const struct command *c)
{
	if (!c->typed)
		return options_usage(&program, "--type is required: DryRun or DecisionOnly");
	if (!c->plan_path)
		return options_usage(&program, "--plan is required");
	if (!c->rules_path)
		return options_usage(&program, "--rules is required");
	if ((c->settings.changes || c->exit_code) && !baseline_is_given(c))
		return options_usage(&program,
		    "%s needs something to compare with: --baseline-plan or --baseline-rules",
		    c->settings.changes ? "--changes" : "--exit-code");
	if (share_stdin(c))
		return options_usage(
		    &program, "only one of documents, labels and events can be standard input");
	return -1;
}

static int
load(struct command *c, struct siphash_key key)
{
	if (documents_load(c) < 0)
		return -1;
	if (baseline_is_given(c) && baseline_load(c) < 0)
		return -1;
	return label_file_load(c, key);
}

int
main(int argc, char **argv)
{
	struct command c = { .warmup_ns = INT64_MAX };
	int status = options_parse(&program, argc, argv, &c.settings, &c);
	if (status < 0)
		status = check_usage(&c);
	if (status >= 0)
		return status;
	const struct siphash_key key = random_key();
	c.input = input_names(&c.settings);
	status = load(&c, key) < 0 ? EXIT_BROKEN : run_replay(&c, key);
	replay_free(c.replay);
	labels_free(c.labels);
	baseline_free(&c);
	free(c.input);
	rules_free(c.rules);
	plan_free(c.plan);
	arena_free(&c.arena);
	return status;
}
