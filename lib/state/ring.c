/* SPDX-License-Identifier: MIT */
#include "state/ring.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/span.h"

/* The stretch [from, to) of events, counted from the head, that a window looked at last. */
struct window {
	uint32_t from, to;
	uint32_t texts; /* how many different ones are in it */
};

static int64_t *
times(const struct ring *r)
{
	return r->memory;
}

static uint32_t *
refs(const struct ring *r)
{
	return (uint32_t *)(void *)(times(r) + r->room);
}

static struct window *
windows(const struct ring *r)
{
	return (struct window *)(void *)(refs(r) + r->room);
}

/* Rings of numbers have an even room, so that the numbers are where they may be. */
static number_wide *
numbers(const struct ring *r)
{
	return (number_wide *)(void *)(times(r) + r->room);
}

/* Of each RING_FOLD places of the memory in a row. */
static number_wide *
folds(const struct ring *r)
{
	return numbers(r) + r->room;
}

static size_t
size_of(const struct ring_shape *shape, size_t room)
{
	if (shape->fold)
		return room * (sizeof(int64_t) + sizeof(number_wide)) +
		       (room + RING_FOLD - 1) / RING_FOLD * sizeof(number_wide);
	if (!shape->distinct)
		return room * sizeof(int64_t);
	return room * (sizeof(int64_t) + sizeof(uint32_t)) + shape->windows * sizeof(struct window);
}

