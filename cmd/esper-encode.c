/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/load.h"
#include "cmd/cli/options.h"
#include "cmd/cli/print.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"
#include "cmd/cli/versions.h"
#include "encode/encode.h"
#include "encode/presence.h"
#include "json/tree.h"
#include "json/write.h"
#include "store/config.h"

#define PROGRAM "esper-encode"

struct command {
	struct versions versions; /* has to be the first */
	const char *plan_path;
	bool check, init; /* instead of encoding */

	struct settings settings;
	struct arena arena;
	struct plan *plan;
	struct encode_options options;
	struct run run;
	struct tally *tally; /* of all that is settled */
};

/* A thread's encoder. */
struct worker {
	const struct command *command;
	struct encoder *encoder;
};

/* What is counted of a block beside its books. */
struct tally {
	uint64_t rejects[REJECT_CODES];
	struct presence presence;
};

static int
set_check(void *into, const char *argument, struct err *e)
{
	(void)e;
	struct command *c = into;
	c->plan_path = argument;
	c->check = true;
	return 0;
}

static const struct option_spec options[] = {
	{ "plan", 'p', OPTION_NEEDS, "FILE", "the encoding plan",
	    OPTION_NAME(struct command, plan_path) },
	{ "check", 0, OPTION_NEEDS, "FILE", "read the plan FILE, say whether it is good, and end",
	    .set = set_check },
	{ "init", 0, OPTION_ALONE, NULL, "print a starter plan and end",
	    OPTION_FLAG(struct command, init) },
	{ "encoding-version", 0, OPTION_NEEDS, "N",
	    "the plan of the store (default: the Active version)", .set = versions_set_encoding },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "-p PLAN [OPTION]... [FILE]...\n"
		    "-S STORE -t TENANT [--encoding-version N] [OPTION]... [FILE]...\n"
		    "--check PLAN\n--init\n"
		    "-S STORE -t TENANT --list | --show N | --diff A B\n"
		    "-S STORE -t TENANT --create FILE | --update N FILE | --delete N\n"
		    "-S STORE -t TENANT --activate N | --retire N",
	.purpose = "Encodes raw request logs: makes events with clean, named fields out of JSON\n"
		   "lines of any shape, by an encoding plan.",
	.shared = SHARED_FILTER | SHARED_STORE | SHARED_TENANT | SHARED_RANGE,
	.own = options,
	.nown = sizeof(options) / sizeof(*options),
	.too = versions_options,
	.ntoo = VERSIONS_OPTIONS,
};

static int
take_plan(struct command *c, const char *path, struct text text)
{
	struct errs all = { 0 };
	c->plan = plan_load_all(text, load_folder(&c->arena, path), &all);
	if (c->plan != NULL)
		return 0;
	load_complain_all(PROGRAM, path, text, &all);
	return -1;
}

static int
load_plan_file(struct command *c)
{
	struct err e;
	struct text text = load_file(&c->arena, c->plan_path, PROGRAM, &e);
	if (text.p != NULL)
		return take_plan(c, c->plan_path, text);
	load_complain(PROGRAM, c->plan_path, text, &e);
	return -1;
}

static int
load_plan_version(struct command *c)
{
	struct text text;
	const char *path;
	int found = versions_load(
	    &c->versions, &c->settings, STORE_ENCODING, &c->arena, &text, &path, NULL);
	if (found == 0)
		versions_say_none(&c->settings, STORE_ENCODING);
	return found > 0 ? take_plan(c, path, text) : -1;
}

/* For the store. */
static int
check_plan(void *context, const char *path, struct text text, struct buf *config)
{
	struct command *c = context;
	if (take_plan(c, path, text) < 0)
		return EXIT_BROKEN;
	if (config != NULL)
		config_put(config, c->plan->document.config, c->plan->lists);
	return EXIT_WORKED;
}

/* ---- encoding ------------------------------------------------------------------------------- */

static void *
worker_new(void *context)
{
	const struct command *c = context;
	struct worker *w = mem_zalloc(1, sizeof(*w));
	w->command = c;
	w->encoder = encoder_new(c->plan, &c->options);
	return w;
}

static void
worker_free(void *context)
{
	struct worker *w = context;
	encoder_free(w->encoder);
	free(w);
}

static void *
tally_new(void *context)
{
	const struct command *c = context;
	struct tally *t = mem_zalloc(1, sizeof(*t));
	presence_init(&t->presence, c->plan->count);
	return t;
}

static void
tally_free(void *part)
{
	struct tally *t = part;
	presence_free(&t->presence);
	free(t);
}

/* Adds a batch's to the command's. */
static int
tally_settle(void *context, void *part, const struct run_turn *turn)
{
	(void)turn;
	struct command *c = context;
	struct tally *t = part;
	for (size_t i = 0; i < REJECT_CODES; i++) {
		c->tally->rejects[i] += t->rejects[i];
		t->rejects[i] = 0;
	}
	presence_join(&c->tally->presence, &t->presence);
	return 0;
}

