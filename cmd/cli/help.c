/* SPDX-License-Identifier: MIT */
#include "cmd/cli/help.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"
#include "cmd/cli/terminal.h"
#include "io/out.h"

enum {
	NAME_MOST = 32, /* a longer name gets its own line */
	GAP = 2         /* between names and texts */
};

int
help_put(const struct options *o, struct buf *text)
{
	struct err e;
	struct out *out = out_open(NULL, OUT_PLAIN, &e);
	const int put = out_put(out, text->p, text->n, &e), end = out_commit(out, &e);
	buf_free(text);
	if (put == 0 && end == 0)
		return EXIT_WORKED;
	diag(&(struct voice){ .name = o->program->name }, "standard output: %s", e.text);
	return EXIT_BROKEN;
}

/* Appends words, wrapped to begin in column `indent`; the line is now at column `at`. */
static void
put_wrapped(struct buf *b, struct text words, size_t at, size_t indent, size_t most)
{
	const char *text = words.p, *end = text + words.n;
	while (text < end) {
		size_t n = 0;
		while (text + n < end && text[n] != ' ' && text[n] != '\n')
			n++;
		if (at > indent && at + 1 + n > most) {
			buf_char(b, '\n');
			at = 0;
		}
		if (at < indent)
			buf_printf(b, "%*s", (int)(indent - at), "");
		else if (at > indent)
			buf_char(b, ' ');
		at = at < indent ? indent : at > indent ? at + 1 : at;
		buf_put(b, text, n);
		at += n;
		text += n + (text + n < end);
	}
	buf_char(b, '\n');
}

/* Appends the forms of the command line, each wrapped below itself. */
static void
put_synopsis(struct buf *b, const struct option_program *program, size_t most)
{
	const char *form = program->synopsis, *head = "usage:";
	const size_t indent = strlen("usage: ") + strlen(program->name) + 1;
	while (*form) {
		const size_t n = strcspn(form, "\n");
		buf_printf(b, "%s %s ", head, program->name);
		put_wrapped(b, (struct text){ form, n }, indent, indent, most);
		form += n + (form[n] == '\n');
		head = "      ";
	}
}

/* Appends `  -o, --output FILE`.  Returns its width. */
static size_t
put_name(struct buf *b, const struct option_spec *spec)
{
	const size_t begin = b->n;
	if (spec->letter)
		buf_printf(b, "  -%c, --%s", spec->letter, spec->name);
	else
		buf_printf(b, "      --%s", spec->name);
	if (spec->value)
		buf_printf(b,
		    spec->apart      ? " [%s]"
		    : spec->optional ? "[=%s]"
				     : " %s",
		    spec->value);
	return b->n - begin;
}

/* Returns the column in which the texts begin. */
static size_t
text_column(const struct options *o)
{
	size_t column = 0;
	struct buf name = { 0 };
	for (size_t i = 0; i < o->n; i++) {
		if (!o->list[i].spec->help)
			continue;
		const size_t n = put_name(&name, o->list[i].spec);
		if (n <= NAME_MOST && column < n)
			column = n;
	}
	buf_free(&name);
	return column + GAP;
}

static void
put_option(struct buf *b, const struct option_spec *spec, size_t column, size_t most)
{
	size_t at = put_name(b, spec);
	if (at + GAP > column) {
		buf_char(b, '\n');
		at = 0;
	}
	put_wrapped(b, text_of(spec->help), at, column, most);
}

int
help_print(const struct options *o)
{
	struct buf b = { 0 };
	const size_t column = text_column(o), most = terminal_width();
	put_synopsis(&b, o->program, most);
	buf_char(&b, '\n');
	put_wrapped(&b, text_of(o->program->purpose), 0, 0, most);
	for (size_t i = 0; i < o->n; i++) {
		const struct option_spec *spec = o->list[i].spec;
		if (spec->group)
			buf_printf(&b, "\n%s\n", spec->group);
		if (spec->help)
			put_option(&b, spec, column, most);
	}
	return help_put(o, &b);
}

int
help_version(const struct options *o)
{
	struct buf b = { 0 };
	buf_printf(&b, "%s %s\n", o->program->name, ESPER_VERSION);
	return help_put(o, &b);
}
