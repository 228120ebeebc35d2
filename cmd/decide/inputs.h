/* SPDX-License-Identifier: MIT */
#ifndef DECIDE_INPUTS_H
#define DECIDE_INPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cmd/cli/run.h"
#include "cmd/cli/settings.h"
#include "cmd/decide/counted.h"

/*
 * The inputs of a run that keeps its state: what of them is in the state already, and how far the
 * run is.
 *
 *	inputs_load(&in, position)              what the snapshot knows
 *	inputs_survey(&in)                      before anything is written: is the run right?
 *	mode.gate = &in.gate                    where to begin with each input (source.h)
 *	inputs_settle(&in, turn)                what was settled,
 *	inputs_lines(&in, lines)                and so many lines of the input at hand are
 *	inputs_note(&in, woken, p)              what the snapshot is to know now
 */
enum inputs_how {
	INPUTS_REFUSE, /* the run is wrong where one was counted */
	INPUTS_RESUME, /* what was counted is passed over */
	INPUTS_AGAIN   /* it is counted again */
};

struct inputs {
	const struct settings *settings;
	const char *state; /* for messages */
	enum inputs_how how;
	struct counted_list list;
	struct inputs_operand *operand;
	struct source_gate gate;
	size_t at;    /* the entry of the input at hand; or INPUTS_NOWHERE, or it */
	bool reading; /* is passed over */
	struct fingerprint *fingerprint; /* of it, as far as it is settled, */
	uint64_t lines;                  /* and how many lines these are */
	uint64_t passed;                 /* bytes of the inputs, as stored, that will not be read */
	size_t known;                    /* operands that were counted, in part at least */
	struct counted *counted;         /* what inputs_note has filled in last */
	size_t forgotten;                /* inputs of this run that are not remembered */
};

#define INPUTS_NOWHERE SIZE_MAX

void inputs_load(struct inputs *in, const struct position *p);
void inputs_free(struct inputs *in);

/* 0, or -1: what is wrong has been said.  Waits for standard input where that may be known. */
int inputs_survey(struct inputs *in);

void inputs_settle(struct inputs *in, const struct run_turn *turn);
void inputs_lines(struct inputs *in, uint64_t lines);

/* `woken`: the run ends before its inputs do.  What it has filled in is the inputs' own. */
void inputs_note(struct inputs *in, bool woken, struct position *p);

#endif
