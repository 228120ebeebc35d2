/* SPDX-License-Identifier: MIT */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/cli/batch.h"
#include "cmd/cli/progress.h"
#include "cmd/cli/settings.h"
#include "cmd/cli/source.h"
#include "io/out.h"

/*
 * A run of a filter.  All inputs go, one after another and block by block, through the program's
 * stage to the output.  The run also does what the programs have in common: diagnostics, rejects,
 * the books, --stats and the exit status.
 *
 *	if (run_begin(&run, &settings) < 0)
 *		return EXIT_BROKEN;
 *	run_inputs(&run, &stage);
 *	return run_end(&run, put_stats, &program);
 *
 * If an input cannot be opened or is damaged, the run names it and still reads the others.  What
 * could be read is written (-o is renamed), and the status is 2; if no input could be read, -o FILE
 * is left as it was.  If an output fails, or a record fails under --fail-fast, the run ends at once
 * and -o FILE is left as it was.  Before a run waits for input, it writes out what it has.
 */

/* How a run differs from an ordinary one. */
struct run_mode {
	int wake;   /* a descriptor, or -1: once it is readable, the run ends after the current
		       block */
	bool again; /* outputs are files that the run continues: run_cut, run_mark */
	struct source_gate *gate; /* where each input begins; NULL: at its first byte */
	uint64_t passed;          /* bytes of the inputs, as stored, that will not be read */
};

/* Room for a reason: the longest path and what is wrong with it. */
enum { RUN_WHY_MAX = 4096 + 512 };

struct run {
	const struct settings *settings;
	struct run_mode mode;
	uint64_t lines;            /* settled lines of the current input */
	struct books books;        /* a program that holds records back books them before run_end */
	uint64_t bytes_in;         /* as stored: compressed, if the input is */
	int status;                /* the exit status so far */
	char why[RUN_WHY_MAX];     /* the first thing that made it EXIT_BROKEN; empty: none */
	bool stopped;              /* an output failed, or --fail-fast found something */
	bool woken;                /* mode.wake ended the run before its inputs did */
	bool torn;                 /* the last line of an input was left for the next run */
	bool passed;               /* frames were passed over */
	bool misled;               /* a time index was wrong, which has been said */
	uint64_t left;             /* 1 plus the number of the last input that was given up, a JSON
				      document with a syntax error; 0: none */
	struct out *out, *rejects; /* rejects may be NULL */
	struct out *stats;         /* --stats=FILE, once it is written; or NULL */
	bool ready;                /* run_ready was called */
	struct buf line;           /* scratch for a reject */
	uint64_t bytes_total;      /* of all inputs; 0: not known */
	uint64_t *again;           /* run_inputs_again: settled lines, by input; or NULL */
	uint64_t bytes_again;      /* run_inputs_again: bytes, counted as bytes_in */
	struct progress progress;

	uint64_t too_late;           /* events too late; counted with rejects for the status */
	unsigned named[BATCH_NOTES]; /* lines of each kind that were named on standard error */
	struct buf last_words;       /* lines that the program wants printed after --stats and
					before the books, unless --quiet was given */
};

/* The turn of a batch to be settled. */
struct run_turn {
	const struct source_item *item;
	uint64_t lines; /* lines of its input before it */
};

