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
 * The inputs of a run with --state: which of their events the state has already, and how far the
 * run is.
 *
 *	inputs_load(&in, position)              takes the inputs from the snapshot
 *	inputs_survey(&in)                      before anything is written: may the run begin?
 *	mode.gate = &in.gate                    says where to begin with each input (source.h)
 *	inputs_settle(&in, turn)                for each batch that is settled
 *	inputs_lines(&in, lines)                how many lines of the current input are settled
 *	inputs_note(&in, woken, p)              fills in what the next snapshot records
 */

/* What to do with an input that was counted before. */
enum inputs_how {
	INPUTS_REFUSE, /* refuse the run */
	INPUTS_RESUME, /* skip the part that was counted */
	INPUTS_AGAIN   /* count it again */
};

struct inputs {
	const struct settings *settings;
	const char *state; /* for messages */
	enum inputs_how how;
	struct counted_list list;
	struct inputs_operand *operand;
	struct source_gate gate;
	size_t at;                       /* the entry of the current input; or INPUTS_NOWHERE */
	bool reading;                    /* the current input is read, not skipped */
	struct fingerprint *fingerprint; /* of its settled part */
	uint64_t lines;                  /* in its settled part */
	uint64_t passed;                 /* stored bytes of all inputs that will not be read */
	size_t known;                    /* operands that were counted, at least in part */
	struct counted *counted;         /* filled in by the last inputs_note */
	size_t forgotten;                /* inputs of this run that are not remembered */
};

#define INPUTS_NOWHERE SIZE_MAX

void inputs_load(struct inputs *in, const struct position *p);
void inputs_free(struct inputs *in);

/* Returns 0, or -1 after printing what is wrong.  Waits for the beginning of standard input if that
 * may have been counted. */
int inputs_survey(struct inputs *in);

void inputs_settle(struct inputs *in, const struct run_turn *turn);
void inputs_lines(struct inputs *in, uint64_t lines);

/* Fills in p->counted, which stays owned by *in until the next call.  `woken` means that the run
 * ends before its inputs do. */
void inputs_note(struct inputs *in, bool woken, struct position *p);

#endif
