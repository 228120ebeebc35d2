/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/load.h"
#include "cmd/cli/options.h"
#include "cmd/cli/print.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/versions.h"
#include "cmd/decide/dump.h"
#include "cmd/decide/keep.h"
#include "decide/decide.h"
#include "decide/test.h"
#include "json/walk.h"
#include "store/config.h"

#define PROGRAM "esper-decide"

enum action { DECIDE, CHECK = VERSIONS_ACTIONS, INIT, DUMP_STATE, LOAD_STATE };
enum format { FORMAT_JSONL, FORMAT_TEXT, FORMAT_TAP };

struct command {
	struct versions versions;
	const char *plan_path, *rules_path;
	bool explain;
	struct keep keep;
	enum format format;

	struct settings settings;
	struct arena arena;
	struct plan *plan; /* NULL: none was given */
	struct rules *rules;
	struct event_reader *reader;
	struct decider *decider;
	struct run run;
	uint64_t decisions[OUTCOMES], duplicates;
};

/* --check: its rule set may be an operand, too. */
static int
read_check(void *into, const char *argument, struct err *e)
{
	(void)e;
	if (argument)
		((struct command *)into)->rules_path = argument;
	return 0;
}

static const struct text formats[] = { TEXT("jsonl"), TEXT("text"), TEXT("tap") };

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct command, member) }

static const struct option_spec options[] = {
	{ "rules", 'r', .value = "FILE", .group = "Options:", .help = "the rule set",
	    MEMBER(OPTION_READ, rules_path) },
	{ "plan", 'p', .value = "FILE",
	    .help = "the encoding plan: its runtime and types of fields",
	    MEMBER(OPTION_READ, plan_path) },
	{ "check", .action = CHECK, .value = "FILE", .optional = true,
	    .help = "read the rule set FILE, lint it, run its tests, and end",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct command, rules_path),
		.read = read_check } },
	{ "explain",
	    .help =
		"add `evidence` to decisions: what was compared, and what would have flipped it",
	    MEMBER(OPTION_FLAG, explain) },
	{ "format", .value = "jsonl|text|tap",
	    .actions = OPTION_FOR(CHECK) | OPTION_FOR(VERSIONS_DIFF),
	    .help = "how --check (text, tap) or --diff (jsonl, text) reports",
	    .takes = { OPTION_CHOICE, OPTION_MEMBER(struct command, format),
		OPTION_NAMES(formats) } },
	{ "init", .action = INIT, .help = "print a starter rule set and end" },
	{ "encoding-version", .value = "N",
	    .help = "the plan of the store (default: the Active version)",
	    VERSIONS_NUMBER(struct command, versions, STORE_ENCODING) },
	{ "rule-version", .value = "N",
	    .help = "the rule set of the store (default: the Active version)",
	    VERSIONS_NUMBER(struct command, versions, STORE_RULES) },
	{ "state", .value = "FILE",
	    .group = "State:", .help = "begin with the state in FILE, leave it there",
	    MEMBER(OPTION_READ, keep.file) },
	{ "checkpoint", .value = "WHEN", .needs = "state",
	    .help = "also leave it every DURATION or number of EVENTS",
	    MEMBER(OPTION_INTERVAL, keep.every) },
	{ "resume", .needs = "state", .help = "go on where a run with --checkpoint was stopped",
	    MEMBER(OPTION_FLAG, keep.resume) },
	{ "dump-state", .action = DUMP_STATE, .needs = "state",
	    .help = "print the state in FILE as JSON lines and end" },
	{ "load-state", .action = LOAD_STATE, .needs = "state",
	    .help = "make FILE of what --dump-state printed and end" },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "-r RULES [-p PLAN] [OPTION]... [FILE]...\n"
		    "-S STORE -t TENANT [--rule-version N] [--encoding-version N] [OPTION]...\n"
		    "--check RULES [-p PLAN] [--format tap]\n--init\n"
		    "-S STORE -t TENANT --list | --show N | --diff A B\n"
		    "-S STORE -t TENANT --create FILE | --update N FILE | --delete N\n"
		    "-S STORE -t TENANT --activate N | --retire N\n"
		    "--dump-state --state FILE\n--load-state --state FILE [DUMP]",
	.purpose =
	    "Decides encoded events by a rule set: Allow, Observe, Challenge or Block, with\n"
	    "the rules that said so.",
	.table = { { options, sizeof(options) / sizeof(*options) },
	    { versions_options, VERSIONS_OPTIONS, offsetof(struct command, versions) },
	    { settings_options, SETTINGS_OPTIONS, offsetof(struct command, settings),
		SHARED_FILTER | SHARED_STORE | SHARED_TENANT | SHARED_RANGE } },
};

