/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/load.h"
#include "cmd/cli/options.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/status.h"
#include "encode/encode.h"
#include "json/tree.h"
#include "json/write.h"

#define PROGRAM "esper-encode"

struct command {
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
	uint64_t warnings[]; /* by plan field */
};

static int
set_plan(void *into, const char *argument, struct err *e)
{
	(void)e;
	((struct command *)into)->plan_path = argument;
	return 0;
}

static int
set_check(void *into, const char *argument, struct err *e)
{
	(void)e;
	struct command *c = into;
	c->plan_path = argument;
	c->check = true;
	return 0;
}

static int
set_init(void *into, const char *argument, struct err *e)
{
	(void)argument;
	(void)e;
	((struct command *)into)->init = true;
	return 0;
}

static const struct option_spec options[] = {
	{ "plan", 'p', OPTION_NEEDS, "FILE", "the encoding plan", set_plan },
	{ "check", 0, OPTION_NEEDS, "FILE", "read the plan FILE, say whether it is good, and end",
	    set_check },
	{ "init", 0, OPTION_ALONE, NULL, "print a starter plan and end", set_init },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "-p PLAN [OPTION]... [FILE]...\n--check PLAN\n--init",
	.purpose = "Encodes raw request logs: makes events with clean, named fields out of JSON\n"
		   "lines of any shape, by an encoding plan.",
	.shared = SHARED_FILTER | SHARED_TENANT | SHARED_RANGE,
	.own = options,
	.nown = sizeof(options) / sizeof(*options),
};

/* The folder that a document's list files are relative to. */
static const char *
folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		return ".";
	return arena_text(a, (struct text){ path, (size_t)(slash - path) + 1 }).p;
}

static int
load_plan(struct command *c)
{
	struct err e;
	struct text text = load_file(&c->arena, c->plan_path, PROGRAM, &e);
	if (text.p != NULL)
		c->plan = plan_load(text, folder_of(&c->arena, c->plan_path), &e);
	if (c->plan != NULL)
		return 0;
	load_complain(PROGRAM, c->plan_path, text, &e);
	return -1;
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
	return mem_zalloc(1, sizeof(struct tally) + c->plan->count * sizeof(uint64_t));
}

/* Adds a batch's to the command's. */
static void
tally_settle(void *context, void *part, uint64_t lines)
{
	(void)lines;
	struct command *c = context;
	struct tally *t = part;
	for (size_t i = 0; i < REJECT_CODES; i++) {
		c->tally->rejects[i] += t->rejects[i];
		t->rejects[i] = 0;
	}
	for (size_t i = 0; i < c->plan->count; i++) {
		c->tally->warnings[i] += t->warnings[i];
		t->warnings[i] = 0;
	}
}

/* Warnings are in plan order, and name the plan's own fields. */
static void
count_warnings(const struct plan *plan, const struct event *ev, struct tally *t)
{
	for (size_t i = 0, f = 0; i < ev->warnings; i++) {
		while (plan->field[f].name.p != ev->warning[i].field.p)
			f++;
		t->warnings[f]++;
	}
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
			count_warnings(w->command->plan, &line.event, tally);
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
		put_count(json, &first, c->plan->field[i].name, c->tally->warnings[i]);
	BUF_LIT(json, "},\"rejects\":{");
	first = true;
	for (size_t i = 0; i < REJECT_CODES; i++)
		put_count(json, &first, reject_names[i], c->tally->rejects[i]);
	buf_char(json, '}');
}

static int
encode(struct command *c)
{
	const struct settings *s = &c->settings;
	const struct run_stage stage = { .program = c,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.part_new = tally_new,
		.part_free = free,
		.settle = tally_settle,
		.work = encode_block,
		.too_long = count_too_long };
	c->options = (struct encode_options){ s->tenant, s->from_ns, s->to_ns };
	if (run_begin(&c->run, s) < 0)
		return EXIT_BROKEN;
	c->tally = tally_new(c);
	run_inputs(&c->run, &stage);
	int status = run_end(&c->run, put_stats, c);
	free(c->tally);
	return status;
}

/* ---- --check and --init --------------------------------------------------------------------- */

/* The whole output is one text. */
static int
print(const struct settings *s, struct text t)
{
	struct err e;
	struct out *out = out_open(s->output, s->zstd_level, &e);
	int failed = out == NULL ? -1 : out_put(out, t.p, t.n, &e);
	if (out != NULL && failed < 0)
		out_abort(out);
	else if (out != NULL)
		failed = out_commit(out, &e);
	if (failed < 0)
		diag(PROGRAM, "%s: %s", s->output != NULL ? s->output : "standard output", e.text);
	return failed < 0 ? EXIT_BROKEN : EXIT_WORKED;
}

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
	buf_printf(&b, "%s: ok: %zu field%s, %zu derived, %zu action%s\n", c->plan_path, fields,
	    fields == 1 ? "" : "s", count_of(c->plan, "derived_fields"), actions,
	    actions == 1 ? "" : "s");
	int status = print(&c->settings, buf_as_text(&b));
	buf_free(&b);
	return status;
}

int
main(int argc, char **argv)
{
	struct command c = { 0 };
	int status = options_parse(&program, argc, argv, &c.settings, &c);
	if (status >= 0)
		return status;
	if ((c.check || c.init) && c.settings.operands > 0)
		return options_usage(&program, "--check and --init read no input");
	if (c.init)
		return print(&c.settings, plan_starter());
	if (c.plan_path == NULL)
		return options_usage(&program, "--plan is required");
	if (!c.check && settings_share_stdin(&c.settings, c.plan_path, NULL))
		return options_usage(&program, "plan and events cannot both be standard input");
	status = EXIT_BROKEN;
	if (load_plan(&c) == 0)
		status = c.check ? say_good(&c) : encode(&c);
	plan_free(c.plan);
	arena_free(&c.arena);
	return status;
}
