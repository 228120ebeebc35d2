/* SPDX-License-Identifier: MIT */
#ifndef STATE_TREE_H
#define STATE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fixed.h"
#include "rules/aggregate.h"

/*
 * A B+-tree of events in order.  Its inner nodes know, for each child, how many events are below
 * it, the fold of their numbers, and how many of them have each mark.  Every operation takes time
 * that grows with the logarithm of the number of events, and with the number of marks.  An all-zero
 * struct is a valid, empty tree.
 */
struct tree_node;
struct tree {
	struct tree_node *root;
	unsigned height; /* 0: the root is a leaf */
	uint32_t n;      /* events */
	size_t bytes;    /* of the nodes */
};

enum tree_order {
	TREE_BY_TIME, /* then by ref; equal events in order of arrival */
	TREE_BY_REF   /* then by time */
};

/* The parameters of a tree, the same for all operations on it. */
struct tree_shape {
	enum tree_order order;
	bool refs;      /* events have a reference; otherwise ref is 0 */
	enum fold fold; /* events have a number */
	size_t marks;   /* how many marks an event can have; 0: none */
};

struct tree_event {
	int64_t at_ns;
	uint32_t ref;
	number_wide number;
};

void tree_add(struct tree *t, const struct tree_shape *shape, const struct tree_event *ev);

/* Removes the first event that has the time and ref of ev; it must be there. */
void tree_remove(struct tree *t, const struct tree_shape *shape, const struct tree_event *ev);
void tree_free(struct tree *t, const struct tree_shape *shape);

/* Returns the event with this number, from 0. */
struct tree_event tree_at(const struct tree *t, const struct tree_shape *shape, uint32_t number);

/* Find the last event that is not after ev in the order, and the first one that is.  Return false
 * if there is none. */
bool tree_last(const struct tree *t, const struct tree_shape *shape, const struct tree_event *ev,
    struct tree_event *found);
bool tree_next(const struct tree *t, const struct tree_shape *shape, const struct tree_event *ev,
    struct tree_event *found);

/* For a tree by time: how many events are not after at_ns, and how many of those have a mark. */
uint32_t tree_until(const struct tree *t, const struct tree_shape *shape, int64_t at_ns);
uint32_t tree_marked(
    const struct tree *t, const struct tree_shape *shape, size_t mark, int64_t at_ns);

/* Returns the fold of the numbers of events [from, to), by number in the order; from < to. */
number_wide tree_fold(
    const struct tree *t, const struct tree_shape *shape, uint32_t from, uint32_t to);

/*
 * Sets marks of the first event with the time and ref of ev, which must be there.  Mark first + 2 *
 * i becomes (gap >= least[i]).
 */
void tree_mark(struct tree *t, const struct tree_shape *shape, const struct tree_event *ev,
    size_t first, uint64_t gap, const uint64_t *least);

#endif
