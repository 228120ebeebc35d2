/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/options.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/replay/actions.h"
#include "cmd/replay/list.h"
#include "cmd/replay/parts.h"
#include "io/in.h"
#include "io/lines.h"
#include "time/duration.h"

#define BUFFER_DEFAULT ((size_t)384 << 20)
#define BUFFER_MIN ((uint64_t)64 << 10)
#define BUFFER_MAX ((uint64_t)1 << 44)
#define SLICES_MAX 1000 /* --merge may have a file of each open */

static int
read_job(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	c->request.number = job_number(text_of(argument));
	return c->request.number > 0 ? 0
				     : err_set(e, "not a job id, such as job-1: '%s'", argument);
}

static int
read_warmup(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	c->request.warmup_ns = INT64_MAX;
	if (strcmp(argument, "all") == 0)
		return 0;
	if (duration_parse(text_of(argument), &c->request.warmup_ns) < 0 ||
	    c->request.warmup_ns < 0)
		return err_set(e, "neither a duration nor 'all': '%s'", argument);
	return 0;
}

static int
read_slice(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	return option_number(argument, 0, SLICES_MAX - 1, &c->request.slice, e);
}

static int
read_slices(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	return option_number(argument, 1, SLICES_MAX, &c->request.slice, e);
}

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct command, member) }
#define TYPE                                                                                       \
	.value = "DryRun|DecisionOnly|StateRebuild", .actions = NEW_JOBS,                          \
	.takes = { OPTION_CHOICE, OPTION_MEMBER(struct command, request.type),                     \
		.choice = job_type_names, .choices = JOB_TYPES }
#define JOB .value = "JOB", .takes = { OPTION_OWN, .read = read_job }

/* The actions that accept options which define a job.  Actions on existing jobs do not. */
#define NEW_JOBS (OPTION_FOR(ACTION_REPLAY) | OPTION_FOR(ACTION_SUBMIT) | OPTION_FOR(ACTION_SLICES))
#define RUN_NOW (~OPTION_FOR(ACTION_SUBMIT))

