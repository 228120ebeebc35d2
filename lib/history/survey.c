/* SPDX-License-Identifier: MIT */
#include "history/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define STRETCHES_MAX ((size_t)1 << 16)

/* The memory of an open input: its block, and the window of a decompressor.  A few inputs are
 * always open and not counted. */
#define OPEN_BYTES ((uint64_t)4 << 20)
enum { OPEN_FREE = 8 };

static void
widen(struct survey_stretch *s, const struct survey_stretch *by)
{
	s->end = by->end;
	if (by->first < s->first)
		s->first = by->first;
	if (by->last > s->last)
		s->last = by->last;
	s->bytes += by->bytes;
}

/* Adds a stretch, or widens the last one while that is short.  Returns true if it added one. */
static bool
append(struct survey_input *in, const struct survey_stretch *more, uint64_t grain)
{
	const uint64_t begin = in->n > 1 ? in->stretch[in->n - 2].end : 0;
	if (in->n > 0 && more->end - begin < grain) {
		widen(&in->stretch[in->n - 1], more);
		return false;
	}
	in->stretch = mem_grow(in->stretch, &in->cap, in->n + 1, sizeof(*in->stretch));
	in->stretch[in->n++] = *more;
	return true;
}

/* Doubles the grain, so that the notes stay small however long the inputs are. */
static void
coarsen(struct survey *s)
{
	s->grain = s->grain ? s->grain * 2 : (uint64_t)1 << 20;
	s->stretches = 0;
	for (size_t i = 0; i < s->inputs; i++) {
		struct survey_input *in = &s->input[i];
		const size_t n = in->n;
		in->n = 0;
		for (size_t k = 0; k < n; k++) {
			const struct survey_stretch stretch = in->stretch[k];
			s->stretches += append(in, &stretch, s->grain);
		}
	}
}

void
survey_note(struct survey *s, unsigned input, const struct survey_block *b)
{
	if (input >= s->inputs) {
		s->input = mem_grow(s->input, &s->cap, input + 1, sizeof(*s->input));
		memset(&s->input[s->inputs], 0, (input + 1 - s->inputs) * sizeof(*s->input));
		s->inputs = input + 1;
	}
	s->records += b->n;
	const struct survey_stretch stretch = {
		.end = b->end, .first = b->first, .last = b->last, .bytes = b->bytes
	};
	s->stretches += append(&s->input[input], &stretch, s->grain);
	if (s->stretches > STRETCHES_MAX && s->stretches > s->inputs * 2)
		coarsen(s);
}

static void
look_ahead(struct survey_input *in)
{
	int64_t from = INT64_MAX;
	in->at = 0;
	for (size_t i = in->n; i-- > 0;) {
		if (in->stretch[i].first < from)
			from = in->stretch[i].first;
		in->stretch[i].from = from;
	}
}

static void
enter(struct survey *s, size_t input)
{
	struct survey_input *in = &s->input[input];
	look_ahead(in);
	if (in->n == 0)
		return;
	const struct history_key key = { .at_ns = in->stretch[0].from, .input = (unsigned)input };
	history_heap_push(&s->heap, &key, in);
}

/* Enters all inputs that are not sorted separately, at their start. */
static void
enter_all(struct survey *s)
{
	s->heap.n = 0;
	for (size_t i = 0; i < s->inputs; i++) {
		s->input[i].at = 0;
		if (!s->input[i].sorted)
			enter(s, i);
	}
}

/* Moves the top input to its stretch `at`.  Returns whether there is more of it. */
static bool
go_on(struct survey *s, size_t at)
{
	struct survey_input *in = s->heap.at[0].owner;
	in->at = at;
	if (at < in->n) {
		s->heap.at[0].key.at_ns = in->stretch[at].from;
		history_heap_changed(&s->heap);
		return true;
	}
	history_heap_pop(&s->heap);
	return false;
}

static int64_t
limit(const struct survey *s)
{
	return s->heap.n > 0 ? s->heap.at[0].key.at_ns : INT64_MAX;
}

/* Returns the most bytes that would be held while the inputs in the heap are read, stretch by
 * stretch: records that were read but cannot have their turn yet. */
static uint64_t
rehearse(struct survey *s)
{
	struct history_heap held = { 0 }; /* stretches by their latest time; `line` has the bytes */
	uint64_t bytes = 0, open = 0, most = 0;
	while (s->heap.n > 0) {
		const struct survey_input *in = s->heap.at[0].owner;
		const struct survey_stretch *now = &in->stretch[in->at];
		const struct history_key key = { .at_ns = now->last, .line = now->bytes };
		open += in->at == 0;
		open -= !go_on(s, in->at + 1);
		history_heap_push(&held, &key, NULL);
		bytes += now->bytes;
		while (held.n > 0 && (s->heap.n == 0 || held.at[0].key.at_ns < limit(s))) {
			bytes -= held.at[0].key.line;
			history_heap_pop(&held);
		}
		const uint64_t beside = open > OPEN_FREE ? (open - OPEN_FREE) * OPEN_BYTES : 0;
		if (bytes + beside > most)
			most = bytes + beside;
	}
	history_heap_free(&held);
	return most;
}

bool
survey_fits(struct survey *s, uint64_t budget)
{
	enter_all(s);
	return rehearse(s) <= budget;
}

/* Marks as sorted the inputs that would need more than that on their own. */
static void
sort_over(struct survey *s, uint64_t bytes)
{
	for (size_t i = 0; i < s->inputs; i++) {
		s->heap.n = 0;
		enter(s, i);
		s->input[i].sorted = rehearse(s) > bytes;
	}
}

void
survey_plan(struct survey *s, uint64_t budget)
{
	uint64_t bytes = budget;
	for (unsigned i = 0; i < 8 && !survey_fits(s, budget); i++, bytes /= 2)
		sort_over(s, bytes);
	if (!survey_fits(s, budget))
		for (size_t i = 0; i < s->inputs; i++)
			s->input[i].sorted = true;
	enter_all(s);
	s->sorting = 0;
}

int
survey_pick(struct survey *s)
{
	for (; s->sorting < s->inputs; s->sorting++) {
		const struct survey_input *in = &s->input[s->sorting];
		if (in->sorted && in->at < in->n)
			return (int)s->sorting;
	}
	return s->heap.n > 0 ? (int)s->heap.at[0].key.input : -1;
}

bool
survey_took(struct survey *s, unsigned input, uint64_t end, int64_t *until)
{
	struct survey_input *in = &s->input[input];
	size_t at = in->at;
	while (at < in->n && in->stretch[at].end <= end)
		at++;
	if (in->sorted) {
		*until = INT64_MIN;
		in->at = at;
		return at < in->n;
	}
	const bool more = go_on(s, at);
	*until = limit(s);
	return more;
}

void
survey_free(struct survey *s)
{
	for (size_t i = 0; i < s->inputs; i++)
		free(s->input[i].stretch);
	free(s->input);
	history_heap_free(&s->heap);
	*s = (struct survey){ 0 };
}
