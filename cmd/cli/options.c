/* SPDX-License-Identifier: MIT */
#include "cmd/cli/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/status.h"

/* The options of every program. */
static const struct option_spec every_program[] = {
	{ "help", 'h', .group = "Help:", .help = "print this help", .action = OPTIONS_HELP },
	{ "version", 'V', .help = "print the version", .action = OPTIONS_VERSION },
	/* for the build; the underscore keeps it from being abbreviated by accident */
	{ "_completion", .value = "SHELL", .action = OPTIONS_COMPLETION },
};

static void
add(struct options *o, const struct option_spec *spec, void *into)
{
	o->list = mem_grow(o->list, &o->cap, o->n + 1, sizeof(*o->list));
	o->list[o->n++] = (struct option_given){ .spec = spec, .into = into };
}

void
options_begin(
    struct options *o, const struct option_program *program, struct option_clock clock, void *own)
{
	const struct option_table *table = program->table;
	*o = (struct options){ .program = program, .clock = clock };
	for (size_t t = 0; t < OPTION_TABLES; t++)
		for (size_t i = 0; i < table[t].n; i++)
			if (!table[t].shared || (table[t].spec[i].shared & table[t].shared))
				add(o, &table[t].spec[i], (char *)own + table[t].at);
	for (size_t i = 0; i < sizeof(every_program) / sizeof(*every_program); i++)
		add(o, &every_program[i], own);
}

void
options_free(struct options *o)
{
	for (size_t i = 0; i < o->n; i++)
		free(o->list[i].earlier);
	free(o->list);
	*o = (struct options){ 0 };
}

struct option_given *
options_find(const struct options *o, struct text name)
{
	for (size_t i = 0; i < o->n; i++)
		if (text_eq(text_of(o->list[i].spec->name), name))
			return &o->list[i];
	return NULL;
}

bool
options_given(const struct options *o, const char *name)
{
	const struct option_given *option = options_find(o, text_of(name));
	return option && option->given;
}

const char *
options_action(const struct options *o, unsigned action)
{
	for (size_t i = 0; i < o->n; i++)
		if (action != 0 && o->list[i].spec->action == action)
			return o->list[i].spec->name;
	return NULL;
}

const char *
option_file(const struct option_given *o)
{
	const struct option_value *v = &o->spec->takes;
	if (!o->given || (v->type != OPTION_READ && v->type != OPTION_WRITE))
		return NULL;
	return *(const char **)((char *)o->into + v->at);
}

int
options_usage(const struct option_program *program, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	diag(&(struct voice){ .name = program->name }, "%s; see '%s --help'", text, program->name);
	return EXIT_BROKEN;
}