static const struct option_spec options[] = {
	{ "type", .group = "Options:", TYPE,
	    .help = "what to produce: a report, decisions, or the tenant's state" },
	{ "job-type", TYPE },
	{ "plan", 'p', .value = "FILE", .actions = NEW_JOBS, .recorded = 1,
	    .help = "the encoding plan", MEMBER(OPTION_READ, request.plan_path) },
	{ "rules", 'r', .value = "FILE", .actions = NEW_JOBS, .recorded = 2, .help = "the rule set",
	    MEMBER(OPTION_READ, request.rules_path) },
	{ "encoding-version", .value = "N", .actions = NEW_JOBS,
	    .help = "version of the plan in the store (default: the Active version)",
	    VERSIONS_NUMBER(struct command, request.versions, STORE_ENCODING) },
	{ "rule-version", .value = "N", .actions = NEW_JOBS,
	    .help = "version of the rule set in the store (default: the Active version)",
	    VERSIONS_NUMBER(struct command, request.versions, STORE_RULES) },
	{ "report", .value = "FILE", .actions = NEW_JOBS, .recorded = 11,
	    .help = "write the report to FILE", MEMBER(OPTION_WRITE, request.report_path) },
	{ "html", .value = "FILE", .actions = NEW_JOBS, .recorded = 18,
	    .help = "write the report to FILE as a page for a browser",
	    MEMBER(OPTION_WRITE, request.page_path) },
	{ "format", .value = "json|jsonl|text", .recorded = 14, .initial = "json",
	    .help = "output format of reports and jobs (default: json)",
	    MEMBER(OPTION_FORMAT, request.as_text) },
	{ "explain", .actions = NEW_JOBS, .recorded = 17,
	    .help = "add `evidence` to decisions and --changes",
	    MEMBER(OPTION_FLAG, request.explain) },
	{ "baseline-plan", .value = "FILE", .group = "Comparing:", .actions = NEW_JOBS,
	    .recorded = 3, .help = "compare with this plan (default: the same plan)",
	    MEMBER(OPTION_READ, request.baseline_plan) },
	{ "baseline-rules", .value = "FILE", .actions = NEW_JOBS, .recorded = 4,
	    .help = "compare with this rule set (default: the same rule set)",
	    MEMBER(OPTION_READ, request.baseline_rules) },
	{ "baseline-encoding-version", .value = "N", .actions = NEW_JOBS, .recorded = 5,
	    .help = "compare with version N of the plan in the store",
	    VERSIONS_NUMBER(struct command, request.baseline, STORE_ENCODING) },
	{ "baseline-rule-version", .value = "N", .actions = NEW_JOBS, .recorded = 6,
	    .help = "compare with version N of the rule set in the store",
	    VERSIONS_NUMBER(struct command, request.baseline, STORE_RULES) },
	{ "changes", .value = "FILE", .actions = NEW_JOBS, .recorded = 12,
	    .help = "write each event whose decision changed to FILE",
	    MEMBER(OPTION_WRITE, request.changes_path) },
	{ "exit-code", .actions = RUN_NOW, .help = "exit 1 if any decision changed",
	    MEMBER(OPTION_FLAG, request.exit_code) },
	{ "labels", .value = "FILE", .actions = NEW_JOBS, .recorded = 7,
	    .help = "events known to be good or bad; adds precision and recall",
	    MEMBER(OPTION_READ, request.labels_path) },
	{ "warmup", .value = "DURATION|all", .group = "History:", .actions = NEW_JOBS,
	    .recorded = 8, .initial = "all", .excludes = "state",
	    .help = "build state from events this far before --from (default: all)",
	    .takes = { OPTION_OWN, .read = read_warmup } },
	{ "state", .value = "FILE", .actions = NEW_JOBS, .recorded = 9,
	    .help = "start from the state in FILE, which is not changed",
	    MEMBER(OPTION_READ, request.state_path) },
	{ "buffer-size", .value = "SIZE",
	    .help = "memory for events that wait to be decided (default: 384M)",
	    .takes = { OPTION_SIZE, OPTION_MEMBER(struct command, request.buffer_bytes), BUFFER_MIN,
		BUFFER_MAX } },
	{ "submit", .action = ACTION_SUBMIT,
	    .group = "Jobs:", .help = "record the job and print it, but do not run it" },
	{ "run-pending", .action = ACTION_RUN_PENDING,
	    .help = "run all Pending jobs, oldest first" },
	{ "list", .action = ACTION_LIST, .help = "print the jobs, oldest first" },
	{ "show", .action = ACTION_SHOW, JOB, .help = "print a job and its progress" },
	{ "retry", .action = ACTION_RETRY, JOB, .help = "run a Failed job again, from the start" },
	{ "resume", .action = ACTION_RESUME, JOB, .help = "continue a job that was interrupted" },
	{ "checkpoint", .value = "DURATION|EVENTS", .actions = NEW_JOBS, .recorded = 15,
	    .help =
		"save a checkpoint this often, for --resume (default: 30s for jobs that write only a report)",
	    MEMBER(OPTION_INTERVAL, request.checkpoint) },
	{ "parts", .value = "DIR",
	    .group = "Slices:", .needs = "slices summarise fold decide merge",
	    .help = "the folder of a replay in slices", MEMBER(OPTION_FOLDER, request.parts) },
	{ "slices", .action = ACTION_SLICES, .value = "N", .needs = "parts",
	    .help = "cut the replay into N slices of event time",
	    .takes = { OPTION_OWN, .read = read_slices } },
	{ "spool", .actions = OPTION_FOR(ACTION_SLICES),
	    .help = "keep encoded events in DIR, so that --decide need not read the inputs",
	    MEMBER(OPTION_FLAG, request.spool) },
	{ "summarise", .action = ACTION_SUMMARISE, .value = "K", .needs = "parts",
	    .help = "summarise the events of slice K, from 0",
	    .takes = { OPTION_OWN, .read = read_slice } },
	{ "fold", .action = ACTION_FOLD, .needs = "parts",
	    .help = "make the state that each slice begins with" },
	{ "decide", .action = ACTION_DECIDE, .value = "K", .needs = "parts",
	    .help = "decide the events of slice K", .takes = { OPTION_OWN, .read = read_slice } },
	{ "merge", .action = ACTION_MERGE, .needs = "parts",
	    .help = "write the results, or print which slices to decide again" },
	{ "again", .value = "FILE", .actions = OPTION_FOR(ACTION_MERGE),
	    .help = "with --merge: write the slices to decide again to FILE",
	    MEMBER(OPTION_WRITE, request.again) },
	{ "actor", .value = "NAME",
	    .help = "the actor in the audit history (default: $ESPER_ACTOR or the login name)",
	    MEMBER(OPTION_NAME, request.versions.actor) },
};

