/* SPDX-License-Identifier: MIT */
#include "cmd/trace/html.h"

#include <string.h>

#include "cmd/cli/diagnostics.h"
#include "cmd/cli/random.h"
#include "cmd/cli/shell.h"
#include "cmd/cli/status.h"
#include "cmd/cli/stream.h"
#include "cmd/trace/compare.h"
#include "page/load.h"
#include "page/traces.h"

enum { INPUTS_MOST = 3 };

int
html_check(const struct command *c)
{
	if (c->html.path && c->settings.output && !c->expect_file &&
	    c->settings.options.action == ACTION_TIMELINE)
		return options_usage(&command_program,
		    "without an action, --html prints nothing else: --output needs an action");
	return -1;
}

int
html_begin(struct command *c)
{
	struct err e;
	if (!c->html.path)
		return 0;
	c->html.out = out_open(c->html.path, OUT_PLAIN, &e);
	return c->html.out ? 0 : run_stop_at(&c->run, c->html.path, &e);
}

/* ---- what the page says of the run ---------------------------------------------------------- */

/* The options that select, as they were given.  Of one that was given several times, the last. */
static void
put_selection(const struct command *c, struct buf *b)
{
	const struct options *o = &c->settings.options;
	for (size_t i = 0; i < o->n; i++) {
		const struct option_given *g = &o->list[i];
		struct buf word = { 0 };
		const bool selects =
		    g->spec >= selecting_options && g->spec < selecting_options + SELECTING_OPTIONS;
		if (!g->given || !selects)
			continue;
		buf_printf(b, "%s--%s", b->n > 0 ? " " : "", g->spec->name);
		if (g->argument) {
			shell_put_word(&word, g->argument);
			buf_char(b, '=');
			redacting_put_visible(&c->redacting, b, buf_as_text(&word));
		}
		buf_free(&word);
	}
}

/* The name of an input without its folders: those are nobody else's business. */
static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Calls the sides as their inputs, if that tells them apart. */
static void
name_sides(const struct command *c, struct page_compare *page, struct buf name[2])
{
	char *const *operand = c->settings.operand;
	if (!command_compares_inputs(c) ||
	    strcmp(base_name(operand[0]), base_name(operand[1])) == 0)
		return;
	for (unsigned i = 0; i < 2; i++) {
		const struct text base = text_of(base_name(operand[i]));
		if (!redacting_text(&c->redacting, base, &name[i]))
			buf_text(&name[i], base);
		page->label[i] = buf_as_text(&name[i]);
	}
}

static void
put_inputs(const struct command *c, struct buf *b)
{
	const struct settings *s = &c->settings;
	if (s->operands == 0)
		BUF_LIT(b, "standard input");
	for (size_t i = 0; i < s->operands && i < INPUTS_MOST; i++) {
		const char *name = base_name(s->operand[i]);
		buf_printf(b, "%s", i > 0 ? ", " : "");
		redacting_put_visible(&c->redacting, b,
		    stream_is_standard(name) ? TEXT("standard input") : text_of(name));
	}
	if (s->operands > INPUTS_MOST)
		buf_printf(b, " and %zu more files", s->operands - INPUTS_MOST);
}

/* ---- the file ------------------------------------------------------------------------------- */

static int
put(void *context, struct text t)
{
	struct command *c = context;
	struct err e;
	if (out_put(c->html.out, t.p, t.n, &e) == 0)
		return 0;
	return run_stop_at(&c->run, c->html.path, &e);
}

static int
put_traces(struct command *c, struct text selection)
{
	struct buf inputs = { 0 };
	put_inputs(c, &inputs);
	const struct page_traces page = { .model = c->model,
		.key = random_key(),
		.selection = selection,
		.inputs = buf_as_text(&inputs),
		.full = c->showing.full };
	const int result = page_put_traces(&page, put, c);
	buf_free(&inputs);
	return result;
}

/* Is there anything that a page could show? */
static bool
has_found(const struct command *c)
{
	struct page_compare page;
	return command_compares(c) ? compare_page(c, &page)
				   : c->model->traces > 0 || selecting_all(&c->selecting);
}

static int
make_ready(struct command *c, int result)
{
	struct err e;
	if (result == 0 && out_ready(c->html.out, &e) < 0)
		result = run_stop_at(&c->run, c->html.path, &e);
	c->html.made = result == 0;
	return result;
}

int
html_put_load(struct command *c, const struct rerun_traffic *traffic, const struct rerun_load *load)
{
	struct buf inputs = { 0 }, b = { 0 };
	if (!c->html.path || load->n == 0)
		return 0;
	put_inputs(c, &inputs);
	const struct page_load page = { .traffic = traffic,
		.load = load,
		.inputs = buf_as_text(&inputs),
		.target = c->sending.target ? text_of(c->sending.target) : TEXT_ABSENT };
	page_put_load(&b, &page);
	const int result = make_ready(c, put(c, buf_as_text(&b)));
	buf_free(&b);
	buf_free(&inputs);
	return result;
}

int
html_print(struct command *c)
{
	struct buf selection = { 0 }, name[2] = { { 0 }, { 0 } };
	struct page_compare compared;
	int result;
	if (!c->html.path || c->run.stopped || command_is_load(c) || !has_found(c))
		return 0;
	put_selection(c, &selection);
	if (compare_page(c, &compared)) {
		name_sides(c, &compared, name);
		compared.selection = buf_as_text(&selection);
		result = page_put_compare(&compared, put, c);
	} else {
		result = put_traces(c, buf_as_text(&selection));
	}
	result = make_ready(c, result);
	buf_free(&name[0]);
	buf_free(&name[1]);
	buf_free(&selection);
	return result;
}

int
html_end(struct command *c, int status)
{
	struct out *out = c->html.out;
	struct err e;
	c->html.out = NULL;
	if (!out)
		return status;
	const bool nothing = c->run.status == EXIT_BROKEN && c->run.bytes_in == 0;
	if (!c->html.made || c->run.stopped || nothing) {
		if (!c->run.stopped)
			diag(&c->settings.voice, "%s: left unchanged, because %s", c->html.path,
			    nothing ? "no input could be read" : "there is nothing to show");
		out_abort(out);
		return status;
	}
	if (out_commit(out, &e) == 0)
		return status;
	diag(&c->settings.voice, "%s: %s", run_output_name(c->html.path), e.text);
	return EXIT_BROKEN;
}
