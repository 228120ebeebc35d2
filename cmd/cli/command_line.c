/* SPDX-License-Identifier: MIT */
#include "cmd/cli/command_line.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "cmd/cli/completion.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/help.h"
#include "cmd/cli/status.h"

#define LONG_VALUE 256 /* getopt_long's value of the first option: above all letters */

/* ---- what is wrong -------------------------------------------------------------------------- */

static int broken(const struct options *o, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static int
broken(const struct options *o, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	diag(&(struct voice){ .name = o->program->name }, "%s", text);
	return EXIT_BROKEN;
}

/* Lists the names that begin with what was typed: `'--max-line', '--max-rejects'`.  Returns how
 * many there are. */
static size_t
list_matches(const struct options *o, struct text typed, struct buf *list)
{
	size_t n = 0;
	for (size_t i = 0; i < o->n; i++) {
		const char *name = o->list[i].spec->name;
		if (strncmp(name, typed.p, typed.n) == 0)
			buf_printf(list, "%s'--%s'", n++ > 0 ? ", " : "", name);
	}
	buf_char(list, 0);
	return n;
}

static struct text
nearest(const struct options *o, struct text typed)
{
	struct text *name = mem_zalloc(o->n, sizeof(*name));
	size_t n = 0;
	for (size_t i = 0; i < o->n; i++)
		if (o->list[i].spec->help)
			name[n++] = text_of(o->list[i].spec->name);
	const struct text found = words_meant(typed, name, n).name;
	free(name);
	return found;
}

/* Returns the other programs that have an option of this name, or NULL. */
static const char *
other_program(struct text typed)
{
	static const struct {
		const char *name, *programs;
	} options[] = {
		{ "append", "esper-audit" },
		{ "baseline-plan", "esper-replay" },
		{ "baseline-rules", "esper-replay" },
		{ "check", "esper-encode (for plans) and esper-decide (for rule sets)" },
		{ "checkpoint", "esper-decide and esper-replay" },
		{ "dump-state", "esper-decide" },
		{ "expect-head", "esper-audit" },
		{ "explain", "esper-decide" },
		{ "init", "esper-encode (for plans) and esper-decide (for rule sets)" },
		{ "load-state", "esper-decide" },
		{ "plan", "esper-encode, esper-decide and esper-replay" },
		{ "report", "esper-replay" },
		{ "resume", "esper-decide and esper-replay" },
		{ "rules", "esper-decide and esper-replay" },
		{ "rule-version", "esper-decide and esper-replay" },
		{ "run-pending", "esper-replay" },
		{ "state", "esper-decide and esper-replay" },
		{ "submit", "esper-replay" },
		{ "summary", "esper-audit" },
		{ "verify", "esper-audit" },
		{ "warmup", "esper-replay" },
	};
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (text_eq(typed, text_of(options[i].name)))
			return options[i].programs;
	return NULL;
}

/* Prints that a long option, as typed, is unknown or ambiguous. */
static int
unknown_long(const struct options *o, const char *argument)
{
	const struct text typed = { argument + 2, strcspn(argument + 2, "=") };
	const struct text near = nearest(o, typed);
	const char *elsewhere = other_program(typed), *name = o->program->name;
	struct buf list = { 0 };
	if (list_matches(o, typed, &list) > 1)
		broken(o, "option '--%.*s' could be %s", (int)typed.n, typed.p, list.p);
	else if (elsewhere)
		broken(o, "unknown option '--%.*s'; %s %s it; see '%s --help'", (int)typed.n,
		    typed.p, elsewhere, strstr(elsewhere, " and ") ? "have" : "has", name);
	else if (near.p)
		broken(o, "unknown option '--%.*s'; did you mean '--%.*s'?", (int)typed.n, typed.p,
		    (int)near.n, near.p);
	else
		broken(o, "unknown option '--%.*s'; see '%s --help'", (int)typed.n, typed.p, name);
	buf_free(&list);
	return EXIT_BROKEN;
}

/* ---- the command line ----------------------------------------------------------------------- */

/* The arguments for getopt_long.  The letters begin with a colon, so that getopt_long reports a
 * missing argument as ':' and not as '?'. */
struct getopt {
	struct option *longs;
	struct buf letters;
};

static void
compile(struct getopt *g, const struct options *o)
{
	g->longs = mem_zalloc(o->n + 1, sizeof(*g->longs));
	buf_char(&g->letters, ':');
	for (size_t i = 0; i < o->n; i++) {
		const struct option_spec *spec = o->list[i].spec;
		const int has = !spec->value     ? no_argument
				: spec->optional ? optional_argument
						 : required_argument;
		g->longs[i] = (struct option){ spec->name, has, NULL, LONG_VALUE + (int)i };
		if (spec->letter) {
			buf_char(&g->letters, spec->letter);
			buf_put(&g->letters, "::", (size_t)has);
		}
	}
	buf_char(&g->letters, 0);
}

/* Returns the option of a value that getopt_long returned. */
static struct option_given *
option_of(const struct options *o, int value)
{
	if (value >= LONG_VALUE)
		return &o->list[value - LONG_VALUE];
	for (size_t i = 0; i < o->n; i++)
		if (o->list[i].spec->letter == value)
			return &o->list[i];
	return NULL;
}

/* Prints the error that getopt_long found.  `code` is ':' or '?'. */
static int
complain(const struct options *o, int code, const char *argument)
{
	const struct option_given *option = optopt ? option_of(o, optopt) : NULL;
	if (code == ':' && optopt >= LONG_VALUE)
		return broken(o, "option '--%s' needs an argument: %s", option->spec->name,
		    option->spec->value);
	if (code == ':')
		return broken(o, "option '-%c' needs an argument: %s", optopt, option->spec->value);
	if (optopt >= LONG_VALUE)
		return broken(o, "option '--%s' takes no argument", option->spec->name);
	if (optopt)
		return broken(o, "unknown option '-%c'; see '%s --help'", optopt, o->program->name);
	return unknown_long(o, argument);
}

/* Is an action that was selected one that this option's action may be given beside? */
static bool
goes_beside(const struct options *o, const struct option_spec *spec)
{
	for (size_t i = 0; i < o->n; i++) {
		const struct option_given *g = &o->list[i];
		if (g->given && g->spec->action == o->action &&
		    (g->spec->beside & OPTION_FOR(spec->action)))
			return true;
	}
	return false;
}

static int
take_action(struct options *o, const struct option_spec *spec, struct err *e)
{
	if (o->action && o->action != spec->action && goes_beside(o, spec))
		return 0;
	if (o->action && o->action != spec->action && !(spec->beside & OPTION_FOR(o->action)))
		return err_set(e, "cannot be used with --%s", options_action(o, o->action));
	o->action = spec->action;
	return 0;
}

static int
take(struct options *o, struct option_given *option, const char *argument, struct err *e)
{
	const struct option_spec *spec = option->spec;
	if (spec->action && take_action(o, spec, e) < 0)
		return -1;
	if (option_store(&spec->takes, o->clock, option->into, argument, e) < 0)
		return -1;
	if (spec->takes.type == OPTION_READ && option->argument) {
		option->earlier = mem_grow(option->earlier, &option->earlier_cap,
		    option->nearlier + 1, sizeof(*option->earlier));
		option->earlier[option->nearlier++] = option->argument;
	}
	option->given = !(spec->initial && argument && strcmp(argument, spec->initial) == 0);
	option->argument = argument;
	return 0;
}

int
command_line_take(struct options *o, struct text name, const char *argument, struct err *e)
{
	struct option_given *option = options_find(o, name);
	if (!option || !option->spec->recorded)
		return err_set(e, "not known to this version of esper-replay");
	return take(o, option, argument, e);
}

int
command_line_set(struct options *o, struct text name, const char *argument, struct err *e)
{
	struct option_given *option = options_find(o, name);
	if (!option)
		return err_set(e, "not known to this version of esper-replay");
	return take(o, option, argument, e);
}

static int
parse(struct options *o, const struct getopt *g, int argc, char **argv)
{
	opterr = 0;
	optind = 0; /* makes glibc start from the beginning */
	for (int code; (code = getopt_long(argc, argv, g->letters.p, g->longs, NULL)) != -1;) {
		struct err e;
		if (code == ':' || code == '?')
			return complain(o, code, argv[optind - 1]);
		struct option_given *option = option_of(o, code);
		switch (option->spec->action) {
		case OPTIONS_HELP: return help_print(o);
		case OPTIONS_VERSION: return help_version(o);
		case OPTIONS_COMPLETION: return completion_print(o, optarg);
		default: break;
		}
		if (take(o, option, optarg, &e) < 0)
			return broken(o, "--%s: %s", option->spec->name, e.text);
	}
	return -1;
}

/* ---- what goes together --------------------------------------------------------------------- */

/* Is any of the names, which are separated by spaces, given?  Sets *which to the first that is. */
static bool
any_given(const struct options *o, const char *names, struct text *which)
{
	while (*names) {
		*which = (struct text){ names, strcspn(names, " ") };
		const struct option_given *option = options_find(o, *which);
		if (option && option->given)
			return true;
		names += which->n + strspn(names + which->n, " ");
	}
	return false;
}

/* Prints that the option needs one of a list: `--a`, `--a or --b`. */
static int
complain_of_need(const struct options *o, const char *name, struct buf *list)
{
	buf_char(list, 0);
	options_usage(o->program, "--%s needs %s", name, list->p);
	buf_free(list);
	return EXIT_BROKEN;
}

static void
put_alternative(struct buf *list, struct text name)
{
	buf_printf(list, "%s--%.*s", list->n > 0 ? " or " : "", (int)name.n, name.p);
}

/* Prints that the option does not fit the action. */
static int
complain_of_action(const struct options *o, const struct option_spec *spec)
{
	const char *at = options_action(o, o->action);
	struct buf list = { 0 };
	if (at)
		return options_usage(o->program, "--%s cannot be used with --%s", spec->name, at);
	for (unsigned a = 1; a < 64; a++)
		if ((spec->actions & OPTION_FOR(a)) && options_action(o, a))
			put_alternative(&list, text_of(options_action(o, a)));
	return complain_of_need(o, spec->name, &list);
}

/* Returns -1, or EXIT_BROKEN after printing what is wrong. */
static int
check_option(const struct options *o, const struct option_spec *spec)
{
	struct text other;
	if (spec->actions && !(spec->actions & OPTION_FOR(o->action)))
		return complain_of_action(o, spec);
	if (spec->excludes && any_given(o, spec->excludes, &other))
		return options_usage(o->program, "--%s cannot be used with --%.*s", spec->name,
		    (int)other.n, other.p);
	if (!spec->needs || any_given(o, spec->needs, &other))
		return -1;
	struct buf list = { 0 };
	for (const char *at = spec->needs; *at; at += strspn(at, " ")) {
		const struct text name = { at, strcspn(at, " ") };
		put_alternative(&list, name);
		at += name.n;
	}
	return complain_of_need(o, spec->name, &list);
}

int
command_line_parse(struct options *o, const struct option_program *program,
    struct option_clock clock, int argc, char **argv, void *own, int *operands)
{
	struct getopt g = { 0 };
	options_begin(o, program, clock, own);
	compile(&g, o);
	int status = parse(o, &g, argc, argv);
	*operands = optind;
	free(g.longs);
	buf_free(&g.letters);
	for (size_t i = 0; status < 0 && i < o->n; i++)
		if (o->list[i].given)
			status = check_option(o, o->list[i].spec);
	return status;
}
