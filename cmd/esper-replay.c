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
#include "replay/replay.h"
#include "time/duration.h"

#define PROGRAM "esper-replay"

enum format { FORMAT_JSON, FORMAT_TEXT, FORMATS };
static const struct text format_names[FORMATS] = { { "json", 4 }, { "text", 4 } };

struct command {
	bool typed; /* --type was given */
	enum job_type type;
	const char *plan_path, *rules_path;
	enum format format;
	int64_t warmup_ns;
	int64_t ended_ns; /* when the job was through; 0: not yet */

	struct settings settings;
	struct arena arena;
	struct plan *plan;
	struct rules *rules;
	struct replay *replay;
	struct out *report; /* --report */
	struct run run;
};

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

/* Plan and rule set.  0, or -1: what is wrong has been said. */
static int
load_documents(struct command *c)
{
	struct err e;
	struct text text = load_file(&c->arena, c->plan_path, PROGRAM, &e);
	if (text.p)
		c->plan = plan_load(text, load_folder(&c->arena, c->plan_path), &e);
	if (!c->plan) {
		load_complain(PROGRAM, c->plan_path, text, &e);
		return -1;
	}
	text = load_file(&c->arena, c->rules_path, PROGRAM, &e);
	if (text.p)
		c->rules = rules_load(text, c->plan, load_folder(&c->arena, c->rules_path), &e);
	if (!c->rules) {
		load_complain(PROGRAM, c->rules_path, text, &e);
		return -1;
	}
	return 0;
}

static struct siphash_key
random_key(void)
{
	struct siphash_key key = { 0 };
	while (getrandom(&key, sizeof(key), 0) < 0 && errno == EINTR)
		;
	return key;
}

static int64_t
now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * STAMP_SECOND + now.tv_nsec;
}

static void *
intake_new(void *context)
{
	return replay_intake_new(((struct command *)context)->replay);
}

static void
intake_free(void *worker)
{
	replay_intake_free(worker);
}

static void *
part_new(void *context)
{
	return replay_part_new(((struct command *)context)->replay);
}

static void
part_free(void *part)
{
	replay_part_free(part);
}

static void
join(void *context, void *part, uint64_t lines)
{
	replay_join(((struct command *)context)->replay, part, lines);
}

static void
note_reject(void *context, uint64_t line, const struct replay_reject *why)
{
	struct batch *b = context;
	b->books.in = replay_part_in(b->part);
	batch_reject(b, line, &why->why, (struct text){ why->line.p, why->line.n });
}

static void
take_in(void *worker, const struct block *b, struct batch *out)
{
	out->lines =
	    replay_add(worker, out->part, b->input, b->p, b->n, b->index, note_reject, out);
	out->books.in = replay_part_in(out->part);
}

static void
take_in_too_long(void *worker, struct batch *out)
{
	(void)worker;
	replay_add_too_long(out->part);
}

static int
put_decision(void *context, struct text line)
{
	return run_put(context, line);
}

/* The report on a run whose exit status is known as far as it goes. */
static void
make_report(struct command *c, int status, struct buf *b)
{
	static const struct text standard_input = { "-", 1 };
	const struct settings *s = &c->settings;
	struct text *input = mem_alloc((s->operands + 1) * sizeof(*input));
	for (size_t i = 0; i < s->operands; i++)
		input[i] = text_of(s->operand[i]);
	if (c->ended_ns == 0)
		c->ended_ns = now_ns();
	struct replay_job job = { .started_ns = s->now_ns,
		.ended_ns = c->ended_ns,
		.inputs = s->operands > 0 ? input : &standard_input,
		.ninputs = s->operands > 0 ? s->operands : 1,
		.complete = status != EXIT_BROKEN };
	if (!job.complete)
		job.error = TEXT("not all inputs could be read, or an output could not be written");
	if (c->format == FORMAT_TEXT)
		replay_put_report_text(b, c->replay, &job);
	else
		replay_put_report(b, c->replay, &job);
	free(input);
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
		make_report(c, c->run.status, &b);
		run_put(&c->run, buf_as_text(&b));
	} else if (!c->settings.quiet) {
		replay_put_summary(&b, c->replay);
		diag(PROGRAM, "%.*s", (int)b.n, b.p);
	}
	buf_free(&b);
}

/* --report: after the output is complete, so that it can say so.  Returns the exit status. */
static int
write_report(struct command *c, int status)
{
	struct err e;
	struct buf b = { 0 };
	if (!c->report)
		return status;
	if (c->run.stopped) {
		out_abort(c->report);
		return status;
	}
	make_report(c, status, &b);
	int failed = out_put(c->report, b.p, b.n, &e);
	if (failed < 0)
		out_abort(c->report);
	else
		failed = out_commit(c->report, &e);
	if (failed < 0) {
		diag(PROGRAM, "%s: %s", c->settings.report, e.text);
		status = EXIT_BROKEN;
	}
	buf_free(&b);
	return status;
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
run_replay(struct command *c)
{
	struct err e;
	const struct settings *s = &c->settings;
	const struct replay_options o = { .type = c->type,
		.tenant = s->tenant,
		.from_ns = s->from_ns,
		.to_ns = s->to_ns,
		.warmup_ns = c->warmup_ns };
	if (s->report && !(c->report = out_open(s->report, OUT_PLAIN, &e))) {
		diag(PROGRAM, "%s: %s", s->report, e.text);
		return EXIT_BROKEN;
	}
	if (run_begin(&c->run, s) < 0) {
		out_abort(c->report);
		return EXIT_BROKEN;
	}
	c->replay = replay_new(c->plan, c->rules, &o, random_key());
	const struct run_stage stage = { .program = c,
		.worker_new = intake_new,
		.worker_free = intake_free,
		.part_new = part_new,
		.part_free = part_free,
		.settle = join,
		.work = take_in,
		.too_long = take_in_too_long };
	if (run_inputs(&c->run, &stage) == 0)
		run_job(c);
	settle_books(c);
	return write_report(c, run_end(&c->run, put_stats, c));
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
	if (settings_share_stdin(&c->settings, c->plan_path, c->rules_path))
		return options_usage(
		    &program, "only one of plan, rules and events can be standard input");
	return -1;
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
	status = load_documents(&c) < 0 ? EXIT_BROKEN : run_replay(&c);
	replay_free(c.replay);
	rules_free(c.rules);
	plan_free(c.plan);
	arena_free(&c.arena);
	return status;
}
