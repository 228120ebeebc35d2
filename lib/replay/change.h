/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_CHANGE_H
#define REPLAY_CHANGE_H

#include "replay/compare.h"
#include "replay/tally.h"

/* One side's answer to an event that was compared. */
struct answered {
	enum answer answer;
	enum outcome crossed;   /* the outcome by the other side's rules, if that is judged */
	struct text decided_by; /* absent: no rule decided */
	const size_t *match;    /* matching rules, by their numbers in the comparison */
	size_t matches;
	const struct event *event; /* NULL: this side has no event */
	struct text evidence;      /* absent: not asked for, or no decision */
};

struct change {
	struct answered side[SIDES];
	const struct pair *pair; /* what differs, and why a side has no event */
	int64_t at_ns;
	uint64_t line;
	unsigned input;
	size_t rule; /* first rule with a different result, from 1; 0: none */
};

enum cause change_cause(const struct compare *c, const struct change *what);

/* Appends the change as a JSON object.  inputs: their names, "-" for standard input. */
void change_put(struct buf *b, const struct compare *c, const struct text *inputs,
    const struct change *what, enum cause cause);

#endif
