/* SPDX-License-Identifier: MIT */
#include "base/pattern_private.h"

#define NOWHERE PATTERN_NOWHERE

/*
 * How a text is searched: by the automata as far as there are any, and by walks over sets of steps
 * otherwise.  Both give the same answers.
 */

static bool
search(const struct dfa *d, struct text t, size_t from)
{
	unsigned state = d->start[from > 0];
	for (size_t i = from; i < t.n;) {
		if (d->accepts[state] & ACCEPTS)
			return true;
		const unsigned to = dfa_next(d, state, t.p[i++]);
		if (to == state)
			i = dfa_stay(d, state, t, i);
		state = to;
	}
	return d->accepts[state] != 0;
}

/* The end of the longest match that begins at `from`; NOWHERE if there is none.  Adds the
 * characters that it looked at to *work. */
static size_t
longest(const struct dfa *d, struct text t, size_t from, size_t *work)
{
	unsigned state = d->start[from > 0];
	size_t found = NOWHERE, i = from;
	while (i < t.n && state != 0) {
		if (d->accepts[state] & ACCEPTS)
			found = i;
		const unsigned to = dfa_next(d, state, t.p[i++]);
		if (to == state)
			i = dfa_stay(d, state, t, i);
		state = to;
	}
	*work += i - from + 1;
	return i == t.n && d->accepts[state] != 0 ? t.n : found;
}

bool
pattern_matches(const struct pattern *p, struct text t, struct arena *scratch)
{
	const struct literal *l = &p->literal;
	size_t from = 0;
	if (t.n > PATTERN_TEXT)
		return false;
	if (l->bytes.n > 0) {
		const size_t at = literal_find(l, t, l->least);
		if (at == NOWHERE)
			return false;
		from = at > l->most ? at - l->most : 0;
	}
	if (p->search)
		return search(p->search, t, from);
	return list_run(p, t, 0, true, scratch) != NOWHERE;
}

/* ---- the first match ------------------------------------------------------------------------ */

/* A search for the place where a match begins. */
struct finder {
	const struct pattern *p;
	struct text t;
	size_t from, to; /* the place at hand; the end of the match that begins there */
	size_t literal;  /* where the literal is next */
	size_t work;     /* characters that were looked at */
};

/* Goes to the next place where a match may begin, which may be the place at hand.  Returns false if
 * there is none. */
static bool
next_place(struct finder *f)
{
	const struct literal *l = &f->p->literal;
	const struct dfa *d = f->p->anchored;
	const unsigned state = d->start[1];
	if (l->bytes.n > 0) {
		if (f->literal < f->from + l->least)
			f->literal = literal_find(l, f->t, f->from + l->least);
		if (f->literal == NOWHERE)
			return false;
		if (f->literal > l->most && f->from < f->literal - l->most)
			f->from = f->literal - l->most;
	}
	if (f->from == 0)
		return true;
	if (state == 0)
		return false;
	if (d->accepts[state] & ACCEPTS)
		return f->from <= f->t.n;
	while (f->from < f->t.n && dfa_next(d, state, f->t.p[f->from]) == 0)
		f->from++;
	return f->from < f->t.n || (f->from == f->t.n && d->accepts[state] != 0);
}

enum tried { FOUND, NONE, TOO_MUCH };

/* Tries one place after another, until `work` characters have been looked at. */
static enum tried
try_places(struct finder *f, size_t work)
{
	for (; next_place(f); f->from++) {
		if (f->work > work)
			return TOO_MUCH;
		f->to = longest(f->p->anchored, f->t, f->from, &f->work);
		if (f->to != NOWHERE)
			return FOUND;
	}
	return NONE;
}

enum { PATIENCE = 4 };

/*
 * Trying one place after another is fast if most places fail at once.  If that takes longer than
 * looking at every character, it is time to see whether there is a match at all; and if it takes
 * PATIENCE times as long, the start is found from behind, so that no text takes quadratic time.
 */
static enum tried
find_fast(struct finder *f)
{
	enum tried tried = try_places(f, f->t.n + 1);
	if (tried != TOO_MUCH)
		return tried;
	if (f->p->search && !search(f->p->search, f->t, f->from))
		return NONE;
	return try_places(f, PATIENCE * (f->t.n + 1));
}

static bool
find_slowly(struct finder *f, struct arena *scratch)
{
	const struct pattern *p = f->p;
	if (p->search && !p->anchored && !search(p->search, f->t, 0))
		return false;
	f->from = 0;
	if (!p->anchored && (f->to = list_run(p, f->t, 0, false, scratch)) != NOWHERE)
		return true;
	f->from = list_leftmost(p, f->t, scratch);
	if (f->from == NOWHERE)
		return false;
	f->to = p->anchored ? longest(p->anchored, f->t, f->from, &f->work)
			    : list_run(p, f->t, f->from, false, scratch);
	return true;
}

struct text
pattern_extract(const struct pattern *p, struct text t, struct arena *scratch)
{
	const struct literal *l = &p->literal;
	struct finder f = { .p = p, .t = t };
	if (t.n > PATTERN_TEXT)
		return TEXT_ABSENT;
	if (l->bytes.n > 0 && (f.literal = literal_find(l, t, l->least)) == NOWHERE)
		return TEXT_ABSENT;
	const enum tried tried = p->anchored ? find_fast(&f) : TOO_MUCH;
	if (tried == NONE || (tried == TOO_MUCH && !find_slowly(&f, scratch)))
		return TEXT_ABSENT;
	if (p->group == 0)
		return (struct text){ t.p + f.from, f.to - f.from };
	if (p->single)
		return single_group(p->single, t, f.from, f.to);
	return list_group(p, t, f.from, f.to, scratch);
}
