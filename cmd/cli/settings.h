/* SPDX-License-Identifier: MIT */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/*
 * The options that the programs share, and what they were set to.  A program says which of them it
 * has; the others are unknown options to it.
 */
enum {
	SHARED_OUTPUT = 1 << 0, /* -o, -z */
	SHARED_JOBS = 1 << 1,   /* -j */
	SHARED_QUIET = 1 << 2,  /* -q */
	SHARED_REJECTS =
	    1 << 3,            /* --rejects, --fail-fast, --max-rejects, --max-line, --max-window */
	SHARED_STATS = 1 << 4, /* --stats */
	SHARED_COLOR = 1 << 5, /* --color */
	SHARED_STORE = 1 << 6, /* -S, or ESPER_STORE */
	SHARED_TENANT = 1 << 7,   /* -t, or ESPER_TENANT */
	SHARED_RANGE = 1 << 8,    /* --from, --to */
	SHARED_PROGRESS = 1 << 9, /* --progress */
	/* what reads records and writes records has all these */
	SHARED_FILTER = SHARED_OUTPUT | SHARED_JOBS | SHARED_QUIET | SHARED_REJECTS | SHARED_STATS |
			SHARED_COLOR | SHARED_PROGRESS
};

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* How many rejected records still count as success: so many, or a share of all. */
struct tolerance {
	bool percent;
	uint64_t amount; /* records, or 1e-7 of a percent */
};

enum { SETTINGS_DOCUMENTS = 8, SETTINGS_LISTS = 4 };

struct settings {
	const char *program;
	const char *output; /* NULL: standard output */
	int zstd_level;     /* OUT_PLAIN, or what -z says */
	unsigned jobs;      /* threads; 0: as many as there are cores (settings_jobs) */
	bool quiet;
	const char *rejects; /* NULL: none kept */
	bool fail_fast;
	struct tolerance max_rejects; /* zero: none */
	size_t max_line;              /* bytes */
	uint64_t max_window;          /* bytes, of a zstd frame */
	bool stats;
	const char *stats_file; /* NULL: standard error */
	const char *report;     /* NULL: none; for programs that have --report */
	const char *changes;    /* NULL: none; for programs that have --changes */
	enum when color, progress;
	const char *store;      /* NULL: none */
	struct text tenant;     /* absent: all */
	int64_t now_ns;         /* the clock when the program began, for `now` and -DURATION */
	int64_t from_ns, to_ns; /* from <= t < to; INT64_MIN, INT64_MAX: no bound */
	char **operand;
	size_t operands;
	const char *document[SETTINGS_DOCUMENTS]; /* read beside the inputs (settings_reads) */
	size_t documents;
	const struct lists *lists[SETTINGS_LISTS]; /* of documents (settings_reads_lists) */
	size_t lists_n;
};

struct option_spec;

/* The defaults, with the environment's for those that are in `shared`. */
void settings_init(struct settings *s, const char *program, unsigned shared);

/* The table of the shared options, with how many there are, and which group each belongs to. */
const struct option_spec *settings_options(size_t *count);
unsigned settings_group(size_t option);

/* The program reads the file beside its inputs (NULL: none): no output may take its place. */
void settings_reads(struct settings *s, const char *path);
void settings_reads_lists(struct settings *s, const struct lists *lists); /* likewise */

/* Do the settings fit together?  NULL, or what is wrong. */
const char *settings_conflict(const struct settings *s);

/*
 * Is standard input wanted more than once: by the inputs (no operands, or one that is `-`) and the
 * documents a and b (NULL: none)?  Whoever comes second would find it empty.
 */
bool settings_share_stdin(const struct settings *s, const char *a, const char *b);

/* Are `rejected` of `in` records few enough for success (--max-rejects)? */
bool settings_tolerate(const struct settings *s, uint64_t rejected, uint64_t in);

/* How many threads: at least 1. */
unsigned settings_jobs(const struct settings *s);

/* Is what goes to the descriptor to be coloured?  auto: it is a terminal, TERM is not dumb and
 * NO_COLOR is not set. */
bool settings_color(const struct settings *s, int fd);

#endif
