/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/options.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/replay/command.h"
#include "cmd/replay/jobs.h"
#include "io/in.h"
#include "io/lines.h"
#include "io/out.h"

#define BUFFER_DEFAULT ((size_t)384 << 20)
#define BUFFER_MIN ((uint64_t)64 << 10)
#define BUFFER_MAX ((uint64_t)1 << 44)

static const char *const action_names[ACTIONS] = { [ACTION_SUBMIT] = "submit",
	[ACTION_RUN_PENDING] = "run-pending",
	[ACTION_LIST] = "list",
	[ACTION_SHOW] = "show",
	[ACTION_RETRY] = "retry",
	[ACTION_RESUME] = "resume" };

static int
set_type(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	const int type = option_choice(argument, job_type_names, JOB_TYPES, e);
	if (type < 0)
		return -1;
	c->type = (enum job_type)type;
	c->typed = true;
	return 0;
}

static int
set_action(struct command *c, enum action action, struct err *e)
{
	if (c->action != ACTION_REPLAY && c->action != action)
		return err_set(e, "not together with --%s", action_names[c->action]);
	c->action = action;
	return 0;
}

static int
set_job(struct command *c, enum action action, const char *argument, struct err *e)
{
	c->number = job_number(text_of(argument));
	if (c->number == 0)
		return err_set(e, "not the id of a job (job-1): '%s'", argument);
	return set_action(c, action, e);
}

static int
set_submit(void *into, const char *argument, struct err *e)
{
	(void)argument;
	return set_action(into, ACTION_SUBMIT, e);
}

static int
set_run_pending(void *into, const char *argument, struct err *e)
{
	(void)argument;
	return set_action(into, ACTION_RUN_PENDING, e);
}

static int
set_list(void *into, const char *argument, struct err *e)
{
	(void)argument;
	return set_action(into, ACTION_LIST, e);
}

static int
set_show(void *into, const char *argument, struct err *e)
{
	return set_job(into, ACTION_SHOW, argument, e);
}

static int
set_retry(void *into, const char *argument, struct err *e)
{
	return set_job(into, ACTION_RETRY, argument, e);
}

static int
set_resume(void *into, const char *argument, struct err *e)
{
	return set_job(into, ACTION_RESUME, argument, e);
}

static int
set_buffer_size(void *into, const char *argument, struct err *e)
{
	uint64_t n;
	if (option_size(argument, BUFFER_MIN, BUFFER_MAX, &n, e) < 0)
		return -1;
	((struct command *)into)->buffer_bytes = (size_t)n;
	return 0;
}

