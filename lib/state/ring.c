/* SPDX-License-Identifier: MIT */
#include "state/ring.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/late.h"
#include "state/ring_private.h"
#include "state/span.h"

enum {
	/* When a ring moves into a tree and back. */
	FREE_STEPS = 32, /* steps of disorder that are free for each event */
	OWED = 16,       /* a debt of this many steps per event pays for the move */
	FEW = 32,        /* a tree with fewer events moves back into an array */
	MANY = 128       /* a ring with no more events than this never moves into a tree */
};

/* ---- looking for times ---------------------------------------------------------------------- */

/* Returns how many events are not after at_ns. */
static uint32_t
upper(const struct ring *r, const struct ring_shape *shape, int64_t at_ns)
{
	if (is_late(r))
		return late_until(late(r), shape, at_ns);
	if (r->n == 0)
		return 0;
	const int64_t *t = times(r) + r->head;
	uint32_t low = 0, high = r->n;
	if (t[r->n - 1] <= at_ns)
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

/* Returns how many of the first `high` events lie span or more before at_ns. */
static uint32_t
lower(const struct ring *r, const struct ring_shape *shape, uint32_t high, int64_t at_ns,
    uint64_t span)
{
	if (is_late(r)) {
		int64_t from_ns;
		return __builtin_sub_overflow(at_ns, (int64_t)span, &from_ns)
			   ? 0
			   : late_until(late(r), shape, from_ns);
	}
	if (high == 0)
		return 0;
	const int64_t *t = times(r) + r->head;
	uint32_t low = 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (span_ns(t[middle], at_ns) >= span)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- memory of an array --------------------------------------------------------------------- */

static void
release(struct ring *r)
{
	if (r->memory != r->first)
		free(r->memory);
}

/* Moves the events to the start of memory with room for `room`. */
static void
move(struct ring *r, const struct ring_shape *shape, size_t room)
{
	room += shape->fold && room % 2 != 0;
	assert(room < UINT32_MAX);
	struct ring to = { .memory = mem_alloc(size_of(shape, room)),
		.n = r->n,
		.room = (uint32_t)room,
		.debt = r->debt };
	if (r->n > 0)
		memcpy(times(&to), times(r) + r->head, r->n * sizeof(int64_t));
	if (shape->distinct) {
		to.gone = r->gone;
		if (r->n > 0)
			memcpy(refs(&to), refs(r) + r->head, r->n * sizeof(uint32_t));
		if (r->n > 0)
			memcpy(backs(&to), backs(r) + r->head, r->n * sizeof(uint32_t));
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
		ring_refold(r, shape, 0);
}

/* Makes room for one more at the end.  If half of the room is empty at the front, the events move
 * there. */
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
	if (shape->distinct) {
		memmove(refs(r), refs(r) + r->head, r->n * sizeof(uint32_t));
		memmove(backs(r), backs(r) + r->head, r->n * sizeof(uint32_t));
	}
	if (shape->fold)
		memmove(numbers(r), numbers(r) + r->head, r->n * sizeof(number_wide));
	r->head = 0;
	if (shape->fold)
		ring_refold(r, shape, 0);
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* Returns whether the event is the latest of its text. */
static bool
is_latest(const struct ring *r, const struct distinct *d, uint32_t event)
{
	return distinct_at(d, refs(r)[r->head + event])->last == r->gone + event;
}

/* A new event was inserted at `place`: adjusts the numbers of all events after it. */
static void
shift_texts(struct ring *r, struct distinct *d, uint32_t place)
{
	uint32_t *back = backs(r) + r->head, *ref = refs(r) + r->head;
	for (uint32_t i = r->n; i-- > place + 1;) {
		struct distinct_text *t = distinct_at(d, ref[i]);
		if (t->last == r->gone + i - 1)
			t->last++;
		if (back[i] != NEVER && back[i] >= i - place)
			back[i]++;
	}
}

/* Links the new event at `place` with the previous and next events of its text, which has the
 * reference `ref`. */
static void
link_text(struct ring *r, struct distinct *d, uint32_t place, uint32_t ref)
{
	struct distinct_text *t = distinct_at(d, ref);
	uint32_t *back = backs(r) + r->head;
	back[place] = NEVER;
	if (t->events == 1) {
		t->last = r->gone + place;
		return;
	}
	uint32_t before = t->last - r->gone, after = NEVER; /* neighbours with the same text */
	while (before != NEVER && before > place) {
		after = before;
		before = back[after] == NEVER || back[after] > after ? NEVER : after - back[after];
	}
	if (before != NEVER)
		back[place] = place - before;
	if (after == NEVER)
		t->last = r->gone + place;
	else
		back[after] = after - place;
}

static void
add_text(struct ring *r, const struct ring_shape *shape, struct distinct *d, uint32_t place,
    struct text text)
{
	uint32_t *ref = refs(r) + r->head, *back = backs(r) + r->head;
	uint32_t number = distinct_take(d, r, text), behind = r->n - 1 - place;
	struct distinct_text *t = distinct_at(d, number);
	uint32_t last = t->last - r->gone; /* counted without this event */
	for (size_t i = 0; i < shape->windows; i++) {
		struct window *w = &windows(r)[i];
		if (place < w->from)
			w->from++;
		else if (t->events == 1 || last < w->from)
			w->texts++;
	}
	memmove(ref + place + 1, ref + place, behind * sizeof(*ref));
	memmove(back + place + 1, back + place, behind * sizeof(*back));
	ref[place] = number;
	if (behind > 0)
		shift_texts(r, d, place);
	link_text(r, d, place, number);
}

/* Takes the first `gone` events out of all windows. */
static void
drop_texts(struct ring *r, const struct ring_shape *shape, struct distinct *d, uint32_t gone)
{
	for (size_t i = 0; i < shape->windows; i++) {
		struct window *w = &windows(r)[i];
		for (; w->from < gone; w->from++)
			w->texts -= is_latest(r, d, w->from);
		w->from -= gone;
	}
	for (uint32_t i = 0; i < gone; i++)
		distinct_drop(d, refs(r)[r->head + i]);
	r->gone += gone;
}

/* Returns how many texts are in [from, to) of an array. */
static uint64_t
count_texts(const struct ring *r, uint32_t from, uint32_t to)
{
	const uint32_t *back = backs(r) + r->head;
	uint64_t texts = 0;
	for (uint32_t i = from; i < to; i++)
		texts += back[i] > i - from;
	return texts;
}

/* ---- order and disorder --------------------------------------------------------------------- */

/* Moves all events of an array into a tree. */
static void
become_late(struct ring *r, const struct ring_shape *shape)
{
	struct late *l = mem_zalloc(1, sizeof(*l));
	for (uint32_t i = 0; i < r->n; i++)
		late_add(l, shape, times(r)[r->head + i],
		    shape->distinct ? refs(r)[r->head + i] : 0,
		    shape->fold ? numbers(r)[r->head + i] : 0);
	release(r);
	*r = (struct ring){ .memory = l, .n = r->n };
}

/* Moves all events of a tree back into an array. */
static void
become_array(struct ring *r, const struct ring_shape *shape, struct distinct *d)
{
	struct late *l = late(r);
	uint32_t n = r->n;
	*r = (struct ring){ 0 };
	if (n > 0)
		move(r, shape, (size_t)n + n / 4 + RING_FIRST);
	for (uint32_t i = 0; i < n; i++) {
		struct tree_event ev = late_at(l, shape, i);
		times(r)[i] = ev.at_ns;
		r->n++;
		if (shape->fold) {
			numbers(r)[i] = ev.number;
			ring_fold_last(r, shape, i);
		}
		if (!shape->distinct)
			continue;
		struct distinct_text *t = distinct_at(d, ev.ref);
		refs(r)[i] = ev.ref;
		backs(r)[i] =
		    i > 0 && t->last < i && refs(r)[t->last] == ev.ref ? i - t->last : NEVER;
		t->last = i;
	}
	uint32_t texts = shape->distinct ? (uint32_t)count_texts(r, 0, n) : 0;
	for (size_t i = 0; n > 0 && i < shape->windows; i++)
		windows(r)[i] = (struct window){ 0, texts };
	late_free(l, shape);
	free(l);
}

/* Adds steps of disorder to the debt, and moves into a tree when it is too high. */
static void
owe(struct ring *r, const struct ring_shape *shape, uint32_t steps)
{
	if (steps > FREE_STEPS)
		r->debt = r->debt + steps < r->debt ? UINT32_MAX : r->debt + steps;
	r->debt -= r->debt < FREE_STEPS ? r->debt : FREE_STEPS;
	if (r->n > MANY && r->debt / OWED > r->n)
		become_late(r, shape);
}

/* Call after adding to a tree.  Moves back into an array after enough events in order. */
static void
calm(struct ring *r, const struct ring_shape *shape, struct distinct *d, bool in_order)
{
	r->debt = in_order ? r->debt + 1 : 0;
	if (r->debt / 4 > r->n)
		become_array(r, shape, d);
}

/* ---- adding --------------------------------------------------------------------------------- */

static void
add_late(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t at_ns,
    const struct ring_item *item)
{
	uint32_t ref = shape->distinct ? distinct_take(d, r, item->text) : 0;
	bool in_order = late_at(late(r), shape, r->n - 1).at_ns <= at_ns;
	late_add(late(r), shape, at_ns, ref, item->number);
	r->n++;
	calm(r, shape, d, in_order);
}

void
ring_add(struct ring *r, const struct ring_shape *shape, struct distinct *d, int64_t at_ns,
    const struct ring_item *item)
{
	if (is_late(r)) {
		add_late(r, shape, d, at_ns, item);
		return;
	}
	make_room(r, shape);
	uint32_t place = upper(r, shape, at_ns), behind = r->n - place;
	int64_t *t = times(r) + r->head + place;
	memmove(t + 1, t, behind * sizeof(*t));
	*t = at_ns;
	r->n++;
	if (shape->fold) {
		number_wide *number = numbers(r) + r->head + place;
		memmove(number + 1, number, behind * sizeof(*number));
		*number = item->number;
		if (behind == 0)
			ring_fold_last(r, shape, r->head + place);
		else
			ring_refold(r, shape, r->head + place);
	}
	if (shape->distinct)
		add_text(r, shape, d, place, item->text);
	if (behind > 0 || r->debt > 0)
		owe(r, shape, shape->distinct || shape->fold ? behind : behind / 8);
}

/* ---- giving back ---------------------------------------------------------------------------- */

/* Removes the first `gone` events. */
static void
drop(struct ring *r, const struct ring_shape *shape, struct distinct *d, uint32_t gone)
{
	r->n -= gone;
	if (is_late(r)) {
		while (gone-- > 0) {
			uint32_t ref = late_drop(late(r), shape);
			if (shape->distinct)
				distinct_drop(d, ref);
		}
		return;
	}
	if (shape->distinct)
		drop_texts(r, shape, d, gone);
	r->head += gone;
}

static void
clear(struct ring *r)
{
	release(r);
	*r = (struct ring){ 0 };
}

uint32_t
ring_over(const struct ring *r, const struct ring_shape *shape, int64_t horizon_ns)
{
	uint32_t gone = 0;
	if (r->n == 0) /* memory may be NULL */
		return 0;
	if (is_late(r))
		return lower(r, shape, r->n, horizon_ns, shape->longest_ns);
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
	if (r->n == 0)
		clear(r);
	else if (is_late(r) && r->n < FEW)
		become_array(r, shape, d);
	else if (r->room > 16 && r->n < r->room / 4)
		move(r, shape, r->room / 2);
}

/* ---- windows -------------------------------------------------------------------------------- */

uint64_t
ring_count(const struct ring *r, const struct ring_shape *shape, int64_t at_ns, uint64_t span)
{
	uint32_t to = upper(r, shape, at_ns);
	return to - lower(r, shape, to, at_ns, span);
}

/* Returns the number of the window with this length, which must exist. */
static size_t
window_of(const struct ring_shape *shape, uint64_t span)
{
	size_t low = 0, high = shape->windows - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (shape->span_ns[middle] < span)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t
ring_distinct(struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    int64_t at_ns, uint64_t span)
{
	if (r->n == 0)
		return 0;
	size_t i = window_of(shape, span);
	if (is_late(r))
		return late_distinct(late(r), shape, at_ns, i);
	uint32_t to = upper(r, shape, at_ns), from = lower(r, shape, to, at_ns, span);
	struct window *w = &windows(r)[i];
	if (to == r->n && from >= w->from) {
		for (; w->from < from; w->from++)
			w->texts -= is_latest(r, d, w->from);
		return w->texts;
	}
	uint64_t texts = count_texts(r, from, to);
	owe(r, shape, (to - from) / 4);
	return texts;
}

bool
ring_fold(const struct ring *r, const struct ring_shape *shape, int64_t at_ns, uint64_t span,
    number_wide *found)
{
	uint32_t to = upper(r, shape, at_ns), from = lower(r, shape, to, at_ns, span);
	if (from == to)
		return false;
	*found = is_late(r) ? late_fold(late(r), shape, from, to)
			    : ring_fold_places(r, shape, r->head + from, r->head + to);
	return true;
}

/* ---- as it stands --------------------------------------------------------------------------- */

int64_t
ring_event(const struct ring *r, const struct ring_shape *shape, const struct distinct *d,
    uint32_t number, struct ring_item *item)
{
	struct tree_event ev = { 0 };
	if (is_late(r)) {
		ev = late_at(late(r), shape, number);
	} else {
		ev.at_ns = times(r)[r->head + number];
		ev.ref = shape->distinct ? refs(r)[r->head + number] : 0;
		ev.number = shape->fold ? numbers(r)[r->head + number] : 0;
	}
	*item = (struct ring_item){ TEXT_ABSENT, ev.number };
	if (shape->distinct) {
		const struct distinct_text *t = distinct_at(d, ev.ref);
		item->text = (struct text){ t->p, t->n };
	}
	return ev.at_ns;
}

void
ring_free(struct ring *r, const struct ring_shape *shape, struct distinct *d)
{
	if (r->n > 0)
		drop(r, shape, d, r->n);
	clear(r);
}

size_t
ring_bytes(const struct ring *r, const struct ring_shape *shape)
{
	if (is_late(r))
		return late_bytes(late(r));
	return r->memory && r->memory != r->first ? mem_cost(size_of(shape, r->room)) : 0;
}
