/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "cmd/cli/settings.h"

/*
 * Options as a table: of it are made what getopt_long(3) needs, the text of --help and the
 * suggestions for a name that is nearly right.  A program has a table of its own beside the options
 * that it shares with the others (cmd/cli/settings.h), and -h, --help, -V and --version.
 *
 * Options and operands may be mixed, `--` ends the options, a long name may be cut short as long as
 * it is clear which one is meant.  An option that is given twice counts the second time, unless its
 * `set` does otherwise.
 */
enum option_argument {
	OPTION_ALONE,  /* takes none */
	OPTION_NEEDS,  /* --name VALUE, --name=VALUE, -n VALUE, -nVALUE */
	OPTION_ALLOWS, /* --name, --name=VALUE, -n, -nVALUE */
};

/* What most options do: set a member of the program's own struct. */
enum option_sets {
	OPTION_SETS_NOTHING, /* its `set` does */
	OPTION_SETS_FLAG,    /* a bool, to true */
	OPTION_SETS_TEXT,    /* a const char *, to the argument */
	OPTION_SETS_NAME,    /* the same, and it must not be empty */
};

#define OPTION_FLAG(type, member) .sets = OPTION_SETS_FLAG, .at = offsetof(type, member)
#define OPTION_TEXT(type, member) .sets = OPTION_SETS_TEXT, .at = offsetof(type, member)
#define OPTION_NAME(type, member) .sets = OPTION_SETS_NAME, .at = offsetof(type, member)

struct option_spec {
	const char *name;  /* long, without its dashes */
	char letter;       /* short; 0: none */
	uint8_t argument;  /* enum option_argument */
	const char *value; /* what --help calls the argument: "FILE" */
	const char *help;  /* a line for --help, without a capital or a stop; NULL: not listed
			      (an alias) */
	uint8_t sets;      /* enum option_sets */
	size_t at;         /* where that member is */
	/*
	 * Else takes it: `into` is the program's own struct (for a shared option, the settings),
	 * argument is NULL where none was given and lives as long as argv.  0, or -1 with *e filled
	 * by what is wrong with the argument ("not a size: 'x'"); the parser puts `PROGRAM: --name:
	 * ` before it.
	 */
	int (*set)(void *into, const char *argument, struct err *e);
};

struct option_program {
	const char *name;     /* "esper-encode" */
	const char *synopsis; /* "-p PLAN [OPTION]... [FILE]..."; a newline begins another form */
	const char *purpose;  /* what it does: a sentence or two, lines broken by hand */
	unsigned shared;      /* the shared options that it has: SHARED_… or'ed */
	const struct option_spec *own;
	size_t nown;
	const struct option_spec *too; /* a table that several programs have; what it sets is the
					  first member of the program's own struct */
	size_t ntoo;
};

/*
 * Reads the command line into *s, which it sets up first, and *own.  Returns -1 if the program
 * shall go on; else what it exits with: EXIT_WORKED after --help and --version, EXIT_BROKEN after a
 * usage error, which has been said.  Reads the environment (ESPER_STORE, ESPER_TENANT,
 * ESPER_SIMD) and the clock, once.  argv is permuted: operands are s->operand[0..operands).
 */
int options_parse(
    const struct option_program *program, int argc, char **argv, struct settings *s, void *own);

/* A usage error of the program's own making, `PROGRAM: …` and where help is.  Returns EXIT_BROKEN.
 */
int options_usage(const struct option_program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * For `set` functions.  The number of the name that the argument is; -1 with *e filled: `not auto,
 * always or never: 'alwys'; did you mean 'always'?`.
 */
int option_choice(const char *argument, const struct text *name, size_t names, struct err *e);

/*
 * What --format means in each program that has it: json and jsonl are the same, a JSON value a
 * line; text is for people.  Sets *text; 0, or -1 with *e filled.
 */
int option_format(const char *argument, bool *text, struct err *e);

/* A whole number in min..max: 0, or -1 with *e filled. */
int option_number(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e);

/* How often: a number of events, or a duration; the other of the two is 0 then. */
int option_every(const char *argument, uint64_t *events, int64_t *ns, struct err *e);

/* Bytes: a whole number, or one with K, M or G (also KiB, MiB, GiB; 1024 each; any case). */
int option_size(const char *argument, uint64_t min, uint64_t max, uint64_t *out, struct err *e);

#endif
