/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pattern_private.h"

/*
 * A tree is compiled into steps from its end to its start, so that the step after each part is
 * known. A part that is repeated is written out as often as it says.  The preferred branch of a
 * fork is the one that repeats once more, or the first alternative.
 */
struct writer {
	struct step *step;
	size_t n, cap;
	unsigned group;
	bool optional; /* the tree at hand is a round that need not be */
	bool full;     /* PATTERN_SIZE is reached: what is written no longer matters */
};

static uint32_t
put(struct writer *w, enum step_kind kind, uint32_t set, uint32_t to, uint32_t other)
{
	if (w->n >= PATTERN_SIZE) {
		w->full = true;
		return 0;
	}
	w->step = mem_grow(w->step, &w->cap, w->n + 1, sizeof(*w->step));
	w->step[w->n] = (struct step){ kind, set, to, other };
	return (uint32_t)w->n++;
}

static uint32_t write_tree(struct writer *w, const struct pattern_tree *t, uint32_t to);

static uint32_t
write_round(struct writer *w, const struct pattern_tree *child, uint32_t to)
{
	w->optional = true;
	to = write_tree(w, child, to);
	w->optional = false;
	return to;
}

/*
 * Once or more.  What comes after a round is a fork of its own, so that a round that matches
 * nothing can still leave the loop: its fork is new even if that of the first round is not.
 */
static uint32_t
write_loop(struct writer *w, const struct pattern_tree *child, uint32_t to)
{
	const uint32_t again = put(w, STEP_FORK, 0, 0, to), body = write_round(w, child, again);
	if (!w->full)
		w->step[again].to = body;
	return body;
}

static uint32_t
write_repeat(struct writer *w, const struct pattern_tree *t, uint32_t to)
{
	const uint32_t end = to;
	int n = t->least;
	if (t->most == TREE_MANY && n == 0)
		return put(w, STEP_FORK, 0, write_loop(w, t->child, end), end);
	if (t->most == TREE_MANY) {
		to = write_loop(w, t->child, end);
		n--;
	}
	for (int i = t->least; i < t->most && !w->full; i++) {
		w->optional = t->least > 0;
		to = put(w, STEP_FORK, 0, write_tree(w, t->child, to), end);
	}
	w->optional = false;
	for (; n > 0 && !w->full; n--)
		to = write_tree(w, t->child, to);
	return to;
}

static uint32_t
write_sequence(struct writer *w, const struct pattern_tree *child, uint32_t to)
{
	for (; child; child = child->before)
		to = write_tree(w, child, to);
	return to;
}

static uint32_t
write_alternatives(struct writer *w, const struct pattern_tree *child, uint32_t to)
{
	uint32_t at = write_tree(w, child, to);
	while ((child = child->before))
		at = put(w, STEP_FORK, 0, write_tree(w, child, to), at);
	return at;
}

/* The inside of the group, if that is all there is in it: as in ((a)). */
static const struct pattern_tree *
only_child(const struct pattern_tree *t)
{
	while ((t->kind == TREE_OR || t->kind == TREE_CAT) && !t->child->before)
		t = t->child;
	return t;
}

static uint32_t
write_group(struct writer *w, const struct pattern_tree *t, uint32_t to)
{
	const bool optional = w->optional;
	const struct pattern_tree *child = only_child(t->child);
	w->optional = optional && child->kind == TREE_GROUP;
	if (t->group != w->group)
		return write_tree(w, child, to);
	to = put(w, STEP_CLOSE, optional, to, 0);
	return put(w, STEP_OPEN, 0, write_tree(w, child, to), 0);
}

static uint32_t
write_tree(struct writer *w, const struct pattern_tree *t, uint32_t to)
{
	if (w->full)
		return 0;
	if (t->kind != TREE_GROUP)
		w->optional = false;
	switch (t->kind) {
	case TREE_EMPTY: return to;
	case TREE_SET: return put(w, STEP_SET, t->set, to, 0);
	case TREE_BEGIN: return put(w, STEP_BEGIN, 0, to, 0);
	case TREE_END: return put(w, STEP_END, 0, to, 0);
	case TREE_CAT: return write_sequence(w, t->child, to);
	case TREE_OR: return write_alternatives(w, t->child, to);
	case TREE_REPEAT: return write_repeat(w, t, to);
	case TREE_GROUP: break;
	}
	return write_group(w, t, to);
}

/* Fills p->before and p->from. */
static void
link_back(struct pattern *p, struct arena *a)
{
	const uint32_t n = p->steps;
	uint32_t *from = arena_zalloc(a, n + 2, sizeof(*from));
	for (uint32_t i = 0; i < n; i++) {
		from[p->step[i].to + 2] += p->step[i].kind != STEP_MATCH;
		from[p->step[i].other + 2] += p->step[i].kind == STEP_FORK;
	}
	for (uint32_t i = 2; i < n + 2; i++)
		from[i] += from[i - 1];
	uint32_t *before = arena_zalloc(a, from[n + 1] + 1, sizeof(*before));
	for (uint32_t i = 0; i < n; i++) {
		if (p->step[i].kind != STEP_MATCH)
			before[from[p->step[i].to + 1]++] = i;
		if (p->step[i].kind == STEP_FORK)
			before[from[p->step[i].other + 1]++] = i;
	}
	p->from = from;
	p->before = before;
}

static const struct pattern *
compile(struct arena *a, const struct parsed *parsed, unsigned group, struct err *e)
{
	struct writer w = { .group = group };
	struct pattern *p = arena_zalloc(a, 1, sizeof(*p));
	struct byte_set *set = arena_alloc(a, (parsed->sets + 1) * sizeof(*set));
	const uint32_t match = put(&w, STEP_MATCH, 0, 0, 0);
	p->entry = write_tree(&w, parsed->root, match);
	if (w.full) {
		free(w.step);
		err_at(e, 0, "the pattern is too large with its repetitions written out");
		return NULL;
	}
	if (parsed->sets > 0)
		memcpy(set, parsed->set, parsed->sets * sizeof(*set));
	struct step *step = arena_alloc(a, w.n * sizeof(*step));
	memcpy(step, w.step, w.n * sizeof(*step));
	free(w.step);
	p->step = step;
	p->steps = (uint32_t)w.n;
	p->set = set;
	p->group = group;
	link_back(p, a);
	p->search = dfa_new(a, p, parsed->sets, true);
	if (group != PATTERN_NO_GROUP)
		p->anchored = dfa_new(a, p, parsed->sets, false);
	if (group != PATTERN_NO_GROUP && group > 0 && p->anchored)
		p->single = single_new(a, p);
	/* the start of the text is where most texts fail: no need to look further first */
	if (!p->search || p->search->start[1] != 0)
		p->literal = literal_of(a, parsed);
	return p;
}

const struct pattern *
pattern_new(struct arena *a, struct text source, unsigned group, bool ignore_case, struct err *e)
{
	struct arena trees = { 0 };
	struct parsed parsed;
	const struct pattern *p = NULL;
	if (pattern_parse(&trees, source, ignore_case, &parsed, e) < 0)
		; /* *e says why */
	else if (group != PATTERN_NO_GROUP && group > parsed.groups)
		err_at(e, ERR_NOWHERE,
		    "the pattern has only %u group%s; put ( and ) around the part to take",
		    parsed.groups, parsed.groups == 1 ? "" : "s");
	else
		p = compile(a, &parsed, group, e);
	arena_free(&trees);
	return p;
}