static void
encode_block(void *context, const struct block *b, struct batch *out)
{
	struct worker *w = context;
	struct tally *tally = out->part;
	const struct event_schema *schema = &w->command->plan->schema;
	struct json_pos pos = { 0 };
	struct encoded line;
	for (;;) {
		enum encode_result r = encode_next(w->encoder, b->p, b->n, b->index, &pos, &line);
		if (r == ENCODE_END)
			return;
		out->lines++;
		out->books.in += r != ENCODE_BLANK;
		if (r == ENCODE_EVENT) {
			event_put_encoded(&out->out, &line.event, schema);
			out->books.out++;
			presence_note_encoded(&tally->presence, w->command->plan, &line.event);
		} else if (r == ENCODE_SKIPPED) {
			out->books.skipped++;
		} else if (r == ENCODE_REJECTED) {
			batch_reject(
			    out, out->lines, &line.why, (struct text){ line.line.p, line.line.n });
			tally->rejects[line.why.code]++;
			if (w->command->settings.fail_fast)
				return; /* what comes after it does not count */
		}
	}
}

static void
count_too_long(void *context, struct batch *out)
{
	(void)context;
	((struct tally *)out->part)->rejects[REJECT_TOO_LONG]++;
}

static void
put_count(struct buf *json, bool *first, struct text name, uint64_t count)
{
	if (count == 0)
		return;
	if (!*first)
		buf_char(json, ',');
	*first = false;
	json_put_string(json, name);
	buf_char(json, ':');
	buf_u64(json, count);
}

static void
put_stats(void *context, struct buf *json)
{
	const struct command *c = context;
	bool first = true;
	BUF_LIT(json, ",\"warnings\":{");
	for (size_t i = 0; i < c->plan->count; i++)
		put_count(json, &first, c->plan->field[i].name, c->tally->presence.warnings[i]);
	BUF_LIT(json, "},\"rejects\":{");
	first = true;
	for (size_t i = 0; i < REJECT_CODES; i++)
		put_count(json, &first, reject_names[i], c->tally->rejects[i]);
	buf_char(json, '}');
	presence_put_json(json, &c->tally->presence, c->plan->fields.name, "entities");
}

/* What the plan looked for, and no event had. */
static void
say_missing(const struct command *c)
{
	struct buf b = { 0 };
	if (!c->run.stopped && !c->settings.quiet &&
	    presence_put_missing(&b, &c->tally->presence, c->plan))
		diag(PROGRAM, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

static int
encode(struct command *c)
{
	const struct settings *s = &c->settings;
	const struct run_stage stage = { .program = c,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.part_new = tally_new,
		.part_free = tally_free,
		.settle = tally_settle,
		.work = encode_block,
		.too_long = count_too_long,
		.documents = true };
	c->options = (struct encode_options){ s->tenant, s->from_ns, s->to_ns };
	if (run_begin(&c->run, s) < 0)
		return EXIT_BROKEN;
	c->tally = tally_new(c);
	run_inputs(&c->run, &stage);
	say_missing(c);
	run_note_all_skipped(&c->run);
	int status = run_end(&c->run, put_stats, c);
	tally_free(c->tally);
	return status;
}

/* ---- --check and --init --------------------------------------------------------------------- */

static size_t
count_of(const struct plan *p, const char *member)
{
	const struct json_node *array = json_get(p->document.config, member);
	return array != NULL ? array->count : 0;
}

static int
say_good(const struct command *c)
{
	struct buf b = { 0 };
	size_t fields = count_of(c->plan, "fields"), actions = count_of(c->plan, "actions");
	buf_visible(&b, text_of(c->plan_path));
	buf_printf(&b, ": ok: %zu field%s, %zu derived, %zu action%s\n", fields,
	    fields == 1 ? "" : "s", count_of(c->plan, "derived_fields"), actions,
	    actions == 1 ? "" : "s");
	int status = print_all(&c->settings, buf_as_text(&b));
	buf_free(&b);
	return status;
}

/* A filter, or --check. */
static int
run(struct command *c)
{
	int loaded;
	if (!c->check && settings_share_stdin(&c->settings, c->plan_path, NULL))
		return options_usage(&program, "plan and events cannot both be standard input");
	if (c->plan_path != NULL)
		loaded = load_plan_file(c);
	else if (versions_in_store(&c->settings))
		loaded = load_plan_version(c);
	else
		return options_usage(
		    &program, "--plan is required, or --store and --tenant with an Active plan");
	if (loaded < 0)
		return EXIT_BROKEN;
	settings_reads(&c->settings, c->plan_path);
	settings_reads_lists(&c->settings, c->plan->lists);
	return c->check ? say_good(c) : encode(c);
}

int
main(int argc, char **argv)
{
	struct command c = { 0 };
	const struct versions_program versions = { &program, STORE_ENCODING, &c, check_plan };
	int status = options_parse(&program, argc, argv, &c.settings, &c);
	if (status >= 0)
		return status;
	if ((c.check || c.init) && c.settings.operands > 0)
		return options_usage(&program, "--check and --init read no input");
	status = versions_conflict(&program, &c.versions, c.check || c.init);
	if (status >= 0)
		return status;
	if (spare_store(&c.settings) < 0)
		return EXIT_BROKEN;
	if (c.init)
		return print_all(&c.settings, plan_starter());
	if (c.versions.action != VERSIONS_NONE)
		status = versions_run(&versions, &c.versions, &c.settings);
	else
		status = run(&c);
	plan_free(c.plan);
	arena_free(&c.arena);
	return status;
}
