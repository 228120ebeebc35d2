/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_REPLAY_H
#define REPLAY_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "decide/decide.h"
#include "encode/encode.h"
#include "plan/plan.h"
#include "history/key.h"
#include "replay/labels.h"
#include "replay/lateness.h"
#include "replay/side.h"
#include "rules/rules.h"
#include "store/job.h"

/*
 * Replay: the encoder and the decider over a time window of history, from many inputs merged in
 * time order (ties: input order, then line). Events before the window build state (warm-up) and are
 * neither counted nor written.
 */
/*
 * The two sides of a comparison.  rules[e][s] is the rule set of side s, loaded with the plan of
 * side e.  What is the same on both sides is the same pointer: plan[BASELINE] == plan[CANDIDATE],
 * and then rules[BASELINE][s] == rules[CANDIDATE][s]; or rules[e][BASELINE] == rules[e][CANDIDATE].
 */
struct replay_grid {
	const struct plan *plan[SIDES];
	const struct rules *rules[SIDES][SIDES];
};

/*
 * Where a replay goes on that was stopped: events up to `after` are counted as they come in, and
 * not decided again.  checkpoint.h puts the rest of it back.
 */
struct replay_resume {
	bool on;
	bool early;               /* events were decided as they came (early.h) */
	struct history_key after; /* the last one that was decided, */
	uint64_t decided;         /* of so many */
};

/* The files that documents are in, for people; NULL: the number of a version says enough. */
struct replay_names {
	const char *plan[SIDES], *rules[SIDES];
};

struct replay_options {
	enum job_type type;
	struct text tenant;             /* absent: all */
	int64_t from_ns, to_ns;         /* INT64_MIN, INT64_MAX: no bound */
	int64_t warmup_ns;              /* INT64_MAX: all */
	const struct replay_grid *grid; /* NULL: there is no baseline; else the candidate is the
					   replay's own plan and rules */
	struct replay_names names;
	const struct labels *labels; /* NULL: none */
	const struct text *inputs;   /* with a baseline: their names, "-" for standard input */
	size_t buffer_bytes;         /* of events that may be held in memory; 0: no limit */
	const char *folder;          /* for a temporary file of the others; borrowed */
	bool twice;                  /* inputs can be read twice (replay_reads_again) */
	bool begun;                  /* it begins with a state (replay_state) */
	bool explain;                /* decisions and changes carry their evidence */
	bool asked;      /* nobody wants its state: it holds what rules ask about and no more, and
			    nothing for events that come late, which none does */
	bool stops_late; /* replay_run and its like end at the first event that is too late */
	struct replay_resume resume;
	/* Called between two events, each time so many (0: never) have been decided. */
	uint64_t pause_every;
	void (*pause)(void *context);
	void *pause_context;
};

/* plan and rules must outlive the replay. */
struct replay;
struct replay *replay_new(const struct plan *plan, const struct rules *rules,
    const struct replay_options *o, struct siphash_key key);
void replay_free(struct replay *r);

/* What it begins with, before replay_run, and ends with: number 0, and where there is a baseline
 * more, as each judge has its own.  NULL: there are no more. */
struct state *replay_state(struct replay *r, size_t i);

/* What replay_add says of a rejected line. */
struct replay_reject {
	struct reject why;
	struct json_line line;
};

/*
 * Taking in, in parts: an intake is a thread's own scratch memory for it, a part is what came of
 * some lines of one input.  The replay must outlive both.
 */
struct replay_intake;
struct replay_intake *replay_intake_new(const struct replay *r);
void replay_intake_free(struct replay_intake *in);

struct replay_part;
struct replay_part *replay_part_new(const struct replay *r);
void replay_part_free(struct replay_part *part);

/*
 * Takes the lines of an indexed block of input number `input` into an empty part, or the elements
 * of a document's block (json/cut.h), the first line of which is number first_line.  Calls
 * `rejected` for each that counts as failed, with its number in the block, from 1.  Returns how
 * many there were, blank lines too.
 */
uint64_t replay_add(struct replay_intake *in, struct replay_part *part, unsigned input,
    uint64_t first_line, const char *text, size_t n, const struct json_index *ix,
    void (*rejected)(void *context, uint64_t line, const struct replay_reject *why), void *context);

