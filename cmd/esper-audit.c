/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/chain.h"
#include "audit/entry.h"
#include "audit/held.h"
#include "audit/lock.h"
#include "audit/source.h"
#include "audit/summary.h"
#include "base/arena.h"
#include "base/glob.h"
#include "base/mem.h"
#include "cmd/audit/stored.h"
#include "cmd/cli/actor.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/load.h"
#include "cmd/cli/options.h"
#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/spare.h"
#include "cmd/cli/status.h"

#define PROGRAM "esper-audit"
#define NAMED_MAX 10 /* faults that are named on standard error */

enum action { PRINT, VERIFY, HEAD, SUMMARY, APPEND };

struct command {
	enum action what; /* to do */
	const char *actor, *action, *target, *detail;
	bool reverse;
	bool as_text;     /* --format text */
	bool color;       /* of the text */
	const char *head; /* --expect-head */

	struct settings settings;
	struct arena arena;
	char *operand; /* the store's history; NULL: other files are read */
	struct audit_reader *reader;
	struct glob actor_glob, action_glob, target_glob;
	struct run run;

	struct audit_source *source; /* of each operand */
	struct buf text;             /* scratch */

	struct chain chain;
	struct chain_fault fault; /* the first */
	struct summary *summary;

	uint64_t printed;
	struct held held; /* for --reverse */
};

#define MEMBER(type, member) .takes = { type, OPTION_MEMBER(struct command, member) }

static const struct option_spec options[] = {
	{ "actor", .value = "GLOB", .group = "Options:",
	    .help = "only entries with this actor; with --append: the actor of the new entry",
	    MEMBER(OPTION_NAME, actor) },
	{ "action", .value = "GLOB",
	    .help = "only entries with this action; with --append: the action of the new entry",
	    MEMBER(OPTION_NAME, action) },
	{ "target", .value = "GLOB",
	    .help = "only entries with this target; with --append: the target of the new entry",
	    MEMBER(OPTION_STRING, target) },
	{ "limit", .value = "N", .help = "only the first N entries (with --reverse: the last N)",
	    .takes = { OPTION_NUMBER, OPTION_MEMBER(struct command, held.limit), 0, SIZE_MAX } },
	{ "reverse", .help = "print the last entry first", MEMBER(OPTION_FLAG, reverse) },
	{ "format", .value = "json|jsonl|text", .help = "output format (default: json)",
	    MEMBER(OPTION_FORMAT, as_text) },
	{ "verify", .action = VERIFY, .help = "verify the chain, and the files of a store" },
	{ "expect-head", .value = "HASH", .actions = OPTION_FOR(PRINT) | OPTION_FOR(VERIFY),
	    .help = "verify, and require an entry with this hash (@FILE: output of --head)",
	    MEMBER(OPTION_STRING, head) },
	{ "head", .action = HEAD,
	    .help = "print the number and hash of the last entry, to keep elsewhere" },
	{ "summary", .action = SUMMARY,
	    .help = "count entries by action and actor; show Active versions and jobs" },
	{ "append", .action = APPEND, .help = "add an entry of your own to the store's history" },
	{ "detail", .value = "JSON", .actions = OPTION_FOR(APPEND),
	    .help = "with --append: a JSON object to store with the entry",
	    MEMBER(OPTION_STRING, detail) },
};

static const struct option_program program = {
	.name = PROGRAM,
	.synopsis = "[OPTION]... [FILE]...\n"
		    "--verify [--expect-head HASH] [OPTION]... [FILE]...\n"
		    "--head | --summary [OPTION]... [FILE]...\n"
		    "--append -S DIR -t ID --action NAME [--target T] [--detail JSON]",
	.purpose = "Prints, verifies and extends a store's audit history: who changed what, in\n"
		   "entries that each contain the hash of the previous one.",
	.table = { { .spec = options, .n = sizeof(options) / sizeof(*options) },
	    SETTINGS_TABLE(struct command, SHARED_ALL & ~SHARED_INDEX) },
};

/* ---- entries as they are read --------------------------------------------------------------- */

static bool
matches(const struct glob *g, struct text t)
{
	return !g->pattern.p || (t.p && glob_holds(g, t));
}