/* What a program does with a block. */
struct run_stage {
	void *program;
	/*
	 * A worker holds the scratch memory for work(); each thread has one.  NULL: the program is
	 * the only worker.
	 */
	void *(*worker_new)(void *program);
	void (*worker_free)(void *worker);
	/*
	 * The program's own part of a batch; NULL: none.  When a batch's turn comes, in order,
	 * settle() takes the part in and leaves it empty for the next batch.  It returns 0, or -1
	 * after run_stop.  If the run is stopped, later batches are never settled.
	 */
	void *(*part_new)(void *program);
	void (*part_free)(void *part);
	int (*settle)(void *program, void *part, const struct run_turn *turn);
	/* Fills the empty *out from a block.  Unless the stage is serial, it must touch nothing
	 * that another worker could see. */
	void (*work)(void *worker, const struct block *b, struct batch *out);
	/* Called for a record over the limit, which is part of no block; may be NULL. */
	void (*too_long)(void *worker, struct batch *out);
	/* Takes the rejects of a batch before settle(), instead of naming and keeping them; NULL:
	 * that is done.  `line` is the number of the line in the input. */
	void (*rejected)(void *program, const struct source_item *item, uint64_t line,
	    const struct batch_reject *reject);
	/* Frames of packed files that the stage need not see; NULL: it sees everything.  Their
	 * records are booked as skipped; passed(), which may be NULL, is called for them. */
	const struct source_frames *frames;
	void (*passed)(void *worker, uint64_t records, struct batch *out);
	/* For serial stages; both may be NULL.  quota() returns the most lines (> 0) that the next
	 * block may have.  pause() is called when all lines so far are settled; it returns 0, or -1
	 * after run_stop. */
	uint64_t (*quota)(void *program);
	int (*pause)(void *program);
	/* The stage sees one block at a time, in order, after all earlier blocks are settled. */
	bool serial;
	const struct json_arrays *arrays; /* where documents have records; NULL: at the top */
	bool open_end;                    /* arrays of documents need not be closed at the end */
	bool nested;                      /* documents may be arrays of arrays */
	bool unindexed;                   /* work() uses no index of lines */
	bool documents; /* inputs may be JSON documents (io/blocks.h); not for a serial stage */
	/* settle() may take over the memory of the block (run_turn.item->memory), so that slices of
	 * it stay valid. */
	bool keeps;
};

/* Opens the outputs.  Returns 0, or -1 if that failed, which has been reported. */
int run_begin(struct run *r, const struct settings *s);
int run_begin_as(struct run *r, const struct settings *s, struct run_mode mode);

/* With mode.again: run_cut is called before anything is written and cuts the outputs back to the
 * ends given.  run_mark may be called at any time; it makes what was written complete and durable
 * on disk, and fills in where it ends.  Both return 0, or -1 if the run is now stopped, which has
 * been reported. */
int run_cut(struct run *r, const struct out_end *output, const struct out_end *rejects);
int run_mark(struct run *r, struct out_end *output, struct out_end *rejects);

/* Passes all that was written on to the readers of the outputs.  Returns 0, or -1 if the run is now
 * stopped. */
int run_flush(struct run *r);

/* Reads all operands, or standard input if there are none.  Returns 0, or -1 if the run was
 * stopped. */
int run_inputs(struct run *r, const struct run_stage *stage);

/*
 * Reads the inputs once more, in an order that the program chooses (source.h).  Their batches are
 * only settled; nothing is counted, named, kept or written.  Returns 0, or -1 if the run was
 * stopped.
 */
int run_inputs_again(
    struct run *r, const struct run_stage *stage, const struct source_order *order);

/* Writes text that does not come from a block to the output.  Returns 0, or -1 if the run was or
 * is now stopped, which has been reported. */
int run_put(struct run *r, struct text t);

/* Writes what is in b and empties it, if it has at least so many bytes.  Returns what run_put
 * returns. */
int run_put_some(struct run *r, struct buf *b, size_t enough);

/* Sets the exit status to 2, for a reason that has been printed.  The first reason is kept. */
void run_break_off(struct run *r, const char *why);

/* Prints an error that makes the exit status 2 but does not stop the run. */
void run_complain(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints an error that makes the exit status 2 and stops the run.  Returns -1. */
int run_stop(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for an output that has failed.  And the name of an output in messages. */
int run_stop_at(struct run *r, const char *path, const struct err *e);
const char *run_output_name(const char *path);

/* How many lines of each kind are named on standard error. */
#define RUN_NAMED_MAX 10

/*
 * Writes everything that is left, --stats included (see run_end for `more`), but renames nothing
 * yet.  A failure here leaves every -o FILE as it was.  Nothing may be put after this.  run_end
 * does this first; a program with further outputs calls it before it completes them.  Returns 0,
 * or -1 if the run was or is now stopped.
 */
int run_ready(struct run *r, void (*more)(void *context, struct buf *json), void *context);

/*
 * Adds a line to the last words if --tenant, --from and --to skipped every event: a misspelt tenant
 * or a wrong year would otherwise look like a log without events.  Call before run_end.
 */
void run_note_all_skipped(struct run *r);

/*
 * Completes the output, or abandons it if the run was stopped.  Checks the books, writes --stats
 * and prints the last line about rejected records.  If `more` is not NULL, it adds its own members
 * to --stats: `,"name":1`.  Returns the exit status.  Call this once after run_begin, whatever
 * happened since.
 */
int run_end(struct run *r, void (*more)(void *context, struct buf *json), void *context);

#endif
