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
#include "json/walk.h"
#include "store/config.h"

#define PROGRAM "esper-decide"

struct command {
	struct versions versions; /* has to be the first */
	const char *plan_path, *rules_path;
	bool check, init; /* instead of deciding */
	bool dump, load;  /* likewise, with the state */
	bool explain;
	bool unsaid; /* what --check found could not be written */
	struct keep keep;
	enum test_format test_format;

	struct settings settings;
	struct arena arena;
	struct plan *plan; /* NULL: none was given */
	struct rules *rules;
	struct event_reader *reader;
	struct decider *decider;
	struct run run;
	struct late late;
	uint64_t decisions[OUTCOMES], duplicates;
	struct presence presence; /* by field of the rules */
};

static int
set_check(void *into, const char *argument, struct err *e)
{
	struct command *c = into;
	(void)e;
	c->check = true;
	if (argument)
		c->rules_path = argument;
	return 0;
}

/* Of --check or of --diff: which of them can have it is seen to when all options are known. */
static int
set_format(void *into, const char *argument, struct err *e)
{
	static const struct text names[] = { TEXT("json"), TEXT("jsonl"), TEXT("text"),
		TEXT("tap") };
	struct command *c = into;
	int choice = option_choice(argument, names, 4, e);
	if (choice < 0)
		return -1;
	c->versions.text = choice == 2;
	c->versions.formatted = true;
	c->test_format = choice == 3 ? TEST_TAP : TEST_BRIEF;
	return 0;
}

static int
set_checkpoint(void *into, const char *argument, struct err *e)
{
	return keep_set_checkpoint(&((struct command *)into)->keep, argument, e);
}

static const struct option_spec options[] = {
	{ "rules", 'r', OPTION_NEEDS, "FILE", "the rule set",
	    OPTION_NAME(struct command, rules_path) },
	{ "plan", 'p', OPTION_NEEDS, "FILE", "the encoding plan: its runtime and types of fields",
	    OPTION_NAME(struct command, plan_path) },
	{ "check", 0, OPTION_ALLOWS, "FILE",
	    "read the rule set FILE, lint it, run its tests, and end", .set = set_check },
	{ "explain", 0, OPTION_ALONE, NULL,
	    "add `evidence` to decisions, or to what --check says of failing tests",
	    OPTION_FLAG(struct command, explain) },
	{ "format", 0, OPTION_NEEDS, "json|jsonl|text|tap",
	    "how --diff (jsonl; text) or --check (text, tap) reports", .set = set_format },
	{ "init", 0, OPTION_ALONE, NULL, "print a starter rule set and end",
	    OPTION_FLAG(struct command, init) },
	{ "encoding-version", 0, OPTION_NEEDS, "N",
	    "the plan of the store (default: the Active version)", .set = versions_set_encoding },
	{ "rule-version", 0, OPTION_NEEDS, "N",
	    "the rule set of the store (default: the Active version)", .set = versions_set_rules },
	{ "state", 0, OPTION_NEEDS, "FILE", "begin with the state in FILE, leave it there",
	    OPTION_NAME(struct command, keep.file) },
	{ "checkpoint", 0, OPTION_NEEDS, "WHEN", "also leave it every DURATION or number of EVENTS",
	    .set = set_checkpoint },
	{ "resume", 0, OPTION_ALONE, NULL, "go on where a run with --checkpoint was stopped",
	    OPTION_FLAG(struct command, keep.resume) },
	{ "again", 0, OPTION_ALONE, NULL, "count inputs again that the state has counted",
	    OPTION_FLAG(struct command, keep.again) },
	{ "dump-state", 0, OPTION_ALONE, NULL, "print the state in FILE as JSON lines and end",
	    OPTION_FLAG(struct command, dump) },
	{ "load-state", 0, OPTION_ALONE, NULL, "make FILE of what --dump-state printed and end",
	    OPTION_FLAG(struct command, load) },
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
	.shared = SHARED_FILTER | SHARED_STORE | SHARED_TENANT | SHARED_RANGE,
	.own = options,
	.nown = sizeof(options) / sizeof(*options),
	.too = versions_options,
	.ntoo = VERSIONS_OPTIONS - 1, /* --format, the last, is our own */
};

static int
take_plan(struct command *c, const char *path, struct text text)
{
	struct errs all = { 0 };
	c->plan = plan_load_all(text, load_folder(&c->arena, path), &all);
	if (c->plan)
		return 0;
	load_complain_all(PROGRAM, path, text, &all);
	return -1;
}