static bool
is_wanted(const struct command *c, const struct audit_line *entry)
{
	const struct settings *s = &c->settings;
	return entry->recorded_at_ns >= s->from_ns && entry->recorded_at_ns < s->to_ns &&
	       (!s->tenant.p || text_eq(s->tenant, entry->tenant_id)) &&
	       matches(&c->actor_glob, entry->actor) && matches(&c->action_glob, entry->action) &&
	       matches(&c->target_glob, entry->target);
}

static void
print(struct command *c, const struct audit_line *entry, const struct json_line *line,
    struct batch *out)
{
	if (!c->reverse && c->printed == c->held.limit) {
		out->books.skipped++;
		return;
	}
	c->text.n = 0;
	if (c->as_text) {
		audit_put_text(&c->text, entry, c->color);
	} else {
		buf_put(&c->text, line->p, line->n);
		buf_char(&c->text, '\n');
	}
	if (c->reverse) {
		if (held_add(&c->held, buf_as_text(&c->text)))
			out->books.out++;
		else
			out->books.skipped++;
		return;
	}
	buf_text(&out->out, buf_as_text(&c->text));
	out->books.out++;
	c->printed++;
}

static void
take(struct command *c, const struct audit_line *entry, const struct json_line *line,
    struct batch *out)
{
	if (!is_wanted(c, entry)) {
		out->books.skipped++;
	} else if (c->what == SUMMARY) {
		summary_add(c->summary, entry);
		out->books.out++;
	} else {
		print(c, entry, line, out);
	}
}

/* Returns how much of the block was in the file when the program began. */
static size_t
settled(struct command *c, const struct block *b)
{
	return c->source ? audit_source_pass(&c->source[b->input], b->n) : b->n;
}

static void
print_block(void *context, const struct block *b, struct batch *out)
{
	struct command *c = context;
	const size_t n = settled(c, b);
	struct json_pos pos = { 0 };
	struct audit_line entry;
	struct json_line line;
	struct reject why;
	while (pos.start < n) {
		const enum event_result r =
		    audit_read(c->reader, b->p, b->n, b->index, &pos, &entry, &line, &why);
		if (r == EVENT_END)
			return;
		out->lines++;
		out->books.in += r != EVENT_BLANK;
		if (r == EVENT_OK)
			take(c, &entry, &line, out);
		else if (r == EVENT_REJECTED)
			batch_reject(out, out->lines, &why, (struct text){ line.p, line.n });
	}
}

/* ---- --verify and --head -------------------------------------------------------------------- */

static void
name_fault(struct command *c, const struct block *b, uint64_t line, size_t column)
{
	const struct text error = buf_as_text(&c->text);
	if (c->fault.line == 0)
		c->fault = (struct chain_fault){ text_of(b->file), arena_text(&c->arena, error),
			b->first_line + line - 1 };
	if (!c->settings.quiet && c->chain.faults <= NAMED_MAX)
		diag_at(&c->settings.voice, b->file, b->first_line + line - 1, column, error);
}

static void
verify_block(void *context, const struct block *b, struct batch *out)
{
	struct command *c = context;
	const size_t n = settled(c, b);
	struct json_pos pos = { 0 };
	struct audit_line entry;
	struct json_line line;
	struct reject why;
	if (b->first_line == 1 && c->source && c->source[b->input].bom) {
		c->text.n = 0;
		chain_take_bad(
		    &c->chain, TEXT("a byte order mark before the first entry"), &c->text);
		name_fault(c, b, 1, 0);
	}
	while (pos.start < n) {
		const enum event_result r =
		    audit_read(c->reader, b->p, b->n, b->index, &pos, &entry, &line, &why);
		if (r == EVENT_END)
			return;
		out->lines++;
		out->books.in += r != EVENT_BLANK;
		out->books.out += r != EVENT_BLANK;
		c->text.n = 0;
		const bool torn = line.p + line.n == b->p + b->n; /* no newline behind it */
		const struct audit_found found = { r, torn ? line.n : 0, &entry, &why };
		if (chain_take(&c->chain, &found, &c->text) < 0)
			name_fault(c, b, out->lines, !torn && r == EVENT_REJECTED ? why.column : 0);
	}
}

