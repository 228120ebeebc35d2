/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_PARTS_PHASE_H
#define REPLAY_PARTS_PHASE_H

#include "cmd/replay/parts_plan.h"
#include "replay/slice_file.h"

/*
 * The phases that make the files of DIR.  The pieces of a file are marked by letters:
 *
 * summary-K	A, R (parts_read.h), and for each state of the replay S, a snapshot.  If the
 *		rules need no summaries, --decide writes it, without S
 * start-K	S
 * spool-K	P, records
 * part-K	D, decisions; C, changes; B and X, which identify the state that the part began
 *		with; S and L, the state that it left for the next part and its digests; T, tallies.
 *		If the rules need no summaries: no B, X, S and L
 */
enum {
	PIECE_STATE = 'S',
	PIECE_RECORDS = 'P',
	PIECE_DECISIONS = 'D',
	PIECE_CHANGES = 'C',
	PIECE_BEGAN = 'B',
	PIECE_BEGAN_EXACTLY = 'X',
	PIECE_LEFT = 'L',
	PIECE_TALLY = 'T'
};

enum { PARTS_STATES = 4 };

/* The states in a file. */
struct parts_states {
	struct buf image[PARTS_STATES];
	size_t n;
};

/* Read all states of a file of that kind.  Returns 0, or -1 after printing what is wrong. */
int parts_states_read(struct attempt *a, const struct parts_plan *p, const char *kind,
    uint64_t slice, struct parts_states *s);
void parts_states_free(struct parts_states *s);

/* Writes start-K with these states.  Returns 0, or -1 after printing what is wrong. */
int parts_start_write(
    struct attempt *a, const struct parts_plan *p, uint64_t slice, const struct parts_states *s);

/* Appends the digest of each state of the time at_ns, by which parts are compared (fold_digest).
 * Returns 0, or -1 after printing what is wrong. */
int parts_states_digest(
    struct attempt *a, const struct parts_states *s, int64_t at_ns, struct buf *digests);

/* Appends the SHA-256 of all of them. */
void parts_states_sha256(const struct parts_states *s, struct buf *digest);

/* Returns how long, in nanoseconds, before its start a part of the replay can begin empty; -1 if it
 * cannot (slice_lead_ns).  The documents must be loaded. */
int64_t parts_lead_ns(struct attempt *a);

/* The phases.  The plan is taken and checked, and the documents are loaded.  Return the exit
 * status. */
int parts_summarise(struct attempt *a, const struct parts_plan *p, uint64_t slice);
int parts_fold(struct attempt *a, const struct parts_plan *p);
int parts_decide(struct attempt *a, const struct parts_plan *p, uint64_t slice);

#endif
