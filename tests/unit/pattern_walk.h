/* SPDX-License-Identifier: MIT */
#ifndef UNIT_PATTERN_WALK_H
#define UNIT_PATTERN_WALK_H

#include "base/pattern_private.h"

/*
 * What a pattern takes of a text, by the walks over sets of steps alone.  They are slow and follow
 * the definition, so the automata, literals and tables must give the same answers.
 */
static inline struct text
walk_extract(const struct pattern *p, struct text t, struct arena *scratch)
{
	const size_t from = list_leftmost(p, t, scratch);
	if (from == PATTERN_NOWHERE)
		return TEXT_ABSENT;
	const size_t to = list_run(p, t, from, false, scratch);
	if (p->group == 0)
		return (struct text){ t.p + from, to - from };
	return list_group(p, t, from, to, scratch);
}

static inline bool
walk_matches(const struct pattern *p, struct text t, struct arena *scratch)
{
	return list_run(p, t, 0, true, scratch) != PATTERN_NOWHERE;
}

#endif
