/* SPDX-License-Identifier: MIT */
#ifndef REPLAY_CHANGE_H
#define REPLAY_CHANGE_H

#include "replay/compare.h"
#include "replay/tally.h"

/* An event that was compared: both sides' answers to it. */
struct answered {
	enum answer answer;
	enum outcome crossed;   /* by the other side's rules, where there is such a judge */
	struct text decided_by; /* absent: by no rule */
	const size_t *match;    /* rules of the comparison that matched */
	size_t matches;
	const struct event *event; /* NULL: it has none */
	struct text evidence;      /* absent: there is no decision, or nobody asked */
};

struct change {
	struct answered side[SIDES];
	const struct pair *pair; /* what differs, why a side has no event */
	int64_t at_ns;
	uint64_t line;
	unsigned input;
	size_t rule; /* the first rule that came out differently, from 1; 0: none did */
};

enum cause change_cause(const struct compare *c, const struct change *what);

/* As a JSON object; inputs: their names, "-" for standard input. */
void change_put(struct buf *b, const struct compare *c, const struct text *inputs,
    const struct change *what, enum cause cause);

#endif