/* For a line over the limit, which the run names. */
static void
verify_too_long(void *context, struct batch *out)
{
	struct command *c = context;
	(void)out;
	c->text.n = 0;
	chain_take_bad(&c->chain, TEXT("too long"), &c->text);
}

/* ---- what comes at the end ------------------------------------------------------------------ */

static void
put_held(struct command *c)
{
	for (size_t i = 0; i < c->held.n; i++) {
		if (run_put(&c->run, held_back(&c->held, i)) < 0)
			return;
	}
}

static void
put_verdict(struct command *c)
{
	if (c->run.status == EXIT_BROKEN)
		c->chain.unread = true;
	c->text.n = 0;
	if (c->what == HEAD && !chain_is_good(&c->chain)) {
		diag(&c->settings.voice,
		    "the history does not verify, so no head is printed; run --verify to see why");
	} else if (c->what == HEAD) {
		chain_put_head(&c->text, &c->chain);
		buf_char(&c->text, '\n');
	} else if (c->as_text) {
		chain_put_text(&c->text, &c->chain, c->color);
	} else {
		chain_put_json(&c->text, &c->chain, &c->fault);
	}
	if (c->what == VERIFY && c->chain.entries == 0 && c->chain.faults == 0 &&
	    !c->settings.quiet)
		diag(&c->settings.voice,
		    "no entry was read, so nothing was verified; name a file, or a store with "
		    "--store and --tenant");
	if (!chain_is_good(&c->chain))
		c->run.status = status_worse(c->run.status, EXIT_NO);
	run_put(&c->run, buf_as_text(&c->text));
}

static void
put_summary(struct command *c)
{
	c->text.n = 0;
	if (c->operand)
		stored_jobs(&c->settings, c->summary);
	if (c->as_text)
		summary_put_text(&c->text, c->summary, c->color);
	else
		summary_put_json(&c->text, c->summary);
	run_put(&c->run, buf_as_text(&c->text));
}

static int
run_over_inputs(struct command *c)
{
	const bool verify = c->what == VERIFY || c->what == HEAD;
	const struct run_stage stage = { .program = c,
		.work = verify ? verify_block : print_block,
		.too_long = verify ? verify_too_long : NULL,
		.serial = true };
	if (run_begin(&c->run, &c->settings) < 0)
		return EXIT_BROKEN;
	if (run_inputs(&c->run, &stage) == 0) {
		if (verify)
			put_verdict(c);
		else if (c->what == SUMMARY)
			put_summary(c);
		else
			put_held(c);
	}
	return run_end(&c->run, NULL, NULL);
}

static void
look_at_inputs(struct command *c)
{
	const struct settings *s = &c->settings;
	c->source = s->operands > 0 ? mem_zalloc(s->operands, sizeof(*c->source)) : NULL;
	for (size_t i = 0; i < s->operands; i++) {
		c->source[i].size = UINT64_MAX;
		if (strcmp(s->operand[i], "-") != 0)
			c->source[i] = audit_source_of(s->operand[i]);
	}
}

/* ---- the store ------------------------------------------------------------------------------ */

/* Makes the store's history the operand. */
static int
read_store(struct command *c)
{
	struct settings *s = &c->settings;
	struct err e;
	if (audit_file_look(s->store, s->tenant, &e) < 0) {
		diag(&c->settings.voice, "%s", e.text);
		return -1;
	}
	c->operand = audit_file(s->store, s->tenant);
	s->operand = &c->operand;
	s->operands = 1;
	settings_reads(s, c->operand); /* so that no output replaces it */
	return 0;
}

/* Appends an entry while the lock is held.  The clock is read under the lock, so that times do not
 * run backwards. */
static int
append_locked(struct command *c, struct audit_written *w, struct err *e)
{
	struct timespec now;
	char *path = audit_file(c->settings.store, c->settings.tenant);
	clock_gettime(CLOCK_REALTIME, &now);
	const struct audit_entry entry = { .tenant_id = c->settings.tenant,
		.actor = actor_name(&c->arena, c->actor),
		.action = text_of(c->action),
		.target = text_of(c->target),
		.detail = text_of(c->detail),
		.recorded_at_ns = (int64_t)now.tv_sec * STAMP_SECOND + now.tv_nsec };

	int result = audit_write(path, &entry, w, e);
	if (result == 0 && w->repaired && !c->settings.quiet)
		diag(&c->settings.voice,
		    "%s: the last line was torn; its text is kept in an audit.repair entry", path);
	free(path);
	return result;
}