const struct option_program command_program = {
	.name = PROGRAM,
	.synopsis = "--type TYPE -p PLAN -r RULES [OPTION]... [FILE]...\n"
		    "-S STORE -t TENANT --type TYPE [--submit] [OPTION]... [FILE]...\n"
		    "-S STORE -t TENANT --run-pending | --list | --show JOB\n"
		    "-S STORE -t TENANT --retry JOB | --resume JOB\n"
		    "--parts DIR --slices N --type TYPE [OPTION]... [FILE]...\n"
		    "--parts DIR --summarise K | --fold | --decide K | --merge",
	.purpose =
	    "Encodes and decides past events, with all inputs merged by time.  A DryRun prints\n"
	    "a report, DecisionOnly prints the decisions, and a StateRebuild rebuilds the\n"
	    "tenant's state.  In a store, each replay is recorded as a job.",
	.table = { { .spec = options, .n = sizeof(options) / sizeof(*options) },
	    SETTINGS_TABLE(struct command, SHARED_ALL) },
};

/* ---- usage ---------------------------------------------------------------------------------- */

/* Returns a conflict between the options of one replay, or NULL. */
static const char *
find_conflict(const struct command *c)
{
	const struct options *o = &c->settings.options;
	const struct request *r = &c->request;
	const bool rebuild = r->type == JOB_STATE_REBUILD;
	if (rebuild && request_compares(r))
		return "a StateRebuild cannot be compared with a baseline";
	if (options_given(o, "checkpoint") && !versions_in_store(&c->settings))
		return "--checkpoint is only for jobs in a store: --store, --tenant";
	if (options_given(o, "checkpoint") && r->type == JOB_DECISION_ONLY &&
	    stream_is_standard(c->settings.output))
		return "decisions on standard output cannot be resumed: --checkpoint needs "
		       "--output";
	if (r->explain && r->type != JOB_DECISION_ONLY && !r->changes_path)
		return "--explain is for decisions and changes: --type DecisionOnly or --changes";
	if (rebuild && r->state_path)
		return "a StateRebuild starts without state: --state cannot be used";
	if (rebuild && options_given(o, "warmup"))
		return "a StateRebuild has no warm-up: --warmup cannot be used";
	return NULL;
}

