/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/findings.h"
#include "cmd/cli/load.h"
#include "cmd/cli/options.h"
#include "cmd/cli/print.h"
#include "cmd/cli/random.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/versions.h"
#include "cmd/decide/dump.h"
#include "cmd/decide/keep.h"
#include "cmd/decide/late.h"
#include "decide/decide.h"
#include "decide/test.h"
#include "encode/presence.h"
#include "io/time_index.h"
#include "json/walk.h"
#include "json/write.h"
#include "plan/time_rules.h"
#include "store/config.h"

#define PROGRAM "esper-decide"

enum action { DECIDE, CHECK = VERSIONS_ACTIONS, INIT, DUMP_STATE, LOAD_STATE };
enum format { FORMAT_JSON, FORMAT_JSONL, FORMAT_TEXT, FORMAT_TAP, FORMATS };
static const struct text format_names[FORMATS] = { TEXT("json"), TEXT("jsonl"), TEXT("text"),
	TEXT("tap") };

struct command {
	struct versions versions;
	const char *plan_path, *rules_path;
	bool explain;
	bool unsaid; /* findings of --check could not be printed */
	struct keep keep;
	enum format format;
	bool color; /* in decisions as text */

	struct settings settings;
	struct arena arena;
	struct plan *plan; /* NULL: none was given */
	struct rules *rules;
	struct event_reader *reader;
	struct decider *decider;
	struct run run;
	struct late late;
	uint64_t decisions[OUTCOMES], duplicates;
	struct presence presence; /* of the fields of the rules */
};

/* --check: the rule set may also be an operand. */
static int
read_check(void *into, const char *argument, struct err *e)
{
	(void)e;
	if (argument)
		((struct command *)into)->rules_path = argument;
	return 0;
}

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct command, member) }

static const struct option_spec options[] = {
	{ "rules", 'r', .value = "FILE", .group = "Options:", .help = "the rule set",
	    MEMBER(OPTION_READ, rules_path) },
	{ "plan", 'p', .value = "FILE",
	    .help = "the encoding plan: runtime settings and types of fields",
	    MEMBER(OPTION_READ, plan_path) },
	{ "check", .action = CHECK, .value = "FILE", .optional = true,
	    .help = "lint the rule set FILE, run its tests, and exit",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct command, rules_path),
		.read = read_check } },
	{ "explain", .help = "add `evidence` to decisions, or explain failing tests of --check",
	    MEMBER(OPTION_FLAG, explain) },
	{ "format", .value = "json|jsonl|text|tap",
	    .actions = OPTION_FOR(DECIDE) | OPTION_FOR(CHECK) | OPTION_FOR(VERSIONS_DIFF),
	    .help =
		"output format of --explain or --diff (jsonl or text), or --check (text or tap)",
	    .takes = { OPTION_CHOICE, OPTION_MEMBER(struct command, format),
		OPTION_NAMES(format_names) } },
	{ "init", .action = INIT, .help = "print a starter rule set and exit" },
	{ "encoding-version", .value = "N",
	    .help = "version of the plan in the store (default: the Active version)",
	    VERSIONS_NUMBER(struct command, versions, STORE_ENCODING) },
	{ "rule-version", .value = "N",
	    .help = "version of the rule set in the store (default: the Active version)",
	    VERSIONS_NUMBER(struct command, versions, STORE_RULES) },
	{ "state", .value = "FILE",
	    .group = "State:", .help = "start from the state in FILE, and save it there at the end",
	    MEMBER(OPTION_READ, keep.file) },
	{ "checkpoint", .value = "WHEN", .needs = "state",
	    .help = "also save it during the run, every DURATION or N records",
	    MEMBER(OPTION_INTERVAL, keep.every) },
	{ "resume", .needs = "state",
	    .help = "skip what the state has counted, and decide the rest",
	    MEMBER(OPTION_FLAG, keep.resume) },
	{ "again", .needs = "state",
	    .help = "accept inputs that the state has counted, and count them again",
	    MEMBER(OPTION_FLAG, keep.again) },
	{ "dump-state", .action = DUMP_STATE, .needs = "state",
	    .help = "print the state in FILE as JSON lines and exit" },
	{ "load-state", .action = LOAD_STATE, .needs = "state",
	    .help = "rebuild FILE from the output of --dump-state and exit" },
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
	    "Decides encoded events by a rule set.  Each decision is Allow, Observe, Challenge\n"
	    "or Block, and names the rules that matched.",
	.table = { { .spec = options, .n = sizeof(options) / sizeof(*options) },
	    VERSIONS_TABLE(struct command), SETTINGS_TABLE(struct command, SHARED_ALL) },
};

