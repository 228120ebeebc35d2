/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

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
#include "cmd/encode/init.h"
#include "cmd/encode/pack.h"
#include "cmd/encode/suggest.h"
#include "encode/encode.h"
#include "encode/presence.h"
#include "json/tree.h"
#include "io/time_index.h"
#include "json/write.h"
#include "plan/time_rules.h"
#include "store/config.h"

#define PROGRAM "esper-encode"

enum action { ENCODE, CHECK = VERSIONS_ACTIONS, INIT, SUGGEST, PACK };
static const struct text partition_names[] = { TEXT("hour"), TEXT("day") };

struct command {
	struct versions versions;
	const char *plan_path;
	const char *init_name; /* NULL: --init without a name */
	unsigned partition;    /* of --pack: an index of partition_names */
	bool encoded;          /* of --pack: the lines are encoded events */
	bool append;           /* of --partition: beside files that are there */
	size_t frame;          /* of --pack: bytes of text in a frame; 0: the default */

	struct settings settings;
	struct arena arena;
	struct plan *plan;
	struct encode_options options;
	struct run run;
	struct encode_counts *counts; /* of all settled blocks */
};

/* A thread's encoder. */
struct thread_encoder {
	const struct command *command;
	struct encoder *encoder;
};

/* The counts of a block besides its books. */
struct encode_counts {
	uint64_t rejects[REJECT_CODES];
	struct presence presence;
};

static const struct option_spec options[] = {
	{ "plan", 'p', .value = "FILE", .group = "Options:", .help = "the encoding plan",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct command, plan_path) } },
	{ "check", .action = CHECK, .value = "FILE", .help = "check the plan FILE and exit",
	    .takes = { OPTION_READ, OPTION_MEMBER(struct command, plan_path) } },
	{ "init", .action = INIT, .value = "NAME", .optional = true, .apart = true,
	    .help =
		"print the plan for the log NAME, or a starter plan, and exit; 'list' lists the "
		"names",
	    .takes = { OPTION_NAME, OPTION_MEMBER(struct command, init_name),
		.words = init_put_words } },
	{ "suggest", .action = SUGGEST,
	    .help = "print a plan made from a sample of a log, and exit" },
	{ "encoding-version", .value = "N",
	    .help = "version of the plan in the store (default: the Active version)",
	    VERSIONS_NUMBER(struct command, versions, STORE_ENCODING) },
	{ "pack", .action = PACK, .group = "Archives:",
	    .help = "copy the lines into zstd frames with a time index, and exit",
	    .excludes = "from to rejects fail-fast max-rejects" },
	{ "partition", .value = "hour|day", .actions = OPTION_FOR(PACK), .needs = "output",
	    .help = "with --pack: a file for each hour or day, in the folder --output",
	    .takes = { OPTION_CHOICE, OPTION_MEMBER(struct command, partition),
		OPTION_NAMES(partition_names) } },
	{ "append", .needs = "partition",
	    .help = "with --partition: write beside files that are there, instead of ending",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct command, append) } },
	{ "frame-size", .value = "SIZE", .actions = OPTION_FOR(PACK),
	    .help = "with --pack: bytes of text in a frame (default 4M)",
	    .takes = { OPTION_SIZE, OPTION_MEMBER(struct command, frame), 1024, 64 << 20 } },
	{ "encoded", .actions = OPTION_FOR(PACK),
	    .help = "with --pack: the lines are encoded events; no plan is needed",
	    .takes = { OPTION_FLAG, OPTION_MEMBER(struct command, encoded) } },
	{ "format", .value = "json|jsonl|text", .actions = OPTION_FOR(VERSIONS_DIFF),
	    .help = "output format of --diff (default: jsonl)",
	    .takes = { OPTION_FORMAT, OPTION_MEMBER(struct command, versions.text) } },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "-p PLAN [OPTION]... [FILE]...\n"
		    "-S STORE -t TENANT [--encoding-version N] [OPTION]... [FILE]...\n"
		    "--pack -p PLAN|--encoded -o FILE [--partition hour|day] [FILE]...\n"
		    "--check PLAN\n--init [NAME]\n--suggest [FILE]\n"
		    "-S STORE -t TENANT --list | --show N | --diff A B\n"
		    "-S STORE -t TENANT --create FILE | --update N FILE | --delete N\n"
		    "-S STORE -t TENANT --activate N | --retire N",
	.purpose = "Turns raw request logs into events with clean, named fields, following an\n"
		   "encoding plan.",
	.table = { { .spec = options, .n = sizeof(options) / sizeof(*options) },
	    VERSIONS_TABLE(struct command), SETTINGS_TABLE(struct command, SHARED_ALL) },
};