static int
take_rules(struct command *c, const char *path, struct text text)
{
	struct errs all = { 0 };
	c->rules_path = path;
	c->rules = rules_load_all(text, c->plan, load_folder(&c->arena, path), &all);
	if (c->rules)
		return 0;
	load_complain_all(PROGRAM, path, text, &all);
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
	int found = versions_load(
	    &c->versions, &c->settings, STORE_ENCODING, &c->arena, &text, &path, NULL);
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
	int found =
	    versions_load(&c->versions, &c->settings, STORE_RULES, &c->arena, &text, &path, NULL);
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
	presence_note(&c->presence, ev);
}

/* Events that were read behind each other, before any of them is decided.  0, or -1: one was too
 * late, and with --fail-fast what comes after it does not count. */
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
		if (decide_all(c, ev, n, out) < 0)
			return;
		out->lines += r == EVENT_BLANK || r == EVENT_REJECTED;
		out->books.in += r == EVENT_REJECTED;
		if (r == EVENT_REJECTED)
			batch_reject(out, out->lines, &why, (struct text){ line.p, line.n });
		if (r == EVENT_REJECTED && c->settings.fail_fast)
			return; /* what comes after it does not count */
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
	BUF_LIT(json, ",\"decisions\":{");
	for (size_t i = 0; i < OUTCOMES; i++)
		buf_printf(json, "%s\"%s\":%llu", i > 0 ? "," : "", outcome_names[i].p,
		    (unsigned long long)c->decisions[i]);
	buf_printf(json, "},\"events_duplicate\":%llu,\"events_id_conflict\":%llu",
	    (unsigned long long)c->duplicates, (unsigned long long)ledger.id_conflicts);
	buf_printf(json, ",\"events_late\":%llu", (unsigned long long)ledger.late);
	BUF_LIT(json, ",\"max_lateness_seconds\":");
	buf_put(json, seconds, n);
	buf_printf(json, ",\"events_too_late\":%llu,\"entities\":%llu,\"sessions\":%llu",
	    (unsigned long long)ledger.too_late, (unsigned long long)size.entities,
	    (unsigned long long)size.sessions);
	buf_printf(json, ",\"state_bytes\":%llu,\"bytes_per_entity\":%llu",
	    (unsigned long long)size.bytes,
	    (unsigned long long)(size.entities ? size.entity_bytes / size.entities : 0));
	presence_put_json(json, &c->presence, c->rules->fields.name, "events_with_entity");
}

/* What the rules look for, and no event had.  Fields that the plan does not define were named
 * before the run.  A run with --state often has only the next few events of a log. */
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
		diag(PROGRAM, "%.*s, which the rules ask for; %s", (int)b.n, b.p,
		    c->plan ? "check what esper-encode made of the log"
			    : "give the plan (-p) to check the rules against it");
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
	const struct run_stage stage = { .program = c,
		.work = decide_block,
		.quota = decide_quota,
		.settle = decide_settle,
		.pause = decide_pause,
		.serial = true };
	settings_reads(&c->settings, c->keep.lock.path);
	if (run_begin_as(&c->run, &c->settings, mode) < 0)
		return EXIT_BROKEN;
	if (!c->keep.file || keep_begin(&c->keep, &c->run) == 0)
		run_inputs(&c->run, &stage);
	keep_mark(&c->keep);
	late_end(&c->late, c->rules->runtime.lateness_s, &c->run.last_words);
	if (!c->run.stopped && !c->keep.file && !c->settings.quiet)
		say_missing(c);
	if (!c->keep.file) /* a run with a state may have a few events of a log */
		run_note_all_skipped(&c->run);
	diag_id_conflicts(&c->run.last_words, state_ledger(decider_state(c->decider)).id_conflicts);
	return run_end(&c->run, put_stats, c);
}

