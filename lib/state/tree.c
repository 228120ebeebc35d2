/* SPDX-License-Identifier: MIT */
#include "state/tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "state/tree_private.h"

static struct tree_node *
node_new(struct tree *t, const struct tree_shape *shape, unsigned height)
{
	t->bytes += mem_cost(node_size(shape, height));
	return mem_zalloc(1, node_size(shape, height));
}

static void
node_free(struct tree *t, const struct tree_shape *shape, struct tree_node *node, unsigned height)
{
	t->bytes -= mem_cost(node_size(shape, height));
	free(node);
}

/* ---- the order ------------------------------------------------------------------------------ */

/* Is (at_ns, ref) after ev, or equal to it? */
static inline bool
behind(const struct tree_shape *shape, int64_t at_ns, uint32_t ref, const struct tree_event *ev)
{
	if (shape->order == TREE_BY_REF && ref != ev->ref)
		return ref > ev->ref;
	return at_ns != ev->at_ns ? at_ns > ev->at_ns : ref > ev->ref;
}

static inline bool
same(int64_t at_ns, uint32_t ref, const struct tree_event *ev)
{
	return at_ns == ev->at_ns && ref == ev->ref;
}

static uint32_t
ref_at(const struct tree_shape *shape, const struct tree_node *leaf, uint32_t i)
{
	return shape->refs ? refs(leaf)[i] : 0;
}

