/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/pattern_private.h"

/*
 * Many patterns have a key in them, such as `(^|[ '])auid=([0-9]+)`.  To look for the key is much
 * faster than to run an automaton, and most texts do not have it.  The literal is looked for in the
 * parts of the pattern that every match goes through, from its start to its end.
 */

enum { ENDLESS = PATTERN_TEXT + 1 };

/* Lengths of the matches of a part. */
struct lengths {
	size_t least, most;
};

struct reader {
	const struct byte_set *set;
	char *run; /* the literal at hand */
	size_t n;
	struct lengths run_at, at; /* how far from the start of the match */
	struct literal best;
	struct arena *a;
};

static size_t
add(size_t a, size_t b)
{
	return a + b < ENDLESS ? a + b : ENDLESS;
}

static size_t
times(size_t a, size_t b)
{
	return a * b < ENDLESS ? a * b : ENDLESS; /* b is at most PATTERN_REPEATS */
}

static struct lengths
lengths_of(const struct pattern_tree *t)
{
	struct lengths all = { 0, 0 };
	switch (t->kind) {
	case TREE_SET: return (struct lengths){ 1, 1 };
	case TREE_EMPTY:
	case TREE_BEGIN:
	case TREE_END: return all;
	case TREE_GROUP: return lengths_of(t->child);
	case TREE_REPEAT:
		all = lengths_of(t->child);
		all.least = times(all.least, (size_t)t->least);
		if (t->most != TREE_MANY)
			all.most = times(all.most, (size_t)t->most);
		else if (all.most > 0)
			all.most = ENDLESS;
		return all;
	case TREE_CAT:
	case TREE_OR: break;
	}
	for (const struct pattern_tree *c = t->child; c; c = c->before) {
		const struct lengths one = lengths_of(c);
		if (t->kind == TREE_CAT || c == t->child) {
			all =
			    (struct lengths){ add(all.least, one.least), add(all.most, one.most) };
			continue;
		}
		all.least = one.least < all.least ? one.least : all.least;
		all.most = one.most > all.most ? one.most : all.most;
	}
	return all;
}

/* One whose place is known is better, then the longer one. */
static bool
is_better(const struct reader *r)
{
	const bool known = r->run_at.most < ENDLESS, was_known = r->best.most < ENDLESS;
	/* one byte that is somewhere near says too little */
	if (r->n < 2 && r->run_at.least != r->run_at.most)
		return false;
	if ((r->n < 2) != (r->best.bytes.n < 2))
		return r->n >= 2;
	return known != was_known ? known : r->n > r->best.bytes.n;
}

static void
end_run(struct reader *r)
{
	if (r->n > 0 && is_better(r)) {
		r->best.bytes = arena_text(r->a, (struct text){ r->run, r->n });
		r->best.least = r->run_at.least;
		r->best.most = r->run_at.most;
	}
	r->n = 0;
}

/* The only byte of the set; -1 if it has several, or none. */
static int
only_byte(const struct byte_set *s)
{
	int found = -1;
	for (unsigned i = 0; i < 4; i++) {
		if (s->word[i] == 0)
			continue;
		if (found >= 0 || (s->word[i] & (s->word[i] - 1)) != 0)
			return -1;
		found = (int)(64 * i) + __builtin_ctzll(s->word[i]);
	}
	return found;
}

static void
pass(struct reader *r, struct lengths by)
{
	r->at.least = add(r->at.least, by.least);
	r->at.most = add(r->at.most, by.most);
}

static void read_tree(struct reader *r, const struct pattern_tree *t);

/* The first round is in every match; of the others only the length is known. */
static void
read_repeat(struct reader *r, const struct pattern_tree *t)
{
	const struct lengths from = r->at;
	end_run(r);
	if (t->least > 0)
		read_tree(r, t->child);
	end_run(r);
	r->at = from;
	pass(r, lengths_of(t));
}

static void
read_sequence(struct reader *r, const struct pattern_tree *child)
{
	if (child->before)
		read_sequence(r, child->before);
	read_tree(r, child);
}

static void
read_tree(struct reader *r, const struct pattern_tree *t)
{
	const int byte = t->kind == TREE_SET ? only_byte(&r->set[t->set]) : -1;
	if (byte >= 0 && r->n == 0)
		r->run_at = r->at;
	if (byte >= 0)
		r->run[r->n++] = (char)byte;
	else if (t->kind == TREE_SET || (t->kind == TREE_OR && t->child->before))
		end_run(r);
	switch (t->kind) {
	case TREE_REPEAT: read_repeat(r, t); return;
	case TREE_GROUP: read_tree(r, t->child); return;
	case TREE_CAT: read_sequence(r, t->child); return;
	case TREE_OR:
		if (!t->child->before) {
			read_tree(r, t->child);
			return;
		}
		break;
	case TREE_SET:
	case TREE_EMPTY:
	case TREE_BEGIN:
	case TREE_END: break;
	}
	pass(r, lengths_of(t));
}

struct literal
literal_of(struct arena *a, const struct parsed *parsed)
{
	char run[PATTERN_BYTES];
	struct reader r = { .set = parsed->set, .run = run, .a = a };
	read_tree(&r, parsed->root);
	end_run(&r);
	return r.best;
}

/* ---- looking for it ------------------------------------------------------------------------- */

enum { BLOCK = 32 };

/* Is one of BLOCK bytes `first`, with `last` behind it by `gap`?  It has no early exit, so that
 * compilers make vectors of it. */
static bool
block_has(const char *p, size_t gap, char first, char last)
{
	unsigned char hit = 0;
	for (size_t i = 0; i < BLOCK; i++)
		hit |= (unsigned char)((p[i] == first) & (p[i + gap] == last));
	return hit != 0;
}

static size_t
find_at(const struct literal *l, struct text t, size_t from, size_t to)
{
	const struct text what = l->bytes;
	for (; from < to; from++)
		if (t.p[from] == what.p[0] && memcmp(t.p + from, what.p, what.n) == 0)
			return from;
	return PATTERN_NOWHERE;
}

size_t
literal_find(const struct literal *l, struct text t, size_t from)
{
	const struct text what = l->bytes;
	if (t.n < what.n || from > t.n - what.n)
		return PATTERN_NOWHERE;
	const size_t places = t.n - what.n + 1;
	if (what.n == 1) {
		const char *found = memchr(t.p + from, what.p[0], t.n - from);
		return found ? (size_t)(found - t.p) : PATTERN_NOWHERE;
	}
	for (; places - from >= BLOCK; from += BLOCK) {
		if (!block_has(t.p + from, what.n - 1, what.p[0], what.p[what.n - 1]))
			continue;
		const size_t found = find_at(l, t, from, from + BLOCK);
		if (found != PATTERN_NOWHERE)
			return found;
	}
	return find_at(l, t, from, places);
}
