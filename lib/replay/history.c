/* SPDX-License-Identifier: MIT */
#include "replay/history.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

/* Does a belong behind b? */
static bool
behind(const struct history_entry *a, const struct history_entry *b)
{
	if (a->at_ns != b->at_ns)
		return a->at_ns > b->at_ns;
	if (a->input != b->input)
		return a->input > b->input;
	return a->line > b->line;
}

struct buf *
history_open(struct history *h)
{
	h->entry = mem_grow(h->entry, &h->cap, h->n + 1, sizeof(*h->entry));
	h->entry[h->n].offset = h->records.n;
	return &h->records;
}

void
history_close(struct history *h, const struct history_key *key)
{
	struct history_entry *e = &h->entry[h->n];
	assert(h->records.n - e->offset <= UINT32_MAX);
	e->n = (uint32_t)(h->records.n - e->offset);
	e->at_ns = key->at_ns;
	e->line = key->line;
	e->input = key->input;
	if (h->n > 0 && behind(e - 1, e))
		h->unsorted = true;
	h->n++;
}

void
history_join(struct history *h, struct history *from, uint64_t lines_before)
{
	const size_t offset = h->records.n, first = h->n;
	if (from->n == 0)
		return;
	buf_text(&h->records, buf_as_text(&from->records));
	h->entry = mem_grow(h->entry, &h->cap, h->n + from->n, sizeof(*h->entry));
	for (size_t i = 0; i < from->n; i++) {
		struct history_entry *e = &h->entry[h->n++];
		*e = from->entry[i];
		e->line += lines_before;
		e->offset += offset;
	}
	if (from->unsorted || (first > 0 && behind(&h->entry[first - 1], &h->entry[first])))
		h->unsorted = true;
	from->records.n = 0;
	from->n = 0;
	from->unsorted = false;
}

/* Merges the neighbours from[a..b) and from[b..c) into to[a..c). */
static void
merge(const struct history_entry *from, struct history_entry *to, size_t a, size_t b, size_t c)
{
	size_t i = a, j = b;
	for (size_t k = a; k < c; k++)
		to[k] = j == c || (i < b && !behind(&from[i], &from[j])) ? from[i++] : from[j++];
}

/* The starts of the runs that are in order already, with the end behind them. */
static size_t *
find_runs(const struct history *h, size_t *nruns)
{
	size_t cap = 0, n = 0;
	size_t *run = mem_grow(NULL, &cap, 2, sizeof(*run));
	run[n++] = 0;
	for (size_t i = 1; i < h->n; i++) {
		if (!behind(&h->entry[i - 1], &h->entry[i]))
			continue;
		run = mem_grow(run, &cap, n + 2, sizeof(*run));
		run[n++] = i;
	}
	run[n] = h->n;
	*nruns = n;
	return run;
}

/*
 * A natural merge sort: logs are a few runs that are in order each (one an input, or one a server
 * that wrote into it), and then this is linear.
 */
static void
sort(struct history *h)
{
	if (!h->unsorted)
		return;
	size_t nruns = 0;
	size_t *run = find_runs(h, &nruns);
	struct history_entry *other = mem_alloc(h->n * sizeof(*other));
	h->cap = h->n;
	while (nruns > 1) {
		size_t left = 0;
		for (size_t i = 0; i < nruns; i += 2) {
			const size_t b = run[i + 1], c = i + 2 <= nruns ? run[i + 2] : b;
			merge(h->entry, other, run[i], b, c);
			run[left++] = run[i];
		}
		run[left] = h->n;
		nruns = left;
		struct history_entry *swap = h->entry;
		h->entry = other;
		other = swap;
	}
	free(other);
	free(run);
	h->unsorted = false;
}

void
history_begin(struct history *h)
{
	sort(h);
	h->next = 0;
}

int
history_next(struct history *h, struct history_key *key, struct text *record)
{
	if (h->next == h->n)
		return 0;
	const struct history_entry *e = &h->entry[h->next++];
	*key = (struct history_key){ e->at_ns, e->line, e->input };
	*record = (struct text){ h->records.p + e->offset, e->n };
	return 1;
}

void
history_free(struct history *h)
{
	buf_free(&h->records);
	free(h->entry);
	*h = (struct history){ 0 };
}
