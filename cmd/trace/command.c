/* SPDX-License-Identifier: MIT */
#include "cmd/trace/command.h"

static int
read_format(void *into, const char *argument, struct err *e)
{
	static const struct text names[] = { TEXT("json"), TEXT("jsonl"), TEXT("text"),
		TEXT("tap") };
	struct command *c = into;
	const int format = option_choice(argument, names, 4, e);
	c->text = format == 2;
	c->tap = format == 3;
	return format < 0 ? -1 : 0;
}

static const struct text format_names[] = { TEXT("text"), TEXT("jsonl"), TEXT("tap") };

/* What would print, or judge, beside the answers. */
#define STEP_ALONE .excludes = "check expect html"

static const struct option_spec options[] = {
	{ "format", .value = "text|jsonl|tap", .help = "output format (default: text)",
	    .takes = { OPTION_OWN, .read = read_format, OPTION_NAMES(format_names) } },
	{ "adjust-clocks", .excludes = "extract which list-maps compare variant-key",
	    .help = "move services whose clocks are off",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct command, adjust_clocks) } },
	{ "archive", .help = "without FILE, read the tenant's archive in the store",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct command, archive) } },
	{ "extract", .action = ACTION_EXTRACT, .group = "Actions:",
	    .help = "print the records of the selection as they are in the input" },
	{ "calls", .action = ACTION_CALLS, .help = "print the calls as JSON lines" },
	{ "sessions", .action = ACTION_SESSIONS,
	    .help = "print a line per trace: duration, model, tokens, cost and title" },
	{ "by", .value = "WHAT", .action = ACTION_SESSIONS,
	    .help = "sum them by day (UTC), model, service or project",
	    .takes = { OPTION_CHOICE, OPTION_MEMBER(struct command, by),
		OPTION_NAMES(trace_by_names) } },
	{ "find", .value = "VALUE", .action = ACTION_FIND,
	    .help = "print where VALUE, JSON or a word, occurs; the first is where it came from",
	    .takes = { OPTION_STRING, OPTION_MEMBER(struct command, find) } },
	{ "history", .value = "NAME", .action = ACTION_HISTORY,
	    .help = "print the values that a variable or argument had",
	    .takes = { OPTION_NAME, OPTION_MEMBER(struct command, history) } },
	{ "export", .value = "FORMAT", .action = ACTION_EXPORT,
	    .beside = OPTION_FOR(ACTION_COMPARE),
	    .help = "write the calls for other tools: chrome, speedscope, folded or otlp",
	    .takes = { OPTION_CHOICE, OPTION_MEMBER(struct command, format),
		OPTION_NAMES(export_format_names) } },
	{ "which", .action = ACTION_WHICH, .help = "print which reader or map reads each file" },
	{ "list-maps", .action = ACTION_LIST_MAPS, .help = "print the maps that are known" },
	{ "errors", .action = ACTION_ERRORS,
	    .help = "print the failures, alike ones together: how many, since when, an example" },
	{ "compare", .action = ACTION_COMPARE, .excludes = "check",
	    .help = "compare the traces of two files, A and B: which is better?" },
	{ "variant-key", .value = "KEY", .action = ACTION_COMPARE, .excludes = "check",
	    .help = "compare the traces of the two values of KEY, an attribute",
	    .takes = { OPTION_NAME, OPTION_MEMBER(struct command, comparing.variant_key) } },
	{ "expect", .value = "FILE",
	    .excludes = "extract calls sessions by find history which list-maps errors root-cause",
	    .help = "judge the traces by the statements in FILE, as tests",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct command, expect_file) } },
	{ "root-cause", .action = ACTION_ROOT_CAUSE,
	    .help = "print why each trace failed, and what failing calls have in common" },
	{ "html", .value = "FILE", .excludes = "extract which list-maps",
	    .help = "write a page for a browser to FILE; alone, print nothing else",
	    .takes = { OPTION_WRITE, OPTION_MEMBER(struct command, html.path) } },
	{ "profile", .action = ACTION_PROFILE,
	    .help = "print where the time went, by name, kind and service of calls" },
	{ "critical-path", .action = ACTION_CRITICAL_PATH,
	    .help = "print the calls that each trace waited for" },
	{ "activity", .action = ACTION_ACTIVITY,
	    .help = "print who did what and when, what was denied, and what failed" },
	{ "distributed", .action = ACTION_DISTRIBUTED,
	    .help = "print the services of each trace: who called whom, how a failure spread" },
	{ "distributed-view", .action = ACTION_DISTRIBUTED },
	{ "mutate", .value = "N", .action = ACTION_MUTATE, .needs = "exec",
	    .excludes = "check html expect redact target",
	    .help = "execute calls with N changed inputs, and print what goes wrong in a new way",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct command, mutating.runs), .min = 1,
		.max = 1000000000 } },
	{ "seed", .value = "S", .needs = "mutate", .help = "draw other inputs (default: 0)",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct command, mutating.seed),
		.max = UINT64_MAX } },
	{ "dap", .action = ACTION_DAP,
	    .excludes = "html expect format stats rejects output compress check",
	    .help = "serve a debugger on standard input and output (Debug Adapter Protocol)" },
	{ "step", .action = ACTION_STEP, STEP_ALONE,
	    .help = "go through the recording event by event, forwards and backwards" },
	{ "debug", .action = ACTION_STEP, STEP_ALONE },
	{ "debugger", .action = ACTION_STEP, STEP_ALONE },
	{ "step-mode", .action = ACTION_STEP, STEP_ALONE },
	{ "estimate", .action = ACTION_ESTIMATE,
	    .help = "print what the calls to models would cost with --model; ask none" },
	{ "train", .value = "MODEL", .action = ACTION_TRAIN,
	    .help = "learn what comes before failures, and write it to MODEL",
	    .takes = { OPTION_WRITE, OPTION_MEMBER(struct command, learning.train) } },
	{ "predict", .value = "MODEL", .action = ACTION_PREDICT,
	    .help = "print how likely each open trace is to fail, and why",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct command, learning.predict) } },
	{ "anomalies", .action = ACTION_ANOMALIES,
	    .help = "print the traces with rare sequences or durations, the rarest first" },
};

