/* SPDX-License-Identifier: MIT */
#include "trace/align.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Steps that all searches for a middle may take together. */
static const int64_t steps_most = 8000000;

/* No point of a diagonal can be reached. */
enum { NOWHERE = -1 };

/* An element that the other sequence has, too, and where it is. */
struct element {
	uint64_t token;
	uint32_t at;
};

struct aligner {
	struct element *a, *b;
	uint32_t *of_a, *of_b;
	int64_t *forward, *backward; /* the furthest x by diagonal; [0] is the middle */
	int64_t left;                /* steps */
};

/* A part of both sequences. */
struct box {
	int64_t a, a_end, b, b_end;
};

static void
match(const struct aligner *k, int64_t a, int64_t b)
{
	k->of_a[k->a[a].at] = k->b[b].at + 1;
	k->of_b[k->b[b].at] = k->a[a].at + 1;
}

/* ---- without a search ----------------------------------------------------------------------- */

static int
by_token(const void *a, const void *b)
{
	const struct element *const x = a, *const y = b;
	if (x->token != y->token)
		return x->token < y->token ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Each element of a takes the next equal one of b, unless that is far ahead of its own place: it
 * would leave nothing for the elements behind it. */
static void
take_next(const struct aligner *k, const struct box *box)
{
	enum { AHEAD = 50 };
	const size_t m = (size_t)(box->b_end - box->b);
	struct element *sorted = mem_alloc((m + 1) * sizeof(*sorted));
	int64_t next = box->b;
	for (size_t i = 0; i < m; i++)
		sorted[i] = (struct element){ k->b[box->b + (int64_t)i].token,
			(uint32_t)(box->b + (int64_t)i) };
	qsort(sorted, m, sizeof(*sorted), by_token);
	for (int64_t i = box->a; i < box->a_end; i++) {
		const struct element wanted = { k->a[i].token, (uint32_t)next };
		size_t low = 0, high = m;
		while (low < high) {
			const size_t middle = low + (high - low) / 2;
			if (by_token(&sorted[middle], &wanted) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		const double place =
		    (double)(i - box->a) * (double)m / (double)(box->a_end - box->a);
		if (low == m || sorted[low].token != wanted.token ||
		    (double)(sorted[low].at - box->b) > place + AHEAD)
			continue;
		match(k, i, sorted[low].at);
		next = (int64_t)sorted[low].at + 1;
	}
	free(sorted);
}

/* ---- Myers ---------------------------------------------------------------------------------- */

/* One direction of the search: from the beginning, or from the end towards it. */
struct direction {
	const struct element *a, *b; /* the first elements in this direction */
	int64_t n, m, step;          /* step: 1 or -1 */
	int64_t *furthest;
};

/* Goes on from diagonals of d - 1 differences to one of d.  Sets where the equal elements begin.
 * Returns the furthest x, or NOWHERE. */
static int64_t
advance(const struct direction *w, int64_t d, int64_t diagonal, int64_t *from)
{
	const int64_t *v = w->furthest + diagonal;
	int64_t down = diagonal < d ? v[1] : NOWHERE, right = diagonal > -d ? v[-1] : NOWHERE;
	if (down != NOWHERE && down - diagonal > w->m)
		down = NOWHERE;
	right = right == NOWHERE || right == w->n ? NOWHERE : right + 1;
	int64_t x = d == 0 ? 0 : down > right ? down : right;
	*from = x;
	if (x == NOWHERE)
		return x;
	int64_t y = x - diagonal;
	while (x < w->n && y < w->m && w->a[w->step * x].token == w->b[w->step * y].token) {
		x++;
		y++;
	}
	return x;
}

/* Finds the run of equal elements in the middle of a shortest way: [*x, *x + *run) of a.  Returns
 * false if that takes too many steps. */
static bool
find_middle(struct aligner *k, const struct box *box, int64_t *x, int64_t *y, int64_t *run)
{
	const int64_t n = box->a_end - box->a, m = box->b_end - box->b, delta = n - m;
	const struct direction forward = { k->a + box->a, k->b + box->b, n, m, 1, k->forward },
			       backward = { k->a + box->a_end - 1, k->b + box->b_end - 1, n, m, -1,
				       k->backward };
	const bool odd = delta & 1;
	for (int64_t d = 0;; d++) {
		const int64_t least = d > m ? -m + ((d - m) & 1) : -d,
			      most = d > n ? n - ((d - n) & 1) : d;
		k->left -= most - least + 2;
		if (k->left < 0)
			return false;
		k->forward[d + 1] = k->forward[-d - 1] = NOWHERE;
		k->backward[d + 1] = k->backward[-d - 1] = NOWHERE;
		for (int64_t i = least; i <= most; i += 2) {
			int64_t from;
			const int64_t to = k->forward[i] = advance(&forward, d, i, &from);
			const int64_t other = delta - i;
			if (!odd || to == NOWHERE || other < -(d - 1) || other > d - 1 ||
			    k->backward[other] == NOWHERE || to + k->backward[other] < n)
				continue;
			*x = from;
			*y = from - i;
			*run = to - from;
			return true;
		}
		for (int64_t i = least; i <= most; i += 2) {
			int64_t from;
			const int64_t to = k->backward[i] = advance(&backward, d, i, &from);
			const int64_t other = delta - i;
			if (odd || to == NOWHERE || other < -d || other > d ||
			    k->forward[other] == NOWHERE || to + k->forward[other] < n)
				continue;
			*x = n - to;
			*y = m - (to - i);
			*run = to - from;
			return true;
		}
	}
}

/* The depth is that of halving the differences. */
static void
align(struct aligner *k, struct box box)
{
	while (box.a < box.a_end && box.b < box.b_end && k->a[box.a].token == k->b[box.b].token)
		match(k, box.a++, box.b++);
	while (box.a < box.a_end && box.b < box.b_end &&
	       k->a[box.a_end - 1].token == k->b[box.b_end - 1].token)
		match(k, --box.a_end, --box.b_end);
	if (box.a == box.a_end || box.b == box.b_end)
		return;
	int64_t x, y, run;
	if (!find_middle(k, &box, &x, &y, &run)) {
		take_next(k, &box);
		return;
	}
	for (int64_t i = 0; i < run; i++)
		match(k, box.a + x + i, box.b + y + i);
	align(k, (struct box){ box.a, box.a + x, box.b, box.b + y });
	align(k, (struct box){ box.a + x + run, box.a_end, box.b + y + run, box.b_end });
}

/* ---- what both have ------------------------------------------------------------------------- */

static struct element *
elements_of(const uint64_t *token, size_t n)
{
	struct element *e = mem_alloc((n + 1) * sizeof(*e));
	for (size_t i = 0; i < n; i++)
		e[i] = (struct element){ token[i], (uint32_t)i };
	return e;
}

/* Keeps the elements whose tokens are among the sorted ones of the other sequence. */
static size_t
keep_common(struct element *e, size_t n, const struct element *other, size_t m)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		size_t low = 0, high = m;
		while (low < high) {
			const size_t middle = low + (high - low) / 2;
			if (other[middle].token < e[i].token)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < m && other[low].token == e[i].token)
			e[kept++] = e[i];
	}
	return kept;
}

/* What only one sequence has is left out first, because it can have no partner. */
static void
drop_lonely(
    struct aligner *k, const uint64_t *a, size_t n, const uint64_t *b, size_t m, struct box *box)
{
	struct element *x = elements_of(a, n), *y = elements_of(b, m);
	qsort(x, n, sizeof(*x), by_token);
	qsort(y, m, sizeof(*y), by_token);
	k->a = elements_of(a, n);
	k->b = elements_of(b, m);
	box->a = box->b = 0;
	box->a_end = (int64_t)keep_common(k->a, n, y, m);
	box->b_end = (int64_t)keep_common(k->b, m, x, n);
	free(x);
	free(y);
}

void
trace_align(
    const uint64_t *a, size_t n, const uint64_t *b, size_t m, uint32_t *of_a, uint32_t *of_b)
{
	struct aligner k = { .of_a = of_a, .of_b = of_b, .left = steps_most };
	struct box box;
	memset(of_a, 0, n * sizeof(*of_a));
	memset(of_b, 0, m * sizeof(*of_b));
	if (n == 0 || m == 0)
		return;
	drop_lonely(&k, a, n, b, m, &box);
	const size_t half = (size_t)(box.a_end + box.b_end) + 2;
	int64_t *furthest = mem_alloc(4 * (half + 1) * sizeof(*furthest));
	k.forward = furthest + half;
	k.backward = furthest + 3 * half + 1;
	align(&k, box);
	free(furthest);
	free(k.a);
	free(k.b);
}
