/* SPDX-License-Identifier: MIT */
#include "cmd/replay/parts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/options.h"
#include "cmd/cli/print.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/cli/whole_file.h"
#include "cmd/replay/inputs.h"
#include "cmd/replay/outputs.h"
#include "cmd/replay/parts_cut.h"
#include "cmd/replay/parts_merge.h"
#include "cmd/replay/parts_phase.h"
#include "replay/slice.h"
#include "time/stamp.h"

/* Makes --parts absolute, because a phase goes to the folder of the replay. */
static int
find_folder(struct command *c)
{
	char *path = realpath(c->request.parts, NULL);
	if (!path) {
		command_fail(c, "%s: %s", c->request.parts, strerror(errno));
		return -1;
	}
	c->request.parts = arena_text(&c->arena, text_of(path)).p;
	free(path);
	return 0;
}

/* ---- cutting -------------------------------------------------------------------------------- */

static void
note_options(struct command *c, struct parts_plan *p)
{
	const struct options *o = &c->settings.options;
	p->option = arena_zalloc(&c->arena, o->n + 1, sizeof(*p->option));
	for (size_t i = 0; i < o->n; i++)
		if (o->list[i].given && !parts_is_local(o->list[i].spec->name))
			p->option[p->options++] =
			    (struct parts_option){ text_of(o->list[i].spec->name),
				    text_of(o->list[i].argument) };
}

static bool
is_utf8(struct text t)
{
	return !t.p || utf8_valid(t.p, t.n) == t.n;
}

/* Names go into JSON. */
static int
check_names(struct command *c, const struct parts_plan *p)
{
	bool good = is_utf8(p->folder);
	for (size_t i = 0; i < p->inputs; i++)
		good &= is_utf8(p->input[i].name);
	for (size_t i = 0; i < p->options; i++)
		good &= is_utf8(p->option[i].argument);
	if (!good)
		command_fail(c, "a replay in slices needs names that are UTF-8; rename the files");
	return good ? 0 : -1;
}

/* Fills the plan with what was asked for. */
static int
note_request(struct attempt *a, struct parts_plan *p)
{
	struct command *c = a->command;
	const struct settings *s = a->settings;
	char *folder = getcwd(NULL, 0);
	*p = (struct parts_plan){ .slices = a->request->slice,
		.folder = arena_text(&c->arena, text_of(folder ? folder : "/")),
		.store = text_of(s->store),
		.inputs = s->operands };
	free(folder);
	p->job = (struct job){ .type = a->request->type,
		.tenant_id = s->tenant,
		.encoding_version = a->documents.plan->document.version,
		.rule_version = a->documents.rules->document.version,
		.from_ns = s->from_ns,
		.to_ns = s->to_ns };
	int64_t ttl_s = a->documents.plan->runtime.dedup_ttl_s;
	if (a->documents.own.plan && a->documents.own.plan->runtime.dedup_ttl_s > ttl_s)
		ttl_s = a->documents.own.plan->runtime.dedup_ttl_s;
	p->ttl_ns = ttl_s * STAMP_SECOND;
	p->lead_ns = parts_lead_ns(a);
	p->spool =
	    a->request->spool && p->lead_ns < 0; /* otherwise events are encoded once anyway */
	p->input = arena_zalloc(&c->arena, p->inputs + 1, sizeof(*p->input));
	bool standard = p->inputs == 0;
	for (size_t i = 0; i < p->inputs; i++) {
		standard |= stream_is_standard(s->operand[i]);
		p->input[i].name = text_of(s->operand[i]);
	}
	if (standard) {
		command_fail(c, "a replay in slices reads its inputs several times, so it cannot "
				"read standard input; name files");
		return -1;
	}
	note_options(c, p);
	return check_names(c, p);
}

/* Writes DIR/plan.json.  The plan of the same replay may be there already. */
static int
write_plan(struct attempt *a, const struct parts_plan *p)
{
	struct command *c = a->command;
	struct buf b = { 0 }, there = { 0 }, path = { 0 };
	struct err e;
	buf_printf(&path, "%s/plan.json", c->request.parts);
	buf_char(&path, 0);
	parts_plan_put(&b, p);
	const int found = whole_file_read(path.p, &there, &e);
	int result = found < 0 ? -1 : 0;
	if (found > 0 && !text_eq(buf_as_text(&there), buf_as_text(&b)))
		result =
		    err_set(&e, "there is the plan of another replay already; use an empty folder");
	if (found == 0)
		result = whole_file_replace(path.p, buf_as_text(&b), &e);
	if (result < 0)
		command_fail(c, "%s: %s", path.p, e.text);
	buf_free(&b);
	buf_free(&there);
	buf_free(&path);
	return result;
}

/* Writes DIR/options: the options of this command that are not those of the replay, a line each,
 * for programs that run the phases. */