/* Checks the options that define a job, run now or later.  Returns -1, or EXIT_BROKEN. */
static int
check_replay(const struct command *c)
{
	const bool stored = versions_in_store(&c->settings);
	const struct options *o = &c->settings.options;
	if (!options_given(o, "type") && !options_given(o, "job-type"))
		return options_usage(
		    &command_program, "--type is required: DryRun, DecisionOnly or StateRebuild");
	if (c->request.type == JOB_STATE_REBUILD && !stored)
		return options_usage(&command_program,
		    "a StateRebuild needs a store and a tenant: --store, --tenant");
	if (!stored && (!c->request.plan_path || !c->request.rules_path)) {
		if (c->settings.store)
			return options_usage(&command_program, "--store needs a tenant: --tenant");
		return options_usage(&command_program, "--%s is required, or --store and --tenant",
		    !c->request.plan_path ? "plan" : "rules");
	}
	if (!stored && (c->request.versions.use[STORE_ENCODING] > 0 ||
			   c->request.versions.use[STORE_RULES] > 0 ||
			   c->request.baseline.use[STORE_ENCODING] > 0 ||
			   c->request.baseline.use[STORE_RULES] > 0))
		return options_usage(
		    &command_program, "version numbers need a store: --store, --tenant");
	/* with a store and no operands, the input is the archive */
	if (settings_share_stdin(&c->settings, !stored || c->settings.operands > 0) >= 0)
		return EXIT_BROKEN;
	if ((c->request.changes_path || c->request.exit_code) && !request_compares(&c->request))
		return options_usage(&command_program,
		    "%s needs a baseline: --baseline-plan, --baseline-rules, "
		    "--baseline-encoding-version or --baseline-rule-version",
		    c->request.changes_path ? "--changes" : "--exit-code");
	const char *conflict = find_conflict(c);
	return conflict ? options_usage(&command_program, "%s", conflict) : -1;
}

/* Rejects options that belong to the command that runs the job later. */
static int
check_submit(const struct command *c)
{
	const struct settings *s = &c->settings;
	if (s->fail_fast || s->max_rejects.amount > 0 || s->max_rejects.percent || s->stats ||
	    s->max_line != LINES_MAX_LINE || s->max_window != IN_WINDOW)
		return options_usage(&command_program,
		    "--fail-fast, --max-rejects, --max-line, --max-window and --stats are not "
		    "recorded with a job; give them to the command that runs it");
	for (size_t i = 0; i < s->options.n; i++) {
		const struct option_given *option = &s->options.list[i];
		if (option->spec->takes.type == OPTION_READ && option->given &&
		    stream_is_standard(option_file(option)))
			return options_usage(
			    &command_program, "a job that runs later cannot read standard input");
	}
	return -1;
}

/* Rejects options that a replay in slices cannot have. */
static int
check_slices(const struct command *c)
{
	const struct options *o = &c->settings.options;
	if (options_given(o, "checkpoint"))
		return options_usage(&command_program,
		    "--slices takes no --checkpoint: a part that was killed is run again");
	if (c->request.exit_code)
		return options_usage(&command_program,
		    "--slices takes no --exit-code: status 1 of --merge means that slices must "
		    "be decided again");
	if (c->settings.fail_fast)
		return options_usage(&command_program,
		    "--slices takes no --fail-fast: a slice does not know where another one ends");
	for (size_t i = 0; i < o->n; i++)
		if (o->list[i].spec->takes.type == OPTION_READ && o->list[i].given &&
		    stream_is_standard(option_file(&o->list[i])))
			return options_usage(&command_program,
			    "a replay in slices reads its files several times; it cannot read "
			    "standard input");
	return -1;
}

/* Checks the command line of a phase of a replay in slices. */
static int
check_phase(const struct command *c)
{
	const struct settings *s = &c->settings;
	const char *name = options_action(&s->options, c->request.action);
	if (s->operands > 0)
		return options_usage(&command_program,
		    "--%s takes no '%s': the inputs are in DIR/plan.json", name, s->operand[0]);
	for (size_t i = 0; i < s->options.n; i++) {
		const struct option_given *option = &s->options.list[i];
		if (option->given && !option->spec->action && !parts_is_own(option->spec->name))
			return options_usage(&command_program,
			    "--%s takes no --%s: options of the replay are given with --slices",
			    name, option->spec->name);
	}
	return -1;
}

