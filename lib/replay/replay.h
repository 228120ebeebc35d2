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
 * Replay: the encoder and the decider over a range of history, from many inputs merged in order of
 * time (for equal times: in order of inputs, then of lines).  Events before the range build state
 * (warm-up) and are neither counted nor written.
 */
/*
 * The two sides of a comparison.  rules[e][s] is the rule set of side s, loaded with the plan of
 * side e.  If both sides have the same plan, the pointers are equal: plan[BASELINE] ==
 * plan[CANDIDATE], and then rules[BASELINE][s] == rules[CANDIDATE][s].  If they have the same rule
 * set, rules[e][BASELINE] == rules[e][CANDIDATE].
 */
struct replay_grid {
	const struct plan *plan[SIDES];
	const struct rules *rules[SIDES][SIDES];
};

/*
 * Where a stopped replay continues: events up to `after` are counted when they are read, but not
 * decided again.  checkpoint.h restores the rest.
 */
struct replay_resume {
	bool on;
	bool early;               /* events were decided while others were read (early.h) */
	struct history_key after; /* the last event decided */
	uint64_t decided;         /* how many were decided */
};

/* The events that a slice of a replay keeps: from <= t < until; INT64_MIN, INT64_MAX: no bound. */
struct slice_window {
	int64_t from_ns, until_ns;
};

/* The files of plans and rule sets, for people.  NULL: the number of the version is enough. */
struct replay_names {
	const char *plan[SIDES], *rules[SIDES];
};

struct replay_options {
	enum job_type type;
	struct text tenant;             /* absent: all */
	int64_t from_ns, to_ns;         /* INT64_MIN, INT64_MAX: no bound */
	int64_t warmup_ns;              /* INT64_MAX: all */
	const struct replay_grid *grid; /* NULL: no baseline; otherwise the candidate is the
					   replay's own plan and rules */
	struct replay_names names;
	const struct labels *labels; /* NULL: none */
	const struct text
	    *inputs;         /* with a baseline: the names of inputs, "-" for standard input */
	size_t buffer_bytes; /* how much memory held events may take; 0: no limit */
	const char *folder;  /* for a temporary file with the others; borrowed */
	bool twice;          /* inputs can be read twice (replay_reads_again) */
	bool alone;          /* there is one input */
	bool begun;          /* the replay begins with a state (replay_state) */
	bool explain;        /* decisions and changes carry their evidence */
	bool asked; /* the state is not read: keep only what rules ask about, and nothing for late
		       events */
	bool stops_late; /* replay_run and the like end at the first event that is too late */
	struct replay_resume resume;
	const struct slice_window *slice; /* NULL: all events; otherwise only these (slice.h) */
	/* Called between two events, after every pause_every decided (0: never). */
	uint64_t pause_every;
	void (*pause)(void *context);
	void *pause_context;
};

/* plan and rules must outlive the replay. */
struct replay;
struct replay *replay_new(const struct plan *plan, const struct rules *rules,
    const struct replay_options *o, struct siphash_key key);
void replay_free(struct replay *r);

/* Returns the states that the replay begins with (before replay_run) and ends with, numbered from
 * 0.  A comparison has more than one, because each judge has its own.  NULL after the last. */
struct state *replay_state(struct replay *r, size_t i);

/* What replay_add reports for a rejected line. */
struct replay_reject {
	struct reject why;
	struct json_line line;
	bool apart; /* line.p is not in the block, and valid until the callback returns */
};

/*
 * Reading, in parts.  An intake is the scratch memory of one thread.  A part holds the records of
 * some lines of one input.  The replay must outlive both.
 */
struct replay_intake;
struct replay_intake *replay_intake_new(const struct replay *r);
void replay_intake_free(struct replay_intake *in);

struct replay_part;
struct replay_part *replay_part_new(const struct replay *r);
void replay_part_free(struct replay_part *part);

/*
 * Reads the lines of an indexed block of input number `input` into an empty part.  For a block of a
 * JSON document (json/cut.h), reads its elements; first_line is the number of its first line.
 * Calls `rejected` for each line that counts as failed, with its number in the block, from 1.
 * Returns how many lines there were, including blank ones.
 */
uint64_t replay_add(struct replay_intake *in, struct replay_part *part, unsigned input,
    uint64_t first_line, const char *text, size_t n, const struct json_index *ix,
    void (*rejected)(void *context, uint64_t line, const struct replay_reject *why), void *context);

/* Counts a line over the limit as failed; its time cannot be read. */
void replay_add_too_long(struct replay_part *part);

/* Counts records that were not read, because their times are outside the range and its warm-up. */
void replay_add_passed(struct replay_part *part, uint64_t records);

/* The times outside which no record matters: from the warm-up on, before the end of the range. */
void replay_window(const struct replay *r, int64_t *from_ns, int64_t *to_ns);

uint64_t replay_part_in(const struct replay_part *part); /* records so far */

/* The earliest and the latest time of all records so far, whatever becomes of them; the first is
 * later than the last if none has a time.  Returns whether some record has no time. */
bool replay_part_times(const struct replay_part *part, int64_t *first_ns, int64_t *last_ns);

/* The lines of a part: in this input, after lines_before others, up to byte `end` as decoded. */
struct replay_place {
	unsigned input;
	uint64_t lines_before, end;
};