const struct option_program command_program = {
	.name = PROGRAM,
	.synopsis =
	    "[SELECTION]... [OPTION]... [FILE]...\n"
	    "--calls [SELECTION]... [OPTION]... [FILE]...\n"
	    "--extract [SELECTION]... [OPTION]... [FILE]...\n"
	    "--sessions [--by WHAT] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--errors [SELECTION]... [OPTION]... [FILE]...\n"
	    "--root-cause [--full] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--html FILE [--full] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--profile [--full] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--critical-path [--full] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--activity [SELECTION]... [OPTION]... [FILE]...\n"
	    "--distributed [--adjust-clocks] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--find VALUE [SELECTION]... [OPTION]... [FILE]...\n"
	    "--history NAME [SELECTION]... [OPTION]... [FILE]...\n"
	    "--compare [SELECTION]... [OPTION]... A B\n"
	    "--variant-key KEY [SELECTION]... [OPTION]... [FILE]...\n"
	    "--expect FILE [SELECTION]... [OPTION]... [FILE]...\n"
	    "--replay [--exec NAME=COMMAND]... [--mock FILE]... [SELECTION]... [OPTION]... "
	    "[FILE]...\n"
	    "--train MODEL [--full] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--predict MODEL [--all] [--full] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--anomalies [--full] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--replay --parallel N [--pace SPEED] [--target URL] [SELECTION]... [FILE]...\n"
	    "--mutate N [--seed S] --exec NAME=COMMAND [SELECTION]... [OPTION]... [FILE]...\n"
	    "--export FORMAT [SELECTION]... [OPTION]... [FILE]...\n"
	    "--dap [SELECTION]... [OPTION]...\n"
	    "--step [SELECTION]... [OPTION]... FILE...\n"
	    "--estimate [--model MODEL] [SELECTION]... [OPTION]... [FILE]...\n"
	    "--which [OPTION]... [FILE]...\n"
	    "--list-maps [OPTION]...",
	.purpose = "Shows traces of functions, services and LLM agents: a timeline of their calls.",
	.table = { { .spec = options, .n = sizeof(options) / sizeof(*options) },
	    { .spec = selecting_options,
		.n = SELECTING_OPTIONS,
		.at = offsetof(struct command, selecting) },
	    { .spec = showing_options,
		.n = SHOWING_OPTIONS,
		.at = offsetof(struct command, showing) },
	    { .spec = mapping_options,
		.n = MAPPING_OPTIONS,
		.at = offsetof(struct command, mapping) },
	    { .spec = redacting_options,
		.n = REDACTING_OPTIONS,
		.at = offsetof(struct command, redacting) },
	    { .spec = replaying_options,
		.n = REPLAYING_OPTIONS,
		.at = offsetof(struct command, replaying) },
	    { .spec = sending_options,
		.n = SENDING_OPTIONS,
		.at = offsetof(struct command, sending) },
	    { .spec = comparing_options,
		.n = COMPARING_OPTIONS,
		.at = offsetof(struct command, comparing) },
	    { .spec = asking_options, .n = ASKING_OPTIONS, .at = offsetof(struct command, asking) },
	    SETTINGS_TABLE(struct command, SHARED_FILTER | SHARED_STORE | SHARED_TENANT) },
};

bool
command_compares(const struct command *c)
{
	return c->comparing.variant_key || command_compares_inputs(c);
}

bool
command_compares_inputs(const struct command *c)
{
	return options_given(&c->settings.options, "compare") && !c->comparing.variant_key &&
	       !c->replaying.replay;
}

bool
command_is_load(const struct command *c)
{
	return options_given(&c->settings.options, "parallel") && c->replaying.replay;
}

int
command_put_text(struct command *c, struct text t)
{
	struct err e;
	if (!c->summary)
		return run_put(&c->run, t);
	return out_put(c->summary, t.p, t.n, &e) < 0 ? run_stop_at(&c->run, NULL, &e) : 0;
}