/* Checks the command line of an action on existing jobs, which run as they were submitted. */
static int
check_action(const struct command *c)
{
	const struct settings *s = &c->settings;
	const char *name = options_action(&s->options, c->request.action);
	const bool looks = c->request.action == ACTION_LIST || c->request.action == ACTION_SHOW;
	if (s->operands > 0)
		return options_usage(&command_program, "--%s takes no '%s'", name, s->operand[0]);
	for (size_t i = 0; i < s->options.n; i++) {
		const struct option_given *option = &s->options.list[i];
		const char *given = option->spec->name;
		const bool printing = strcmp(given, "format") == 0 ||
				      strcmp(given, "output") == 0 || strcmp(given, "zstd") == 0;
		const bool range = (option->spec->shared & SHARED_RANGE) != 0;
		if (option->given && (option->spec->recorded || range) && !(looks && printing))
			return options_usage(&command_program,
			    "--%s uses jobs as they were submitted; it takes no --%s", name, given);
	}
	return -1;
}

static int
check_usage(const struct command *c)
{
	const struct settings *s = &c->settings;
	int status = -1;
	if (c->request.action > ACTION_SLICES)
		return check_phase(c);
	if (c->request.action != ACTION_REPLAY && c->request.action != ACTION_SLICES &&
	    !versions_in_store(s))
		return options_usage(&command_program, "--%s needs a %s",
		    options_action(&s->options, c->request.action),
		    s->store ? "tenant: --tenant" : "store: --store");
	if (c->request.action == ACTION_REPLAY || c->request.action == ACTION_SUBMIT ||
	    c->request.action == ACTION_SLICES)
		status = check_replay(c);
	else
		status = check_action(c);
	if (status < 0 && c->request.action == ACTION_SLICES)
		status = check_slices(c);
	return status < 0 && c->request.action == ACTION_SUBMIT ? check_submit(c) : status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Runs a job, or submits one. */
static int
replay(struct command *c)
{
	const bool stored = versions_in_store(&c->settings);
	struct attempt a;
	int status;
	attempt_init(&a, c);
	if (c->request.action == ACTION_SLICES)
		status = parts_begin(&a);
	else if (c->request.action == ACTION_MERGE)
		status = action_merge(&a);
	else if (c->request.action > ACTION_SLICES)
		status = parts_phase(&a);
	else if (c->request.action == ACTION_SUBMIT)
		status = action_submit(&a);
	else if (c->request.action != ACTION_REPLAY)
		status = action_again(&a);
	else
		status = stored ? action_replay(&a) : action_alone(&a);
	attempt_free(&a);
	return status;
}

static int
act(struct command *c)
{
	const struct settings *s = &c->settings;
	if (spare_store(s) < 0)
		return EXIT_BROKEN;
	switch (c->request.action) {
	case ACTION_RUN_PENDING: return action_run_pending(c);
	case ACTION_LIST: return list_all(c);
	case ACTION_SHOW: return list_one(c);
	case ACTION_SUBMIT:
	case ACTION_RETRY:
	case ACTION_RESUME:
	case ACTION_SLICES:
	case ACTION_SUMMARISE:
	case ACTION_FOLD:
	case ACTION_DECIDE:
	case ACTION_MERGE:
	case ACTION_REPLAY: break;
	}
	if (c->request.action == ACTION_REPLAY && s->store && !s->tenant.p && !s->quiet)
		diag(&s->voice,
		    "--store is given without --tenant: the replay is not recorded in the store");
	return replay(c);
}

int
main(int argc, char **argv)
{
	struct command c = { .request = {
				 .warmup_ns = INT64_MAX, .buffer_bytes = BUFFER_DEFAULT } };
	int status = settings_parse(&c.settings, &command_program, argc, argv, &c);
	c.request.action = c.settings.options.action;
	if (status < 0)
		status = check_usage(&c);
	if (status < 0)
		status = act(&c);
	arena_free(&c.arena);
	settings_free(&c.settings);
	return status;
}