static int
take_plan(struct command *c, const char *path, struct text text)
{
	struct err e;
	c->plan = plan_load(text, load_folder(&c->arena, path), &e);
	if (c->plan)
		return 0;
	load_complain(PROGRAM, path, text, &e);
	return -1;
}

static int
take_rules(struct command *c, const char *path, struct text text)
{
	struct err e;
	c->rules_path = path;
	c->rules = rules_load(text, c->plan, load_folder(&c->arena, path), &e);
	if (c->rules)
		return 0;
	load_complain(PROGRAM, path, text, &e);
	return -1;
}

static int
read_file(struct command *c, const char *path, struct text *text)
{
	struct err e;
	*text = load_file(&c->arena, path, PROGRAM, &e);
	if (text->p)
		return 0;
	load_complain(PROGRAM, path, *text, &e);
	return -1;
}

/* The plan of a file, or of the store: the Active one, if there is one.  0, or -1: what is wrong
 * has been said. */
static int
load_plan(struct command *c)
{
	const char *path = c->plan_path;
	struct text text;
	if (path)
		return read_file(c, path, &text) < 0 ? -1 : take_plan(c, path, text);
	if (!versions_in_store(&c->settings))
		return 0;
	int found =
	    versions_load(&c->versions, &c->settings, STORE_ENCODING, &c->arena, &text, &path);
	return found > 0 ? take_plan(c, path, text) : found;
}

static int
load_rules(struct command *c)
{
	const char *path = c->rules_path;
	struct text text;
	if (path)
		return read_file(c, path, &text) < 0 ? -1 : take_rules(c, path, text);
	if (!c->plan && !c->settings.quiet)
		diag(PROGRAM, "no plan is Active: types of fields are not known, and the runtime "
			      "is the defaults");
	int found = versions_load(&c->versions, &c->settings, STORE_RULES, &c->arena, &text, &path);
	if (found == 0)
		versions_say_none(&c->settings, STORE_RULES);
	return found > 0 ? take_rules(c, path, text) : -1;
}

/* ---- deciding ------------------------------------------------------------------------------- */

/* Nobody who sends events can know the key.  Answers do not depend on it. */
static struct siphash_key
random_key(void)
{
	struct siphash_key key = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };
	while (getrandom(&key, sizeof(key), 0) < 0 && errno == EINTR)
		;
	return key;
}

/* Is the event of the tenant and the time that is asked for?  One without a tenant is. */
static bool
is_wanted(const struct settings *s, struct event *ev)
{
	if (ev->observed_at_ns < s->from_ns ||
	    (ev->observed_at_ns >= s->to_ns && s->to_ns != INT64_MAX))
		return false;
	if (!s->tenant.p)
		return true;
	if (ev->tenant_id.kind != VALUE_ABSENT)
		return text_eq(ev->tenant_id.text, s->tenant);
	ev->tenant_id = (struct value){ s->tenant, VALUE_STRING, false };
	ev->head = TEXT_ABSENT;
	return true;
}

static void
decide(struct command *c, const struct event *ev, struct batch *out)
{
	struct decision decision;
	decide_event(c->decider, ev, &decision);
	event_put_decision(&out->out, ev, NULL, c->rules->document.version, &decision);
	out->books.out++;
	c->decisions[decision.verdict->outcome]++;
	c->duplicates += decision.duplicate;
}

/* Events that were read behind each other, before any of them is decided. */
static void
decide_all(struct command *c, struct event *ev, size_t n, struct batch *out)
{
	size_t wanted = 0;
	out->lines += n;
	out->books.in += n;
	for (size_t i = 0; i < n; i++) {
		if (!is_wanted(&c->settings, &ev[i])) {
			out->books.skipped++;
			continue;
		}
		if (wanted < i)
			ev[wanted] = ev[i];
		wanted++;
	}
	decide_expect(c->decider, ev, wanted);
	for (size_t i = 0; i < wanted; i++)
		decide(c, &ev[i], out);
}

static void
decide_block(void *context, const struct block *b, struct batch *out)
{
	struct command *c = context;
	struct json_pos pos = { 0 };
	struct json_line line;
	struct event ev[DECIDE_AHEAD];
	struct reject why;
	enum event_result r;
	do {
		size_t n = 0;
		r = event_read(c->reader, b->p, b->n, b->index, &pos, ev, &line, &why);
		while (r == EVENT_OK && ++n < DECIDE_AHEAD)
			r = event_read_on(
			    c->reader, b->p, b->n, b->index, &pos, &ev[n], &line, &why);
		decide_all(c, ev, n, out);
		out->lines += r == EVENT_BLANK || r == EVENT_REJECTED;
		out->books.in += r == EVENT_REJECTED;
		if (r == EVENT_REJECTED)
			batch_reject(out, out->lines, &why, (struct text){ line.p, line.n });
		if (r == EVENT_REJECTED && c->settings.fail_fast)
			return; /* what comes after it does not count */
	} while (r != EVENT_END);
}

