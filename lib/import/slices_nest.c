/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "import/slices_private.h"
#include "time/stamp.h"

/*
 * A sweep over a lane by time.  The open calls are a stack on which ends do not increase from the
 * bottom to the top: what a call that begins later outlasts can enclose nothing more, so it is
 * removed.  Therefore the top alone decides, and every call is pushed and removed once.
 */
struct interval {
	int64_t begin, end;
	uint32_t slice;
	uint32_t end_order; /* where in the input its end is */
	enum { CALL, OPEN_CALL, POINT } kind;
	bool begun; /* its beginning is a slice of its own */
};

struct sweep {
	struct import_slices *slices;
	struct interval *stack;
	size_t depth, cap;
	uint32_t calls;
};

static bool
is_pair_end(const struct import_slices *s, uint32_t slice)
{
	return s->slice[slice].phase == SLICE_END && s->place[slice].partner != SLICE_NONE;
}

static struct interval
interval_of(const struct import_slices *s, uint32_t slice)
{
	const struct slice *l = &s->slice[slice];
	const uint32_t partner = s->place[slice].partner;
	const int64_t key = slice_key(s, slice);
	struct interval v = { key, key, slice, slice, POINT, l->phase == SLICE_BEGIN };
	if (l->phase == SLICE_BEGIN && partner != SLICE_NONE) {
		v.end = slice_key(s, partner);
		v.kind = v.end < INT64_MAX ? CALL : OPEN_CALL;
		v.end_order = partner;
	} else if (l->phase == SLICE_COMPLETE && l->duration_ns != TRACE_NO_TIME) {
		v.kind = CALL;
		v.end = stamp_add(key, l->duration_ns > 0 ? l->duration_ns : 0);
	} else if (l->phase == SLICE_BEGIN || l->phase == SLICE_COMPLETE) {
		v.kind = OPEN_CALL;
		v.end = INT64_MAX;
	}
	return v;
}

/* By beginning; at one time, calls come before points, and longer calls before shorter ones. */
static int
by_begin(const void *a, const void *b)
{
	const struct interval *x = a, *y = b;
	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	if ((x->kind == POINT) != (y->kind == POINT))
		return y->kind == POINT ? -1 : 1;
	if (x->kind != POINT && x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return x->slice < y->slice ? -1 : 1;
}

static int
by_input(const void *a, const void *b)
{
	const struct interval *x = a, *y = b;
	return x->slice < y->slice ? -1 : x->slice > y->slice;
}

static const struct interval *
top(const struct sweep *w)
{
	return w->depth > 0 ? &w->stack[w->depth - 1] : NULL;
}

/*
 * Has the call ended when v begins?  At one time, ends come before beginnings, unless v begins and
 * ends at that time, and both in the input before the call's end.
 */
static bool
is_over(const struct interval *call, const struct interval *v)
{
	if (call->end == INT64_MAX || call->end > v->begin)
		return false;
	if (call->end < v->begin || (v->kind != POINT && (v->end > v->begin || !v->begun)))
		return true;
	return v->kind == POINT || call->begun ? call->end_order < v->end_order : true;
}

static void
enter(struct sweep *w, struct interval *v)
{
	const struct interval *t;
	while ((t = top(w)) && is_over(t, v))
		w->depth--;
	if (v->kind == OPEN_CALL && t) {
		v->end = t->end;
		v->end_order = t->end_order;
	}
	while ((t = top(w)) && t->end < v->end && !(t->begun && v->begun))
		w->depth--;
	if (t)
		w->slices->place[v->slice].around = t->slice;
	while ((t = top(w)) && t->end < v->end)
		w->depth--;
	w->stack = mem_grow(w->stack, &w->cap, w->depth + 1, sizeof(*w->stack));
	w->stack[w->depth++] = *v;
}

static void
put_point(struct sweep *w, const struct interval *v)
{
	const struct interval *t;
	while ((t = top(w)) && is_over(t, v))
		w->depth--;
	if (t)
		w->slices->place[v->slice].around = t->slice;
}

static void
note_stray(struct import_slices *s, uint32_t slice)
{
	const struct slice *l = &s->slice[slice];
	struct slice_lane *lane = &s->lane[l->lane];
	lane->strays = true;
	if (l->at_ns == TRACE_NO_TIME)
		return;
	if (lane->first_ns == TRACE_NO_TIME || l->at_ns < lane->first_ns)
		lane->first_ns = l->at_ns;
	if (lane->last_ns == TRACE_NO_TIME || l->at_ns > lane->last_ns)
		lane->last_ns = l->at_ns;
}

/* Without a time, a call has no place among the others. */
static bool
has_place(const struct import_slices *s, const struct slice *l)
{
	return s->lane[l->lane].ordered || l->at_ns != TRACE_NO_TIME;
}

static void
sweep_over(struct sweep *w, struct interval *v, size_t n)
{
	struct import_slices *s = w->slices;
	for (size_t i = 0; i < n; i++) {
		const uint32_t slice = v[i].slice;
		if (has_place(s, &s->slice[slice]) && v[i].kind == POINT)
			put_point(w, &v[i]);
		else if (has_place(s, &s->slice[slice]))
			enter(w, &v[i]);
		if (s->slice[slice].phase <= SLICE_COMPLETE)
			s->place[slice].number = ++w->calls;
		else if (s->place[slice].around == SLICE_NONE)
			note_stray(s, slice);
	}
}

/* Of what begins at one time, points come first that are before all beginnings in the input.  If
 * all calls have such, their order is that of the input, whatever their length. */
static void
sweep_group(struct sweep *w, struct interval *v, size_t n)
{
	uint32_t first = SLICE_NONE;
	size_t calls = 0, begun = 0, before;
	for (; calls < n && v[calls].kind != POINT; calls++) {
		begun += v[calls].begun;
		if (v[calls].begun && v[calls].slice < first)
			first = v[calls].slice;
	}
	if (begun == calls && calls > 1)
		qsort(v, calls, sizeof(*v), by_input);
	for (before = calls; before < n && v[before].slice < first && first != SLICE_NONE;)
		before++;
	sweep_over(w, v + calls, before - calls);
	sweep_over(w, v, calls);
	sweep_over(w, v + before, n - before);
}

void
slice_nest(struct import_slices *s, const uint32_t *of, size_t n)
{
	struct interval *v = mem_alloc((n + 1) * sizeof(*v));
	struct sweep w = { .slices = s };
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		if (s->slice[of[i]].phase <= SLICE_VARIABLE && !is_pair_end(s, of[i]))
			v[count++] = interval_of(s, of[i]);
	qsort(v, count, sizeof(*v), by_begin);
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && v[next].begin == v[i].begin;)
			next++;
		sweep_group(&w, v + i, next - i);
	}
	if (n > 0) {
		struct slice_lane *lane = &s->lane[s->slice[of[0]].lane];
		lane->calls = w.calls + lane->strays;
	}
	free(w.stack);
	free(v);
}