static int
decide_inputs(struct command *c)
{
	struct run_mode mode;
	int status = EXIT_BROKEN;
	c->keep.run = &c->run;
	c->late.state = c->keep.file;
	c->reader = event_reader_new(c->rules->fields.name, c->rules->fields.n);
	c->decider = decider_new(c->rules, random_key());
	presence_init(&c->presence, c->rules->fields.n);
	if (c->explain)
		decider_explain(c->decider);
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

/* Lints and tests the rule set.  EXIT_WORKED, or EXIT_NO where a test failed, with the counts and
 * what there is to report. */
static int
lint_and_test(struct command *c, struct test_counts *counts, struct buf *report)
{
	struct buf findings = { 0 };
	struct errs all = { 0 };
	if (c->explain && c->test_format == TEST_BRIEF)
		c->test_format = TEST_TEXT;
	rules_lint(c->rules, c->plan, &findings);
	if (!c->settings.quiet)
		c->unsaid |= findings_say(PROGRAM, c->rules_path, buf_as_text(&findings)) < 0;
	buf_free(&findings);
	if (rules_test(c->rules, c->plan, c->test_format, counts, report, &all) != 0) {
		load_complain_all(PROGRAM, c->rules_path, c->rules->text, &all);
		return EXIT_BROKEN;
	}
	return counts->failed > 0 ? EXIT_NO : EXIT_WORKED;
}

/* What failed, and how to see all of it. */
static void
say_failed(struct command *c, const struct test_counts *counts, struct text report)
{
	c->unsaid |= findings_say(PROGRAM, c->rules_path, report) < 0;
	if (counts->failed > 0 && !c->explain && !c->settings.quiet)
		diag(PROGRAM, "%s: --explain shows every wrong event and what each rule compared",
		    c->rules_path);
}

/* What the tests came to, on stdout; what failed on stderr, where stdout does not have it. */
static int
check(struct command *c)
{
	struct buf report = { 0 }, summary = { 0 };
	struct test_counts counts;
	int status = lint_and_test(c, &counts, &report);
	if (status != EXIT_BROKEN && c->test_format == TEST_TAP) {
		status = status_worse(print_all(&c->settings, buf_as_text(&report)), status);
	} else if (status != EXIT_BROKEN) {
		size_t rules = c->rules->total, tests = counts.passed + counts.failed;
		say_failed(c, &counts, buf_as_text(&report));
		buf_visible(&summary, text_of(c->rules_path));
		buf_printf(&summary, ": %zu rule%s, %zu test%s: %zu passed, %zu failed\n", rules,
		    rules == 1 ? "" : "s", tests, tests == 1 ? "" : "s", counts.passed,
		    counts.failed);
		status = status_worse(print_all(&c->settings, buf_as_text(&summary)), status);
	}
	buf_free(&report);
	buf_free(&summary);
	return c->unsaid ? EXIT_BROKEN : status;
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
	say_failed(c, &counts, buf_as_text(&report));
	buf_free(&report);
	return status;
}

/* --check takes its rule set as an operand too. */
static int
take_operand(struct command *c)
{
	struct settings *s = &c->settings;
	if (c->check && !c->rules_path && s->operands == 1) {
		c->rules_path = s->operand[0];
		s->operands = 0;
	}
	if ((c->check || c->init) && s->operands > 0)
		return options_usage(&program, "--check and --init read no input");
	if (c->check && !c->rules_path)
		return options_usage(&program, "--check needs a rule set");
	if (c->test_format == TEST_TAP && !c->check)
		return options_usage(&program, "--format tap is for --check");
	if (c->check && c->versions.formatted && !c->versions.text && c->test_format != TEST_TAP)
		return options_usage(&program,
		    "--check reports as --format text or tap; json and jsonl are for --diff");
	if (c->check)
		c->versions.formatted = false;
	const char *conflict = keep_conflict(&c->keep, s);
	if (c->dump || c->load)
		conflict = dump_conflict(c->keep.file, c->dump, c->load, s);
	if (conflict)
		return options_usage(&program, "%s", conflict);
	return -1;
}

static int
manage_versions(struct command *c)
{
	const struct versions_program versions = { &program, STORE_RULES, c, check_rules };
	if (versions_checks(&c->versions) && load_plan(c) < 0)
		return EXIT_BROKEN;
	return versions_run(&versions, &c->versions, &c->settings);
}

static void
note_documents(struct command *c)
{
	settings_reads(&c->settings, c->plan_path);
	settings_reads(&c->settings, c->rules_path);
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
	if (!c->check && settings_share_stdin(&c->settings, c->plan_path, c->rules_path))
		return options_usage(
		    &program, "only one of plan, rules and events can be standard input");
	if (load_plan(c) < 0 || load_rules(c) < 0)
		return EXIT_BROKEN;
	note_documents(c);
	if (!c->check && c->plan && !c->settings.quiet)
		findings_say_vain(PROGRAM, c->rules_path, c->rules, c->plan, NULL);
	return c->check ? check(c) : decide_inputs(c);
}

int
main(int argc, char **argv)
{
	struct command c = { 0 };
	int status = options_parse(&program, argc, argv, &c.settings, &c);
	if (status < 0)
		status = take_operand(&c);
	if (status < 0)
		status = versions_conflict(&program, &c.versions, c.check || c.init);
	if (status >= 0)
		return status;
	if (spare_store(&c.settings) < 0)
		return EXIT_BROKEN;
	if (c.init)
		return print_all(&c.settings, rules_starter());
	settings_reads(&c.settings, c.keep.file);
	if (c.dump)
		return dump_state(&c.settings, c.keep.file);
	if (c.load)
		return load_state(&c.settings, c.keep.file, random_key());
	status = c.versions.action != VERSIONS_NONE ? manage_versions(&c) : run(&c);
	rules_free(c.rules);
	plan_free(c.plan);
	arena_free(&c.arena);
	return status;
}
