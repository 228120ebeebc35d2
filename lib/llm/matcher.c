/* SPDX-License-Identifier: MIT */
#include "llm/matcher.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

/* autojunk of difflib */
enum { JUNK_FROM = 200, JUNK_SHARE = 100 };

/* A part of both sequences that is still to be searched. */
struct range {
	size_t a, a_end, b, b_end;
};

struct block {
	size_t a, b, n;
};

/* The run that ends at a place of b, if it ended in the row `row`. */
struct ending {
	uint64_t row;
	size_t n;
};

struct matcher {
	struct matcher_sequence a, b;
	const uint32_t *weight;
	/* the places in b of kind k: place[first[k]..first[k + 1]), ascending; none of a popular
	 * kind */
	size_t *first, *place;
	size_t *next;          /* by place in a: the first row from there on that has places in b */
	struct ending *ending; /* by place in b */
	uint64_t row;          /* a number that no row before had */
	struct range *range;
	size_t ranges, cap;
	uint64_t work, most;
	bool partial;
};

/* ---- where the elements of b are ------------------------------------------------------------ */

static void
find_places(struct matcher *m, size_t kinds)
{
	const size_t popular = m->b.n >= JUNK_FROM ? m->b.n / JUNK_SHARE + 1 : SIZE_MAX;
	size_t *count = mem_zalloc(kinds + 1, sizeof(*count)), total = 0;
	m->first = mem_zalloc(kinds + 1, sizeof(*m->first));
	m->place = mem_zalloc(m->b.n + 1, sizeof(*m->place));
	for (size_t j = 0; j < m->b.n; j++)
		count[m->b.element[j]]++;
	for (size_t k = 0; k < kinds; k++) {
		m->first[k] = total;
		if (count[k] > popular)
			count[k] = 0;
		total += count[k];
		count[k] = count[k] > 0 ? m->first[k] : SIZE_MAX; /* from now on: where to write */
	}
	m->first[kinds] = total;
	for (size_t j = 0; j < m->b.n; j++) {
		size_t *at = &count[m->b.element[j]];
		if (*at != SIZE_MAX)
			m->place[(*at)++] = j;
	}
	free(count);
}

static bool
has_places(const struct matcher *m, size_t i)
{
	const uint32_t k = m->a.element[i];
	return m->first[k] < m->first[k + 1];
}

static void
find_rows(struct matcher *m)
{
	m->next = mem_zalloc(m->a.n + 1, sizeof(*m->next));
	m->next[m->a.n] = m->a.n;
	for (size_t i = m->a.n; i-- > 0;)
		m->next[i] = has_places(m, i) ? i : m->next[i + 1];
}

/* The first of the places of kind k that is not before `from`. */
static size_t
first_place(const struct matcher *m, uint32_t k, size_t from)
{
	size_t low = m->first[k], high = m->first[k + 1];
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (m->place[middle] < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- the longest block ---------------------------------------------------------------------- */

/* Compares element i of a with its places in b.  A run that ends at (i, j) is one longer than the
 * run that ends at (i - 1, j - 1), which is why the row before is remembered. */
static void
follow_row(struct matcher *m, const struct range *r, size_t i, uint64_t row, struct block *best)
{
	const uint32_t k = m->a.element[i];
	struct ending before = { 0, 0 }; /* what was at the place before, if this row replaced it */
	size_t replaced = SIZE_MAX;
	for (size_t p = first_place(m, k, r->b); p < m->first[k + 1] && m->place[p] < r->b_end;
	     p++) {
		const size_t j = m->place[p];
		struct ending last = { 0, 0 };
		if (j > r->b)
			last = replaced == j - 1 ? before : m->ending[j - 1];
		const size_t n = last.n > 0 && last.row == row - 1 ? last.n + 1 : 1;
		before = m->ending[j];
		replaced = j;
		m->ending[j] = (struct ending){ row, n };
		if (n > best->n)
			*best = (struct block){ i + 1 - n, j + 1 - n, n };
		m->work++;
	}
}

static bool
is_same(const struct matcher *m, size_t i, size_t j)
{
	return m->a.element[i] == m->b.element[j];
}

/* Returns false if the work is over the limit. */
static bool
find_longest(struct matcher *m, const struct range *r, struct block *best)
{
	*best = (struct block){ r->a, r->b, 0 };
	const uint64_t base = m->row + 2;
	m->row = base + (r->a_end - r->a);
	for (size_t i = m->next[r->a]; i < r->a_end; i = m->next[i + 1]) {
		if (++m->work > m->most)
			return false;
		follow_row(m, r, i, base + (i - r->a), best);
	}
	while (best->a > r->a && best->b > r->b && is_same(m, best->a - 1, best->b - 1)) {
		best->a--;
		best->b--;
		best->n++;
	}
	while (best->a + best->n < r->a_end && best->b + best->n < r->b_end &&
	       is_same(m, best->a + best->n, best->b + best->n))
		best->n++;
	return true;
}

/* ---- all blocks ----------------------------------------------------------------------------- */

static uint64_t
weight_of(const struct matcher *m, size_t a, size_t n)
{
	uint64_t sum = 0;
	if (!m->weight)
		return n;
	for (size_t i = 0; i < n; i++)
		sum += m->weight[m->a.element[a + i]];
	return sum;
}

/* What both sides of a part begin with, and what the rest of them ends with. */
static uint64_t
weigh_ends(const struct matcher *m, struct range r)
{
	size_t start = 0, end = 0;
	while (
	    r.a + start < r.a_end && r.b + start < r.b_end && is_same(m, r.a + start, r.b + start))
		start++;
	while (r.a + start + end < r.a_end && r.b + start + end < r.b_end &&
	       is_same(m, r.a_end - end - 1, r.b_end - end - 1))
		end++;
	return weight_of(m, r.a, start) + weight_of(m, r.a_end - end, end);
}

static void
search_later(struct matcher *m, struct range r)
{
	if (r.a == r.a_end || r.b == r.b_end)
		return;
	m->range = mem_grow(m->range, &m->cap, m->ranges + 1, sizeof(*m->range));
	m->range[m->ranges++] = r;
}

static uint64_t
match(struct matcher *m)
{
	uint64_t sum = 0;
	struct block b;
	search_later(m, (struct range){ 0, m->a.n, 0, m->b.n });
	while (m->ranges > 0) {
		const struct range r = m->range[--m->ranges];
		if (m->partial || !find_longest(m, &r, &b)) {
			m->partial = true;
			sum += weigh_ends(m, r);
			continue;
		}
		if (b.n == 0)
			continue;
		sum += weight_of(m, b.a, b.n);
		search_later(m, (struct range){ r.a, b.a, r.b, b.b });
		search_later(m, (struct range){ b.a + b.n, r.a_end, b.b + b.n, r.b_end });
	}
	return sum;
}

uint64_t
matcher_matched(struct matcher_sequence a, struct matcher_sequence b, size_t kinds,
    const uint32_t *weight, uint64_t most, bool *partial)
{
	struct matcher m = { .a = a, .b = b, .weight = weight, .most = most };
	assert(a.n <= MATCHER_MOST && b.n <= MATCHER_MOST);
	find_places(&m, kinds);
	find_rows(&m);
	m.ending = mem_zalloc(b.n + 1, sizeof(*m.ending));
	const uint64_t sum = match(&m);
	*partial = m.partial;
	free(m.first);
	free(m.place);
	free(m.next);
	free(m.ending);
	free(m.range);
	return sum;
}