static int
take_rules(struct command *c, const char *path, struct text text)
{
	c->rules_path = path;
	c->rules = load_as_rules(&c->settings.voice, &c->arena, path, text, c->plan, NULL, NULL);
	return c->rules ? 0 : -1;
}

/* Loads the plan from a file or the store, where none need be Active.  Returns 0, or -1 after
 * printing what is wrong. */
static int
load_plan(struct command *c)
{
	const char *path = c->plan_path;
	struct text text;
	if (!path && !versions_in_store(&c->settings))
		return 0;
	const int found = versions_load(
	    &c->versions, &c->settings, STORE_ENCODING, &c->arena, &text, &path, NULL);
	if (found <= 0)
		return found;
	c->plan = load_as_plan(&c->settings.voice, &c->arena, path, text, NULL);
	return c->plan ? 0 : -1;
}

static int
load_rules(struct command *c)
{
	const char *path = c->rules_path;
	struct text text;
	if (!path && !c->plan && !c->settings.quiet)
		diag(&c->settings.voice,
		    "no plan is Active: types of fields are not known, and the runtime settings "
		    "are the defaults");
	const int found =
	    versions_load(&c->versions, &c->settings, STORE_RULES, &c->arena, &text, &path, NULL);
	if (found == 0)
		versions_say_none(&c->settings, STORE_RULES);
	return found > 0 ? take_rules(c, path, text) : -1;
}

/* ---- deciding ------------------------------------------------------------------------------- */

/* The key must be unknown to those who send events.  Decisions do not depend on it. */
/* Is the event in the range, and of the tenant asked for?  An event without a tenant is given that
 * one. */
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
	if (c->format == FORMAT_TEXT)
		event_put_decision_text(&out->out, ev, &decision, c->color);
	else
		event_put_decision(&out->out, ev, NULL, c->rules->document.version, &decision);
	out->books.out++;
	c->decisions[decision.verdict->outcome]++;
	c->duplicates += decision.duplicate;
	presence_note(&c->presence, ev);
}

/* Decides events that were read ahead together, so that their state can be prefetched.  Returns 0,
 * or -1 if one was too late and --fail-fast ends the run there. */
static int
decide_all(struct command *c, struct event *ev, size_t n, struct batch *out)
{
	unsigned char place[DECIDE_AHEAD]; /* of those that are wanted */
	const uint64_t lines = out->lines;
	const struct books before = out->books;
	size_t wanted = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_wanted(&c->settings, &ev[i]))
			continue;
		if (wanted < i)
			ev[wanted] = ev[i];
		place[wanted++] = (unsigned char)i;
	}
	decide_expect(c->decider, ev, wanted);
	for (size_t i = 0; i < wanted; i++) {
		const struct state_view *view = decider_view(c->decider);
		decide(c, &ev[i], out);
		out->books.in = before.in + place[i] + 1;
		out->books.skipped = before.skipped + place[i] - i;
		late_note(&c->late, view, lines + place[i] + 1, out);
		if (view->too_late && c->settings.fail_fast)
			return -1;
	}
	out->lines = lines + n;
	out->books.in = before.in + n;
	out->books.skipped = before.skipped + n - wanted;
	return 0;
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
	late_enter(&c->late, b);
	do {
		size_t n = 0;
		r = event_read(c->reader, b->p, b->n, b->index, &pos, ev, &line, &why);
		while (r == EVENT_OK && ++n < DECIDE_AHEAD)
			r = event_read_on(
			    c->reader, b->p, b->n, b->index, &pos, &ev[n], &line, &why);
		for (size_t i = 0; i < n; i++)
			batch_note_time(out, ev[i].observed_at_ns);
		if (decide_all(c, ev, n, out) < 0)
			return;
		out->lines += r == EVENT_BLANK || r == EVENT_REJECTED;
		out->books.in += r == EVENT_REJECTED;
		out->times.untimed |= r == EVENT_REJECTED;
		if (r == EVENT_REJECTED)
			batch_reject(out, out->lines, &why, (struct text){ line.p, line.n });
		if (r == EVENT_REJECTED && c->settings.fail_fast)
			return; /* the run ends here */
	} while (r != EVENT_END);
}

