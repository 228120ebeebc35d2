/* SPDX-License-Identifier: MIT */
#include "cmd/cli/help.h"

#include <string.h>

#include "base/buf.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "io/out.h"

#define HELP_COLUMN 28

static int
print(const char *program, struct buf *text)
{
	struct err e;
	struct out *o = out_open(NULL, OUT_PLAIN, &e);
	int put = out_put(o, text->p, text->n, &e), end = out_commit(o, &e);

	buf_free(text);
	if (put == 0 && end == 0)
		return EXIT_WORKED;
	diag(program, "standard output: %s", e.text);
	return EXIT_BROKEN;
}

static void
put_synopsis(struct buf *b, const struct option_program *program)
{
	const char *form = program->synopsis, *head = "usage:";

	while (*form) {
		size_t n = strcspn(form, "\n");

		buf_printf(b, "%s %s %.*s\n", head, program->name, (int)n, form);
		form += n + (form[n] == '\n');
		head = "      ";
	}
}

static void
put_option(struct buf *b, const struct option_spec *spec)
{
	size_t begin = b->n;

	if (!spec->help)
		return;
	if (spec->letter)
		buf_printf(b, "  -%c, --%s", spec->letter, spec->name);
	else
		buf_printf(b, "      --%s", spec->name);
	if (spec->argument == OPTION_NEEDS)
		buf_printf(b, " %s", spec->value);
	else if (spec->argument == OPTION_ALLOWS)
		buf_printf(b, "[=%s]", spec->value);
	do
		buf_char(b, ' ');
	while (b->n - begin < HELP_COLUMN);
	buf_printf(b, "%s\n", spec->help);
}

int
help_print(const struct option_program *program)
{
	struct buf b = { 0 };
	size_t count;
	const struct option_spec *shared = settings_options(&count);

	put_synopsis(&b, program);
	buf_printf(&b, "\n%s\n\n", program->purpose);
	for (size_t i = 0; i < program->nown; i++)
		put_option(&b, &program->own[i]);
	for (size_t i = 0; i < program->ntoo; i++)
		put_option(&b, &program->too[i]);
	for (size_t i = 0; i < count; i++) {
		if (settings_group(i) & program->shared)
			put_option(&b, &shared[i]);
	}
	BUF_LIT(&b, "  -h, --help                print this\n"
		    "  -V, --version             print the version\n");
	return print(program->name, &b);
}

int
help_version(const struct option_program *program)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s %s\n", program->name, ESPER_VERSION);
	return print(program->name, &b);
}
