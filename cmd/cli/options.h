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
 * Tables of options.  One entry describes an option completely.  It is used by parsing
 * (command_line), --help, suggestions for misspelt names, shell completion, the record of a replay
 * job, and the check that no output replaces a file that is read.
 */

/* One option.  A member that is left out is 0 and has no effect. */
struct option_spec {
	const char *name; /* long, without its dashes */
	char letter;      /* short */
	bool optional;    /* its argument may be left out: --name, --name=VALUE, -n, -nVALUE */
	bool apart; /* with optional: --name VALUE, too; the program finds VALUE in the operands */
	const char *value; /* what --help calls the argument; NULL: it takes none */
	const char *help;  /* for --help: no capital, no full stop; NULL: not listed (an alias) */
	const char *group; /* for --help: the heading above this option */
	struct option_value takes; /* the type of the argument, and where it is stored */

	unsigned action;      /* from 1 to 60: the option selects this action of the program */
	uint64_t beside;      /* other actions that may be given too; the run does this one */
	uint64_t actions;     /* the actions that accept it (OPTION_FOR); 0: all */
	const char *needs;    /* names of other options; one of them must also be given */
	const char *excludes; /* names of other options; none of them may also be given */
	unsigned shared;      /* the groups of shared options that it is in (option_table) */
	unsigned recorded;    /* its place in a job's record, from 1; 0: it is not recorded */
	const char *initial;  /* the argument that means the same as leaving the option out */
};

#define OPTION_FOR(action) (UINT64_C(1) << (action))

/* A table, and the offset, in the program's own struct, of the struct that its options fill. */
struct option_table {
	const struct option_spec *spec;
	size_t n;
	size_t at;
	unsigned shared; /* only the options in one of these groups; 0: all */
};

enum { OPTION_TABLES = 12 };

/* The actions of every program.  Each ends the program at once. */
enum { OPTIONS_HELP = 61, OPTIONS_VERSION, OPTIONS_COMPLETION };

struct option_program {
	const char *name;     /* "esper-encode" */
	const char *synopsis; /* "-p PLAN [OPTION]... [FILE]..."; a newline begins another form */
	const char *purpose;  /* one or two sentences */
	struct option_table table[OPTION_TABLES];
};

/* An option of the program, and whether it was given. */
struct option_given {
	const struct option_spec *spec;
	void *into; /* the struct that its table fills */
	bool given;
	const char *argument; /* as given, of several the last; NULL: none */
	const char **earlier; /* those before, of an option that names files to read */
	size_t nearlier, earlier_cap;
};

struct options {
	const struct option_program *program;
	struct option_clock clock;
	struct option_given *list; /* in the order of the tables */
	size_t n, cap;
	unsigned action; /* the action that an option selected; 0: none */
};

/* Fills *o with all options of the program, none of them given.  The caller releases it with
 * options_free. */
void options_begin(
    struct options *o, const struct option_program *program, struct option_clock clock, void *own);
void options_free(struct options *o);

/* Prints a usage error and points to --help.  Returns EXIT_BROKEN. */
int options_usage(const struct option_program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Returns the option of that name, or NULL if the program has none. */
struct option_given *options_find(const struct options *o, struct text name);

bool options_given(const struct options *o, const char *name);

/* Returns the name of the option that selects this action, or NULL. */
const char *options_action(const struct options *o, unsigned action);

/* Returns the file that the option reads or writes, or NULL if it is not given, names no file or
 * is about something else. */
const char *option_file(const struct option_given *o);

#endif