/* Does an enabled rule compare by entity or session? */
static bool
asks_entity(const struct rules *r)
{
	for (size_t i = 0; i < r->leaves; i++) {
		const struct leaf *leaf = &r->leaf[i];
		if ((leaf->kind == LEAF_STATE || leaf->kind == LEAF_WINDOW) &&
		    leaf->scope != SCOPE_GROUP)
			return true;
	}
	return false;
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
	json_member_begin(json, "decisions", '{');
	for (size_t i = 0; i < OUTCOMES; i++)
		json_member_u64(json, outcome_names[i].p, c->decisions[i]);
	json_end(json, '}');
	json_member_u64(json, "events_duplicate", c->duplicates);
	json_member_u64(json, "events_id_conflict", ledger.id_conflicts);
	json_member_u64(json, "events_late", ledger.late);
	json_member_raw(json, "max_lateness_seconds", (struct text){ seconds, n });
	json_member_u64(json, "events_too_late", ledger.too_late);
	json_member_u64(json, "entities", size.entities);
	json_member_u64(json, "sessions", size.sessions);
	json_member_u64(json, "state_bytes", size.bytes);
	json_member_u64(
	    json, "bytes_per_entity", size.entities ? size.entity_bytes / size.entities : 0);
	presence_put_json(json, &c->presence, c->rules->fields.name, "events_with_entity");
}

/* Reports what the rules look for but no event had.  Fields that the plan does not define were
 * reported before the run. */
static void
say_missing(const struct command *c)
{
	const struct fields *fields = &c->rules->fields;
	struct buf b = { 0 };
	bool *asked = mem_zalloc(fields->n + 1, sizeof(*asked));
	rules_asked(c->rules, asked);
	for (size_t i = 0; c->plan && i < fields->n; i++)
		asked[i] &= fields_find(&c->plan->fields, fields->name[i]) != FIELD_UNKNOWN;
	const bool entity = asks_entity(c->rules) && !c->rules->no_entities;
	if (presence_put_unseen(&b, &c->presence, fields->name, asked, entity))
		diag(&c->settings.voice, "%.*s, which the rules use; %s", (int)b.n, b.p,
		    c->plan ? "check the output of esper-encode"
			    : "give the plan with -p to check the rules against it");
	free(asked);
	buf_free(&b);
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
decide_settle(void *context, void *part, const struct run_turn *turn)
{
	(void)part;
	keep_settle(&((struct command *)context)->keep, turn);
	return 0;
}

static int
run_all(struct command *c, struct run_mode mode)
{
	unsigned char rules[TIME_RULES];
	const struct source_frames frames = {
		.rules = rules, .from_ns = c->settings.from_ns, .to_ns = c->settings.to_ns
	};
	const struct run_stage stage = { .program = c,
		.frames = settings_has_range(&c->settings) ? &frames : NULL,
		.work = decide_block,
		.quota = decide_quota,
		.settle = decide_settle,
		.pause = decide_pause,
		.serial = true,
		.unindexed = true };
	encoded_time_rules(rules);
	settings_reads(&c->settings, c->keep.lock.path);
	if (run_begin_as(&c->run, &c->settings, mode) < 0)
		return EXIT_BROKEN;
	if (!c->keep.file || keep_begin(&c->keep, &c->run) == 0)
		run_inputs(&c->run, &stage);
	keep_mark(&c->keep);
	late_end(&c->late, c->rules->runtime.lateness_s, &c->run.last_words);
	if (!c->run.stopped && !c->keep.file && !c->settings.quiet)
		say_missing(c);
	if (!c->keep.file) /* a run with --state may see only the next few events of a log */
		run_note_all_skipped(&c->run);
	diag_id_conflicts(&c->run.last_words, state_ledger(decider_state(c->decider)).id_conflicts);
	return run_end(&c->run, put_stats, c);
}

static int
decide_inputs(struct command *c)
{
	struct run_mode mode;
	int status = EXIT_BROKEN;
	c->color = settings_color_output(&c->settings);
	c->keep.run = &c->run;
	c->late.state = c->keep.file;
	c->reader = event_reader_new(c->rules->fields.name, c->rules->fields.n);
	c->decider = decider_new(c->rules, random_key());
	presence_init(&c->presence, c->rules->fields.n);
	if (c->explain)
		decider_explain(c->decider, c->format == FORMAT_TEXT ? EXPLAIN_TEXT : EXPLAIN_JSON);
	if (!c->keep.file)
		state_never_saved(decider_state(c->decider));
	if (!c->keep.file && !c->settings.stats)
		state_keep_asked(decider_state(c->decider));
	if (keep_open(&c->keep, &c->settings, decider_state(c->decider), &mode) == 0)
		status = run_all(c, mode);
	status = keep_close(&c->keep, status);
	keep_leave(&c->keep, status);
	decider_free(c->decider);
	presence_free(&c->presence);
	event_reader_free(c->reader);
	return status;
}

/* ---- --check and --init --------------------------------------------------------------------- */

/* Lints and tests the rule set, and fills in the counts and the report.  Returns EXIT_WORKED,
 * EXIT_NO if a test failed, or EXIT_BROKEN. */
static int
lint_and_test(struct command *c, struct test_counts *counts, struct buf *report)
{
	struct buf findings = { 0 };
	struct errs all = { 0 };
	const enum test_format format = c->format == FORMAT_TAP ? TEST_TAP
					: c->explain            ? TEST_TEXT
								: TEST_BRIEF;
	rules_lint(c->rules, c->plan, &findings);
	if (!c->settings.quiet)
		c->unsaid |=
		    findings_say(&c->settings.voice, c->rules_path, buf_as_text(&findings)) < 0;
	buf_free(&findings);
	if (rules_test(c->rules, c->plan, format, counts, report, &all) != 0) {
		load_complain_all(&c->settings.voice, c->rules_path, c->rules->text, &all);
		return EXIT_BROKEN;
	}
	return counts->failed > 0 ? EXIT_NO : EXIT_WORKED;
}

/* Prints what failed, and how to see the details. */
static void
say_failed(struct command *c, const struct test_counts *counts, struct text report)
{
	c->unsaid |= findings_say(&c->settings.voice, c->rules_path, report) < 0;
	if (counts->failed > 0 && !c->explain && !c->settings.quiet)
		diag(&c->settings.voice,
		    "%s: --explain shows every wrong event and what each rule compared",
		    c->rules_path);
}

/* Prints the results of the tests on standard output, and the failures on standard error unless TAP
 * output has them. */
static int
check(struct command *c)
{
	struct buf report = { 0 }, summary = { 0 };
	struct test_counts counts;
	int status = lint_and_test(c, &counts, &report);
	if (status != EXIT_BROKEN && c->format == FORMAT_TAP) {
		status = status_worse(print_all(&c->settings, buf_as_text(&report)), status);
	} else if (status != EXIT_BROKEN) {
		say_failed(c, &counts, buf_as_text(&report));
		test_put_summary(&summary, c->rules_path, c->rules->total, &counts,
		    settings_color_output(&c->settings));
		status = status_worse(print_all(&c->settings, buf_as_text(&summary)), status);
	}
	buf_free(&report);
	buf_free(&summary);
	return c->unsaid ? EXIT_BROKEN : status;
}

/* Checks a rule set for the store (versions_program.check). */
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
	say_failed(c, &counts, buf_as_text(&report));
	buf_free(&report);
	return status;
}