static void
put_stats(void *context, struct buf *json)
{
	struct command *c = context;
	const struct state *state = decider_state(c->decider);
	const struct state_ledger ledger = state_ledger(state);
	const struct state_size size = state_size(state);
	char seconds[STATE_SECONDS_MAX];
	size_t n = state_put_seconds(ledger.max_lateness_ns, seconds);
	BUF_LIT(json, ",\"decisions\":{");
	for (size_t i = 0; i < OUTCOMES; i++)
		buf_printf(json, "%s\"%s\":%llu", i > 0 ? "," : "", outcome_names[i].p,
		    (unsigned long long)c->decisions[i]);
	buf_printf(json, "},\"events_duplicate\":%llu,\"events_late\":%llu",
	    (unsigned long long)c->duplicates, (unsigned long long)ledger.late);
	BUF_LIT(json, ",\"max_lateness_seconds\":");
	buf_put(json, seconds, n);
	buf_printf(json, ",\"events_too_late\":%llu,\"entities\":%llu,\"sessions\":%llu",
	    (unsigned long long)ledger.too_late, (unsigned long long)size.entities,
	    (unsigned long long)size.sessions);
	buf_printf(json, ",\"state_bytes\":%llu,\"bytes_per_entity\":%llu",
	    (unsigned long long)size.bytes,
	    (unsigned long long)(size.entities ? size.entity_bytes / size.entities : 0));
}

static uint64_t
decide_quota(void *context)
{
	return keep_quota(&((struct command *)context)->keep);
}

static int
decide_pause(void *context)
{
	return keep_pause(&((struct command *)context)->keep);
}

static int
run_all(struct command *c, struct run_mode mode)
{
	const struct run_stage stage = { .program = c,
		.work = decide_block,
		.quota = decide_quota,
		.pause = decide_pause,
		.serial = true };
	settings_reads(&c->settings, c->keep.lock.path);
	if (run_begin_as(&c->run, &c->settings, mode) < 0)
		return EXIT_BROKEN;
	if (!c->keep.file || keep_begin(&c->keep, &c->run) == 0)
		run_inputs(&c->run, &stage);
	keep_mark(&c->keep);
	return run_end(&c->run, put_stats, c);
}

static int
decide_inputs(struct command *c)
{
	struct run_mode mode;
	int status = EXIT_BROKEN;
	c->keep.run = &c->run;
	c->reader = event_reader_new(c->rules->fields.name, c->rules->fields.n);
	c->decider = decider_new(c->rules, random_key());
	if (c->explain)
		decider_explain(c->decider);
	if (!c->keep.file && !c->settings.stats)
		state_keep_asked(decider_state(c->decider));
	if (keep_open(&c->keep, &c->settings, decider_state(c->decider), &mode) == 0)
		status = run_all(c, mode);
	status = keep_close(&c->keep, status);
	keep_leave(&c->keep, status);
	decider_free(c->decider);
	event_reader_free(c->reader);
	return status;
}

/* ---- --check and --init --------------------------------------------------------------------- */

/* Says each line of text, as one of the rule set. */
static void
say_lines(const struct command *c, struct text text)
{
	while (text.n > 0) {
		size_t n = (size_t)((const char *)memchr(text.p, '\n', text.n) - text.p);
		diag_at(PROGRAM, c->rules_path, 0, 0, (struct text){ text.p, n });
		text = (struct text){ text.p + n + 1, text.n - n - 1 };
	}
}

/* Lints and tests the rule set.  EXIT_WORKED, or EXIT_NO where a test failed, with the counts and
 * what there is to report. */
static int
lint_and_test(struct command *c, struct test_counts *counts, struct buf *report)
{
	struct buf findings = { 0 };
	struct err e;
	const enum test_format format = c->format == FORMAT_TAP ? TEST_TAP : TEST_TEXT;
	rules_lint(c->rules, c->plan, &findings);
	if (!c->settings.quiet)
		say_lines(c, buf_as_text(&findings));
	buf_free(&findings);
	if (rules_test(c->rules, c->plan, format, counts, report, &e) != 0) {
		load_complain(PROGRAM, c->rules_path, c->rules->text, &e);
		return EXIT_BROKEN;
	}
	return counts->failed > 0 ? EXIT_NO : EXIT_WORKED;
}

