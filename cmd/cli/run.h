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
 * A run of a filter: all inputs, one after another, block by block through the program's stage, to
 * the output; with everything around it that the programs have in common: diagnostics, rejects,
 * the books, --stats, the exit status.
 *
 *	if (run_begin(&run, &settings) < 0)
 *		return EXIT_BROKEN;
 *	run_inputs(&run, &stage);
 *	return run_end(&run, put_stats, &program);
 *
 * An input that cannot be opened or is damaged is named, the others are still read, what could be
 * read is written (-o is renamed), and the status is 2.  An output that fails, and --fail-fast, end
 * the run at once, and -o FILE stays what it was.  Before it waits for input, a run writes out
 * what it has.
 */

/* What is not as it is with every run. */
struct run_mode {
	int wake;   /* a descriptor, or -1: once it can be read from, the run ends behind the block
		       at hand */
	bool again; /* outputs are files that are gone on with: run_cut, run_mark */
	struct source_gate *gate; /* where to begin with each input; NULL: at its beginning */
	uint64_t passed;          /* so many bytes of the inputs, as stored, will not be read */
};

/* Of a reason: the longest path and what is wrong with it. */
enum { RUN_WHY_MAX = 4096 + 512 };

struct run {
	const struct settings *settings;
	struct run_mode mode;
	uint64_t lines;     /* of the input at hand: behind what is settled */
	struct books books; /* a program that holds records back settles them here before run_end */
	uint64_t bytes_in;  /* as stored: compressed, where the input is */
	int status;         /* what is known of the exit status so far */
	char why[RUN_WHY_MAX];     /* the first thing that made it EXIT_BROKEN; empty: none */
	bool stopped;              /* an output failed, or --fail-fast found something */
	bool woken;                /* it ended before its inputs did, by mode.wake */
	bool torn;                 /* the last line of an input was left for the next run */
	uint64_t left;             /* the number, and 1, of the last input that was given up: it is
				      a document with a fault of syntax */
	struct out *out, *rejects; /* rejects may be NULL */
	struct out *stats;         /* --stats=FILE, once it is written; or NULL */
	bool ready;                /* run_ready was called */
	struct buf line;           /* scratch for a reject */
	uint64_t bytes_total;      /* of all inputs; 0: not known */
	uint64_t *again;           /* run_inputs_again: by input, lines that are settled; or NULL */
	uint64_t bytes_again;      /* and bytes, as bytes_in */
	struct progress progress;

	uint64_t too_late;           /* events that were: counted with rejects for the status */
	unsigned named[BATCH_NOTES]; /* lines of each kind that were named on standard error */
	struct buf last_words;       /* lines that run_end says behind --stats and before the books,
					unless --quiet was given; for the program to fill */
};

/* A batch's turn. */
struct run_turn {
	const struct source_item *item;
	uint64_t lines; /* so many of its input are before it */
};

/* What a program does with a block. */
struct run_stage {
	void *program;
	/*
	 * A worker has the scratch memory for work(); there is one for each thread.  NULL: the
	 * program is the only worker.
	 */
	void *(*worker_new)(void *program);
	void (*worker_free)(void *worker);
	/*
	 * What a batch carries of the program's own; NULL: nothing.  settle() takes it in where it
	 * is a batch's turn, in order, and leaves the part empty for the next one; -1 stops the
	 * run, of which it has said why (run_stop).  Batches that a stopped run does not come to
	 * are never settled.
	 */
	void *(*part_new)(void *program);
	void (*part_free)(void *part);
	int (*settle)(void *program, void *part, const struct run_turn *turn);
	/* Makes *out, which comes in empty, of a block.  Sees one block at a time; touches nothing
	 * that another worker could see, unless the stage is serial. */
	void (*work)(void *worker, const struct block *b, struct batch *out);
	/* For those who need to know of a line over the limit, which is no part of any block; may
	 * be NULL. */
	void (*too_long)(void *worker, struct batch *out);
	/* Serial stages, may be NULL: at most so many lines (> 0) make the next block; and, when
	 * all lines so far are settled: -1 stops the run, of which it has said why. */
	uint64_t (*quota)(void *program);
	int (*pause)(void *program);
	/* It has to see the blocks in order, each when all before it are settled: one at a time. */
	bool serial;
	const struct json_arrays *arrays; /* of documents (json/arrays.h); NULL: none */
	bool unindexed; /* work() uses no index of lines */
	bool documents; /* inputs may be documents (io/blocks.h); a serial stage has none */
	/* settle() may take the memory of the block over (run_turn.item->memory), so that slices of
	 * it stay good. */
	bool keeps;
};

/* Opens the outputs.  0, or -1: what is wrong has been said. */
int run_begin(struct run *r, const struct settings *s);
int run_begin_as(struct run *r, const struct settings *s, struct run_mode mode);

/* With mode.again, before anything is written: the outputs keep what they have up to there.  And at
 * any time: what was written so far is whole and with the disk, and ends there.  0, or -1: the run
 * is stopped, which has been said. */
int run_cut(struct run *r, const struct out_end *output, const struct out_end *rejects);
int run_mark(struct run *r, struct out_end *output, struct out_end *rejects);

/* The readers of the outputs see now all there is.  0, or -1 where the run is now stopped. */
int run_flush(struct run *r);

/* All operands (standard input if there are none).  0, or -1 where the run was stopped. */
int run_inputs(struct run *r, const struct run_stage *stage);

/*
 * Reads inputs once more, in an order of the program's choice (source.h).  Their batches are
 * settled and not more: nothing of them is counted, named, kept or written.  0, or -1 where the run
 * was stopped.
 */
int run_inputs_again(
    struct run *r, const struct run_stage *stage, const struct source_order *order);

/* Writes more to the output, for what does not come of blocks.  0, or -1 where the run was or is
 * now stopped (which has been said). */
int run_put(struct run *r, struct text t);

/* The exit status is 2, and this is why, unless something was wrong before.  It has been said. */
void run_break_off(struct run *r, const char *why);

/* Something is wrong that makes the exit status 2 and yet does not stop the run: says it. */
void run_complain(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, but it does: -1. */
int run_stop(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for an output that has failed: there is no point in going on.  And what an output is
 * called in messages. */
int run_stop_at(struct run *r, const char *path, const struct err *e);
const char *run_output_name(const char *path);

/* How many lines of a kind are named on standard error. */
#define RUN_NAMED_MAX 10

/*
 * Writes all that is left to write, --stats too (to which `more` adds members, see run_end), and
 * gives nothing its name yet: whatever fails here leaves every -o FILE as it was.  Nothing more is
 * put.  run_end does this first; a program that has other outputs calls it before it completes
 * them.  0, or -1 where the run was or is now stopped.
 */
int run_ready(struct run *r, void (*more)(void *context, struct buf *json), void *context);

/*
 * Adds to the last words, before run_end, that --tenant, --from and --to skipped every event there
 * was, if they did: a misspelt tenant or a wrong year looks like a log without events.
 */
void run_note_all_skipped(struct run *r);

/*
 * Completes the output, or abandons it where the run was stopped; checks the books, writes --stats
 * (to which `more`, if not NULL, adds members of its own: `,"name":1`) and the last line about
 * rejected records.  Returns the exit status.  Call it whatever happened since run_begin.
 */
int run_end(struct run *r, void (*more)(void *context, struct buf *json), void *context);

#endif
