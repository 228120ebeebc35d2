/* SPDX-License-Identifier: MIT */
#include "history/part.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

static bool
is_behind(const struct history_entry *a, const struct history_entry *b)
{
	const struct history_key key[2] = { history_entry_key(a), history_entry_key(b) };
	return history_is_behind(&key[0], &key[1]);
}

struct buf *
history_open(struct history_part *part)
{
	part->entry = mem_grow(part->entry, &part->cap, part->n + 1, sizeof(*part->entry));
	part->entry[part->n].offset = part->records.n;
	return &part->records;
}

void
history_close(struct history_part *part, const struct history_key *key)
{
	struct history_entry *e = &part->entry[part->n];
	assert(part->records.n - e->offset <= UINT32_MAX);
	e->n = (uint32_t)(part->records.n - e->offset);
	e->at_ns = key->at_ns;
	e->line = key->line;
	e->input = key->input;
	if (part->n > 0 && is_behind(e - 1, e))
		part->unsorted = true;
	part->n++;
}

/* Merges the neighbours from[a..b) and from[b..c) into to[a..c). */
static void
merge(const struct history_entry *from, struct history_entry *to, size_t a, size_t b, size_t c)
{
	size_t i = a, j = b;
	for (size_t k = a; k < c; k++)
		to[k] = j == c || (i < b && !is_behind(&from[i], &from[j])) ? from[i++] : from[j++];
}

/* Returns the starts of the runs that are already in order, and the end as one more. */
static size_t *
find_runs(const struct history_part *part, size_t *nruns)
{
	size_t cap = 0, n = 0;
	size_t *run = mem_grow(NULL, &cap, 2, sizeof(*run));
	run[n++] = 0;
	for (size_t i = 1; i < part->n; i++) {
		if (!is_behind(&part->entry[i - 1], &part->entry[i]))
			continue;
		run = mem_grow(run, &cap, n + 2, sizeof(*run));
		run[n++] = i;
	}
	run[n] = part->n;
	*nruns = n;
	return run;
}

/* A natural merge sort.  A log usually consists of a few sorted runs, so the sort takes nearly
 * linear time. */
void
history_part_sort(struct history_part *part)
{
	if (!part->unsorted)
		return;
	size_t nruns = 0;
	size_t *run = find_runs(part, &nruns);
	struct history_entry *other = mem_alloc(part->cap * sizeof(*other));
	while (nruns > 1) {
		size_t left = 0;
		for (size_t i = 0; i < nruns; i += 2) {
			const size_t b = run[i + 1], c = i + 2 <= nruns ? run[i + 2] : b;
			merge(part->entry, other, run[i], b, c);
			run[left++] = run[i];
		}
		run[left] = part->n;
		nruns = left;
		struct history_entry *swap = part->entry;
		part->entry = other;
		other = swap;
	}
	free(other);
	free(run);
	part->unsorted = false;
}

void
history_part_append(struct history_part *part, const struct history_part *from)
{
	const size_t offset = part->records.n;
	buf_text(&part->records, buf_as_text(&from->records));
	part->entry = mem_grow(part->entry, &part->cap, part->n + from->n, sizeof(*part->entry));
	for (size_t i = 0; i < from->n; i++) {
		struct history_entry *e = &part->entry[part->n++];
		*e = from->entry[i];
		e->offset += offset;
	}
}

struct text
history_part_record(const struct history_part *part, size_t entry)
{
	const struct history_entry *e = &part->entry[entry];
	return (struct text){ buf_as_text(&part->records).p + e->offset, e->n };
}

size_t
history_part_bytes(const struct history_part *part)
{
	return part->records.cap + part->cap * sizeof(*part->entry);
}

/* The next part is usually about as large as the last one.  With a little spare room, the same
 * memory is enough for it and need not grow. */
static void *
fit(void *p, size_t *cap, size_t n, size_t size)
{
	const size_t room = n + n / 8;
	if (n == 0 || *cap - n <= n / 2)
		return p;
	void *const moved = realloc(p, room * size);
	if (!moved)
		return p;
	*cap = room;
	return moved;
}

void
history_part_fit(struct history_part *part)
{
	part->records.p = fit(part->records.p, &part->records.cap, part->records.n, 1);
	part->entry = fit(part->entry, &part->cap, part->n, sizeof(*part->entry));
}

void
history_part_provide(struct history_part *part, const struct history_part *like)
{
	if (!part->records.p)
		buf_room(&part->records, like->records.cap);
	part->entry = mem_grow(part->entry, &part->cap, like->cap, sizeof(*part->entry));
}

void
history_part_clear(struct history_part *part)
{
	part->records.n = 0;
	part->n = 0;
	part->unsorted = false;
}

void
history_part_free(struct history_part *part)
{
	buf_free(&part->records);
	free(part->entry);
	*part = (struct history_part){ 0 };
}
