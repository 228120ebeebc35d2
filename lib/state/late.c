/* SPDX-License-Identifier: MIT */
#include "state/late.h"

#include "base/mem.h"
#include "state/span.h"

/* The marks of window i: 2 * i where a run begins, 2 * i + 1 where a run ends. */
enum { BEGINS, ENDS };

static struct tree_shape
by_time(const struct ring_shape *shape)
{
	return (struct tree_shape){ TREE_BY_TIME, shape->distinct, shape->fold,
		shape->distinct ? 2 * shape->windows : 0 };
}

static struct tree_shape
by_ref(void)
{
	return (struct tree_shape){ TREE_BY_REF, true, FOLD_NONE, 0 };
}

/* Sets the marks between two consecutive events of one text.  NULL: there is no event on that
 * side. */
static void
mark_gap(struct late *l, const struct ring_shape *shape, const struct tree_event *before,
    const struct tree_event *after)
{
	struct tree_shape time = by_time(shape);
	uint64_t gap = before && after ? span_ns(before->at_ns, after->at_ns) : UINT64_MAX;
	if (before)
		tree_mark(&l->by_time, &time, before, ENDS, gap, shape->span_ns);
	if (after)
		tree_mark(&l->by_time, &time, after, BEGINS, gap, shape->span_ns);
}

void
late_add(
    struct late *l, const struct ring_shape *shape, int64_t at_ns, uint32_t ref, number_wide number)
{
	struct tree_shape time = by_time(shape), text = by_ref();
	struct tree_event ev = { at_ns, ref, number }, before, after;
	if (!shape->distinct) {
		tree_add(&l->by_time, &time, &ev);
		return;
	}
	bool any_before = tree_last(&l->by_ref, &text, &ev, &before) && before.ref == ref;
	bool any_after = tree_next(&l->by_ref, &text, &ev, &after) && after.ref == ref;
	bool again = any_before && before.at_ns == at_ns; /* the first of equals has the marks */
	tree_add(&l->by_time, &time, &ev);
	tree_add(&l->by_ref, &text, &ev);
	if (again)
		return;
	mark_gap(l, shape, any_before ? &before : NULL, &ev);
	mark_gap(l, shape, &ev, any_after ? &after : NULL);
}

uint32_t
late_drop(struct late *l, const struct ring_shape *shape)
{
	struct tree_shape time = by_time(shape), text = by_ref();
	struct tree_event ev = tree_at(&l->by_time, &time, 0), after;
	tree_remove(&l->by_time, &time, &ev);
	if (!shape->distinct)
		return 0;
	struct tree_event first = { INT64_MIN, ev.ref, 0 };
	tree_remove(&l->by_ref, &text, &ev);
	if ((tree_last(&l->by_ref, &text, &first, &after) && after.ref == ev.ref) ||
	    (tree_next(&l->by_ref, &text, &first, &after) && after.ref == ev.ref))
		mark_gap(l, shape, NULL, &after);
	return ev.ref;
}

uint32_t
late_until(const struct late *l, const struct ring_shape *shape, int64_t at_ns)
{
	struct tree_shape time = by_time(shape);
	return tree_until(&l->by_time, &time, at_ns);
}

struct tree_event
late_at(const struct late *l, const struct ring_shape *shape, uint32_t number)
{
	struct tree_shape time = by_time(shape);
	return tree_at(&l->by_time, &time, number);
}

uint64_t
late_distinct(const struct late *l, const struct ring_shape *shape, int64_t at_ns, size_t i)
{
	struct tree_shape time = by_time(shape);
	int64_t from_ns;
	uint64_t runs = tree_marked(&l->by_time, &time, 2 * i + BEGINS, at_ns);
	if (!__builtin_sub_overflow(at_ns, (int64_t)shape->span_ns[i], &from_ns))
		runs -= tree_marked(&l->by_time, &time, 2 * i + ENDS, from_ns);
	return runs;
}

number_wide
late_fold(const struct late *l, const struct ring_shape *shape, uint32_t from, uint32_t to)
{
	struct tree_shape time = by_time(shape);
	return tree_fold(&l->by_time, &time, from, to);
}

void
late_free(struct late *l, const struct ring_shape *shape)
{
	struct tree_shape time = by_time(shape), text = by_ref();
	tree_free(&l->by_time, &time);
	tree_free(&l->by_ref, &text);
}

size_t
late_bytes(const struct late *l)
{
	return mem_cost(sizeof(*l)) + l->by_time.bytes + l->by_ref.bytes;
}
