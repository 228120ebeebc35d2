/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "cmd/cli/option_value.h"

/*
 * Options as tables.  One entry says all there is to say of an option.  From it follow parsing
 * (command_line), --help, suggestions for a name that is nearly right, shell completion, what a
 * replay job records, and which files no output may replace.
 */

/* One option.  Members that are not given are 0 and mean nothing. */
struct option_spec {
	const char *name;  /* long, without its dashes */
	char letter;       /* short */
	bool optional;     /* its argument may be left out: --name, --name=VALUE, -n, -nVALUE */
	bool apart;        /* optional, and `--name VALUE` is right, too: VALUE is then an operand */
	const char *value; /* what --help calls the argument; NULL: it takes none */
	const char *help;  /* for --help: no capital, no stop; NULL: not listed (an alias) */
	const char *group; /* for --help: the heading that begins here */
	struct option_value takes; /* what the argument is, and where it goes */

	unsigned action;      /* the option says what the run does: a number from 1 to 60 */
	uint64_t actions;     /* the actions that it goes with (OPTION_FOR); 0: all */
	const char *needs;    /* names of other options, one of which must be there, too */
	const char *excludes; /* names of options that must not be there, too */
	unsigned shared;      /* the groups of shared options that it is in (option_table) */
	unsigned recorded;    /* its place in a job's record, from 1; 0: it is not in there */
	const char *initial;  /* the argument that says what holds without the option */
};

#define OPTION_FOR(action) (UINT64_C(1) << (action))

/* A table, and where in the program's own struct the struct lies that its options fill. */
struct option_table {
	const struct option_spec *spec;
	size_t n;
	size_t at;
	unsigned shared; /* not 0: only those that are in one of these groups */
};

enum { OPTION_TABLES = 4 };

/* The actions that every program has.  They end it at once. */
enum { OPTIONS_HELP = 61, OPTIONS_VERSION, OPTIONS_COMPLETION };

struct option_program {
	const char *name;     /* "esper-encode" */
	const char *synopsis; /* "-p PLAN [OPTION]... [FILE]..."; a newline begins another form */
	const char *purpose;  /* what it does: a sentence or two */
	struct option_table table[OPTION_TABLES];
};

/* An option of the program, and whether it was given. */
struct option_given {
	const struct option_spec *spec;
	void *into; /* the struct that its table fills */
	bool given;
	const char *argument; /* as given; NULL: none */
};

struct options {
	const struct option_program *program;
	struct option_clock clock;
	struct option_given *list; /* in the order of the tables */
	size_t n, cap;
	unsigned action; /* what the run does; 0: no option says it */
};

/* The list of options, none of them given; o must be released by options_free. */
void options_begin(
    struct options *o, const struct option_program *program, struct option_clock clock, void *own);
void options_free(struct options *o);

/* Says a usage error, and where help is.  Returns EXIT_BROKEN. */
int options_usage(const struct option_program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The option of that name; NULL: the program has none. */
struct option_given *options_find(const struct options *o, struct text name);

bool options_given(const struct options *o, const char *name);

/* The name of the action that the option tables number so; NULL: none. */
const char *options_action(const struct options *o, unsigned action);

/* The name of a file that the option reads or writes; NULL: none, or it is about something else. */
const char *option_file(const struct option_given *o);

#endif