static int
take_plan(struct command *c, const char *path, struct text text)
{
	c->plan = load_as_plan(&c->settings.voice, &c->arena, path, text, NULL);
	return c->plan ? 0 : -1;
}

/* Loads the plan from a file or the store. */
static int
load_plan(struct command *c)
{
	const char *path = c->plan_path;
	struct text text;
	const int found = versions_load(
	    &c->versions, &c->settings, STORE_ENCODING, &c->arena, &text, &path, NULL);
	if (found == 0)
		versions_say_none(&c->settings, STORE_ENCODING);
	return found > 0 ? take_plan(c, path, text) : -1;
}

/* Checks a plan for the store (versions_program.check). */
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
thread_encoder_new(void *context)
{
	const struct command *c = context;
	struct thread_encoder *w = mem_zalloc(1, sizeof(*w));
	w->command = c;
	w->encoder = encoder_new(c->plan, &c->options);
	return w;
}

static void
thread_encoder_free(void *context)
{
	struct thread_encoder *w = context;
	encoder_free(w->encoder);
	free(w);
}

static void *
counts_new(void *context)
{
	const struct command *c = context;
	struct encode_counts *t = mem_zalloc(1, sizeof(*t));
	presence_init(&t->presence, c->plan->count);
	return t;
}

static void
counts_free(void *part)
{
	struct encode_counts *t = part;
	presence_free(&t->presence);
	free(t);
}

/* Adds the counts of a batch to those of the command. */
static int
counts_settle(void *context, void *part, const struct run_turn *turn)
{
	(void)turn;
	struct command *c = context;
	struct encode_counts *t = part;
	for (size_t i = 0; i < REJECT_CODES; i++) {
		c->counts->rejects[i] += t->rejects[i];
		t->rejects[i] = 0;
	}
	presence_join(&c->counts->presence, &t->presence);
	return 0;
}

/* The bytes of a rejected record, which stay as long as the batch. */
static struct text
raw_of(struct batch *b, const struct encoded *e)
{
	const struct text raw = { e->line.p, e->line.n };
	return e->apart ? arena_text(&b->arena, raw) : raw;
}

static void
encode_block(void *context, const struct block *b, struct batch *out)
{
	struct thread_encoder *w = context;
	struct encode_counts *counts = out->part;
	const struct event_schema *schema = &w->command->plan->schema;
	struct json_pos pos = { 0 };
	struct encoded line;
	for (;;) {
		enum encode_result r = encode_next(w->encoder, b->p, b->n, b->index, &pos, &line);
		if (r == ENCODE_END)
			return;
		out->lines += !line.same_line;
		out->books.in += r != ENCODE_BLANK;
		if (line.timed)
			batch_note_time(out, line.at_ns);
		if (r == ENCODE_EVENT) {
			event_put_encoded(&out->out, &line.event, schema);
			out->books.out++;
			presence_note_encoded(&counts->presence, w->command->plan, &line.event);
		} else if (r == ENCODE_SKIPPED) {
			out->books.skipped++;
		} else if (r == ENCODE_REJECTED) {
			out->times.untimed |= !line.timed;
			batch_reject(out, out->lines, &line.why, raw_of(out, &line));
			counts->rejects[line.why.code]++;
			if (w->command->settings.fail_fast)
				return; /* the run ends here */
		}
	}
}

static void
count_too_long(void *context, struct batch *out)
{
	(void)context;
	((struct encode_counts *)out->part)->rejects[REJECT_TOO_LONG]++;
}

static void
put_count(struct buf *json, struct text name, uint64_t count)
{
	if (count == 0)
		return;
	json_name_text(json, name);
	json_add_u64(json, count);
}

static void
put_stats(void *context, struct buf *json)
{
	const struct command *c = context;
	json_member_begin(json, "warnings", '{');
	for (size_t i = 0; i < c->plan->count; i++)
		put_count(json, c->plan->field[i].name, c->counts->presence.warnings[i]);
	json_end(json, '}');
	json_member_begin(json, "rejects", '{');
	for (size_t i = 0; i < REJECT_CODES; i++)
		put_count(json, reject_names[i], c->counts->rejects[i]);
	json_end(json, '}');
	presence_put_json(json, &c->counts->presence, c->plan->fields.name, "entities");
}

/* Reports what the plan looks for but no event had. */
static void
say_missing(const struct command *c)
{
	struct buf b = { 0 };
	if (!c->run.stopped && !c->settings.quiet &&
	    presence_put_missing(&b, &c->counts->presence, c->plan))
		diag(&c->settings.voice, "%.*s", (int)b.n, b.p);
	buf_free(&b);
}