/* A line that was over the limit: failed, its time cannot be read. */
void replay_add_too_long(struct replay_part *part);

uint64_t replay_part_in(const struct replay_part *part); /* records so far */

/* Which lines a part is of: of this input, behind so many others, up to there in it (bytes as
 * decoded). */
struct replay_place {
	unsigned input;
	uint64_t lines_before, end;
};

/* Adds a part, which is empty then.  In order of input and line.  0, or -1 with *e filled. */
int replay_join(
    struct replay *r, struct replay_part *part, const struct replay_place *at, struct err *e);

/* Not all could be taken in: nothing was decided.  Nothing but counts may be asked for then. */
void replay_forget(struct replay *r);

/*
 * Decides what was taken in, in order.  JOB_DECISION_ONLY calls `put` with each decision in the
 * window, as a line; it returns 0, or -1 to stop.  Returns 0, or -1 if it was stopped, also by
 * options.stops_late (the text of *e is empty then), or *e is filled.
 */
int replay_run(
    struct replay *r, int (*put)(void *context, struct text line), void *context, struct err *e);

/*
 * What is more than may be held goes to a temporary file; or it is forgotten and the inputs, if
 * they can be, are read again.  Has that to be done?  Asked once, when all is taken in, before
 * replay_run:
 *
 *	while ((input = replay_next_input(r)) >= 0)
 *		(a block of it is taken into a part, which ends at `at`)
 *		more = replay_has_read(r, input, at.end, &until_ns)
 *		replay_join_again(r, part, &at, &e)
 *		replay_run_until(r, until_ns, put, context, &e)
 *
 * The first two go by what is known of the inputs and may be ahead of the other two, which go by
 * what came of them, and may run in another thread.
 */
bool replay_reads_again(struct replay *r);

/* The input to read a block of, going on where it is; -1: it is all read. */
int replay_next_input(struct replay *r);

/* It was read up to there.  Must there be more of it?  And what can be decided once that is joined.
 */
bool replay_has_read(struct replay *r, unsigned input, uint64_t end, int64_t *until_ns);

/* As replay_join, but nothing is counted.  -1 with *e filled (about the input): it is not what was
 * read first. */
int replay_join_again(
    struct replay *r, struct replay_part *part, const struct replay_place *at, struct err *e);

/* As replay_run, for what is before that time. */
int replay_run_until(struct replay *r, int64_t until_ns,
    int (*put)(void *context, struct text line), void *context, struct err *e);

/* With a baseline: have `put` called with each event whose decision changed, as a line (in parts),
 * in order of time. */
void replay_on_change(struct replay *r, int (*put)(void *context, struct text part), void *context);

/* How many changed; 0 without a baseline. */
uint64_t replay_changed(const struct replay *r);

/*
 * All that was counted while events were decided, for a job that is gone on with: behind b; and
 * back, cut off the front of *from, into a replay of the same documents that took in the same and
 * has decided nothing: 0, or -1 where it is none of such a replay.  Events that wait for their
 * other half (two plans that read different times) are not in it.
 */
void replay_put_tally(struct buf *b, const struct replay *r);
int replay_get_tally(struct text *from, struct replay *r);

/* in = processed + failed + skipped, once replay_run is through; duplicates are processed. */
struct replay_counts {
	uint64_t in, processed, failed, skipped, duplicate, id_conflict;
	uint64_t decisions[OUTCOMES];
	uint64_t failures[REJECT_CODES];
};
const struct replay_counts *replay_counts(const struct replay *r);

/* What was too late: for the state it began with.  With a baseline, for any of its states. */
const struct lateness *replay_lateness(const struct replay *r);

/* What the replay knows of its job: the tenant, type, versions, range and counts. */
void replay_fill_job(const struct replay *r, struct job *job);

/* The report as one line of JSON, or for people. */
void replay_put_report(struct buf *b, const struct replay *r, const struct job *job);
void replay_put_report_text(
    struct buf *b, const struct replay *r, const struct job *job, bool color);

/* presence_put_missing of the events in the range. */
bool replay_put_missing(struct buf *b, const struct replay *r);

/* What came of it in half a line: `12 processed (1 duplicate), 0 skipped, 0 failed; 12 Allow, …`,
 * and with a baseline `; 3 of 12 decisions changed`. */
void replay_put_summary(struct buf *b, const struct replay *r);

#endif