/* Adds a part, which is empty afterwards.  Call in order of input and line.  Returns 0, or -1 and
 * fills *e. */
int replay_join(
    struct replay *r, struct replay_part *part, const struct replay_place *at, struct err *e);

/*
 * For an output that nobody reads before the replay is over.  JOB_DECISION_ONLY gives its decisions
 * to `put` (as of replay_run, which must be called with the same one) as soon as it has made them,
 * hoping that no earlier event is read later.  If one is, or if not everything can be read, it
 * calls take_back(), after which nothing must be left of them.  If `put` returns -1, it is not
 * called again, and replay_run fails.  Call it before the first part is joined.
 */
void replay_put_early(struct replay *r, int (*put)(void *context, struct text lines),
    void (*take_back)(void *context), void *context);

/* Call if not everything could be read.  Nothing is decided, and only counts may be read
 * afterwards. */
void replay_forget(struct replay *r);

/*
 * Decides everything that was read, in order.  JOB_DECISION_ONLY gives the decisions in the range
 * to `put`, as lines, many or few at a time and not always whole ones; `put` returns 0, or -1 to
 * stop. Returns 0, or -1 and fills *e; if the run was stopped, also by options.stops_late, the text
 * of *e is empty.
 */
int replay_run(
    struct replay *r, int (*put)(void *context, struct text lines), void *context, struct err *e);

/*
 * If events take more memory than allowed, they go to a temporary file.  Or they are forgotten, and
 * the inputs are read again, if possible.  replay_reads_again says whether that must be done.  Call
 * it once, when everything has been read, before replay_run:
 *
 *	while ((input = replay_next_input(r)) >= 0)
 *		(a block of it is taken into a part, which ends at `at`)
 *		more = replay_has_read(r, input, at.end, &until_ns)
 *		replay_join_again(r, part, &at, &e)
 *		replay_run_until(r, until_ns, put, context, &e)
 *
 * The first two functions use only what the first reading found.  So they may be ahead of the other
 * two, which use the new parts and may run in another thread.
 */
bool replay_reads_again(struct replay *r);

/* Returns the input to read the next block of, where it stopped; -1 if all are read. */
int replay_next_input(struct replay *r);

/* Notes how far the input was read.  Returns whether more of it must be read.  Sets *until_ns to
 * the time before which events can be decided once that part is joined. */
bool replay_has_read(struct replay *r, unsigned input, uint64_t end, int64_t *until_ns);

/* As replay_join, but counts nothing.  Returns -1 and fills *e if the input differs from the first
 * reading. */
int replay_join_again(
    struct replay *r, struct replay_part *part, const struct replay_place *at, struct err *e);

/* As replay_run, for events before that time. */
int replay_run_until(struct replay *r, int64_t until_ns,
    int (*put)(void *context, struct text lines), void *context, struct err *e);

/* With a baseline: calls `put` with each change, as a line in several parts, in order of time. */
void replay_on_change(struct replay *r, int (*put)(void *context, struct text part), void *context);

/* Returns how many decisions changed; 0 without a baseline. */
uint64_t replay_changed(const struct replay *r);

/*
 * Saves and restores everything counted while events were decided, for a replay that is continued.
 * replay_put_tally appends to b.  replay_get_tally cuts it off the front of *from, into a replay of
 * the same plans and rule sets that has read the same inputs and decided nothing.  It returns 0, or
 * -1 if the tally is not of such a replay.  Halves that wait for their other half (two plans that
 * read different times) are not included.
 */
void replay_put_tally(struct buf *b, const struct replay *r);
int replay_get_tally(struct text *from, struct replay *r);

/* After replay_run, in = processed + failed + skipped.  Duplicates count as processed. */
struct replay_counts {
	uint64_t in, processed, failed, skipped, duplicate, id_conflict;
	uint64_t decisions[OUTCOMES];
	uint64_t failures[REJECT_CODES];
};
const struct replay_counts *replay_counts(const struct replay *r);

/* Returns what was too late for the state that the replay began with; with a baseline, for any of
 * its states. */
const struct lateness *replay_lateness(const struct replay *r);

/* Fills the job's members that the replay knows: tenant, type, versions, range and counts. */
void replay_fill_job(const struct replay *r, struct job *job);

/* Append the report: as one line of JSON, or for people. */
void replay_put_report(struct buf *b, const struct replay *r, const struct job *job);
void replay_put_report_text(
    struct buf *b, const struct replay *r, const struct job *job, bool color);

/*
 * Appends what happened in each hour, as a JSON array, for a page: [{"hour":"2026-11-20T10:00Z",
 * "number":N,"Allow":1,…,"events":2,"changed":1},…].  number counts hours since 1970; Allow and so
 * on are the candidate's decisions; events and changed are there with a baseline only.
 */
void replay_put_hours(struct buf *b, const struct replay *r);

/* Calls presence_put_missing for the events in the range. */
bool replay_put_missing(struct buf *b, const struct replay *r);

/* Appends the result in half a line: `12 processed (1 duplicate), 0 skipped, 0 failed; 12 Allow,
 * …`, and with a baseline `; 3 of 12 decisions changed`. */
void replay_put_summary(struct buf *b, const struct replay *r);

#endif
