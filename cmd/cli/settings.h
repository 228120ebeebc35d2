/* SPDX-License-Identifier: MIT */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "cmd/cli/diagnostics.h"
#include "cmd/cli/options.h"

/*
 * The options that the programs share, and their values.  A program declares which of them it has;
 * the others are unknown options to it.
 */
enum {
	SHARED_OUTPUT = 1 << 0,  /* -o, -z */
	SHARED_THREADS = 1 << 1, /* -j */
	SHARED_QUIET = 1 << 2,   /* -q */
	SHARED_REJECTS =
	    1 << 3,            /* --rejects, --fail-fast, --max-rejects, --max-line, --max-window */
	SHARED_STATS = 1 << 4, /* --stats */
	SHARED_COLOR = 1 << 5, /* --color */
	SHARED_STORE = 1 << 6, /* -S, or ESPER_STORE */
	SHARED_TENANT = 1 << 7,   /* -t, or ESPER_TENANT */
	SHARED_RANGE = 1 << 8,    /* --from, --to */
	SHARED_PROGRESS = 1 << 9, /* --progress */
	SHARED_INDEX = 1 << 10,   /* --no-index */
	/* a program that reads and writes records has all of these */
	SHARED_FILTER = SHARED_OUTPUT | SHARED_THREADS | SHARED_QUIET | SHARED_REJECTS |
			SHARED_STATS | SHARED_COLOR | SHARED_PROGRESS,
	SHARED_ALL = SHARED_FILTER | SHARED_STORE | SHARED_TENANT | SHARED_RANGE | SHARED_INDEX
};

struct lists;

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* How many rejected records still count as success: a number, or a share of all. */
struct tolerance {
	bool percent;
	uint64_t amount; /* records, or 1e-7 of a percent */
};

/* A stretch of an input, in decoded bytes and whole lines. */
struct settings_range {
	uint64_t offset, lines; /* where it begins, and how many lines are before it */
	uint64_t end;           /* UINT64_MAX: the end of the input */
	bool is_lines;          /* the input is known to be lines, not a JSON document */
};

struct settings {
	struct voice voice;     /* for standard error, coloured as --color says */
	struct options options; /* the whole command line; the action is options.action */
	const char *output;     /* NULL: standard output */
	int zstd_level;         /* OUT_PLAIN, or the level of -z */
	unsigned threads;       /* 0: as many as there are cores (settings_threads) */
	bool quiet;
	const char *rejects; /* NULL: none kept */
	bool fail_fast;
	struct tolerance max_rejects; /* zero: none */
	size_t max_line;              /* bytes */
	uint64_t max_window;          /* bytes, of a zstd frame */
	bool stats;
	const char *stats_file; /* NULL: standard error */
	enum when color, progress;
	const char *store;      /* NULL: none */
	struct text tenant;     /* absent: all */
	int64_t from_ns, to_ns; /* from <= t < to; INT64_MIN, INT64_MAX: no bound */
	bool no_index;          /* read all frames of packed files */
	char **operand;
	size_t operands;
	const char **opened; /* by operand: the file to open in its place, or NULL; NULL: none */
	const struct settings_range *range; /* by operand: what to read of it; NULL: everything */
	const char **reads; /* files that are read but named by no option (settings_reads) */
	size_t nreads, reads_cap;
};

/* The table of the shared options, and its entry in the tables of a program whose struct has a
 * member `settings`. */
enum { SETTINGS_OPTIONS = 20 };
extern const struct option_spec settings_options[SETTINGS_OPTIONS];
#define SETTINGS_TABLE(struct_, groups)                                                            \
	{                                                                                          \
		settings_options, SETTINGS_OPTIONS, offsetof(struct_, settings), groups            \
	}

/*
 * Initializes *s and parses the command line into it and into the program's own struct, of which *s
 * is a part.  Returns -1 if the program should continue, otherwise the exit status.  Reads the
 * environment (ESPER_STORE, ESPER_TENANT, ESPER_SIMD) and the clock, once.
 */
int settings_parse(
    struct settings *s, const struct option_program *program, int argc, char **argv, void *own);
void settings_free(struct settings *s);

/* Fills in the settings of a program that was given no options. */
void settings_init(struct settings *s, const struct option_program *program);

/* Notes a file (NULL: none) that the program reads although no option names it, so that no output
 * may replace it.  The path must live as long as the settings. */
void settings_reads(struct settings *s, const char *path);
void settings_reads_lists(struct settings *s, const struct lists *lists); /* the lists' files */

/*
 * Checks that at most one option that reads a file names standard input, and none if `inputs` and
 * the operands read it.  Returns -1, or prints the conflict and returns EXIT_BROKEN.
 */
int settings_share_stdin(const struct settings *s, bool inputs);

/* Was a time range given? */
bool settings_has_range(const struct settings *s);

/* Does a run with `rejected` of `in` records rejected still succeed (--max-rejects)? */
bool settings_tolerate(const struct settings *s, uint64_t rejected, uint64_t in);

/* Returns the number of threads, at least 1. */
unsigned settings_threads(const struct settings *s);

/* Should text for this descriptor be coloured?  With `auto`, if it is a terminal, TERM is not dumb
 * and NO_COLOR is not set. */
bool settings_color(const struct settings *s, int fd);
bool settings_color_output(const struct settings *s); /* text for people: never in -o FILE or -z */

#endif
