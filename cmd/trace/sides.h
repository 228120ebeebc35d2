/* SPDX-License-Identifier: MIT */
#ifndef CMD_TRACE_SIDES_H
#define CMD_TRACE_SIDES_H

#include "cmd/trace/command.h"
#include "trace/compare_split.h"

/*
 * The two sides of a comparison: two inputs, or the traces of one that have one value of
 * --variant-key and the other.
 *
 *	sides_take(c, &s);		before --redact replaces anything
 *	sides_name(c, &s);		after that
 *	sides_complain(c, &s);
 */
struct sides {
	struct trace_side side[2]; /* side[0].model is NULL if there are not two of them */
	struct text label[2];      /* what they are called, for people */
	uint32_t *all[2];          /* numbers of all traces of an input */
	struct compare_split split;
	struct buf redacted[2]; /* names of files, if they have values that are replaced */
};

void sides_take(const struct command *c, struct sides *s);

/* Sets the labels. */
void sides_name(const struct command *c, struct sides *s);

/* Says why nothing can be compared.  Returns 1 if so, -1 if the run is stopped, 0 otherwise. */
int sides_complain(struct command *c, const struct sides *s);

void sides_free(struct sides *s);

#endif