/* What the tests came to, on stdout; what failed on stderr, where stdout does not have it. */
static int
check(struct command *c)
{
	struct buf report = { 0 }, summary = { 0 };
	struct test_counts counts;
	int status = lint_and_test(c, &counts, &report);
	if (status != EXIT_BROKEN && c->format == FORMAT_TAP) {
		status = status_worse(print_all(&c->settings, buf_as_text(&report)), status);
	} else if (status != EXIT_BROKEN) {
		size_t rules = c->rules->total, tests = counts.passed + counts.failed;
		say_lines(c, buf_as_text(&report));
		buf_printf(&summary, "%s: %zu rule%s, %zu test%s: %zu passed, %zu failed\n",
		    c->rules_path, rules, rules == 1 ? "" : "s", tests, tests == 1 ? "" : "s",
		    counts.passed, counts.failed);
		status = status_worse(print_all(&c->settings, buf_as_text(&summary)), status);
	}
	buf_free(&report);
	buf_free(&summary);
	return status;
}

/* For the store. */
static int
check_rules(void *context, const char *path, struct text text, struct buf *config)
{
	struct command *c = context;
	struct test_counts counts;
	struct buf report = { 0 };
	if (take_rules(c, path, text) < 0)
		return EXIT_BROKEN;
	if (!config)
		return EXIT_WORKED;
	config_put(config, c->rules->document.config, c->rules->lists);
	int status = lint_and_test(c, &counts, &report);
	say_lines(c, buf_as_text(&report));
	buf_free(&report);
	return status;
}

/* -1, or an exit status. */
static int
check_operands(struct command *c)
{
	struct settings *s = &c->settings;
	const unsigned action = s->options.action;
	if (action == CHECK && !c->rules_path && s->operands == 1) {
		c->rules_path = s->operand[0];
		s->operands = 0;
	}
	if ((action == CHECK || action == INIT) && s->operands > 0)
		return options_usage(&program, "--check and --init read no input");
	if (action == CHECK && !c->rules_path)
		return options_usage(&program, "--check needs a rule set");
	if (c->format == FORMAT_TAP && action != CHECK)
		return options_usage(&program, "--format tap is for --check");
	if (c->format == FORMAT_JSONL && action == CHECK && options_given(&s->options, "format"))
		return options_usage(&program, "--format jsonl is for --diff");
	if (action == DUMP_STATE && s->operands > 0)
		return options_usage(&program, "--dump-state reads no input");
	if (action == LOAD_STATE && s->operands > 1)
		return options_usage(&program, "--load-state reads one input");
	const char *conflict = keep_conflict(&c->keep, s);
	return conflict ? options_usage(&program, "%s", conflict) : -1;
}

static int
manage_versions(struct command *c)
{
	const struct versions_program versions = { &program, STORE_RULES, c, check_rules };
	if (versions_checks(c->settings.options.action) && load_plan(c) < 0)
		return EXIT_BROKEN;
	c->versions.text = c->format == FORMAT_TEXT;
	return versions_run(&versions, &c->versions, &c->settings);
}

static void
note_documents(struct command *c)
{
	settings_reads_lists(&c->settings, c->rules->lists);
	if (c->plan)
		settings_reads_lists(&c->settings, c->plan->lists);
}

/* A filter, or --check. */
static int
run(struct command *c)
{
	if (!c->rules_path && !versions_in_store(&c->settings))
		return options_usage(
		    &program, "--rules is required, or --store and --tenant with Active rules");
	const bool checks = c->settings.options.action == CHECK;
	if (settings_share_stdin(&c->settings, !checks) >= 0)
		return EXIT_BROKEN;
	if (load_plan(c) < 0 || load_rules(c) < 0)
		return EXIT_BROKEN;
	note_documents(c);
	return checks ? check(c) : decide_inputs(c);
}

static int
act(struct command *c)
{
	const struct settings *s = &c->settings;
	if (spare_store(s) < 0)
		return EXIT_BROKEN;
	switch (s->options.action) {
	case DECIDE:
	case CHECK: return run(c);
	case INIT: return print_all(s, rules_starter());
	case DUMP_STATE: return dump_state(s, c->keep.file);
	case LOAD_STATE: return load_state(s, c->keep.file, random_key());
	default: return manage_versions(c);
	}
}

int
main(int argc, char **argv)
{
	struct command c = { 0 };
	int status = settings_parse(&c.settings, &program, argc, argv, &c);
	if (status < 0)
		status = check_operands(&c);
	if (status < 0)
		status = act(&c);
	rules_free(c.rules);
	plan_free(c.plan);
	arena_free(&c.arena);
	settings_free(&c.settings);
	return status;
}
