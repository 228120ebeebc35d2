/* SPDX-License-Identifier: MIT */
#ifndef STATE_TREE_PRIVATE_H
#define STATE_TREE_PRIVATE_H

#include "state/tree.h"

/* How the nodes of a tree lie in memory.  Private to the tree. */

/* At most FAN children and LEAF events; a node less than a quarter full is joined with a
 * neighbour. */
enum { LEAF = 64, FAN = 16 };

/*
 * After its head a leaf has times[LEAF], then refs[LEAF] or numbers[LEAF] if the shape has them,
 * then a word of bits for each mark.  An inner node has branch[FAN], then for each branch the fold
 * of its numbers, or how many events have each mark.
 */
struct tree_node {
	uint32_t n;
	_Alignas(16) char data[];
};

struct branch {
	struct tree_node *child;
	int64_t low_ns; /* of the first event */
	uint32_t low_ref;
	uint32_t events;
};

static inline int64_t *
times(const struct tree_node *leaf)
{
	return (int64_t *)(uintptr_t)leaf->data;
}

static inline uint32_t *
refs(const struct tree_node *leaf)
{
	return (uint32_t *)(times(leaf) + LEAF);
}

static inline number_wide *
numbers(const struct tree_node *leaf)
{
	return (number_wide *)(void *)(times(leaf) + LEAF);
}

static inline uint64_t *
bits(const struct tree_node *leaf)
{
	return (uint64_t *)(void *)(refs(leaf) + LEAF);
}

static inline struct branch *
branches(const struct tree_node *node)
{
	return (struct branch *)(uintptr_t)node->data;
}

static inline number_wide *
folds(const struct tree_node *node)
{
	return (number_wide *)(void *)(branches(node) + FAN);
}

/* How many events below branch i have each mark. */
static inline uint32_t *
counts(const struct tree_node *node, const struct tree_shape *shape, size_t i)
{
	return (uint32_t *)(void *)(branches(node) + FAN) + i * shape->marks;
}

static inline size_t
leaf_size(const struct tree_shape *shape)
{
	return sizeof(struct tree_node) + LEAF * sizeof(int64_t) +
	       (shape->refs ? LEAF * sizeof(uint32_t) : 0) +
	       (shape->fold ? LEAF * sizeof(number_wide) : 0) + shape->marks * sizeof(uint64_t);
}

static inline size_t
inner_size(const struct tree_shape *shape)
{
	return sizeof(struct tree_node) + FAN * sizeof(struct branch) +
	       (shape->fold ? FAN * sizeof(number_wide) : 0) +
	       FAN * shape->marks * sizeof(uint32_t);
}

static inline size_t
node_size(const struct tree_shape *shape, unsigned height)
{
	return height == 0 ? leaf_size(shape) : inner_size(shape);
}

#endif