/* Returns how many events of a leaf are not after ev. */
static uint32_t
leaf_upper(
    const struct tree_shape *shape, const struct tree_node *leaf, const struct tree_event *ev)
{
	uint32_t low = 0, high = leaf->n;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (behind(shape, times(leaf)[middle], ref_at(shape, leaf, middle), ev))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Returns how many events of a leaf are before ev. */
static uint32_t
leaf_lower(
    const struct tree_shape *shape, const struct tree_node *leaf, const struct tree_event *ev)
{
	uint32_t i = leaf_upper(shape, leaf, ev);
	while (i > 0 && same(times(leaf)[i - 1], ref_at(shape, leaf, i - 1), ev))
		i--;
	return i;
}

/* Returns the last branch whose first event is not after ev, or n if there is none. */
static uint32_t
branch_upper(
    const struct tree_shape *shape, const struct tree_node *node, const struct tree_event *ev)
{
	const struct branch *b = branches(node);
	uint32_t i = node->n;
	while (i > 0 && behind(shape, b[i - 1].low_ns, b[i - 1].low_ref, ev))
		i--;
	return i > 0 ? i - 1 : node->n;
}

/* Returns the branch that has the first event equal to ev, if there is one.  It may also be in the
 * next branch. */
static uint32_t
branch_lower(
    const struct tree_shape *shape, const struct tree_node *node, const struct tree_event *ev)
{
	const struct branch *b = branches(node);
	uint32_t i = branch_upper(shape, node, ev);
	if (i == node->n)
		return 0;
	while (i > 0 && same(b[i].low_ns, b[i].low_ref, ev))
		i--;
	return i;
}

/* ---- what inner nodes know ------------------------------------------------------------------ */

static void
sum_leaf(const struct tree_shape *shape, const struct tree_node *leaf, number_wide *fold,
    uint32_t *count)
{
	for (size_t k = 0; k < shape->marks; k++)
		count[k] = (uint32_t)__builtin_popcountll(bits(leaf)[k]);
	if (!shape->fold)
		return;
	*fold = numbers(leaf)[0];
	for (uint32_t i = 1; i < leaf->n; i++)
		*fold = fold_numbers(shape->fold, *fold, numbers(leaf)[i]);
}

static void
sum_inner(const struct tree_shape *shape, const struct tree_node *node, number_wide *fold,
    uint32_t *count)
{
	for (size_t k = 0; k < shape->marks; k++)
		count[k] = 0;
	for (uint32_t i = 0; i < node->n; i++)
		for (size_t k = 0; k < shape->marks; k++)
			count[k] += counts(node, shape, i)[k];
	if (!shape->fold)
		return;
	*fold = folds(node)[0];
	for (uint32_t i = 1; i < node->n; i++)
		*fold = fold_numbers(shape->fold, *fold, folds(node)[i]);
}

/* Brings branch i up to date; its child has this height and is not empty. */
static void
refresh(const struct tree_shape *shape, const struct tree_node *node, uint32_t i, unsigned height)
{
	struct branch *b = &branches(node)[i];
	const struct tree_node *child = b->child;
	number_wide *fold = shape->fold ? &folds(node)[i] : NULL;
	uint32_t *count = counts(node, shape, i);
	if (height == 0) {
		b->low_ns = times(child)[0];
		b->low_ref = ref_at(shape, child, 0);
		b->events = child->n;
		sum_leaf(shape, child, fold, count);
		return;
	}
	b->low_ns = branches(child)[0].low_ns;
	b->low_ref = branches(child)[0].low_ref;
	b->events = 0;
	for (uint32_t k = 0; k < child->n; k++)
		b->events += branches(child)[k].events;
	sum_inner(shape, child, fold, count);
}

/* ---- moving events and branches ------------------------------------------------------------- */

/* Returns the bits of a word below bit i. */
static uint64_t
bits_below(uint32_t i)
{
	return i < 64 ? (UINT64_C(1) << i) - 1 : UINT64_MAX;
}

/* Moves `n` events from one place to another, in the same leaf or in one with room. */
static void
move_events(const struct tree_shape *shape, struct tree_node *to, uint32_t at,
    const struct tree_node *from, uint32_t first, uint32_t n)
{
	memmove(times(to) + at, times(from) + first, n * sizeof(int64_t));
	if (shape->refs)
		memmove(refs(to) + at, refs(from) + first, n * sizeof(uint32_t));
	if (shape->fold)
		memmove(numbers(to) + at, numbers(from) + first, n * sizeof(number_wide));
	for (size_t k = 0; k < shape->marks && n > 0; k++) {
		uint64_t moved = bits(from)[k] >> first & bits_below(n);
		bits(to)[k] = (bits(to)[k] & ~(bits_below(n) << at)) | moved << at;
	}
}

static void
move_branches(const struct tree_shape *shape, struct tree_node *to, uint32_t at,
    const struct tree_node *from, uint32_t first, uint32_t n)
{
	memmove(branches(to) + at, branches(from) + first, n * sizeof(struct branch));
	if (shape->fold)
		memmove(folds(to) + at, folds(from) + first, n * sizeof(number_wide));
	memmove(
	    counts(to, shape, at), counts(from, shape, first), n * shape->marks * sizeof(uint32_t));
}

static void
move_items(const struct tree_shape *shape, unsigned height, struct tree_node *to, uint32_t at,
    const struct tree_node *from, uint32_t first, uint32_t n)
{
	if (height == 0)
		move_events(shape, to, at, from, first, n);
	else
		move_branches(shape, to, at, from, first, n);
}

/* Bits after the last event are never set. */
static void
shorten(const struct tree_shape *shape, unsigned height, struct tree_node *node, uint32_t n)
{
	node->n = n;
	for (size_t k = 0; height == 0 && k < shape->marks; k++)
		bits(node)[k] &= bits_below(n);
}

/* ---- adding --------------------------------------------------------------------------------- */

static void
put_event(
    const struct tree_shape *shape, struct tree_node *leaf, uint32_t i, const struct tree_event *ev)
{
	move_events(shape, leaf, i + 1, leaf, i, leaf->n - i);
	times(leaf)[i] = ev->at_ns;
	if (shape->refs)
		refs(leaf)[i] = ev->ref;
	if (shape->fold)
		numbers(leaf)[i] = ev->number;
	for (size_t k = 0; k < shape->marks; k++)
		bits(leaf)[k] &= ~(UINT64_C(1) << i);
	leaf->n++;
}

/* Makes a new node from the part of a full one that starts at `first`. */
static struct tree_node *
split(struct tree *t, const struct tree_shape *shape, struct tree_node *node, unsigned height,
    uint32_t first)
{
	struct tree_node *right = node_new(t, shape, height);
	right->n = node->n - first;
	move_items(shape, height, right, 0, node, first, right->n);
	shorten(shape, height, node, first);
	return right;
}

/* Adds to a leaf.  Returns NULL, or a new leaf with the events that no longer fit, to be inserted
 * after it. */
static struct tree_node *
add_to_leaf(struct tree *t, const struct tree_shape *shape, struct tree_node *leaf,
    const struct tree_event *ev)
{
	uint32_t i = leaf_upper(shape, leaf, ev);
	if (leaf->n < LEAF) {
		put_event(shape, leaf, i, ev);
		return NULL;
	}
	/* If events come in order, leaves stay full. */
	struct tree_node *right = split(t, shape, leaf, 0, i == LEAF ? LEAF : LEAF / 2);
	if (i <= leaf->n && i < LEAF)
		put_event(shape, leaf, i, ev);
	else
		put_event(shape, right, i - leaf->n, ev);
	return right;
}

/* Returns the branch to add an event to.  That is the next branch if the event would be the first
 * one there and the leaf before it is full. */
static uint32_t
choose(const struct tree_shape *shape, const struct tree_node *node, unsigned height,
    const struct tree_event *ev)
{
	const struct branch *b = branches(node);
	uint32_t i = branch_upper(shape, node, ev);
	if (i == node->n)
		return 0;
	if (height == 1 && i + 1 < node->n && b[i].child->n == LEAF && b[i + 1].child->n < LEAF &&
	    leaf_upper(shape, b[i].child, ev) == LEAF)
		return i + 1;
	return i;
}

static struct tree_node *
add_below(struct tree *t, const struct tree_shape *shape, struct tree_node *node, unsigned height,
    const struct tree_event *ev)
{
	if (height == 0)
		return add_to_leaf(t, shape, node, ev);
	uint32_t i = choose(shape, node, height, ev);
	struct tree_node *more = add_below(t, shape, branches(node)[i].child, height - 1, ev);
	refresh(shape, node, i, height - 1);
	if (!more)
		return NULL;
	struct tree_node *right = NULL, *to = node;
	if (node->n == FAN) {
		right = split(t, shape, node, height, FAN / 2);
		if (++i > node->n) {
			to = right;
			i -= node->n;
		}
	} else {
		i++;
	}
	move_branches(shape, to, i + 1, to, i, to->n - i);
	to->n++;
	branches(to)[i].child = more;
	refresh(shape, to, i, height - 1);
	return right;
}

void
tree_add(struct tree *t, const struct tree_shape *shape, const struct tree_event *ev)
{
	assert(t->n < UINT32_MAX);
	if (!t->root)
		t->root = node_new(t, shape, 0);
	struct tree_node *right = add_below(t, shape, t->root, t->height, ev);
	t->n++;
	if (!right)
		return;
	struct tree_node *root = node_new(t, shape, t->height + 1);
	root->n = 2;
	branches(root)[0].child = t->root;
	branches(root)[1].child = right;
	refresh(shape, root, 0, t->height);
	refresh(shape, root, 1, t->height);
	t->root = root;
	t->height++;
}

/* ---- removing ------------------------------------------------------------------------------- */

/* Appends the content of branch i + 1 to branch i, if both fit with room to spare. */
static void
join(struct tree *t, const struct tree_shape *shape, struct tree_node *node, uint32_t i,
    unsigned height)
{
	struct tree_node *left = branches(node)[i].child, *right = branches(node)[i + 1].child;
	uint32_t most = height == 0 ? LEAF : FAN;
	if (left->n + right->n > most * 3 / 4)
		return;
	move_items(shape, height, left, left->n, right, 0, right->n);
	left->n += right->n;
	node_free(t, shape, right, height);
	move_branches(shape, node, i + 1, node, i + 2, node->n - i - 2);
	node->n--;
	if (left->n > 0)
		refresh(shape, node, i, height);
}

/* Call when branch i has lost an event. */
static void
lost(struct tree *t, const struct tree_shape *shape, struct tree_node *node, uint32_t i,
    unsigned height)
{
	struct tree_node *child = branches(node)[i].child;
	uint32_t most = height == 0 ? LEAF : FAN;
	if (child->n == 0) {
		node_free(t, shape, child, height);
		move_branches(shape, node, i, node, i + 1, node->n - i - 1);
		node->n--;
		return;
	}
	refresh(shape, node, i, height);
	if (child->n >= most / 4)
		return;
	if (i + 1 < node->n)
		join(t, shape, node, i, height);
	if (i > 0 && i < node->n)
		join(t, shape, node, i - 1, height);
}

/* Returns false if no event below this node equals ev. */
static bool
remove_below(struct tree *t, const struct tree_shape *shape, struct tree_node *node,
    unsigned height, const struct tree_event *ev)
{
	if (height == 0) {
		uint32_t i = leaf_lower(shape, node, ev);
		if (i == node->n || !same(times(node)[i], ref_at(shape, node, i), ev))
			return false;
		move_events(shape, node, i, node, i + 1, node->n - i - 1);
		shorten(shape, 0, node, node->n - 1);
		return true;
	}
	uint32_t i = branch_lower(shape, node, ev);
	bool found = remove_below(t, shape, branches(node)[i].child, height - 1, ev);
	if (!found && i + 1 < node->n &&
	    same(branches(node)[i + 1].low_ns, branches(node)[i + 1].low_ref, ev))
		found = remove_below(t, shape, branches(node)[++i].child, height - 1, ev);
	if (found)
		lost(t, shape, node, i, height - 1);
	return found;
}

void
tree_remove(struct tree *t, const struct tree_shape *shape, const struct tree_event *ev)
{
	bool found = remove_below(t, shape, t->root, t->height, ev);
	assert(found);
	(void)found;
	t->n--;
	while (t->height > 0 && t->root->n == 1) {
		struct tree_node *child = branches(t->root)[0].child;
		node_free(t, shape, t->root, t->height--);
		t->root = child;
	}
	if (t->n == 0)
		tree_free(t, shape);
}

static void
free_below(struct tree *t, const struct tree_shape *shape, struct tree_node *node, unsigned height)
{
	for (uint32_t i = 0; height > 0 && i < node->n; i++)
		free_below(t, shape, branches(node)[i].child, height - 1);
	node_free(t, shape, node, height);
}

void
tree_free(struct tree *t, const struct tree_shape *shape)
{
	if (t->root)
		free_below(t, shape, t->root, t->height);
	*t = (struct tree){ 0 };
}

/* ---- looking -------------------------------------------------------------------------------- */

static struct tree_event
event_at(const struct tree_shape *shape, const struct tree_node *leaf, uint32_t i)
{
	return (struct tree_event){ times(leaf)[i], ref_at(shape, leaf, i),
		shape->fold ? numbers(leaf)[i] : 0 };
}

struct tree_event
tree_at(const struct tree *t, const struct tree_shape *shape, uint32_t number)
{
	const struct tree_node *node = t->root;
	for (unsigned height = t->height; height > 0; height--) {
		const struct branch *b = branches(node);
		for (; number >= b->events; b++)
			number -= b->events;
		node = b->child;
	}
	return event_at(shape, node, number);
}

bool
tree_last(const struct tree *t, const struct tree_shape *shape, const struct tree_event *ev,
    struct tree_event *found)
{
	const struct tree_node *node = t->root;
	for (unsigned height = t->height; node && height > 0; height--) {
		uint32_t i = branch_upper(shape, node, ev);
		if (i == node->n)
			return false;
		node = branches(node)[i].child;
	}
	uint32_t i = node ? leaf_upper(shape, node, ev) : 0;
	if (i > 0)
		*found = event_at(shape, node, i - 1);
	return i > 0;
}

bool
tree_next(const struct tree *t, const struct tree_shape *shape, const struct tree_event *ev,
    struct tree_event *found)
{
	const struct tree_node *node = t->root;
	bool any = false;
	for (unsigned height = t->height; node && height > 0; height--) {
		const struct branch *b = branches(node);
		uint32_t i = branch_upper(shape, node, ev), next = i == node->n ? 0 : i + 1;
		if (next < node->n) {
			*found = (struct tree_event){ b[next].low_ns, b[next].low_ref, 0 };
			any = true;
		}
		if (i == node->n)
			return any;
		node = b[i].child;
	}
	uint32_t i = node ? leaf_upper(shape, node, ev) : 0;
	if (!node || i == node->n)
		return any;
	*found = event_at(shape, node, i);
	return true;
}

/* Returns the leaf with the last event not after at_ns, or NULL.  *there becomes how many events of
 * that leaf are not after at_ns; *before, how many events (or events with the mark) the branches
 * before it have. */
static const struct tree_node *
leaf_until(const struct tree *t, const struct tree_shape *shape, const size_t *mark, int64_t at_ns,
    uint32_t *before, uint32_t *there)
{
	const struct tree_event end = { at_ns, UINT32_MAX, 0 };
	const struct tree_node *node = t->root;
	*before = *there = 0;
	for (unsigned height = t->height; node && height > 0; height--) {
		uint32_t end_branch = branch_upper(shape, node, &end);
		if (end_branch == node->n)
			return NULL;
		for (uint32_t i = 0; i < end_branch; i++)
			*before += mark ? counts(node, shape, i)[*mark] : branches(node)[i].events;
		node = branches(node)[end_branch].child;
	}
	if (node)
		*there = leaf_upper(shape, node, &end);
	return node;
}

uint32_t
tree_until(const struct tree *t, const struct tree_shape *shape, int64_t at_ns)
{
	uint32_t before, there;
	leaf_until(t, shape, NULL, at_ns, &before, &there);
	return before + there;
}

uint32_t
tree_marked(const struct tree *t, const struct tree_shape *shape, size_t mark, int64_t at_ns)
{
	uint32_t before, there;
	const struct tree_node *leaf = leaf_until(t, shape, &mark, at_ns, &before, &there);
	if (leaf)
		before += (uint32_t)__builtin_popcountll(bits(leaf)[mark] & bits_below(there));
	return before;
}

/* Adds the fold of events [from, to), by number below this node, to *found.  *any: *found already
 * holds a fold. */
static void
fold_below(const struct tree_shape *shape, const struct tree_node *node, unsigned height,
    uint32_t from, uint32_t to, bool *any, number_wide *found)
{
	for (uint32_t i = 0, first = 0; i < node->n && first < to; i++) {
		uint32_t events = height == 0 ? 1 : branches(node)[i].events;
		uint32_t next = first + events;
		if (next > from && (first < from || next > to)) {
			fold_below(shape, branches(node)[i].child, height - 1,
			    from > first ? from - first : 0, to - first, any, found);
		} else if (next > from) {
			number_wide v = height == 0 ? numbers(node)[i] : folds(node)[i];
			*found = *any ? fold_numbers(shape->fold, *found, v) : v;
			*any = true;
		}
		first = next;
	}
}

number_wide
tree_fold(const struct tree *t, const struct tree_shape *shape, uint32_t from, uint32_t to)
{
	number_wide found = 0;
	bool any = false;
	fold_below(shape, t->root, t->height, from, to, &any, &found);
	assert(any);
	return found;
}

/* ---- marks ---------------------------------------------------------------------------------- */

struct marking {
	const struct tree_event *ev;
	size_t first;
	uint64_t gap;
	const uint64_t *least;
};

static bool
mark_below(const struct tree_shape *shape, struct tree_node *node, unsigned height,
    const struct marking *m)
{
	if (height == 0) {
		uint32_t i = leaf_lower(shape, node, m->ev);
		if (i == node->n || !same(times(node)[i], ref_at(shape, node, i), m->ev))
			return false;
		for (size_t k = m->first; k < shape->marks; k += 2) {
			uint64_t bit = UINT64_C(1) << i;
			if (m->gap >= m->least[k / 2])
				bits(node)[k] |= bit;
			else
				bits(node)[k] &= ~bit;
		}
		return true;
	}
	uint32_t i = branch_lower(shape, node, m->ev);
	bool found = mark_below(shape, branches(node)[i].child, height - 1, m);
	if (!found && i + 1 < node->n)
		found = mark_below(shape, branches(node)[++i].child, height - 1, m);
	if (found)
		refresh(shape, node, i, height - 1);
	return found;
}

void
tree_mark(struct tree *t, const struct tree_shape *shape, const struct tree_event *ev, size_t first,
    uint64_t gap, const uint64_t *least)
{
	struct marking m = { ev, first, gap, least };
	bool found = mark_below(shape, t->root, t->height, &m);
	assert(found);
	(void)found;
}