/* How many events are not after at_ns. */
static uint32_t
upper(const struct ring *r, int64_t at_ns)
{
	const int64_t *t = times(r) + r->head;
	uint32_t low = 0, high = r->n;
	if (r->n > 0 && t[r->n - 1] <= at_ns)
		return r->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (t[middle] <= at_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many of the first `high` events lie span_ns or more before at_ns. */
static uint32_t
lower(const struct ring *r, uint32_t high, int64_t at_ns, uint64_t span_ns_)
{
	const int64_t *t = times(r) + r->head;
	uint32_t low = 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (span_ns(t[middle], at_ns) >= span_ns_)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static number_wide
fold(const struct ring_shape *shape, number_wide a, number_wide b)
{
	return shape->fold == FOLD_SUM ? a + b : a > b ? a : b;
}

/* Folds anew what has the place and all behind it.  What lies before the head counts for nothing:
 * a stretch that begins there is never looked at as a whole. */
static void
refold(struct ring *r, const struct ring_shape *shape, uint32_t place)
{
	number_wide *to = folds(r);
	const number_wide *number = numbers(r);
	for (uint32_t i = place - place % RING_FOLD; i < r->head + r->n; i++) {
		bool first = i % RING_FOLD == 0 || i == r->head;
		if (i >= r->head)
			to[i / RING_FOLD] =
			    first ? number[i] : fold(shape, to[i / RING_FOLD], number[i]);
	}
}

static void
release(struct ring *r)
{
	if (r->memory != r->first)
		free(r->memory);
}

/* The same events in memory with room for `room`, from its start. */
static void
move(struct ring *r, const struct ring_shape *shape, size_t room)
{
	room += shape->fold && room % 2 != 0;
	assert(room <= UINT32_MAX);
	struct ring to = {
		.memory = mem_alloc(size_of(shape, room)), .n = r->n, .room = (uint32_t)room
	};
	if (r->n > 0)
		memcpy(times(&to), times(r) + r->head, r->n * sizeof(int64_t));
	if (shape->distinct) {
		if (r->n > 0)
			memcpy(refs(&to), refs(r) + r->head, r->n * sizeof(uint32_t));
		if (r->memory)
			memcpy(windows(&to), windows(r), shape->windows * sizeof(struct window));
		else
			memset(windows(&to), 0, shape->windows * sizeof(struct window));
	}
	if (shape->fold && r->n > 0)
		memcpy(numbers(&to), numbers(r) + r->head, r->n * sizeof(number_wide));
	release(r);
	*r = to;
	if (shape->fold)
		refold(r, shape, 0);
}

/* Makes room for one more at the end: where half of it is empty at the front, the events move. */
static void
make_room(struct ring *r, const struct ring_shape *shape)
{
	if (r->memory && r->head + r->n < r->room)
		return;
	if (!r->memory && !shape->distinct && !shape->fold) {
		r->memory = r->first;
		r->room = RING_FIRST;
		return;
	}
	if (!r->memory || r->head < r->room / 2) {
		move(r, shape, r->memory ? (size_t)r->room + r->room / 2 + 1 : RING_FIRST);
		return;
	}
	memmove(times(r), times(r) + r->head, r->n * sizeof(int64_t));
	if (shape->distinct)
		memmove(refs(r), refs(r) + r->head, r->n * sizeof(uint32_t));
	if (shape->fold)
		memmove(numbers(r), numbers(r) + r->head, r->n * sizeof(number_wide));
	r->head = 0;
	if (shape->fold)
		refold(r, shape, 0);
}

static void
enter(const struct ring *r, struct distinct *d, size_t window, uint32_t event)
{
	struct distinct_text *t = distinct_at(d, refs(r)[r->head + event]);
	if (t->within[window]++ == 0)
		windows(r)[window].texts++;
}

static void
leave(const struct ring *r, struct distinct *d, size_t window, uint32_t event)
{
	struct distinct_text *t = distinct_at(d, refs(r)[r->head + event]);
	if (--t->within[window] == 0)
		windows(r)[window].texts--;
}

/* An event was put at `place`: what was behind it is one further now. */
static void
shift_windows(struct ring *r, const struct ring_shape *shape, struct distinct *d, uint32_t place)
{
	for (size_t i = 0; i < shape->windows; i++) {
		struct window *w = &windows(r)[i];
		if (place >= w->to)
			continue;
		w->to++;
		if (place < w->from)
			w->from++;
		else
			enter(r, d, i, place);
	}
}

static void
add_number(struct ring *r, const struct ring_shape *shape, uint32_t place, number_wide number)
{
	number_wide *at = numbers(r) + r->head + place;
	memmove(at + 1, at, (r->n - 1 - place) * sizeof(*at));
	*at = number;
	refold(r, shape, r->head + place);
}

void
ring_add(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t at_ns,
    const struct ring_item *item)
{
	make_room(r, shape);
	uint32_t place = upper(r, at_ns), behind = r->n - place;
	int64_t *t = times(r) + r->head + place;
	memmove(t + 1, t, behind * sizeof(*t));
	*t = at_ns;
	r->n++;
	if (shape->fold)
		add_number(r, shape, place, item->number);
	if (!shape->distinct)
		return;
	uint32_t *ref = refs(r) + r->head + place;
	memmove(ref + 1, ref, behind * sizeof(*ref));
	*ref = distinct_take(d, r, item->text);
	shift_windows(r, shape, d, place);
}

/* The first `gone` events leave all windows and the ring. */
static void
drop(struct ring *r, const struct ring_shape *shape, struct distinct *d, uint32_t gone)
{
	for (size_t i = 0; shape->distinct && i < shape->windows; i++) {
		struct window *w = &windows(r)[i];
		for (; w->from < gone && w->from < w->to; w->from++)
			leave(r, d, i, w->from);
		w->from = w->from > gone ? w->from - gone : 0;
		w->to = w->to > gone ? w->to - gone : 0;
	}
	for (uint32_t i = 0; shape->distinct && i < gone; i++)
		distinct_drop(d, refs(r)[r->head + i]);
	r->head += gone;
	r->n -= gone;
}

uint32_t
ring_over(const struct ring *r, const struct ring_shape *shape, int64_t horizon_ns)
{
	uint32_t gone = 0;
	if (r->n == 0) /* there may be no memory to point into */
		return 0;
	const int64_t *t = times(r) + r->head;
	while (gone < r->n && t[gone] <= horizon_ns &&
	       span_ns(t[gone], horizon_ns) >= shape->longest_ns)
		gone++;
	return gone;
}

void
ring_trim(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t horizon_ns)
{
	uint32_t gone = ring_over(r, shape, horizon_ns);
	if (gone == 0)
		return;
	drop(r, shape, d, gone);
	if (r->n == 0) {
		release(r);
		*r = (struct ring){ 0 };
	} else if (r->room > 16 && r->n < r->room / 4) {
		move(r, shape, r->room / 2);
	}
}

uint64_t
ring_count(const struct ring *r, int64_t at_ns, uint64_t span)
{
	uint32_t to = upper(r, at_ns);
	return to - lower(r, to, at_ns, span);
}

uint64_t
ring_distinct(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t at_ns,
    uint64_t span)
{
	if (r->n == 0)
		return 0;
	size_t i = 0;
	while (shape->span_ns[i] != span)
		i++;
	uint32_t to = upper(r, at_ns), from = lower(r, to, at_ns, span);
	struct window *w = &windows(r)[i];
	while (w->from > from)
		enter(r, d, i, --w->from);
	while (w->to < to)
		enter(r, d, i, w->to++);
	while (w->from < from)
		leave(r, d, i, w->from++);
	while (w->to > to)
		leave(r, d, i, --w->to);
	return w->texts;
}

bool
ring_fold(const struct ring *r, const struct ring_shape *shape, int64_t at_ns, uint64_t span,
    number_wide *found)
{
	uint32_t to = upper(r, at_ns), from = lower(r, to, at_ns, span);
	if (from == to)
		return false;
	const number_wide *number = numbers(r);
	uint32_t i = r->head + from + 1, end = r->head + to;
	*found = number[i - 1];
	for (; i < end && i % RING_FOLD != 0; i++)
		*found = fold(shape, *found, number[i]);
	for (; i + RING_FOLD <= end; i += RING_FOLD)
		*found = fold(shape, *found, folds(r)[i / RING_FOLD]);
	for (; i < end; i++)
		*found = fold(shape, *found, number[i]);
	return true;
}

int64_t
ring_event(const struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    uint32_t number, struct ring_item *item)
{
	*item = (struct ring_item){ TEXT_ABSENT, 0 };
	if (shape->fold)
		item->number = numbers(r)[r->head + number];
	if (shape->distinct) {
		const struct distinct_text *t = distinct_at(d, refs(r)[r->head + number]);
		item->text = (struct text){ t->p, t->n };
	}
	return times(r)[r->head + number];
}

void
ring_free(struct ring *r, const struct ring_shape *shape, struct distinct *d)
{
	if (r->n > 0)
		drop(r, shape, d, r->n);
	release(r);
	*r = (struct ring){ 0 };
}

size_t
ring_bytes(const struct ring *r, const struct ring_shape *shape)
{
	return r->memory && r->memory != r->first ? size_of(shape, r->room) : 0;
}
