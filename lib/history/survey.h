/* SPDX-License-Identifier: MIT */
#ifndef HISTORY_SURVEY_H
#define HISTORY_SURVEY_H

#include "history/key.h"

/*
 * Which times are where in the inputs, so that they can be read a second time in such an order that
 * little has to be held: noted block after block as they are read for the first time, in stretches.
 * An input that is in order, or nearly, needs to be read only so far ahead as it is out of order;
 * several that overlap are read in turn.  One that would need too much is to be sorted on its own.
 *
 * All zero is a valid empty one.
 */
struct survey_stretch {
	uint64_t end;        /* in the input, as decoded; it begins where the one before ends */
	int64_t first, last; /* the earliest time in it, and the latest */
	int64_t from;        /* when planned: the earliest in it and all behind it */
	uint64_t bytes;      /* of its records */
};

struct survey_input {
	struct survey_stretch *stretch;
	size_t n, cap;
	size_t at;   /* the stretch to be read next */
	bool sorted; /* on its own, before the others */
};

struct survey {
	struct survey_input *input;
	size_t inputs, cap;
	size_t stretches;         /* of all inputs */
	uint64_t grain;           /* the shortest stretch that is noted apart, in bytes */
	uint64_t records;         /* in all */
	size_t sorting;           /* the input to be sorted next; `inputs` when all are */
	struct history_heap heap; /* inputs by the time of what comes next */
};

/* A block was read up to `end` and gave n records (> 0), of so many bytes, with times in
 * first..last. */
struct survey_block {
	uint64_t end;
	int64_t first, last;
	uint64_t n, bytes;
};
void survey_note(struct survey *s, unsigned input, const struct survey_block *b);

/*
 * Could what was noted so far be read again with no more than `budget` bytes held, and nothing
 * sorted before?  What an open input takes is counted, too, for those beyond the first few.
 */
bool survey_fits(struct survey *s, uint64_t budget);

/* Makes the plan: those inputs are to be sorted without which the others fit. */
void survey_plan(struct survey *s, uint64_t budget);

/* The input that the next block is to be read from; -1: it is all read. */
int survey_pick(struct survey *s);

/*
 * It was read up to there.  Returns if there is more to be read of it; *until: nothing that comes
 * is before this time.
 */
bool survey_took(struct survey *s, unsigned input, uint64_t end, int64_t *until);

void survey_free(struct survey *s);

#endif