static int
write_options(struct command *c)
{
	const struct options *o = &c->settings.options;
	struct buf b = { 0 }, path = { 0 };
	struct err e;
	for (size_t i = 0; i < o->n; i++) {
		const char *name = o->list[i].spec->name;
		if (!o->list[i].given || !parts_is_own(name) || strcmp(name, "parts") == 0)
			continue;
		buf_printf(&b, "--%s", name);
		if (o->list[i].argument)
			buf_printf(&b, "=%s", o->list[i].argument);
		buf_char(&b, '\n');
	}
	buf_printf(&path, "%s/options", c->request.parts);
	buf_char(&path, 0);
	const int result = whole_file_replace(path.p, buf_as_text(&b), &e);
	if (result < 0)
		command_fail(c, "%s: %s", path.p, e.text);
	buf_free(&b);
	buf_free(&path);
	return result;
}

static int
make_folder(struct command *c)
{
	if (mkdir(c->request.parts, 0777) == 0 || errno == EEXIST)
		return find_folder(c);
	command_fail(c, "%s: %s", c->request.parts, strerror(errno));
	return -1;
}

static void
say_plan(const struct attempt *a, const struct parts_plan *p)
{
	char first[STAMP_MAX] = "", last[STAMP_MAX] = "";
	const char *next = p->lead_ns >= 0 ? "--decide" : "--summarise";
	if (a->settings->quiet)
		return;
	if (p->slices > 1) {
		first[stamp_put(p->cut[0], first)] = 0;
		last[stamp_put(p->cut[p->slices - 2], last)] = 0;
		diag(&a->settings->voice, "%" PRIu64 " slices, cut from %s to %s", p->slices, first,
		    last);
	}
	diag(&a->settings->voice, "next: %s 0 to %" PRIu64 ", then %s%s", next, p->slices - 1,
	    p->lead_ns >= 0 ? "--merge" : "--fold",
	    p->lead_ns >= 0 ? "; the rules need no --summarise and no --fold" : "");
}

int
parts_begin(struct attempt *a)
{
	struct parts_plan p;
	struct command *c = a->command;
	if (documents_load(&a->documents, c) < 0 || inputs_find(c, &a->job) < 0 ||
	    note_request(a, &p) < 0 || outputs_spare(c, &a->documents) < 0 || outputs_try(c) < 0 ||
	    make_folder(c) < 0 || parts_plan_note(a, &p) < 0)
		return EXIT_BROKEN;
	const int result =
	    parts_cut(a, &p) < 0 || write_options(c) < 0 || write_plan(a, &p) < 0 ? -1 : 0;
	if (result == 0)
		say_plan(a, &p);
	free(p.stretch);
	return result < 0 ? EXIT_BROKEN : EXIT_WORKED;
}

/* ---- the phases ----------------------------------------------------------------------------- */

static int
take_plan(struct attempt *a, struct parts_plan *p)
{
	struct command *c = a->command;
	if (find_folder(c) < 0 || parts_plan_read(c, p) < 0)
		return -1;
	if (a->request->slice >= p->slices) {
		command_fail(c,
		    "there is no slice %" PRIu64 "; %s/plan.json has slices 0 to %" PRIu64,
		    a->request->slice, c->request.parts, p->slices - 1);
		return -1;
	}
	if (parts_plan_take(c, p) < 0)
		return -1;
	const bool quiet = c->settings.quiet;
	c->settings.quiet = true; /* findings are printed once, by --merge */
	const int loaded = documents_load(&a->documents, c);
	c->settings.quiet = quiet;
	return loaded < 0 || inputs_find(c, &a->job) < 0 ? -1 : parts_plan_check(a, p);
}

int
parts_phase(struct attempt *a)
{
	struct parts_plan p;
	if (take_plan(a, &p) < 0)
		return EXIT_BROKEN;
	if (p.lead_ns >= 0 && a->request->action != ACTION_DECIDE) {
		if (!a->settings->quiet)
			diag(&a->settings->voice,
			    "nothing to do: the rules of this replay need no summaries");
		return EXIT_WORKED;
	}
	if (a->request->action == ACTION_FOLD)
		return parts_fold(a, &p);
	return a->request->action == ACTION_SUMMARISE ? parts_summarise(a, &p, a->request->slice)
						      : parts_decide(a, &p, a->request->slice);
}

/* Writes which slices to decide again.  Returns the exit status. */
static int
put_again(struct attempt *a, struct text again)
{
	struct settings plain = *a->settings;
	struct err e;
	plain.output = NULL;
	plain.zstd_level = OUT_PLAIN;
	if (a->request->again) {
		if (whole_file_replace(a->request->again, again, &e) == 0)
			return EXIT_NO;
		command_fail(a->command, "%s: %s", a->request->again, e.text);
		return EXIT_BROKEN;
	}
	if (!a->settings->quiet)
		diag(&a->settings->voice,
		    "the slices printed must be decided again, from what the one before each of "
		    "them left: --decide, then --merge");
	return print_all(&plain, again) == EXIT_WORKED ? EXIT_NO : EXIT_BROKEN;
}

int
parts_prepare_merge(struct attempt *a, struct parts_plan *p)
{
	struct buf again = { 0 };
	if (take_plan(a, p) < 0)
		return EXIT_BROKEN;
	int status = parts_accept(a, p, &again);
	if (status == 0 && !a->settings->quiet)
		documents_say(&a->documents, a->command);
	if (status == 0)
		status = -1;
	else
		status = status > 0 ? put_again(a, buf_as_text(&again)) : EXIT_BROKEN;
	buf_free(&again);
	a->merged = status < 0 ? p : NULL;
	return status;
}