static int
append(struct command *c)
{
	const struct settings *s = &c->settings;
	struct audit_written w = { 0 };
	struct err e, why;
	int folder, lock = -1, result = -1;
	if (run_begin(&c->run, s) < 0)
		return EXIT_BROKEN;
	folder = audit_folder_open(s->store, s->tenant, true, &e);
	if (folder >= 0)
		lock = audit_lock(folder, AUDIT_LOCK_ALONE, &why);
	if (folder >= 0 && lock < 0)
		err_set(&e, "%s/%.*s/%s", s->store, (int)s->tenant.n, s->tenant.p, why.text);
	if (lock >= 0) {
		result = append_locked(c, &w, &e);
		audit_unlock(lock);
	}
	if (folder >= 0)
		close(folder);
	if (result < 0)
		run_complain(&c->run, "%s", e.text);
	else
		run_put(&c->run, buf_as_text(&w.line));
	buf_free(&w.line);
	return run_end(&c->run, NULL, NULL);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int
check_usage(struct command *c)
{
	const struct settings *s = &c->settings;
	c->what = s->options.action;
	c->color = settings_color_output(s);
	const bool store = c->what == APPEND || (s->operands == 0 && s->store);
	struct err e;
	if (c->head)
		c->what = VERIFY;
	if (c->what == APPEND && s->operands > 0)
		return options_usage(&program, "--append reads no input");
	if (c->what == APPEND && !s->store)
		return options_usage(&program, "--append needs a store: --store");
	if (c->what == APPEND && !c->action)
		return options_usage(&program, "--append needs an action: --action");
	if (store && !s->tenant.p)
		return options_usage(&program, "a store needs a tenant: --tenant");
	if (s->tenant.p && audit_tenant_check(s->tenant, &e) < 0)
		return options_usage(&program, "--tenant: %s", e.text);
	return -1;
}

/* The head may be a hash, the output of --head, or @ and a file with either. */
static int
want_head(struct command *c)
{
	struct text head = text_of(c->head);
	struct err e;
	if (!c->head)
		return 0;
	if (*c->head == '@') {
		head = load_file(&c->arena, c->head + 1, PROGRAM, &e);
		if (!head.p) {
			diag(&c->settings.voice, "%s: %s", c->head + 1, e.text);
			return -1;
		}
	}
	if (chain_want_head(&c->chain, head, &e) == 0)
		return 0;
	diag(&c->settings.voice, "--expect-head: %s", e.text);
	return -1;
}

static int
read_entries(struct command *c)
{
	const struct settings *s = &c->settings;
	const bool store = s->operands == 0 && s->store;
	if (want_head(c) < 0 || (store && read_store(c) < 0))
		return EXIT_BROKEN;
	if (s->tenant.p)
		memcpy(c->chain.tenant, s->tenant.p, s->tenant.n);
	c->chain.anywhere = c->what == HEAD;
	c->actor_glob = glob_of(text_of(c->actor));
	c->action_glob = glob_of(text_of(c->action));
	c->target_glob = glob_of(text_of(c->target));
	if (store && c->what == VERIFY && stored_documents(s, &c->chain, &c->arena) < 0)
		return EXIT_BROKEN;
	c->reader = audit_reader_new();
	c->summary = summary_new();
	look_at_inputs(c);
	return run_over_inputs(c);
}

static void
free_command(struct command *c)
{
	held_free(&c->held);
	free(c->chain.differing);
	free(c->source);
	free(c->operand);
	audit_reader_free(c->reader);
	summary_free(c->summary);
	buf_free(&c->text);
	arena_free(&c->arena);
	settings_free(&c->settings);
}

int
main(int argc, char **argv)
{
	struct command c = { .held.limit = SIZE_MAX };
	int status = settings_parse(&c.settings, &program, argc, argv, &c);
	if (status < 0)
		status = check_usage(&c);
	if (status < 0 && spare_store(&c.settings) < 0)
		status = EXIT_BROKEN;
	if (status < 0)
		status = c.what == APPEND ? append(&c) : read_entries(&c);
	free_command(&c);
	return status;
}
