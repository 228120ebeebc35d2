/* SPDX-License-Identifier: MIT */
#include "history/history.h"

#include <stdlib.h>

#include "base/mem.h"

/* Parts smaller than this are joined, so that a piece has more than a few lines. */
#define SHORT_PART ((size_t)32 << 10)

/* How many runs are read at a time, and how much of each at once. */
enum { FAN_IN_MIN = 2, FAN_IN_MAX = 256 };
#define READ_MIN ((size_t)32 << 10)
#define READ_MAX ((size_t)512 << 10)

void
history_init(struct history *h, const struct history_options *o)
{
	*h = (struct history){ .options = *o };
}

static size_t
piece_bytes(const struct history_piece *p)
{
	return sizeof(*p) + history_part_bytes(&p->part);
}

static void
piece_free(struct history_piece *p)
{
	if (p->reader)
		history_reader_free(p->reader);
	free(p->reader);
	history_part_free(&p->part);
	free(p);
}

/* All records of the piece were returned: keeps its memory for the next part, or ends its run. */
static void
piece_done(struct history *h, struct history_piece *p)
{
	if (h->last == p)
		h->last = NULL;
	if (p->reader) {
		h->reading--;
		piece_free(p);
		return;
	}
	h->held -= piece_bytes(p);
	history_part_clear(&p->part);
	p->next = 0;
	h->spare = mem_grow(h->spare, &h->spare_cap, h->nspare + 1, sizeof(*h->spare));
	h->spare[h->nspare++] = p;
}

static void
free_spares(struct history *h)
{
	while (h->nspare > 0)
		piece_free(h->spare[--h->nspare]);
}

void
history_clear(struct history *h)
{
	for (size_t i = 0; i < h->heap.n; i++)
		piece_done(h, h->heap.at[i].owner);
	h->heap.n = 0;
	h->given = NULL;
}

void
history_drop(struct history *h)
{
	history_clear(h);
	free_spares(h);
	mem_trim();
}

void
history_free(struct history *h)
{
	history_clear(h);
	free_spares(h);
	history_heap_free(&h->heap);
	if (h->filed)
		history_file_close(&h->file);
	free(h->spare);
	free(h->waiting);
	*h = (struct history){ 0 };
}

/* Moves past the first record of the top piece.  Returns 0, or -1 and fills *e. */
static int
step(struct history *h, struct history_heap *heap, struct err *e)
{
	struct history_piece *p = heap->at[0].owner;
	int more;
	if (p->reader) {
		more = history_reader_next(p->reader, &heap->at[0].key, &p->record, e);
	} else {
		more = ++p->next < p->part.n;
		if (more)
			heap->at[0].key = history_entry_key(&p->part.entry[p->next]);
	}
	if (more > 0) {
		history_heap_changed(heap);
	} else {
		history_heap_pop(heap);
		piece_done(h, p);
	}
	return more < 0 ? -1 : 0;
}

/* Moves past the record that was returned last. */
static int
leave(struct history *h, struct err *e)
{
	if (!h->given)
		return 0;
	h->given = NULL;
	return step(h, &h->heap, e);
}

static struct text
first_record(const struct history_piece *p)
{
	return p->reader ? p->record : history_part_record(&p->part, p->next);
}

static struct history_key
first_key(const struct history_part *part)
{
	return history_entry_key(&part->entry[0]);
}

/* Makes line numbers count from the start of the input, and drops records that the run before this
 * one has already processed. */
static void
place(const struct history *h, struct history_part *part, uint64_t lines_before)
{
	size_t kept = 0;
	for (size_t i = 0; i < part->n; i++) {
		struct history_entry *e = &part->entry[i];
		e->line += lines_before;
		const struct history_key key = history_entry_key(e);
		if (!h->options.resumed || history_is_behind(&key, &h->options.after))
			part->entry[kept++] = *e;
	}
	part->n = kept;
}

/* Does the part continue the last piece? */
static bool
is_sequel(const struct history *h, const struct history_part *part)
{
	const struct history_piece *last = h->last;
	if (!last || part->records.n >= SHORT_PART || last->part.records.n >= SHORT_PART)
		return false;
	const struct history_key first = first_key(part);
	const struct history_key end = history_entry_key(&last->part.entry[last->part.n - 1]);
	return history_is_behind(&first, &end);
}

/* Turns the part into a piece, and gives the part the memory of a spare one. */
static void
take(struct history *h, struct history_part *part)
{
	struct history_piece *p;
	if (h->nspare > 0)
		p = h->spare[--h->nspare];
	else
		p = mem_zalloc(1, sizeof(*p));
	const struct history_part memory = p->part;
	p->part = *part;
	*part = memory;
	history_part_fit(&p->part);
	history_part_provide(part, &p->part);
	h->held += piece_bytes(p);
	h->last = p;
	const struct history_key first = first_key(&p->part);
	history_heap_push(&h->heap, &first, p);
}

int
history_join(struct history *h, struct history_part *part, uint64_t lines_before)
{
	place(h, part, lines_before);
	if (part->n == 0) {
		history_part_clear(part);
		return 0;
	}
	const struct history_key first = first_key(part);
	if (h->begun && !history_is_behind(&first, &h->past))
		return -1;
	if (!is_sequel(h, part)) {
		take(h, part);
		return 0;
	}
	h->held -= piece_bytes(h->last);
	history_part_append(&h->last->part, part);
	h->held += piece_bytes(h->last);
	history_part_clear(part);
	return 0;
}

