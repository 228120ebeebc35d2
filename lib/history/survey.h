/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_SURVEY_H
#define HISTORY_SURVEY_H

#include "history/key.h"

/*
 * Notes which times are where in the inputs, so that a second reading can choose an order that
 * holds little in memory.  The notes are made block by block during the first reading, as
 * stretches.  An input that is in order, or nearly, is read only as far ahead as it is out of
 * order.  Inputs that overlap are read in turns.  An input that would need too much memory is
 * sorted on its own.
 *
 * All zeros is valid and empty.
 */
struct survey_stretch {
	uint64_t end;        /* in the decoded input; it begins where the one before ends */
	int64_t first, last; /* the earliest and the latest time in it */
	int64_t from;        /* once planned: the earliest time in it and all later ones */
	uint64_t bytes;      /* of its records */
};

struct survey_input {
	struct survey_stretch *stretch;
	size_t n, cap;
	size_t at;   /* the stretch to read next */
	bool sorted; /* separately, before the others */
};

struct survey {
	struct survey_input *input;
	size_t inputs, cap;
	size_t stretches;         /* of all inputs */
	uint64_t grain;           /* bytes; stretches shorter than this are merged */
	uint64_t records;         /* in all inputs */
	size_t sorting;           /* the next input to sort; `inputs` when all are sorted */
	struct history_heap heap; /* inputs by the time of what comes next */
};

/* A block was read up to `end`.  It gave n records (> 0) of that many bytes, with times from first
 * to last. */
struct survey_block {
	uint64_t end;
	int64_t first, last;
	uint64_t n, bytes;
};
void survey_note(struct survey *s, unsigned input, const struct survey_block *b);

/*
 * Can the inputs noted so far be read again with at most `budget` bytes held and nothing sorted
 * first?  The memory of open inputs counts too, except for the first few.
 */
bool survey_fits(struct survey *s, uint64_t budget);

/* Plans the second reading, and chooses the inputs to sort so that the others fit into the
 * budget. */
void survey_plan(struct survey *s, uint64_t budget);

/* Returns the input to read the next block from, or -1 if all are read. */
int survey_pick(struct survey *s);

/*
 * Notes that `input` was read up to `end`.  Returns whether there is more of it to read.  No later
 * record is before the time *until.
 */
bool survey_took(struct survey *s, unsigned input, uint64_t end, int64_t *until);

void survey_free(struct survey *s);

#endif