static int
encode(struct command *c)
{
	const struct settings *s = &c->settings;
	const bool log_lines = c->plan->runtime.layout.lines > 0;
	unsigned char rules[TIME_RULES];
	const struct source_frames frames = {
		.rules = rules, .from_ns = s->from_ns, .to_ns = s->to_ns
	};
	const struct run_stage stage = { .program = c,
		.frames = settings_has_range(s) ? &frames : NULL,
		.worker_new = thread_encoder_new,
		.worker_free = thread_encoder_free,
		.part_new = counts_new,
		.part_free = counts_free,
		.settle = counts_settle,
		.work = encode_block,
		.too_long = count_too_long,
		.arrays = c->plan->arrays,
		.unindexed = true,
		.documents = !log_lines };
	c->options = (struct encode_options){ s->tenant, s->from_ns, s->to_ns };
	plan_time_rules(c->plan, rules);
	if (run_begin(&c->run, s) < 0)
		return EXIT_BROKEN;
	c->counts = counts_new(c);
	run_inputs(&c->run, &stage);
	say_missing(c);
	run_note_all_skipped(&c->run);
	int status = run_end(&c->run, put_stats, c);
	counts_free(c->counts);
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
	plan_lint(c->plan, &b);
	if (!c->settings.quiet &&
	    findings_say(&c->settings.voice, c->plan_path, buf_as_text(&b)) < 0) {
		buf_free(&b);
		return EXIT_BROKEN;
	}
	b.n = 0;
	size_t fields = count_of(c->plan, "fields"), actions = count_of(c->plan, "actions");
	buf_visible(&b, text_of(c->plan_path));
	buf_printf(&b, ": ok: %zu field%s, %zu derived, %zu action%s\n", fields,
	    fields == 1 ? "" : "s", count_of(c->plan, "derived_fields"), actions,
	    actions == 1 ? "" : "s");
	int status = print_all(&c->settings, buf_as_text(&b));
	buf_free(&b);
	return status;
}

static int
pack(struct command *c)
{
	const bool parts = options_given(&c->settings.options, "partition");
	return pack_run(&c->settings,
	    &(struct pack_options){
		.by = parts ? PARTITION_HOUR + (enum partition_by)c->partition : PARTITION_NONE,
		.there = c->append ? PARTITION_APPEND : PARTITION_REFUSE,
		.frame = c->frame,
		.plan = c->plan });
}

/* Encodes, or does --check or --pack. */
static int
run(struct command *c)
{
	const unsigned action = c->settings.options.action;
	const bool checks = action == CHECK;
	if (settings_share_stdin(&c->settings, !checks) >= 0)
		return EXIT_BROKEN;
	if (c->encoded && c->plan_path)
		return options_usage(&program, "--encoded needs no --plan");
	if (c->encoded)
		return pack(c);
	if (!c->plan_path && !versions_in_store(&c->settings))
		return options_usage(
		    &program, "--plan is required, or --store and --tenant with an active plan");
	if (load_plan(c) < 0)
		return EXIT_BROKEN;
	settings_reads_lists(&c->settings, c->plan->lists);
	return checks ? say_good(c) : action == PACK ? pack(c) : encode(c);
}

/* --init=NAME, or --init NAME. */
static int
init(const struct command *c)
{
	const struct settings *s = &c->settings;
	const char *name = c->init_name ? c->init_name : s->operands > 0 ? s->operand[0] : NULL;
	if (s->operands > (c->init_name ? 0 : 1))
		return options_usage(&program, "--init takes one name and reads no input");
	return init_print(s, name);
}

static int
act(struct command *c)
{
	const struct versions_program versions = { &program, STORE_ENCODING, c, check_plan };
	const unsigned action = c->settings.options.action;
	if (action == CHECK && c->settings.operands > 0)
		return options_usage(&program, "--check reads no input");
	if (action == SUGGEST && c->settings.operands > 1)
		return options_usage(&program, "--suggest reads one file");
	if (spare_store(&c->settings) < 0)
		return EXIT_BROKEN;
	if (action == SUGGEST)
		return suggest_run(&c->settings);
	if (action == INIT)
		return init(c);
	if (action == ENCODE || action == CHECK || action == PACK)
		return run(c);
	return versions_run(&versions, &c->versions, &c->settings);
}

int
main(int argc, char **argv)
{
	struct command c = { 0 };
	int status = settings_parse(&c.settings, &program, argc, argv, &c);
	if (status < 0)
		status = act(&c);
	plan_free(c.plan);
	arena_free(&c.arena);
	settings_free(&c.settings);
	return status;
}