static const struct option_spec options[] = {
	{ "type", 0, OPTION_NEEDS, "DryRun|DecisionOnly|StateRebuild",
	    "what to write: a report, decisions, or the tenant's state", .set = set_type },
	{ "job-type", 0, OPTION_NEEDS, "TYPE", NULL, .set = set_type },
	{ "plan", 'p', OPTION_NEEDS, "FILE", "the encoding plan",
	    OPTION_NAME(struct command, plan_path) },
	{ "rules", 'r', OPTION_NEEDS, "FILE", "the rule set",
	    OPTION_NAME(struct command, rules_path) },
	{ "encoding-version", 0, OPTION_NEEDS, "N",
	    "the plan of the store (default: the Active version)", .set = versions_set_encoding },
	{ "rule-version", 0, OPTION_NEEDS, "N",
	    "the rule set of the store (default: the Active version)", .set = versions_set_rules },
	{ "baseline-plan", 0, OPTION_NEEDS, "FILE", "the plan to compare with (default: the plan)",
	    OPTION_NAME(struct command, baseline_plan) },
	{ "baseline-rules", 0, OPTION_NEEDS, "FILE",
	    "the rule set to compare with (default: the rule set)",
	    OPTION_NAME(struct command, baseline_rules) },
	{ "baseline-encoding-version", 0, OPTION_NEEDS, "N", "the same, of the store",
	    .set = record_set_baseline_encoding },
	{ "baseline-rule-version", 0, OPTION_NEEDS, "N", "the same, of the store",
	    .set = record_set_baseline_rules },
	{ "changes", 0, OPTION_NEEDS, "FILE", "put each event whose decision changed into FILE",
	    OPTION_NAME(struct command, settings.changes) },
	{ "exit-code", 0, OPTION_ALONE, NULL, "exit with 1 if any decision changed",
	    OPTION_FLAG(struct command, exit_code) },
	{ "labels", 0, OPTION_NEEDS, "FILE", "what is known to be good and bad: adds precision",
	    OPTION_NAME(struct command, labels_path) },
	{ "warmup", 0, OPTION_NEEDS, "DURATION|all",
	    "how far before --from events build state (default: all)", .set = record_set_warmup },
	{ "state", 0, OPTION_NEEDS, "FILE", "begin with a copy of the state in FILE",
	    OPTION_NAME(struct command, state_path) },
	{ "buffer-size", 0, OPTION_NEEDS, "SIZE",
	    "memory for events that wait for their turn (default: 384M)", .set = set_buffer_size },
	{ "report", 0, OPTION_NEEDS, "FILE", "put the report into FILE",
	    OPTION_NAME(struct command, settings.report) },
	{ "format", 0, OPTION_NEEDS, "json|jsonl|text",
	    "how reports and jobs are written (default: json)", .set = record_set_format },
	{ "submit", 0, OPTION_ALONE, NULL, "record the job, print it, and run nothing",
	    .set = set_submit },
	{ "run-pending", 0, OPTION_ALONE, NULL, "run all Pending jobs, oldest first",
	    .set = set_run_pending },
	{ "list", 0, OPTION_ALONE, NULL, "print the jobs, oldest first", .set = set_list },
	{ "show", 0, OPTION_NEEDS, "JOB", "print a job, and how far it is", .set = set_show },
	{ "retry", 0, OPTION_NEEDS, "JOB", "run a Failed job again, from the start",
	    .set = set_retry },
	{ "resume", 0, OPTION_NEEDS, "JOB", "go on with a job that was interrupted",
	    .set = set_resume },
	{ "checkpoint", 0, OPTION_NEEDS, "DURATION|EVENTS",
	    "how often a job notes where it is (default: 30s)", .set = checkpoints_set },
	{ "actor", 0, OPTION_NEEDS, "NAME",
	    "who does it, for the audit history (default: $ESPER_ACTOR)",
	    OPTION_NAME(struct command, versions.actor) },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "--type TYPE -p PLAN -r RULES [OPTION]... [FILE]...\n"
		    "-S STORE -t TENANT --type TYPE [--submit] [OPTION]... [FILE]...\n"
		    "-S STORE -t TENANT --run-pending | --list | --show JOB\n"
		    "-S STORE -t TENANT --retry JOB | --resume JOB",
	.purpose =
	    "Encodes and decides a time window of history again, as a job: all inputs merged in\n"
	    "order of time.  A DryRun prints a report, DecisionOnly the decisions; StateRebuild\n"
	    "makes the tenant's state anew.",
	.shared = SHARED_FILTER | SHARED_STORE | SHARED_TENANT | SHARED_RANGE,
	.own = options,
	.nown = sizeof(options) / sizeof(*options),
};

/* ---- usage ---------------------------------------------------------------------------------- */

static bool
same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* What a job starts from.  -1 to go on, or an exit status. */
static int
check_state(const struct command *c)
{
	if (c->type == JOB_STATE_REBUILD && c->state_path)
		return options_usage(
		    &program, "a StateRebuild starts from nothing: --state is not for it");
	if (c->type == JOB_STATE_REBUILD && c->warmup)
		return options_usage(
		    &program, "a StateRebuild has no warm-up: --warmup is not for it");
	if (c->state_path && c->warmup)
		return options_usage(
		    &program, "a --state stands for what was before: --warmup does not go with it");
	return -1;
}

/* Of two documents, or of one and the events?  In a store, no operands are the archive. */
static bool
share_stdin(const struct command *c, bool stored, const char *a, const char *b)
{
	if (stored && c->settings.operands == 0)
		return same(a, "-") && same(b, "-");
	return settings_share_stdin(&c->settings, a, b);
}

static bool
shares_stdin(const struct command *c, bool stored)
{
	const char *const document[] = { c->plan_path, c->rules_path, c->baseline_plan,
		c->baseline_rules, c->labels_path };
	const size_t n = sizeof(document) / sizeof(*document);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (share_stdin(c, stored, document[i], document[k]))
				return true;
	return false;
}

/* What it is compared with. */
static int
check_baseline(const struct command *c)
{
	const bool given = baseline_is_given(c);
	if ((c->settings.changes || c->exit_code) && !given)
		return options_usage(&program,
		    "%s needs something to compare with: --baseline-plan or --baseline-rules, or "
		    "--baseline-encoding-version or --baseline-rule-version",
		    c->settings.changes ? "--changes" : "--exit-code");
	if (given && c->type == JOB_STATE_REBUILD)
		return options_usage(&program, "a StateRebuild is compared with nothing");
	return -1;
}

/* What makes --resume go on. */
static int
check_checkpoint(const struct command *c, bool stored)
{
	if (!c->checkpoints.given)
		return -1;
	if (!stored)
		return options_usage(&program, "--checkpoint is for jobs of a store");
	if (c->type == JOB_DECISION_ONLY && stream_is_standard(c->settings.output))
		return options_usage(&program,
		    "decisions on standard output cannot be gone on with: --checkpoint needs "
		    "--output");
	return -1;
}