bool
history_is_full(const struct history *h, unsigned part)
{
	return h->held > h->options.budget / part;
}

/* Writes all records of a heap as a new run. */
static int
write_run(struct history *h, struct history_heap *heap, struct err *e)
{
	struct history_run run;
	while (heap->n > 0) {
		const struct history_key key = heap->at[0].key;
		if (history_file_put(&h->file, &key, first_record(heap->at[0].owner), e) < 0 ||
		    step(h, heap, e) < 0)
			return -1;
	}
	if (history_file_end(&h->file, &run, e) < 0)
		return -1;
	h->waiting = mem_grow(h->waiting, &h->waiting_cap, h->nwaiting + 1, sizeof(*h->waiting));
	h->waiting[h->nwaiting++] = run;
	return 0;
}

/* Moves the pieces in memory to a heap of their own. */
static void
part_from_runs(struct history_heap *all, struct history_heap *memory)
{
	struct history_heap runs = { 0 };
	for (size_t i = 0; i < all->n; i++) {
		const struct history_heap_item *item = &all->at[i];
		const struct history_piece *p = item->owner;
		history_heap_push(p->reader ? &runs : memory, &item->key, item->owner);
	}
	history_heap_free(all);
	*all = runs;
}

static void
free_heap(struct history_heap *heap)
{
	for (size_t i = 0; i < heap->n; i++)
		piece_free(heap->at[i].owner);
	history_heap_free(heap);
}

int
history_spill(struct history *h, struct err *e)
{
	struct history_heap memory = { 0 };
	if (leave(h, e) < 0)
		return -1;
	if (!h->filed && history_file_open(&h->file, h->options.folder, e) < 0)
		return -1;
	h->filed = true;
	h->last = NULL;
	part_from_runs(&h->heap, &memory);
	const int result = memory.n > 0 ? write_run(h, &memory, e) : 0;
	free_heap(&memory);
	return result;
}

static size_t
fan_in(const struct history *h)
{
	const size_t n = h->options.budget / READ_MIN;
	return n < FAN_IN_MIN ? FAN_IN_MIN : n > FAN_IN_MAX ? FAN_IN_MAX : n;
}

/* Starts to read a run: its first record goes into the heap. */
static int
open_run(struct history *h, const struct history_run *run, struct history_heap *heap, struct err *e)
{
	struct history_key key;
	const size_t share = h->options.budget / fan_in(h);
	const size_t block = share < READ_MIN ? READ_MIN : share > READ_MAX ? READ_MAX : share;
	struct history_piece *p = mem_zalloc(1, sizeof(*p));
	p->reader = mem_alloc(sizeof(*p->reader));
	history_reader_init(p->reader, &h->file, run, block);
	if (history_reader_next(p->reader, &key, &p->record, e) <= 0) {
		piece_free(p);
		return -1;
	}
	h->reading++;
	history_heap_push(heap, &key, p);
	return 0;
}

/* Merges the first `count` waiting runs into one, which waits after the others. */
static int
merge_runs(struct history *h, size_t count, struct err *e)
{
	struct history_heap heap = { 0 };
	int result = 0;
	for (size_t i = 0; i < count && result == 0; i++)
		result = open_run(h, &h->waiting[i], &heap, e);
	if (result == 0)
		result = write_run(h, &heap, e);
	if (result == 0) {
		for (size_t i = 0; i < count; i++)
			history_file_forget(&h->file, &h->waiting[i]);
		h->nwaiting -= count;
		memmove(h->waiting, h->waiting + count, h->nwaiting * sizeof(*h->waiting));
	}
	free_heap(&heap);
	return result;
}

/* Starts to read the waiting runs.  Merges some first if there are more than there are buffers
 * for. */
static int
open_runs(struct history *h, struct err *e)
{
	const size_t most = fan_in(h);
	free_spares(h);
	mem_trim();
	while (h->nwaiting > 1 && h->reading + h->nwaiting > most) {
		const size_t over = h->reading + h->nwaiting - most + 1;
		const size_t count = over < most ? over : most;
		if (merge_runs(h, count < h->nwaiting ? count : h->nwaiting, e) < 0)
			return -1;
	}
	for (size_t i = 0; i < h->nwaiting; i++)
		if (open_run(h, &h->waiting[i], &h->heap, e) < 0)
			return -1;
	h->nwaiting = 0;
	return 0;
}

/* If there are runs, memory holds only their buffers: all pieces in memory become a run. */
static int
prepare(struct history *h, struct err *e)
{
	if (h->nwaiting == 0)
		return 0;
	if (h->heap.n > h->reading && history_spill(h, e) < 0)
		return -1;
	return open_runs(h, e);
}

int
history_next(
    struct history *h, int64_t limit, struct history_key *key, struct text *record, struct err *e)
{
	if (leave(h, e) < 0 || prepare(h, e) < 0)
		return -1;
	if (h->heap.n == 0)
		return 0;
	*key = h->heap.at[0].key;
	if (limit != INT64_MAX && key->at_ns >= limit)
		return 0;
	h->given = h->heap.at[0].owner;
	*record = first_record(h->given);
	h->begun = true;
	h->past = *key;
	return 1;
}
