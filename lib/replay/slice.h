/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_SLICE_H
#define REPLAY_SLICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "encode/encode.h"
#include "replay/replay.h"

/*
 * A replay in slices of event time, each of which another process may decide.  The results of all
 * slices, put together in their order, are those of one replay.
 *
 * Why that is exact.  Slice K has the events from `begin` to `end`.  Let `start` be `begin` less
 * the longest dedup_ttl_seconds.  An event of the slice can be the duplicate only of a first event
 * at `start` or later.  So if the events from `start` on are decided from the state of that time,
 * the verdicts of older first events are not needed.  All else in that state depends on events
 * alone, except for counts of decisions:
 *
 *  - the first events of ids: whether an event is one depends on earlier events of its id back to a
 *    gap of more than the TTL.  A summary of the events from the start of one slice to that of the
 *    next reads further back, until each id that it meets has had such a gap;
 *  - counts of entities and sessions, windows, and the latest times: a summary has those of its own
 *    events, and state_fold (state/fold.h) puts summaries together.  Windows have only the events
 *    that a later slice can look back to, unless the state itself is wanted (StateRebuild).
 *
 * A part is accepted if the state that it began with is the one that the accepted part before it
 * had at that point (fold_digest).  The first part is right.  Only counts of decisions can differ,
 * and only if a rule asks about them; then the part is decided again from what the other had.
 *
 * A replay with options.slice holds only the events of that window, and decides nothing early.
 */
struct slice_times {
	int64_t from_ns;  /* where the events that are read begin: at or before start_ns */
	int64_t start_ns; /* the time of the state; INT64_MIN for the first slice */
	int64_t begin_ns; /* the slice itself; INT64_MIN for the first */
	int64_t next_ns;  /* start_ns of the next slice; INT64_MAX for the last */
	int64_t end_ns;   /* begin_ns of the next slice; INT64_MAX for the last */
	int64_t sure_ns; /* from here on it must be known of each event whether it is a duplicate */
	bool all;        /* that is known, as no events of the replay are before from_ns */
};

/*
 * Rules that ask only about windows, idle_seconds and sessions need no summaries: a part begins
 * empty, as long before its slice as they can look back.  Returns how long that is, in nanoseconds,
 * before start_ns; -1 if the replay needs summaries.
 */
int64_t slice_lead_ns(const struct replay *r);

/* Returns the rule set of a state of the replay, by its number (replay_state). */
const struct rules *slice_rules(const struct replay *r, size_t i);

/* Takes what a phase makes, piece by piece.  Returns 0, or -1 to stop. */
struct slice_sink {
	/* the replay's states, in their order; NULL: not wanted */
	int (*state)(void *context, struct text image);
	int (*record)(void *context, const struct history_key *key, struct text record);
	int (*decision)(void *context, struct text line);
	int (*change)(void *context, struct text part);
	void *context;
};

/* Returns the longest dedup_ttl_seconds of the replay's plans, in nanoseconds. */
int64_t slice_ttl_ns(const struct replay *r);

/*
 * A job takes the events of a slice in order of time.  slice_advance takes those before until_ns
 * (INT64_MAX: all), which must have been read.  It returns 0; 1 if earlier events must be read,
 * because it is not known whether one is a duplicate; or -1 and fills *e, whose text is empty if
 * the sink stopped it.  After 1 or -1, nothing more can be done but to free job and replay.
 */
struct slice_job;
int slice_advance(struct slice_job *j, int64_t until_ns, struct err *e);
void slice_job_free(struct slice_job *j);

/*
 * Begins to summarise.  The first slice begins with the states of the replay, which are empty or
 * those of --state; for the others they must be empty.  Calls sink.record with each event from
 * start_ns (which is sure_ns) on, unless it is NULL, and sink.state with the states at next_ns.
 */
struct slice_job *slice_summarise(
    struct replay *r, const struct slice_times *t, const struct slice_sink *sink);

/* Gives out records that a summary gave to sink.record, in their order, as history_next. */
struct slice_feed {
	int (*next)(void *context, int64_t until_ns, struct history_key *key, struct text *record,
	    struct err *e);
	void *context;
};

/*
 * Begins to decide, from the states of the replay, which are those at start_ns.  The events are
 * those of the feed, if it is not NULL.  Calls sink.decision and sink.change for the slice itself,
 * and sink.state with the states at next_ns.  In the end the replay has the counts of the slice
 * alone (replay_put_tally).
 */
struct slice_job *slice_decide(struct replay *r, const struct slice_times *t,
    const struct slice_feed *feed, const struct slice_sink *sink);

/* ---- reading -------------------------------------------------------------------------------- */

/*
 * What reading counts, for a stretch of an input.  Each stretch belongs to one slice, which counts
 * all its lines; other slices only take events from it.
 *
 * slice_intake_new makes an intake for own stretches, or for those of others: with the events that
 * are let through, which slice_options returns.  The options must outlive it.  slice_join is as
 * replay_join; it moves the counts to *account if that is not NULL, and drops them otherwise.
 * slice_account_put appends the account and empties it; slice_account_join cuts it off the front of
 * *from and adds it to the replay, in the order of the inputs.  It returns 0, or -1 if that is not
 * what *from begins with.  slice_split returns how many lines the plans read at different times.
 */
struct encode_options slice_options(const struct replay *r);
struct replay_intake *slice_intake_new(const struct replay *r, const struct encode_options *others);
int slice_join(struct replay *r, struct replay_part *part, const struct replay_place *at,
    struct replay_part *account, struct err *e);
void slice_account_put(struct buf *b, const struct replay *r, struct replay_part *account);
int slice_account_join(struct text *from, struct replay *r);
uint64_t slice_split(const struct replay_part *account);

/* Counts records that nobody reads, as replay_add_passed. */
void slice_pass(struct replay *r, uint64_t records);

/* Adds what replay_put_tally appended for a slice: in their order.  Returns 0, or -1 if that is not
 * what *from begins with. */
int slice_tally_join(struct text *from, struct replay *r);

#endif