/* Returns -1, or an exit status after printing a usage error. */
static int
check_operands(struct command *c)
{
	struct settings *s = &c->settings;
	const unsigned action = s->options.action;
	const bool json = options_given(&s->options, "format") && c->format <= FORMAT_JSONL;
	if (action == CHECK && !c->rules_path && s->operands == 1) {
		c->rules_path = s->operand[0];
		s->operands = 0;
	}
	if ((action == CHECK || action == INIT) && s->operands > 0)
		return options_usage(&program, "--check and --init read no input");
	if (action == CHECK && !c->rules_path)
		return options_usage(&program, "--check needs a rule set");
	if (action == DECIDE && options_given(&s->options, "format") && !c->explain)
		return options_usage(&program, "--format needs --explain, --diff or --check");
	if (c->format == FORMAT_TAP && action != CHECK)
		return options_usage(&program, "--format tap is for --check");
	if (action == CHECK && json)
		return options_usage(&program,
		    "--check reports as --format text or tap; json and jsonl are for --diff");
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

/* Decides, or does --check. */
static int
run(struct command *c)
{
	if (!c->rules_path && !versions_in_store(&c->settings))
		return options_usage(&program,
		    "--rules is required, or --store and --tenant with an active rule set");
	const bool checks = c->settings.options.action == CHECK;
	if (settings_share_stdin(&c->settings, !checks) >= 0)
		return EXIT_BROKEN;
	if (load_plan(c) < 0 || load_rules(c) < 0)
		return EXIT_BROKEN;
	note_documents(c);
	if (!checks && c->plan && !c->settings.quiet)
		findings_say_vain(&c->settings.voice, c->rules_path, c->rules, c->plan, NULL);
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