/* What is to be replayed, now or later. */
static int
check_replay(const struct command *c)
{
	const bool stored = versions_in_store(&c->settings);
	if (!c->typed)
		return options_usage(
		    &program, "--type is required: DryRun, DecisionOnly or StateRebuild");
	if (c->type == JOB_STATE_REBUILD && !stored)
		return options_usage(
		    &program, "a StateRebuild needs a store and a tenant: --store, --tenant");
	if (!stored && (!c->plan_path || !c->rules_path)) {
		if (c->settings.store)
			return options_usage(&program, "--store needs a tenant: --tenant");
		return options_usage(&program, "--%s is required, or --store and --tenant",
		    !c->plan_path ? "plan" : "rules");
	}
	if (!stored && (c->versions.use[STORE_ENCODING] > 0 || c->versions.use[STORE_RULES] > 0 ||
			   c->baseline_encoding || c->baseline_rule))
		return options_usage(&program, "versions are of a store: --store, --tenant");
	if (shares_stdin(c, stored))
		return options_usage(
		    &program, "only one of documents, labels and events can be standard input");
	int status = check_baseline(c);
	if (status < 0)
		status = check_checkpoint(c, stored);
	return status < 0 ? check_state(c) : status;
}

/* A job that runs later has its own options, and who runs it has others. */
static int
check_submit(const struct command *c)
{
	const struct settings *s = &c->settings;
	if (c->exit_code || s->fail_fast || s->max_rejects.amount > 0 || s->max_rejects.percent ||
	    s->stats || s->max_line != LINES_MAX_LINE || s->max_window != IN_WINDOW)
		return options_usage(&program,
		    "--exit-code, --fail-fast, --max-rejects, --max-line, --max-window and --stats "
		    "are for the command that runs the job");
	if (same(c->plan_path, "-") || same(c->rules_path, "-") || same(c->baseline_plan, "-") ||
	    same(c->baseline_rules, "-") || same(c->labels_path, "-"))
		return options_usage(&program, "a job that runs later cannot read standard input");
	return -1;
}

/* On jobs that are there. */
static int
check_action(const struct command *c)
{
	const char *name = action_names[c->action];
	const struct settings *s = &c->settings;
	const bool looks = c->action == ACTION_LIST || c->action == ACTION_SHOW;
	struct command bare = *c;
	if (s->operands > 0)
		return options_usage(&program, "--%s takes no '%s'", name, s->operand[0]);
	if (looks) { /* what is printed, and where */
		bare.format_name = NULL;
		bare.settings.output = NULL;
		bare.settings.zstd_level = OUT_PLAIN;
	}
	const char *given = record_given(&bare);
	if (given)
		return options_usage(
		    &program, "--%s takes jobs as they were submitted: no --%s", name, given);
	return -1;
}

static int
check_usage(const struct command *c)
{
	const struct settings *s = &c->settings;
	int status = -1;
	if (c->action != ACTION_REPLAY && !versions_in_store(s))
		return options_usage(&program, "--%s needs a %s", action_names[c->action],
		    s->store ? "tenant: --tenant" : "store: --store");
	if (c->action == ACTION_REPLAY || c->action == ACTION_SUBMIT)
		status = check_replay(c);
	else
		status = check_action(c);
	return status < 0 && c->action == ACTION_SUBMIT ? check_submit(c) : status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int
replay_alone(struct command *c)
{
	if (c->settings.store && !c->settings.quiet)
		diag(PROGRAM, "no tenant is given: the replay is recorded in no store");
	return inputs_find(c) < 0 || documents_load(c) < 0 ? EXIT_BROKEN : replay_inputs(c);
}

static int
act(struct command *c)
{
	if (spare_store(&c->settings) < 0)
		return EXIT_BROKEN;
	switch (c->action) {
	case ACTION_SUBMIT: return jobs_submit(c);
	case ACTION_RUN_PENDING: return jobs_run_pending(c);
	case ACTION_LIST: return jobs_list(c);
	case ACTION_SHOW: return jobs_show(c);
	case ACTION_RETRY:
	case ACTION_RESUME: return jobs_again(c);
	default: return versions_in_store(&c->settings) ? jobs_replay(c) : replay_alone(c);
	}
}

int
main(int argc, char **argv)
{
	struct command c = {
		.warmup_ns = INT64_MAX, .buffer_bytes = BUFFER_DEFAULT, .claim = CLAIM_NONE
	};
	int status = options_parse(&program, argc, argv, &c.settings, &c);
	if (status < 0)
		status = check_usage(&c);
	if (status >= 0)
		return status;
	status = act(&c);
	command_free(&c);
	return status;
}
